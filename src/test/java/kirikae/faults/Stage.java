package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.awaitility.Awaitility;

/**
 * What every story needs: a Route 53, an anchor, hosts that beat, a configuration, and the daemon in its own process.
 *
 * <p>A service called {@code web} lives in the zone {@code web.test} (id {@code ZWEB}); its name {@code www.web.test} points to
 * {@code 192.0.2.1} or, in need, by CNAME to {@code sorry.example.net}; its host is {@code web}. Closing it asserts what nobody
 * may ever do: the fake's violations, and two changes of one zone at once.
 */
final class Stage implements AutoCloseable {
    static final String PRIMARY = "A 60 192.0.2.1";
    static final String SORRY = "CNAME 60 sorry.example.net.";

    final FakeRoute53 fake = FakeRoute53.start();
    final SmallHost anchor = SmallHost.start();
    final Beats beats = new Beats();
    private final Path folder;
    private final Set<String> services = new LinkedHashSet<>();
    private final StringBuilder config = new StringBuilder();
    private final List<DaemonProcess> daemons = new ArrayList<>();

    /** Takes an empty folder for the configuration and the state. */
    Stage(Path folder) {
        this.folder = folder;
        beats.warmUp(anchor.port());
        conf("listen.http = \"127.0.0.1:0\"");
        conf("state-dir = \"" + stateDir() + "\"");
        conf("control-socket = \"" + folder.resolve("control.sock") + "\"");
        conf("isolation.anchors = [\"tcp://127.0.0.1:" + anchor.port() + "\"]");
        conf("providers.aws { type = route53, endpoint = \"" + fake.endpoint() + "\" }");
        conf("defaults { no-data-window = 3s, interval = 250ms, timeout = 1s, confirm-interval = 250ms }");
        conf("defaults { recovery.stable-for = 0s, maintenance { CNAME = \"sorry.example.net\" } }");
    }

    /** A line of the configuration; later ones win. */
    Stage conf(String line) {
        config.append(line).append('\n');
        return this;
    }

    /** Adds services that are watched by heartbeats, their zones and their records. */
    Stage services(String... names) {
        for (String name : names) {
            service(
                    name,
                    "agent { type = heartbeat, host = \"" + name + "\", token = \"" + Beats.TOKEN + "\" }",
                    "names = [\"www." + name + ".test\"], primary.A = [\"192.0.2.1\"]");
            fake.record(zone(name), "www." + name + ".test " + PRIMARY);
        }
        return this;
    }

    /** Adds a service with the check and the keys as written, and its zone. */
    Stage service(String name, String check, String keys) {
        services.add(name);
        fake.zone(name + ".test", zone(name));
        return conf("services." + name + " { zone = \"" + name + ".test\", primary.checks { " + check + " }, " + keys
                + " }");
    }

    /** The id of a service's zone. */
    static String zone(String service) {
        return "Z" + service.toUpperCase(Locale.ROOT);
    }

    /** The folder of the journal. */
    Path stateDir() {
        return folder.resolve("state");
    }

    /** Writes the configuration as it is now. */
    Path write() {
        try {
            Path file = folder.resolve("kirikae.conf");
            Files.writeString(file, config);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the daemon is to be started. */
    DaemonProcess.Launch launch() {
        return DaemonProcess.with(write());
    }

    /** Starts the daemon; when it listens these hosts beat, and it has seen them. */
    DaemonProcess start(String... hosts) {
        return start(launch(), hosts);
    }

    /** Starts it so. */
    DaemonProcess start(DaemonProcess.Launch launch, String... hosts) {
        beats.alive(hosts);
        DaemonProcess daemon = keep(launch.start());
        beats.to(daemon.port());
        for (String host : hosts) {
            daemon.log().await("event=check-up", "target=primary", "service=" + host);
        }
        return daemon;
    }

    /** Ends the process with the stage. */
    DaemonProcess keep(DaemonProcess daemon) {
        daemons.add(daemon);
        return daemon;
    }

    /** The journal's events of one name. */
    List<JsonObject> journal(String event) {
        return DaemonProcess.journal(stateDir()).stream()
                .filter(line -> line.getString("event").equals(event))
                .toList();
    }

    /** The journal's events of one name for one service. */
    List<JsonObject> journal(String event, String service) {
        return journal(event).stream()
                .filter(line -> service.equals(line.getString("service")))
                .toList();
    }

    /** The records of a service's zone. */
    List<String> records(String service) {
        return fake.records(zone(service));
    }

    /** What a service's name shows as written here, such as {@link #SORRY}. */
    List<String> shown(String service) {
        return records(service).stream()
                .map(record -> record.replaceFirst("^\\S+ ", ""))
                .toList();
    }

    /** The applied changes of a service's zone. */
    List<Applied> applied(String service) {
        return fake.applied(zone(service));
    }

    /** Waits until so many changes were applied to the service's zone. */
    void awaitApplied(String service, int count) {
        Awaitility.await(service + " is changed")
                .atMost(DaemonLog.PATIENCE)
                .until(() -> applied(service).size() >= count);
    }

    /** Waits until the daemon knows the live records of these services. */
    void awaitRead(String... names) {
        for (String name : names) {
            Awaitility.await("the records of " + name + " are read")
                    .atMost(DaemonLog.PATIENCE)
                    .until(() -> fake.requests().stream().anyMatch(request -> isRead(request, name)));
        }
    }

    private static boolean isRead(RequestLog.Entry request, String service) {
        return request.kind() == RequestKind.LIST
                && request.path().contains("/" + zone(service) + "/")
                && request.outcome().startsWith("200");
    }

    /** Waits until so many beats more of the host were taken. */
    void awaitBeats(String host, int more) {
        int before = beats.accepted(host);
        Awaitility.await("beats of " + host)
                .atMost(DaemonLog.PATIENCE)
                .until(() -> beats.accepted(host) >= before + more);
    }

    /** Lets time pass, and asserts that nothing more is applied to the service's zone in it. */
    void nothingApplied(String service, Duration time) {
        int before = applied(service).size();
        Awaitility.await(service + " is left alone")
                .during(time)
                .atMost(time.plus(DaemonLog.PATIENCE))
                .until(() -> applied(service).size() == before);
    }

    /** Lets time pass. */
    static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plus(DaemonLog.PATIENCE)).until(() -> true);
    }

    @Override
    public void close() {
        beats.close();
        daemons.forEach(DaemonProcess::close);
        anchor.close();
        List<String> violations = fake.violations();
        List<Integer> inFlight = services.stream()
                .map(service -> fake.mostChangesInFlight(zone(service)))
                .toList();
        fake.close();
        assertThat(violations).isEmpty();
        assertThat(inFlight).allMatch(most -> most <= 1);
    }
}
