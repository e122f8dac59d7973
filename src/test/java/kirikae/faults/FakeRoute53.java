package kirikae.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import kirikae.faults.WireServer.Reply;
import kirikae.faults.WireServer.Request;

/**
 * Route 53 at the wire: ListHostedZonesByName, GetHostedZone, ListResourceRecordSets, ChangeResourceRecordSets and GetChange, XML in
 * and out, over HTTP on loopback. Stricter than the real one: UPSERT is refused, batches are atomic and carried out in order, a
 * DELETE must repeat every field, elements must stand in the documented order, the signature must be for route53 in us-east-1 and
 * not older than five minutes. Owns no test framework, so it also runs as a process beside the packaged jar:
 *
 * <pre>
 * java -cp target/test-classes:target/kirikae.jar kirikae.faults.FakeRoute53 --port 0 --zone example.com:Z1 \
 *      --record "www.example.com A 60 192.0.2.1" [--in-sync-ms N] [--prior-ms N] [--latency-ms N]
 * </pre>
 *
 * It prints its port on one line and runs until it is killed. {@code --zone NAME:ID[:private]} may be
 * repeated; a {@code --record} belongs to the zone before it. Records are written as {@code NAME TYPE TTL VALUE[, VALUE]}, {@code
 * NAME TYPE alias ZONEID TARGET [true|false]}, and with routing as {@code NAME TYPE SetIdentifier=blue Weight=10 TTL VALUE}.
 *
 * <p>The control API, on the same port:
 *
 * <pre>
 * GET  /_fake/log         every request, a JSON object a line: ms (since 1970), kind, method, target, outcome, body
 * GET  /_fake/applied     every applied change, a line each: ms, change id, zone id, actions
 * GET  /_fake/records     every record of ?zone=ID (of the only zone without it), a line each as above
 * GET  /_fake/violations  what nobody may ever do, a line each; empty is good
 * GET  /_fake/stats       applied=N requests=N busiest-second=N most-in-flight=N
 * POST /_fake/fault?kind=KIND[&amp;on=change|list|getchange|zones|zone|any][&amp;count=N][&amp;delay-ms=N]   KIND: see {@link Fault}
 * POST /_fake/no-faults
 * POST /_fake/edit?zone=ID    body: lines "put RECORD" or "delete NAME TYPE": another hand
 * POST /_fake/set?in-sync-ms=N|prior-ms=N|latency-ms=N|clock-ms=N    a negative in-sync-ms means never
 * POST /_fake/forget          empties the log
 * </pre>
 */
public final class FakeRoute53 implements AutoCloseable {
    private final FakeState state = new FakeState();
    private final FaultScript faults = new FaultScript();
    private final RequestLog log = new RequestLog();
    private final FakeApi api = new FakeApi(state, faults);
    private final FakeControl control = new FakeControl(this);
    private final WireServer server;

    private FakeRoute53(int port) throws IOException {
        server = new WireServer(port, this::answer);
    }

    /** Starts on a free port of loopback. */
    public static FakeRoute53 start() {
        return start(0);
    }

    /** Starts on a port of loopback. */
    public static FakeRoute53 start(int port) {
        try {
            return new FakeRoute53(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process: see the class comment. */
    public static void main(String[] args) throws InterruptedException {
        FakeRoute53 fake = start(Integer.parseInt(option(args, "--port").orElse("0")));
        String zone = "";
        for (int i = 0; i + 1 < args.length; i += 2) {
            String value = args[i + 1];
            switch (args[i]) {
                case "--port" -> {}
                case "--zone" -> zone = fake.zoneFrom(value);
                case "--record" -> fake.record(zone, value);
                case "--in-sync-ms" -> fake.inSyncAfter(Duration.ofMillis(Long.parseLong(value)));
                case "--prior-ms" -> fake.priorFor(Duration.ofMillis(Long.parseLong(value)));
                case "--latency-ms" -> fake.latency(Duration.ofMillis(Long.parseLong(value)));
                default -> throw new IllegalArgumentException("no such option: " + args[i]);
            }
        }
        System.out.println(fake.port());
        new CountDownLatch(1).await();
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** What to write as the provider's endpoint. */
    public String endpoint() {
        return URI.create("http://127.0.0.1:" + port()).toString();
    }

    /** Adds a public zone with its NS and SOA. */
    public FakeRoute53 zone(String name, String id) {
        return add(new FakeZone(id, name, false));
    }

    /** Adds a private zone. */
    public FakeRoute53 privateZone(String name, String id) {
        return add(new FakeZone(id, name, true));
    }

    /** Takes a zone away. */
    public void dropZone(String id) {
        synchronized (state) {
            state.zones.remove(id);
        }
    }

    /** Adds or replaces a record set, written as in the class comment. */
    public FakeRoute53 record(String zoneId, String text) {
        synchronized (state) {
            zoneOrOnly(zoneId).put(WireRecord.parse(text));
        }
        return this;
    }

    /** Another hand: "put RECORD" or "delete NAME TYPE". */
    public void edit(String zoneId, String command) {
        String[] words = command.strip().split(" +", 2);
        synchronized (state) {
            switch (words[0]) {
                case "put" -> zoneOrOnly(zoneId).put(WireRecord.parse(words[1]));
                case "delete" -> zoneOrOnly(zoneId).remove(words[1].split(" +")[0], words[1].split(" +")[1]);
                default -> throw new IllegalArgumentException("put or delete, not " + words[0]);
            }
        }
    }

    /** Every record set of a zone but the NS and SOA of its apex, in the order of a listing. */
    public List<String> records(String zoneId) {
        synchronized (state) {
            FakeZone zone = zoneOrOnly(zoneId);
            return zone.records().stream()
                    .filter(set -> !set.name().equals(zone.name)
                            || !List.of("NS", "SOA").contains(set.type()))
                    .map(WireRecord::toString)
                    .toList();
        }
    }

    /** The next request of the kind goes wrong. */
    public void fault(Fault fault, RequestKind on) {
        fault(fault, on, 1, Duration.ZERO);
    }

    /** The next so many requests of the kind go wrong; the delay serves {@link Fault#DELAYED}. */
    public void fault(Fault fault, RequestKind on, int count, Duration delay) {
        faults.add(fault, on, "", count, delay);
    }

    /** The next so many requests of the kind about one zone go wrong; others are not touched. */
    public void faultIn(String zoneId, Fault fault, RequestKind on, int count) {
        faults.add(fault, on, zoneId, count, Duration.ZERO);
    }

    /** From now on only what this IAM policy allows is answered; everything else is AccessDenied. */
    public void policy(String json) {
        synchronized (state) {
            state.policy = Optional.of(FakePolicy.of(json));
        }
    }

    /** Forgets the faults that are still waiting. */
    public void noFaults() {
        faults.clear();
    }

    /** Forgets the faults that are still waiting for one zone. */
    public void noFaultsIn(String zoneId) {
        faults.clear(zoneId);
    }

    /** How long a change stays PENDING; negative means for ever. */
    public void inSyncAfter(Duration time) {
        synchronized (state) {
            state.inSync = time;
            state.neverInSync = time.isNegative();
        }
    }

    /** How long a zone answers PriorRequestNotComplete after a change. */
    public void priorFor(Duration time) {
        synchronized (state) {
            state.prior = time;
        }
    }

    /** How long every request takes. */
    public void latency(Duration time) {
        synchronized (state) {
            state.latency = time;
        }
    }

    /** How far this Route 53's clock is ahead of the machine's. */
    public void clockOffset(Duration offset) {
        server.clockOffset(offset.toMillis());
    }

    /** InvalidChangeBatch comes in the shape of 2013. */
    public void oldErrorShape() {
        synchronized (state) {
            state.oldErrorShape = true;
        }
    }

    /** Every request so far. */
    public List<RequestLog.Entry> requests() {
        return log.all();
    }

    /** How many requests of a kind came. */
    public long count(RequestKind kind) {
        return requests().stream().filter(entry -> entry.kind() == kind).count();
    }

    /** Empties the log of requests. */
    public void forgetRequests() {
        log.clear();
    }

    /** Every applied change. */
    public List<Applied> applied() {
        return state.applied();
    }

    /** Every applied change of one zone. */
    public List<Applied> applied(String zoneId) {
        return applied().stream().filter(change -> change.zone().equals(zoneId)).toList();
    }

    /** What nobody may ever do, and what the fake finds wrong with itself; empty is good. */
    public List<String> violations() {
        return state.violations();
    }

    /** The most requests within any second. */
    public int busiestSecond() {
        return log.busiestSecond();
    }

    /** The most changes that were on their way at once, over all zones. */
    public int mostChangesInFlight() {
        return state.mostInFlight();
    }

    /** The most changes of one zone that were on their way at once, refused ones included. */
    public int mostChangesInFlight(String zoneId) {
        return state.mostInFlight(zoneId);
    }

    @Override
    public void close() {
        try {
            server.close();
            api.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply answer(Request request) {
        if (FakeControl.isFor(request)) {
            return control.answer(request);
        }
        RequestKind kind = FakeApi.kind(request);
        RequestLog.Entry entry = log.begin(kind, request);
        Reply reply = Signature.objection(request, server.now()).orElseGet(() -> api.answer(kind, request));
        log.end(entry, reply);
        return reply;
    }

    private FakeRoute53 add(FakeZone zone) {
        synchronized (state) {
            state.zones.put(zone.id, zone);
        }
        return this;
    }

    private String zoneFrom(String text) {
        String[] words = text.split(":");
        add(new FakeZone(words[1], words[0], words.length > 2 && words[2].equals("private")));
        return words[1];
    }

    private FakeZone zoneOrOnly(String id) {
        return id.isEmpty() && state.zones.size() == 1
                ? state.zones.values().iterator().next()
                : Optional.ofNullable(state.zones.get(id))
                        .orElseThrow(() -> new IllegalArgumentException("no such zone: " + id));
    }

    private static Optional<String> option(String[] args, String name) {
        List<String> all = new ArrayList<>(List.of(args));
        int place = all.indexOf(name);
        return place < 0 || place + 1 >= all.size() ? Optional.empty() : Optional.of(all.get(place + 1));
    }
}
