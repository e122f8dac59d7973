package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Service.Recovery.Mode;
import kirikae.model.Target;
import kirikae.model.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which target is wanted, by tables. The verdicts of primary, dr, backup and maintenance are written as {@code D} DOWN, {@code N}
 * NO_DATA, {@code ?} UNDECIDED, {@code U} UP for ever, {@code U900} UP since second 900, {@code -} without checks. It is second
 * 1000; stable-for is 60 s.
 */
class DesireTest {
    private static final Duration NOW = Duration.ofSeconds(1_000);
    private static final DomainName WEB = DomainName.of("www.example.com");
    private static final String[] NAMES = {"primary", "dr", "backup", "maintenance"};
    private Mode mode = Mode.AUTOMATIC;

    private Service service(String verdicts) {
        String[] words = verdicts.split(" ");
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            String name = i == words.length - 1 ? Target.MAINTENANCE : NAMES[i];
            RecordSet records = RecordSet.of(WEB, "A", 60, List.of("192.0.2." + (i + 1)));
            List<Check> checks = words[i].equals("-") ? List.of() : List.of(Story.heartbeat());
            targets.add(new Target(name, List.of(records), checks));
        }
        return new Service(
                "web",
                "aws",
                "example.com",
                List.of(WEB),
                targets,
                new Service.AlertWhen(1),
                new Service.Recovery(mode, Duration.ofSeconds(60)),
                new Service.FlapGuard(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(1)));
    }

    private static ServiceState state(Service service, String verdicts, Actual actual) {
        ServiceState fresh = ServiceState.initial(service, ServiceState.Restored.nothing(), Duration.ZERO);
        String[] words = verdicts.split(" ");
        List<TargetState> targets = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            targets.add(target(fresh.targets().get(i), words[i]));
        }
        return fresh.withTargets(targets).withLive(List.of(), actual);
    }

    private static TargetState target(TargetState fresh, String word) {
        if (word.equals("-")) {
            return fresh;
        }
        Verdict verdict = switch (word.charAt(0)) {
            case 'D' -> Verdict.DOWN;
            case 'N' -> Verdict.NO_DATA;
            case 'U' -> Verdict.UP;
            default -> Verdict.UNDECIDED;
        };
        CheckState check = new CheckState(
                verdict,
                false,
                NOW.plusSeconds(60),
                NOW,
                NOW.minusSeconds(60),
                0,
                0,
                Duration.ZERO,
                Uptime.LONG_AGO,
                false,
                "");
        Duration since = verdict != Verdict.UP
                ? Uptime.NEVER
                : word.length() == 1 ? Duration.ZERO : Duration.ofSeconds(Long.parseLong(word.substring(1)));
        return new TargetState(List.of(check), since);
    }

    private static Actual at(int target) {
        return new Actual.At(target);
    }

    private Desire desire(String verdicts, Actual actual) {
        Service service = service(verdicts);
        return Desire.of(service, state(service, verdicts, actual), NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the article's case: two targets, a maintenance page without checks
                "U -       | 0 | 0",
                "? -       | 0 | 0",
                "D -       | 0 | 1",
                "N -       | 0 | 1",
                // the both-down rule: no usable target, so the names stay
                "D D       | 0 | 0",
                "N D       | 0 | 0",
                "D N       | 0 | 0",
                "D ?       | 0 | 0",
                "D U       | 0 | 1",
                "D D D D   | 0 | 0",
                "D D D D   | 3 | 3",
                "D ? ? ?   | 0 | 0",
                // the most preferred usable one wins; UNDECIDED gains nothing
                "D U U -   | 0 | 1",
                "D ? U -   | 0 | 2",
                "D D U -   | 0 | 2",
                "D N ? -   | 0 | 3",
                "D D D -   | 0 | 3",
                "D - D -   | 0 | 1",
                // from a standby that is bad: to a better one at once, else to a worse one
                "D D U -   | 1 | 2",
                "D N U -   | 1 | 2",
                "U999 D U - | 1 | 0",
                "? D ? -   | 1 | 3",
                "D D D D   | 1 | 1",
                // UNDECIDED loses nothing, and a better one is taken only from a target that is known to be well
                "U ? - -   | 1 | 1",
                "U - ? -   | 2 | 2",
                // back: UP for stable-for
                "U940 -    | 1 | 0",
                "U941 -    | 1 | 1",
                "U -       | 1 | 0",
                "? -       | 1 | 1",
                "D -       | 1 | 1",
                "U941 U940 U - | 3 | 1",
                "U940 U940 U - | 3 | 0",
                "U999 U999 U999 - | 3 | 3",
                "D U940 U - | 2 | 1",
                // a standby without checks has been usable for ever
                "D - U -   | 2 | 1",
            })
    void automationMovesOnEvidenceOnly(String verdicts, int actual, int wanted) {
        Desire desire = desire(verdicts, at(actual));
        assertThat(desire.wants()).isTrue();
        assertThat(desire.target()).isEqualTo(wanted);
        assertThat(desire.actor()).isEqualTo("auto");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // verdicts | actual | wanted without permission | wanted with it
                "U940 -    | 1 | 1 | 0",
                "U941 -    | 1 | 1 | 1",
                "D -       | 1 | 1 | 1",
                // the way to a worse target is never barred
                "D U -     | 0 | 1 | 1",
                "D D       | 0 | 0 | 0",
                // from a bad standby: the better one only with permission, else a worse one, else it stays
                "U D U -   | 1 | 2 | 0",
                "U D D D   | 1 | 1 | 0",
                "D U D -   | 2 | 3 | 1",
            })
    void manualRecoveryWaitsForAPerson(String verdicts, int actual, int without, int with) {
        mode = Mode.MANUAL;
        Service service = service(verdicts);
        ServiceState state = state(service, verdicts, at(actual));
        assertThat(Desire.of(service, state, NOW).target()).isEqualTo(without);
        assertThat(Desire.of(service, state.withPermitted(true), NOW).target()).isEqualTo(with);
    }

    @Test
    void whatWaitsForAPersonSaysWhatToType() {
        mode = Mode.MANUAL;
        assertThat(desire("U -", at(1)).waiting())
                .isEqualTo("primary is UP; recovery is manual and waits for: kirikae release web");
    }

    // ---- operators ----

    private static StandingOrder pinned(int target) {
        return new StandingOrder.Pinned(target, "move", "operator:ann", Uptime.NEVER);
    }

    private static StandingOrder frozen() {
        return new StandingOrder.Frozen("look", "operator:ann", Uptime.NEVER);
    }

    private Desire ordered(String verdicts, Actual actual, StandingOrder order) {
        Service service = service(verdicts);
        return Desire.of(service, state(service, verdicts, actual).withOverride(order), NOW);
    }

    @ParameterizedTest
    @CsvSource({"U -, 0, 1", "D -, 0, 0", "D D, 0, 1", "U -, 1, 1", "D D, 1, 0", "? ?, 0, 1"})
    void anOrderedSwitchIsWantedWhateverTheVerdicts(String verdicts, int actual, int to) {
        Desire desire = ordered(verdicts, at(actual), pinned(to));
        assertThat(desire).extracting(Desire::wants, Desire::target).containsExactly(true, to);
        assertThat(desire).extracting(Desire::actor, Desire::why).containsExactly("operator:ann", "move");
    }

    @ParameterizedTest
    @CsvSource({"D -, 0", "N U, 0", "U -, 1", "D D, 1"})
    void aHoldKeepsWhatIsWhateverTheVerdicts(String verdicts, int actual) {
        Desire desire = ordered(verdicts, at(actual), frozen());
        assertThat(desire).extracting(Desire::wants, Desire::target).containsExactly(true, actual);
    }

    @Test
    void nothingIsWantedBeforeTheRecordsAreRead() {
        assertThat(desire("D -", new Actual.Unread()).wants()).isFalse();
        assertThat(ordered("D -", new Actual.Unread(), pinned(1)).wants()).isFalse();
    }

    @Test
    void driftIsLeftToTheOperator() {
        for (Actual drift : List.of(new Actual.Drifted("www has A 1.2.3.4"), new Actual.Absent())) {
            assertThat(desire("D -", drift).wants()).isFalse();
            assertThat(desire("U -", drift).wants()).isFalse();
            assertThat(desire("U -", drift).waiting()).startsWith("drift: ");
            assertThat(ordered("D -", drift, frozen()).wants()).isFalse();
            assertThat(ordered("D -", drift, pinned(1)).wants())
                    .as("a drift after the ordered switch is not repaired")
                    .isFalse();
        }
    }

    @Test
    void anOrderRepairsTheDriftItWasGivenFor() {
        Service service = service("D -");
        ServiceState drifted = state(service, "D -", new Actual.Absent())
                .withOverride(pinned(1))
                .withPermitted(true);
        assertThat(Desire.of(service, drifted, NOW))
                .extracting(Desire::wants, Desire::target)
                .containsExactly(true, 1);
    }

    @Test
    void whatAutomationItselfWantsIsAskedWithoutTheOrder() {
        Service service = service("D -");
        ServiceState held = state(service, "D -", at(0)).withOverride(frozen()).withPermitted(true);
        assertThat(Desire.ofAutomation(service, held, NOW).target()).isEqualTo(1);
        assertThat(Desire.of(service, held, NOW).target()).isZero();
    }

    // ---- the flap guard ----

    private Desire afterSwitchBacks(int row, double since, int upSince) {
        Service service = service("U" + upSince + " -");
        ServiceState state = state(service, "U" + upSince + " -", at(1))
                .withFlap(new FlapGuard(row, Duration.ofMillis(Math.round(since * 1000))));
        return Desire.of(service, state, NOW);
    }

    @ParameterizedTest
    @CsvSource({
        // switch backs in a row, the last at, UP since -> wanted; the guard's 300 s come on top of stable-for
        "0, 0, 940, 0",
        "1, 500, 640, 0",
        "1, 500, 641, 1",
        "1, 500, 940, 1",
        "2, 500, 640, 1",
        "2, -100, 340, 0",
        "9, -3000, 601, 0",
        "9, -2999, 600, 1"
    })
    void theGuardComesOnTopOfStableFor(int row, double last, int upSince, int wanted) {
        assertThat(afterSwitchBacks(row, last, upSince).target()).isEqualTo(wanted);
    }

    @Test
    void aWaitSaysForWhatAndWakesWhenItIsOver() {
        Desire stable = desire("U950 -", at(1));
        assertThat(stable.waiting()).isEqualTo("primary is UP; waits 10s for stable-for");
        assertThat(stable.againAt()).isEqualTo(Duration.ofSeconds(1_010));
        Desire guarded = afterSwitchBacks(1, 500, 950);
        assertThat(guarded.waiting()).isEqualTo("primary is UP; waits 5m 10s for the flap guard");
        assertThat(guarded.againAt()).isEqualTo(Duration.ofSeconds(1_310));
    }

    @Test
    void theEarliestOfSeveralWaitsWakes() {
        Desire desire = desire("U980 U950 U -", at(3));
        assertThat(desire.target()).as("backup has been UP for ever").isEqualTo(2);
        desire = desire("U980 U950 D -", at(3));
        assertThat(desire.againAt()).isEqualTo(Duration.ofSeconds(1_010));
        assertThat(desire.waiting()).startsWith("primary is UP; waits 40s");
    }

    @Test
    void theReasonNamesTheCheck() {
        assertThat(desire("N -", at(0)).why()).isEqualTo("primary is NO_DATA: agent: no heartbeat for 1m");
        assertThat(desire("D D", at(0)).waiting())
                .startsWith("primary is DOWN: agent: ")
                .endsWith("; no other target is usable, so the names stay");
        assertThat(desire("U940 -", at(1)).why()).isEqualTo("primary is UP for 1m");
    }
}
