package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import kirikae.core.Input.Presence;
import kirikae.core.ZoneQueue.End;
import kirikae.core.ZoneQueue.Told;
import kirikae.core.ZoneQueue.Waiting;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The changes of one zone: who goes together, who waits, and what each is told, also when one of them is bad. */
class ZoneQueueTableTest {
    private static final Predicate<Waiting> ALL = change -> true;
    private static final Duration START = Duration.ofSeconds(100);
    private final ZoneQueue queue = new ZoneQueue("example.com", 1_000, 32_000);
    private Duration now = START;

    private static Waiting waiting(String service) {
        return new Waiting(service, 1, Sets.change(service));
    }

    private void offer(String... services) {
        for (String service : services) {
            queue.offer(waiting(service));
        }
    }

    private String next() {
        return names(queue.next(now, ALL));
    }

    private static String names(List<Waiting> batch) {
        return batch.stream().map(Waiting::service).collect(Collectors.joining(" "));
    }

    private String refused(Kind kind) {
        return told(queue.ended(new End.Failed(new ProviderError(kind, kind.name(), "")), now));
    }

    private String accepted() {
        return told(queue.ended(new End.Accepted("C1", Presence.PENDING), now));
    }

    /** "delayed a b; failed c". */
    private static String told(List<Told> told) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        for (Told one : told) {
            String word =
                    one.input().getClass().getSimpleName().replace("Change", "").toLowerCase(java.util.Locale.ROOT);
            words.computeIfAbsent(word, any -> new ArrayList<>())
                    .add(one.change().service());
        }
        return words.entrySet().stream()
                .map(entry -> entry.getKey() + " " + String.join(" ", entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    // ---- going together ----

    @Test
    void theFirstGoesAtOnceAndWhatGathersMeanwhileGoesTogether() {
        offer("a");
        assertThat(next()).isEqualTo("a");
        offer("b", "c");
        assertThat(next()).as("one in flight").isEmpty();
        assertThat(queue.wakeAt(now)).isEqualTo(Uptime.NEVER);
        assertThat(accepted()).isEqualTo("accepted a");
        assertThat(next()).isEqualTo("b c");
        assertThat(accepted()).isEqualTo("accepted b c");
        assertThat(next()).isEmpty();
        assertThat(queue.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"8, 99999, 4", "9, 99999, 4", "10, 99999, 5", "1, 99999, 1", "1000, 36, 2", "1000, 53, 2", "1000, 54, 3"
    })
    void aBatchKeepsWithinTheLimits(int elements, int characters, int together) {
        ZoneQueue small = new ZoneQueue("example.com", elements, characters);
        for (int i = 0; i < 7; i++) {
            small.offer(waiting("w" + i)); // 2 elements, 18 characters each
        }
        List<String> all = new ArrayList<>();
        List<Waiting> batch = small.next(now, ALL);
        assertThat(batch).hasSize(together);
        while (!batch.isEmpty()) {
            assertThat(batch).hasSizeLessThanOrEqualTo(together);
            batch.forEach(change -> all.add(change.service()));
            small.ended(new End.Accepted("C", Presence.PENDING), now);
            batch = small.next(now, ALL);
        }
        assertThat(all).containsExactly("w0", "w1", "w2", "w3", "w4", "w5", "w6");
    }

    @Test
    void aChangeAboveTheLimitsGoesAloneAndTheProviderHasTheLastWord() {
        ZoneQueue tiny = new ZoneQueue("example.com", 1, 1);
        tiny.offer(waiting("a"));
        tiny.offer(waiting("b"));
        assertThat(names(tiny.next(now, ALL))).isEqualTo("a");
    }

    @Test
    void whatIsNotWantedAnyMoreIsLeftOutForGoodAndTakesNoRoom() {
        ZoneQueue small = new ZoneQueue("example.com", 4, 99_999);
        for (String service : List.of("a", "b", "c", "d")) {
            small.offer(waiting(service));
        }
        assertThat(names(small.next(now, change -> !change.service().equals("a"))))
                .isEqualTo("b c");
        small.ended(new End.Accepted("C", Presence.IN_SYNC), now);
        assertThat(names(small.next(now, ALL))).isEqualTo("d");
    }

    @Test
    void whenNothingIsWantedAnyMoreNothingIsInFlight() {
        offer("a", "b");
        assertThat(queue.next(now, change -> false)).isEmpty();
        assertThat(queue.size()).isZero();
        offer("c");
        assertThat(next()).isEqualTo("c");
    }

    // ---- taken back ----

    @Test
    void aWithdrawnChangeIsNotSent() {
        offer("a", "b", "c");
        queue.withdraw("b", 1);
        assertThat(next()).isEqualTo("a c");
    }

    @Test
    void onlyThisAttemptIsWithdrawn() {
        queue.offer(new Waiting("a", 7, Sets.change("a")));
        queue.withdraw("a", 6);
        queue.withdraw("b", 7);
        assertThat(next()).isEqualTo("a");
        queue.withdraw("a", 7);
        assertThat(queue.size()).as("what is in flight stays").isEqualTo(1);
        assertThat(accepted()).isEqualTo("accepted a");
    }

    @Test
    void aWithdrawnChangeLeavesItsHalf() {
        offer("a", "b", "c", "d");
        next();
        refused(Kind.INVALID);
        queue.withdraw("a", 1);
        assertThat(next()).isEqualTo("b");
        accepted();
        queue.withdraw("c", 1);
        queue.withdraw("d", 1);
        assertThat(next()).isEmpty();
        assertThat(queue.size()).isZero();
        assertThat(queue.wakeAt(now)).isEqualTo(Uptime.NEVER);
    }

    @Test
    void drainTakesAllThatWaitsInOrderAndLeavesWhatIsInFlight() {
        offer("a", "b", "c", "d");
        next();
        refused(Kind.INVALID);
        assertThat(next()).isEqualTo("a b");
        offer("e");
        assertThat(names(queue.drain())).isEqualTo("c d e");
        assertThat(queue.size()).isEqualTo(2);
        assertThat(accepted()).isEqualTo("accepted a b");
        assertThat(next()).isEmpty();
    }

    // ---- refused ----

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CONFLICT", "INVALID", "DENIED"})
    void aRefusedBatchIsSplitUntilOnlyTheOffenderFails(Kind kind) {
        offer("a", "b", "c", "bad", "e");
        Map<String, String> ends = new HashMap<>();
        int requests = run("bad"::equals, kind, ends);
        assertThat(ends)
                .isEqualTo(Map.of("a", "accepted", "b", "accepted", "c", "accepted", "bad", "failed", "e", "accepted"));
        assertThat(requests)
                .as("2 log2(n) + 1 at most: the other halves go through whole")
                .isEqualTo(7);
    }

    @Test
    void halvesGoOutBeforeLaterChanges() {
        offer("a", "b", "c", "d");
        next();
        assertThat(refused(Kind.INVALID)).isEqualTo("delayed a b c d");
        offer("e");
        assertThat(queue.size()).isEqualTo(5);
        assertThat(queue.wakeAt(now)).as("at once").isLessThanOrEqualTo(now);
        assertThat(next()).isEqualTo("a b");
        accepted();
        assertThat(next()).isEqualTo("c d");
        accepted();
        assertThat(next()).isEqualTo("e");
    }

    @Test
    void oneOfferDuringASplitWaitsForItsEndOnly() {
        offer("a", "bad", "c", "d");
        Map<String, String> ends = new HashMap<>();
        next();
        refused(Kind.CONFLICT);
        offer("late");
        run("bad"::equals, Kind.CONFLICT, ends);
        assertThat(ends).containsEntry("bad", "failed").containsEntry("late", "accepted");
        assertThat(queue.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"AMBIGUOUS", "NO_ZONE", "CREDENTIALS", "CLOCK"})
    void whatIsNotAboutTheContentIsToldToAll(Kind kind) {
        offer("a", "b");
        next();
        assertThat(refused(kind)).isEqualTo("failed a b");
        assertThat(queue.size()).isZero();
    }

    @Test
    void aSingleRefusedChangeFails() {
        offer("a");
        next();
        assertThat(refused(Kind.INVALID)).isEqualTo("failed a");
        offer("b");
        assertThat(next()).as("the zone does not pause").isEqualTo("b");
    }

    // ---- busy ----

    @Test
    void aBusyZonePausesAndEverybodyStaysInOrder() {
        offer("a", "b");
        next();
        offer("c");
        assertThat(refused(Kind.TRANSIENT)).isEqualTo("delayed a b");
        assertThat(next()).isEmpty();
        Duration wake = queue.wakeAt(now);
        assertThat(wake.minus(now)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        now = wake.minusNanos(1);
        assertThat(next()).isEmpty();
        now = wake;
        assertThat(next()).as("what gathered shares the next batch").isEqualTo("a b c");
    }

    @Test
    void thePauseGrowsUntilABatchGoesThrough() {
        offer("a");
        Duration longest = Duration.ZERO;
        for (int i = 1; i <= 12; i++) {
            next();
            refused(Kind.TRANSIENT);
            Duration pause = queue.wakeAt(now).minus(now);
            assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(60));
            longest = Uptime.later(longest, pause);
            now = queue.wakeAt(now);
        }
        assertThat(longest).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(next()).isEqualTo("a");
        accepted();
        offer("b");
        next();
        refused(Kind.TRANSIENT);
        assertThat(queue.wakeAt(now).minus(now)).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void anotherPlanTakesThePlaceOfTheDelayedOne() {
        offer("a");
        next();
        refused(Kind.TRANSIENT);
        queue.withdraw("a", 1);
        queue.offer(new Waiting("a", 2, Sets.change("a")));
        now = now.plusSeconds(1);
        assertThat(queue.next(now, ALL)).extracting(Waiting::attempt).containsExactly(2L);
    }

    @Test
    void nothingWaitsNothingIsDue() {
        assertThat(queue.wakeAt(now)).isEqualTo(Uptime.NEVER);
        assertThat(next()).isEmpty();
    }

    // ---- whatever happens ----

    /** A provider that refuses some for good and is busy now and then: every change has one end, and the right one. */
    @Test
    void everyChangeHasExactlyOneEnd() {
        Random dice = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            ZoneQueue any = new ZoneQueue("example.com", 2 + dice.nextInt(30), 10_000);
            Set<String> offenders = new TreeSet<>();
            Map<String, String> ends = new HashMap<>();
            List<String> all = new ArrayList<>();
            Duration at = START;
            int sent = 0;
            while (ends.size() < all.size() || all.size() < 12) {
                if (all.size() < 12 && dice.nextInt(2) == 0) {
                    String name = "w" + all.size();
                    all.add(name);
                    any.offer(waiting(name));
                    if (dice.nextInt(5) == 0) {
                        offenders.add(name);
                    }
                }
                at = at.plusMillis(dice.nextInt(100));
                List<Waiting> batch = any.next(at, ALL);
                if (batch.isEmpty()) {
                    at = any.wakeAt(at).equals(Uptime.NEVER) ? at : Uptime.later(at, any.wakeAt(at));
                    continue;
                }
                assertThat(++sent).as("requests").isLessThan(500);
                note(any.ended(answer(batch, offenders, dice), at), ends);
            }
            offenders.forEach(name -> assertThat(ends).containsEntry(name, "failed"));
            all.forEach(name -> assertThat(ends).containsKey(name));
            assertThat(ends.values().stream().filter("failed"::equals).count()).isEqualTo(offenders.size());
        }
    }

    private static End answer(List<Waiting> batch, Set<String> offenders, Random dice) {
        if (dice.nextInt(4) == 0) {
            return new End.Failed(new ProviderError(Kind.TRANSIENT, "Throttling", ""));
        }
        boolean bad = batch.stream().map(Waiting::service).anyMatch(offenders::contains);
        return bad
                ? new End.Failed(new ProviderError(Kind.CONFLICT, "InvalidChangeBatch", ""))
                : new End.Accepted("C", Presence.PENDING);
    }

    private static void note(List<Told> told, Map<String, String> ends) {
        for (Told one : told) {
            String service = one.change().service();
            if (one.input() instanceof Input.ChangeAccepted) {
                assertThat(ends.put(service, "accepted")).as(service).isNull();
            } else if (one.input() instanceof Input.ChangeFailed) {
                assertThat(ends.put(service, "failed")).as(service).isNull();
            }
        }
    }

    /** Sends until nothing waits; gives the number of requests. */
    private int run(Predicate<String> offends, Kind kind, Map<String, String> ends) {
        int requests = 0;
        List<Waiting> batch = queue.next(now, ALL);
        while (!batch.isEmpty()) {
            requests++;
            boolean bad = batch.stream().map(Waiting::service).anyMatch(offends);
            End end = bad
                    ? new End.Failed(new ProviderError(kind, kind.name(), ""))
                    : new End.Accepted("C", Presence.PENDING);
            note(queue.ended(end, now), ends);
            batch = queue.next(now, ALL);
        }
        return requests;
    }

    /** The changes of one batch never contradict each other: one service has one change on its way. */
    @Test
    void aBatchIsTheChangesInTheOrderTheyCame() {
        offer("a", "b", "c");
        List<RecordChange> changes =
                queue.next(now, ALL).stream().map(Waiting::change).toList();
        assertThat(changes).containsExactly(Sets.change("a"), Sets.change("b"), Sets.change("c"));
    }
}
