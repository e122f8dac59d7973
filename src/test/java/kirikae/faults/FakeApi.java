package kirikae.faults;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kirikae.faults.WireServer.Reply;
import kirikae.faults.WireServer.Request;

/** The API itself: which request means what, and what Route 53 answers. */
final class FakeApi implements AutoCloseable {
    private static final String ROOT = "/2013-04-01/";
    private static final Pattern RRSET = Pattern.compile(ROOT + "hostedzone/([^/]+)/rrset(/?)");
    private static final Pattern ZONE = Pattern.compile(ROOT + "hostedzone/([^/]+)");
    private static final Pattern CHANGE = Pattern.compile(ROOT + "change/([^/]+)");

    private final FakeState state;
    private final FaultScript faults;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "fake-later");
        thread.setDaemon(true);
        return thread;
    });

    FakeApi(FakeState state, FaultScript faults) {
        this.state = state;
        this.faults = faults;
    }

    static RequestKind kind(Request request) {
        if (RRSET.matcher(request.path()).matches()) {
            return request.method().equals("POST") ? RequestKind.CHANGE : RequestKind.LIST;
        }
        if (CHANGE.matcher(request.path()).matches()) {
            return RequestKind.GETCHANGE;
        }
        if (request.path().equals(ROOT + "hostedzonesbyname")) {
            return RequestKind.ZONES;
        }
        return ZONE.matcher(request.path()).matches() ? RequestKind.ZONE : RequestKind.ANY;
    }

    Reply answer(RequestKind kind, Request request) {
        String zone = zone(kind, request);
        if (kind != RequestKind.CHANGE) {
            return answer(kind, zone, request);
        }
        state.arrived(zone);
        try {
            return answer(kind, zone, request);
        } finally {
            state.left(zone);
        }
    }

    private Reply answer(RequestKind kind, String zone, Request request) {
        pause(state.latency());
        if (!isAllowed(kind, request)) {
            return Answers.denied(kind, resource(kind, request));
        }
        Optional<FaultScript.Planned> planned = faults.take(kind, zone);
        if (planned.isEmpty()) {
            return plain(kind, request);
        }
        Fault fault = planned.get().fault();
        if (fault == Fault.DELAYED) {
            later.schedule(() -> plain(kind, request), planned.get().delay().toMillis(), TimeUnit.MILLISECONDS);
        } else if (fault.applies()) {
            plain(kind, request);
        }
        return fault == Fault.ACCESS_DENIED ? Answers.denied(kind, resource(kind, request)) : fault.reply();
    }

    private boolean isAllowed(RequestKind kind, Request request) {
        Optional<FakePolicy> policy;
        synchronized (state) {
            policy = state.policy;
        }
        try {
            List<WireChange> changes = kind == RequestKind.CHANGE && policy.isPresent()
                    ? ChangeRequest.parse(request.body()).changes()
                    : List.of();
            return policy.isEmpty() || policy.get().allows(kind, resource(kind, request), changes);
        } catch (ChangeRequest.Malformed e) {
            return true; // told as malformed below
        }
    }

    private String resource(RequestKind kind, Request request) {
        return switch (kind) {
            case CHANGE, LIST, ZONE -> "arn:aws:route53:::hostedzone/" + zone(kind, request);
            case GETCHANGE -> "arn:aws:route53:::change/" + id(match(CHANGE, request));
            case ZONES, ANY -> "*";
        };
    }

    /** The id of the zone that a request is about; empty when it is about none. */
    private String zone(RequestKind kind, Request request) {
        return switch (kind) {
            case CHANGE, LIST -> id(match(RRSET, request));
            case ZONE -> id(match(ZONE, request));
            case GETCHANGE -> state.zoneOf(id(match(CHANGE, request)));
            case ZONES, ANY -> "";
        };
    }

    @Override
    public void close() {
        later.shutdownNow();
    }

    private Reply plain(RequestKind kind, Request request) {
        return switch (kind) {
            case CHANGE -> change(request);
            case LIST -> list(request);
            case GETCHANGE -> getChange(request);
            case ZONES -> zones(request);
            case ZONE -> zone(request);
            case ANY -> Answers.error(404, "UnknownOperationException", "no such operation: " + request.path());
        };
    }

    private Reply change(Request request) {
        Matcher path = match(RRSET, request);
        if (path.group(2).isEmpty() || !request.header("content-type").startsWith("application/xml")) {
            return malformed("a change needs the trailing slash and Content-Type application/xml");
        }
        Optional<FakeZone> zone = state.zone(id(path));
        if (zone.isEmpty()) {
            return noZone(id(path));
        }
        if (!state.claim(zone.get())) {
            return Fault.PRIOR.reply();
        }
        try {
            return apply(zone.get(), ChangeRequest.parse(request.body()));
        } catch (ChangeRequest.Malformed e) {
            return malformed(e.getMessage());
        } finally {
            state.release(zone.get());
        }
    }

    private Reply apply(FakeZone zone, ChangeRequest request) {
        if (request.comment().length() > 256) {
            return malformed("a comment of more than 256 characters");
        }
        if (request.changes().stream().anyMatch(change -> change.action().equals("UPSERT"))) {
            return malformed("UPSERT overwrites blindly");
        }
        List<String> reasons = state.apply(zone, request);
        if (!reasons.isEmpty()) {
            String text = String.join(", ", reasons);
            return state.oldErrorShape
                    ? Answers.oldShape(text)
                    : Answers.error(400, "InvalidChangeBatch", "[" + text + "]");
        }
        List<Applied> applied = state.applied();
        return Answers.ok("ChangeResourceRecordSetsResponse", info(applied.get(applied.size() - 1)));
    }

    private Reply list(Request request) {
        String id = id(match(RRSET, request));
        Optional<FakeZone> zone = state.zone(id);
        if (zone.isEmpty()) {
            return noZone(id);
        }
        if (request.parameter("name").isEmpty() && !request.parameter("type").isEmpty()
                || request.parameter("type").isEmpty()
                        && !request.parameter("identifier").isEmpty()) {
            return Answers.error(
                    400, "InvalidInput", "The resource record set type cannot be specified without a name");
        }
        String limit = request.parameter("maxitems");
        if (!limit.isEmpty() && !limit.matches("[1-9]\\d{0,3}")) {
            return Answers.error(400, "InvalidInput", "Invalid max items " + limit);
        }
        return page(zone.get(), request, Math.min(300, limit.isEmpty() ? 300 : Integer.parseInt(limit)));
    }

    private Reply page(FakeZone zone, Request request, int limit) {
        List<WireRecord> rest;
        synchronized (state) {
            rest = zone.from(ListStart.of(request), limit);
        }
        StringBuilder content = new StringBuilder(Answers.records(rest.subList(0, Math.min(limit, rest.size()))));
        content.append(Answers.tag("IsTruncated", String.valueOf(rest.size() > limit)));
        if (rest.size() > limit) {
            WireRecord next = rest.get(limit);
            content.append(Answers.tag("NextRecordName", WireName.told(next.name())));
            content.append(Answers.tag("NextRecordType", next.type()));
            content.append(next.identifier().isEmpty() ? "" : Answers.tag("NextRecordIdentifier", next.identifier()));
        }
        return Answers.ok("ListResourceRecordSetsResponse", content + Answers.tag("MaxItems", String.valueOf(limit)));
    }

    private Reply getChange(Request request) {
        String id = id(match(CHANGE, request));
        return state.applied().stream()
                .filter(change -> change.id().equals(id))
                .findFirst()
                .map(change -> Answers.ok("GetChangeResponse", info(change)))
                .orElseGet(() -> Answers.error(404, "NoSuchChange", "Could not find resource with ID: " + id));
    }

    private Reply zones(Request request) {
        String from = request.parameter("dnsname");
        List<FakeZone> rest;
        synchronized (state) {
            rest = state.zones.values().stream()
                    .filter(zone -> from.isEmpty()
                            || WireName.order(zone.name).compareTo(WireName.order(WireName.stored(from))) >= 0)
                    .sorted(Comparator.comparing((FakeZone zone) -> WireName.order(zone.name))
                            .thenComparing(zone -> zone.id))
                    .toList();
        }
        StringBuilder zones = new StringBuilder("<HostedZones>");
        rest.stream().limit(100).forEach(zone -> zones.append(Answers.zone(zone)));
        return Answers.ok(
                "ListHostedZonesByNameResponse",
                zones + "</HostedZones>" + Answers.tag("IsTruncated", String.valueOf(rest.size() > 100))
                        + Answers.tag("MaxItems", "100"));
    }

    private Reply zone(Request request) {
        String id = id(match(ZONE, request));
        return state.zone(id)
                .map(zone -> Answers.ok(
                        "GetHostedZoneResponse",
                        Answers.zone(zone) + "<DelegationSet><NameServers>"
                                + Answers.tag("NameServer", "ns-1.awsdns-01.com") + "</NameServers></DelegationSet>"))
                .orElseGet(() -> noZone(id));
    }

    private String info(Applied change) {
        String status = state.isInSync(change) ? "INSYNC" : "PENDING";
        return Answers.change(change.id(), status, change.time().toString(), change.comment());
    }

    private Reply malformed(String what) {
        state.violation(what);
        return Answers.error(400, "InvalidInput", "Invalid XML ; " + what);
    }

    private Reply noZone(String id) {
        if (id.contains("/")) {
            state.violation("a zone id with its path: " + id);
        }
        return id.length() > 32
                ? Answers.error(
                        400, "InvalidInput", "'" + id + "' at 'hostedZoneId' failed to satisfy constraint: length")
                : Answers.error(404, "NoSuchHostedZone", "No hosted zone found with ID: " + id);
    }

    private static Matcher match(Pattern pattern, Request request) {
        Matcher matcher = pattern.matcher(request.path());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not for this route: " + request.path());
        }
        return matcher;
    }

    private static String id(Matcher path) {
        return URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
