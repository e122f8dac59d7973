package kirikae.dns.route53;

import static kirikae.dns.route53.Bench.a;
import static kirikae.dns.route53.Bench.cname;
import static kirikae.dns.route53.Bench.names;
import static kirikae.dns.route53.Bench.refusal;
import static kirikae.dns.route53.Bench.swap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import kirikae.dns.ProviderException;
import kirikae.faults.FakeRoute53;
import kirikae.faults.Fault;
import kirikae.faults.RequestKind;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The table of {@link Refusals}, row by row, and every kind of silence. F-numbers are those of the fault list. */
class FailuresTest {
    private static final String OLD = "www.example.com A 60 192.0.2.1";
    private static final String NEW = "www.example.com CNAME 60 m.example.net";
    private static final List<RecordChange> SWITCH =
            List.of(swap(a("www.example.com", "192.0.2.1"), cname("www.example.com", "m.example.net")));

    private final FakeRoute53 fake =
            FakeRoute53.start().zone("example.com", "Z1").record("Z1", OLD);
    private final Route53Provider provider = Bench.provider(fake);
    private final Route53Provider hasty = Bench.hasty(fake);

    @AfterEach
    void close() {
        provider.close();
        hasty.close();
        fake.close();
        assertThat(fake.violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "THROTTLE,TRANSIENT,Throttling",
        "PRIOR,TRANSIENT,PriorRequestNotComplete",
        "ERROR_500,TRANSIENT,InternalError",
        "ERROR_503,TRANSIENT,ServiceUnavailable",
        "INVALID_INPUT,INVALID,InvalidInput",
        "BAD_VALUE,INVALID,InvalidChangeBatch",
        "BAD_VALUE_OLD_SHAPE,INVALID,InvalidChangeBatch",
        "LOST_RACE,CONFLICT,InvalidChangeBatch",
        "LOST_RACE_OLD_SHAPE,CONFLICT,InvalidChangeBatch",
        "NO_SUCH_CHANGE,CONFLICT,NoSuchChange",
        "NO_SUCH_ZONE,NO_ZONE,NoSuchHostedZone",
        "ACCESS_DENIED,DENIED,AccessDenied",
        "BAD_SIGNATURE,DENIED,SignatureDoesNotMatch",
        "OLD_SIGNATURE,CLOCK,SignatureDoesNotMatch",
        "REQUEST_EXPIRED,CLOCK,RequestExpired",
        "EXPIRED_TOKEN,CREDENTIALS,ExpiredToken",
        "UNKNOWN_TOKEN,CREDENTIALS,InvalidClientTokenId",
        "PORTAL_200,AMBIGUOUS,not-route53",
        "PORTAL_302,AMBIGUOUS,HTTP 302",
        "PORTAL_403,DENIED,HTTP 403",
        "PORTAL_404,AMBIGUOUS,HTTP 404",
        "RESET_BEFORE,AMBIGUOUS,no-answer",
        "RESET_AFTER,AMBIGUOUS,no-answer",
        "HANG_UP_AFTER,AMBIGUOUS,no-answer",
        "BLACKHOLE_BEFORE,AMBIGUOUS,time-out"
    })
    void everyFaultHasItsKind(Fault fault, Kind kind, String code) {
        fake.fault(fault, RequestKind.CHANGE);
        ProviderError error = refusal(() -> facing(fault).change("Z1", SWITCH));

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).hasSizeBetween(10, 400).doesNotContain("\n", "SECRET", "wJalr");
        assertThat(fake.count(RequestKind.CHANGE)).isEqualTo(1);
    }

    /** Twice, because the JDK sends a GET again when the connection ends without an answer; that changes nothing. */
    @ParameterizedTest
    @EnumSource(names = {"THROTTLE", "ERROR_500", "RESET_BEFORE", "BLACKHOLE_BEFORE", "PORTAL_200", "EXPIRED_TOKEN"})
    void readsAndQuestionsFailByTheSameTable(Fault fault) throws ProviderException {
        String id = provider.change("Z1", SWITCH).changeId();
        Route53Provider asked = facing(fault);
        Kind kind = under(fault, () -> asked.change("Z1", SWITCH));

        assertThat(under(fault, () -> asked.read("Z1", names("www.example.com"))))
                .isEqualTo(kind);
        assertThat(under(fault, () -> asked.list("Z1", Set.of(), () -> {}))).isEqualTo(kind);
        assertThat(under(fault, () -> asked.inSync(id))).isEqualTo(kind);
    }

    /** Only silence needs short time-outs; on a busy machine they would blur everything else. */
    private Route53Provider facing(Fault fault) {
        return fault.name().startsWith("BLACKHOLE") ? hasty : provider;
    }

    private Kind under(Fault fault, ThrowingCallable call) {
        fake.fault(fault, RequestKind.ANY, 2, Duration.ZERO);
        Kind kind = refusal(call).kind();
        fake.noFaults();
        return kind;
    }

    /** F1. The connection is warm, because the JDK sends again what it can when a kept connection ends without an answer. */
    @ParameterizedTest
    @EnumSource(names = {"RESET_AFTER", "HANG_UP_AFTER", "BLACKHOLE_AFTER"})
    void aLostReplyIsOneRequestAndReadsBackAsDone(Fault fault) throws ProviderException {
        provider.read("Z1", names("www.example.com"));
        fake.fault(fault, RequestKind.CHANGE);

        assertThat(refusal(() -> facing(fault).change("Z1", SWITCH)).kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(fake.count(RequestKind.CHANGE)).isEqualTo(1);
        assertThat(fake.applied()).hasSize(1);
        assertThat(provider.read("Z1", names("www.example.com")))
                .containsExactly(cname("www.example.com", "m.example.net"));
    }

    /** F2. */
    @ParameterizedTest
    @EnumSource(names = {"RESET_BEFORE", "BLACKHOLE_BEFORE"})
    void aLostRequestReadsBackAsNotDoneAndMayBeSentAgain(Fault fault) throws ProviderException {
        fake.fault(fault, RequestKind.CHANGE);

        assertThat(refusal(() -> facing(fault).change("Z1", SWITCH)).kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(provider.read("Z1", names("www.example.com"))).containsExactly(a("www.example.com", "192.0.2.1"));
        provider.change("Z1", SWITCH);
        assertThat(fake.records("Z1")).containsExactly(NEW);
    }

    @Test
    void aLateApplicationLosesTheSecondSendByCompareAndSwap() {
        fake.fault(Fault.DELAYED, RequestKind.CHANGE, 1, Duration.ofMillis(50));

        assertThat(refusal(() -> provider.change("Z1", SWITCH)).kind()).isEqualTo(Kind.AMBIGUOUS);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> fake.applied().size() == 1);
        assertThat(refusal(() -> provider.change("Z1", SWITCH)).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(fake.applied()).hasSize(1);
    }

    /** F3. */
    @Test
    void theZoneIsBusyAfterAChange() throws ProviderException {
        fake.priorFor(Duration.ofMinutes(1));
        provider.change("Z1", SWITCH);

        assertThat(refusal(() -> provider.change("Z1", SWITCH)).code()).isEqualTo("PriorRequestNotComplete");
    }

    @Test
    void realRacesComeInBothShapes() {
        fake.edit("Z1", "put www.example.com A 61 192.0.2.1");
        ProviderError told = refusal(() -> provider.change("Z1", SWITCH));
        fake.oldErrorShape();
        ProviderError old = refusal(() -> provider.change("Z1", SWITCH));

        assertThat(List.of(told, old)).allSatisfy(error -> {
            assertThat(error.kind()).isEqualTo(Kind.CONFLICT);
            assertThat(error.code()).isEqualTo("InvalidChangeBatch");
            assertThat(error.message())
                    .contains("Tried to delete resource record set [name='www.example.com.', type='A']")
                    .contains("(ChangeResourceRecordSets");
        });
    }

    @Test
    void aForeignRecordBesideACnameIsAConflict() {
        fake.record("Z1", "www.example.com MX 60 10 mail.example.com.");

        assertThat(refusal(() -> provider.change("Z1", SWITCH)).kind()).isEqualTo(Kind.CONFLICT);
    }

    @Test
    void aPlaceThatRefusesConnectionsIsSilence() {
        fake.close();
        ProviderError error = refusal(() -> provider.read("Z1", names("www.example.com")));

        assertThat(error.kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(error.code()).isEqualTo("connection-refused");
    }

    /** Made by hand: a real look-up would leave this machine. */
    @Test
    void aNameThatDoesNotResolveIsSilence() {
        ProviderError error = Failures.classify(
                "GetChange", SdkClientException.create("no", new UnknownHostException("route53.amazonaws.com")));

        assertThat(error.kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(error.toString()).isEqualTo("unknown-host: GetChange: route53.amazonaws.com (UnknownHostException)");
    }

    @Test
    void anInterruptIsSilenceAndStaysSet() {
        Thread.currentThread().interrupt();
        ProviderError error = refusal(() -> provider.read("Z1", names("www.example.com")));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(error.kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(error.code()).isEqualTo("interrupted");
    }

    /** The SDK learns the difference from the refusal, for the whole process: the next call is signed right. */
    @Test
    void aClockThatIsOffIsSaidOnce() throws ProviderException {
        for (Duration offset : List.of(Duration.ofMinutes(10), Duration.ZERO)) {
            fake.clockOffset(offset);

            assertThat(refusal(() -> provider.read("Z1", names("www.example.com")))
                            .kind())
                    .isEqualTo(Kind.CLOCK);
            assertThat(provider.read("Z1", names("www.example.com"))).hasSize(1);
        }
    }

    @Test
    void severalRequestsShareOneDeadline() {
        fake.latency(Duration.ofMillis(500));
        long start = System.nanoTime();
        ProviderError error = refusal(() ->
                hasty.read("example.com", names("a.example.com", "b.example.com", "c.example.com", "d.example.com")));

        assertThat(error.kind()).isEqualTo(Kind.AMBIGUOUS);
        assertThat(error.code()).isEqualTo("time-out");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aPoisonedJvmIsNotARetry() {
        RuntimeException wrapped = new IllegalStateException(new NoClassDefFoundError("gone"));

        assertThatThrownBy(() -> Failures.rethrowErrors(wrapped)).isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void foreignWordsBecomeOneShortLine() {
        assertThat(Sentence.of("a\tb\nsecret")).isEqualTo("a b");
        assertThat(Sentence.of("x".repeat(500))).hasSize(300).endsWith("...");
    }
}
