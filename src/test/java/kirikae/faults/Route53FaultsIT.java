package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * F1 to F5 and F8 to F11 in one daemon: every story has a zone of its own, and what goes wrong there must not reach the others,
 * which run at the same time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@TestMethodOrder(MethodOrderer.MethodName.class) // f10, which takes a minute, begins first
@Tag("faults")
class Route53FaultsIT {
    private static final String[] HOSTS = {
        "f1reset",
        "f1hangup",
        "f1silence",
        "f2reset",
        "f2silence",
        "f3",
        "f4",
        "f5",
        "f8",
        "f9",
        "f10denied",
        "f10input",
        "f10zone",
        "f11gone",
        "f11late",
        "witness"
    };
    private final FakeRoute53 slow = FakeRoute53.start();
    private Stage stage;
    private DaemonProcess daemon;

    @BeforeAll
    void start(@TempDir Path folder) {
        stage = new Stage(folder).services(HOSTS);
        stage.conf("providers.slow { type = route53, endpoint = \"" + slow.endpoint() + "\" }");
        stage.conf("services.f11late.provider = slow");
        slow.zone("f11late.test", "ZF11LATE").record("ZF11LATE", "www.f11late.test " + Stage.PRIMARY);
        slow.inSyncAfter(Duration.ofMillis(-1));
        stage.fake.record("ZF9", "www.f9.test MX 60 10 mail.example.net.");
        daemon = stage.start(HOSTS);
        stage.awaitRead(Stream.of(HOSTS).filter(host -> !host.equals("f11late")).toArray(String[]::new));
        Awaitility.await().atMost(DaemonLog.PATIENCE).until(() -> slow.count(RequestKind.LIST) > 0);
    }

    @AfterAll
    void close() {
        stage.close();
        assertThat(slow.violations()).isEmpty();
        slow.close();
    }

    private void dies(String service) {
        stage.beats.silent(service);
    }

    private String awaitSwitched(String service) {
        return daemon.log().await("event=switch-verified", "service=" + service, "to=maintenance");
    }

    private void onceAndRight(String service) {
        assertThat(stage.applied(service)).hasSize(1);
        assertThat(stage.shown(service)).containsExactly(Stage.SORRY);
        assertThat(daemon.log().with("event=switch-accepted", "service=" + service))
                .hasSize(1);
    }

    private void replyLost(String service, Fault fault) {
        stage.fake.faultIn(Stage.zone(service), fault, RequestKind.CHANGE, 1);
        dies(service);
        awaitSwitched(service);
        onceAndRight(service);
        assertThat(daemon.log().await("event=switch-accepted", "service=" + service))
                .contains("confirmed=read-back");
    }

    @Test
    void f1ReplyLostInAResetAfterApplying() {
        replyLost("f1reset", Fault.RESET_AFTER);
    }

    @Test
    void f1ReplyLostWhenTheConnectionEndsAfterApplying() {
        replyLost("f1hangup", Fault.HANG_UP_AFTER);
    }

    @Test
    void f1NoReplyEverAfterApplying() {
        replyLost("f1silence", Fault.BLACKHOLE_AFTER);
    }

    private void requestLost(String service, Fault fault) {
        stage.fake.faultIn(Stage.zone(service), fault, RequestKind.CHANGE, 1);
        dies(service);
        assertThat(awaitSwitched(service)).contains("change-id=");
        onceAndRight(service);
    }

    @Test
    void f2RequestLostInAResetBeforeApplying() {
        requestLost("f2reset", Fault.RESET_BEFORE);
    }

    @Test
    void f2NoReplyEverAndNothingApplied() {
        requestLost("f2silence", Fault.BLACKHOLE_BEFORE);
    }

    @Test
    void f3ThrottlingAndPriorRequestsArePacedAndThenApplied() {
        stage.fake.faultIn("ZF3", Fault.THROTTLE, RequestKind.CHANGE, 3);
        stage.fake.faultIn("ZF3", Fault.PRIOR, RequestKind.CHANGE, 2);
        dies("f3");
        awaitSwitched("f3");
        onceAndRight("f3");
        List<Long> times = stage.fake.requests().stream()
                .filter(request ->
                        request.kind() == RequestKind.CHANGE && request.path().contains("ZF3/"))
                .map(RequestLog.Entry::ms)
                .toList();
        assertThat(times).hasSize(6);
        assertThat(times.get(5) - times.get(4))
                .as("the fifth pause: 4 to 8 s, and then our eyes are asked anew, not half a minute later")
                .isBetween(3_900L, 14_000L);
        assertThat(times.get(1) - times.get(0)).as("the first pause").isGreaterThan(240);
        assertThat(stage.fake.mostChangesInFlight("ZF3")).isEqualTo(1);
        assertThat(daemon.log().with("event=switch-started", "service=f3"))
                .as("one decision")
                .hasSize(1);
    }

    @Test
    void f4ServerErrorsResetsAndSilenceEndInASwitchAndHoldNobodyUp() {
        for (Fault fault : List.of(Fault.ERROR_500, Fault.RESET_BEFORE, Fault.ERROR_503, Fault.BLACKHOLE_BEFORE)) {
            stage.fake.faultIn("ZF4", fault, RequestKind.CHANGE, 1);
        }
        dies("f4");
        stage.beats.forgetTimes();
        awaitSwitched("f4");
        onceAndRight("f4");
        assertThat(stage.beats.usualMillis())
                .as("heartbeats are answered meanwhile")
                .isLessThan(1_000);
    }

    @Test
    void f5AForeignEditBeforeTheSwapSurvives() {
        String theirs = "A 60 198.51.100.99";
        stage.fake.edit("ZF5", "put www.f5.test " + theirs);
        dies("f5");
        assertThat(daemon.log().await("event=drift", "service=f5")).contains("198.51.100.99");
        assertThat(stage.applied("f5")).isEmpty();
        assertThat(stage.shown("f5")).containsExactly(theirs);
        stage.fake.edit("ZF5", "put www.f5.test " + Stage.PRIMARY);
        daemon.log().await("event=drift-cleared", "service=f5");
        awaitSwitched("f5");
        onceAndRight("f5");
    }

    @Test
    void f8RecordsDeletedByAHumanAreDriftAndNothingIsWritten() {
        stage.fake.edit("ZF8", "delete www.f8.test A");
        dies("f8");
        assertThat(daemon.log().await("event=drift", "service=f8"))
                .contains("actual=absent", "fix=\"kirikae switch f8 primary --reason TEXT\"");
        stage.nothingApplied("f8", Duration.ofSeconds(5));
        assertThat(stage.records("f8")).isEmpty();
        stage.fake.edit("ZF8", "put www.f8.test " + Stage.SORRY);
        assertThat(daemon.log().await("event=drift-cleared", "service=f8")).contains("actual=maintenance");
        assertThat(stage.applied("f8")).isEmpty();
    }

    @Test
    void f9AChangeThatRoute53WouldRefuseIsRefusedBeforeTheNetwork() {
        assertThat(daemon.log().await("event=switch-refused", "service=f9"))
                .as("told when the records are first read, not in the moment of need")
                .contains("to maintenance", "MX");
        dies("f9");
        daemon.log().await("event=alert", "service=f9");
        stage.nothingApplied("f9", Duration.ofSeconds(3));
        assertThat(stage.fake.mostChangesInFlight("ZF9")).as("not even tried").isZero();
        assertThat(daemon.log().with("event=switch-refused", "service=f9"))
                .as("told once")
                .hasSize(1);
    }

    /** The next try is a minute later: policies take effect slowly, and waiting does not mend a wrong one. */
    private void refusedUntilMended(String service, Fault fault, String code) {
        stage.fake.faultIn(Stage.zone(service), fault, RequestKind.CHANGE, 1);
        dies(service);
        assertThat(daemon.log().await("event=switch-failed", "service=" + service))
                .contains(code);
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> stage.applied(service).size() == 1);
        awaitSwitched(service);
        onceAndRight(service);
        assertThat(daemon.log().with("event=switch-failed", "service=" + service))
                .as("told once")
                .hasSize(1);
    }

    @Test
    void f10AccessDeniedIsToldAtOnceAndHeals() {
        refusedUntilMended("f10denied", Fault.ACCESS_DENIED, "AccessDenied");
    }

    @Test
    void f10InvalidInputIsToldAtOnceAndHeals() {
        refusedUntilMended("f10input", Fault.INVALID_INPUT, "InvalidInput");
    }

    @Test
    void f10AZoneThatIsGoneIsToldAndStopsNobodyElse() {
        stage.fake.dropZone("ZF10ZONE");
        dies("f10zone");
        assertThat(daemon.log().await("event=switch-failed", "service=f10zone")).contains("NoSuchHostedZone");
        int mark = daemon.log().mark();
        dies("witness");
        awaitSwitched("witness");
        onceAndRight("witness");
        assertThat(daemon.log().lines().subList(mark, daemon.log().mark()))
                .noneMatch(line -> line.contains("service=f10zone"));
    }

    @Test
    void f11AChangeThatRoute53ForgetsIsReadBack() {
        stage.fake.inSyncAfter(Duration.ofMillis(100));
        stage.fake.faultIn("ZF11GONE", Fault.NO_SUCH_CHANGE, RequestKind.GETCHANGE, 1);
        dies("f11gone");
        awaitSwitched("f11gone");
        onceAndRight("f11gone");
        assertThat(daemon.log().with("event=switch-in-sync", "service=f11gone")).isEmpty();
    }

    @Test
    void f11AChangeThatIsNeverInSyncIsAskedForAtABoundedPace() {
        dies("f11late");
        daemon.log().await("event=switch-accepted", "service=f11late");
        Awaitility.await().atMost(DaemonLog.PATIENCE).until(() -> slow.count(RequestKind.GETCHANGE) >= 4);
        stage.nothingApplied("f11late", Duration.ofSeconds(4));
        assertThat(slow.count(RequestKind.GETCHANGE)).isLessThanOrEqualTo(5);
        assertThat(slow.applied()).hasSize(1);
        assertThat(slow.records("ZF11LATE")).containsExactly("www.f11late.test " + Stage.SORRY);
    }
}
