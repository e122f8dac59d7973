package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import org.junit.jupiter.api.Test;

/** What plan shows: the service of {@link StateMachineTest}, primary A 203.0.113.10 and maintenance CNAME sorry.example.net. */
class OutlookTest {
    private static final DomainName WEB = DomainName.of("www.example.com");
    private static final RecordSet PRIMARY = RecordSet.of(WEB, "A", 60, List.of("203.0.113.10"));
    private static final RecordSet MAIL = RecordSet.of(WEB, "MX", 60, List.of("10 mail.example.com."));
    private final Service service = StateMachineTest.service();

    private static List<String> lines(Outlook outlook) {
        return outlook.legs().stream()
                .map(leg -> leg.from() + " -> " + leg.to() + ": "
                        + (leg.plan() instanceof Plan.Apply apply ? apply.change() : leg.plan()))
                .toList();
    }

    @Test
    void bothDirectionsArePlannedFromWhatIsLive() {
        Outlook outlook = Outlook.of(service, List.of(PRIMARY));
        assertThat(outlook.actual()).isEqualTo(new Actual.At(0));
        assertThat(lines(outlook))
                .containsExactly(
                        "primary -> maintenance: DELETE www.example.com A 203.0.113.10 (ttl 60); "
                                + "CREATE www.example.com CNAME sorry.example.net (ttl 60)",
                        "maintenance -> primary: DELETE www.example.com CNAME sorry.example.net (ttl 60); "
                                + "CREATE www.example.com A 203.0.113.10 (ttl 60)");
        assertThat(outlook.isWell()).isTrue();
    }

    @Test
    void aForeignRecordBesideAWantedCnameIsToldBeforeTheNight() {
        Outlook outlook = Outlook.of(service, List.of(PRIMARY, MAIL));
        assertThat(outlook.actual()).isEqualTo(new Actual.At(0));
        assertThat(outlook.isWell()).isFalse();
        assertThat(outlook.legs())
                .singleElement()
                .satisfies(leg -> assertThat(leg.plan())
                        .isInstanceOfSatisfying(
                                Plan.Refused.class,
                                refused -> assertThat(refused.reason()).contains("foreign MX")));
    }

    @Test
    void driftShowsWhatAnOperatorsSwitchWouldSend() {
        Outlook outlook = Outlook.of(service, List.of(RecordSet.of(WEB, "A", 60, List.of("198.51.100.9"))));
        assertThat(outlook.actual()).isInstanceOf(Actual.Drifted.class);
        assertThat(outlook.isWell()).isFalse();
        assertThat(lines(outlook))
                .containsExactly(
                        "live records -> primary: DELETE www.example.com A 198.51.100.9 (ttl 60); "
                                + "CREATE www.example.com A 203.0.113.10 (ttl 60)",
                        "live records -> maintenance: DELETE www.example.com A 198.51.100.9 (ttl 60); "
                                + "CREATE www.example.com CNAME sorry.example.net (ttl 60)");
    }

    @Test
    void anotherTtlIsTheShownTargetStill() {
        Outlook outlook = Outlook.of(service, List.of(RecordSet.of(WEB, "A", 300, List.of("203.0.113.10"))));
        assertThat(outlook.actual()).isEqualTo(new Actual.At(0));
        assertThat(outlook.ttlDifference()).isEqualTo("www.example.com A: live TTL 300 s, configured 60 s");
        assertThat(outlook.isWell()).isTrue();
    }

    @Test
    void oneDirectionCanBeTheShownTarget() {
        assertThat(Outlook.to(service, List.of(PRIMARY), 0))
                .isEqualTo(new Outlook.Leg("primary", "primary", new Plan.Nothing()));
    }
}
