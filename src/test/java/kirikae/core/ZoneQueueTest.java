package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import kirikae.core.ZoneQueue.Told;
import kirikae.core.ZoneQueue.Waiting;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue of one zone at scale: few requests, and nobody waits for another's mistake. */
class ZoneQueueTest {
    private static final ProviderError PRIOR =
            new ProviderError(Kind.TRANSIENT, "PriorRequestNotComplete", "still processing");
    private static final ProviderError DENIED = new ProviderError(Kind.DENIED, "AccessDenied", "not authorized");
    private static final ProviderError CONFLICT = new ProviderError(Kind.CONFLICT, "InvalidChangeBatch", "no match");

    private final ZoneQueue queue = new ZoneQueue("example.com", 1_000, 32_000);
    private final Set<String> accepted = new HashSet<>();
    private final Set<String> failed = new HashSet<>();
    private Duration now = Duration.ofSeconds(100);
    private int requests;

    private static Waiting change(int index) {
        DomainName name = DomainName.of("n" + index + ".example.com");
        return new Waiting(
                "s" + index,
                1,
                new RecordChange(
                        List.of(RecordSet.of(name, "A", 60, List.of("192.0.2.1"))),
                        List.of(RecordSet.of(name, "CNAME", 60, List.of("sorry.example.net.")))));
    }

    private void offer(int count) {
        IntStream.range(0, count).forEach(i -> queue.offer(change(i)));
    }

    @BeforeEach
    void nobodyHasAsked() {
        requests = 0;
    }

    /** What a provider says to a batch; a wanted error, or none for "accepted". */
    private interface Provider {
        List<ProviderError> answer(List<Waiting> batch);
    }

    private static Provider refusing(Predicate<Waiting> offender, ProviderError error) {
        return batch -> batch.stream().anyMatch(offender) ? List.of(error) : List.of();
    }

    /** Sends what can be sent until nothing more can be, or the time is over. */
    private void drive(Duration length, Provider provider) {
        Duration end = now.plus(length);
        while (now.compareTo(end) < 0) {
            List<Waiting> batch = queue.next(now, wanted -> true);
            if (batch.isEmpty()) {
                Duration wake = queue.wakeAt(now);
                if (wake.equals(Uptime.NEVER)) {
                    return;
                }
                now = Uptime.later(wake, now.plusMillis(1));
            } else {
                send(batch, provider);
            }
        }
    }

    private void send(List<Waiting> batch, Provider provider) {
        requests++;
        now = now.plusMillis(100);
        List<ProviderError> errors = provider.answer(batch);
        ZoneQueue.End end = errors.isEmpty()
                ? new ZoneQueue.End.Accepted("C" + requests, Input.Presence.PENDING)
                : new ZoneQueue.End.Failed(errors.get(0));
        for (Told told : queue.ended(end, now)) {
            if (told.input() instanceof Input.ChangeAccepted) {
                accepted.add(told.change().service());
            } else if (told.input() instanceof Input.ChangeFailed) {
                failed.add(told.change().service());
            }
        }
    }

    private static boolean isService(Waiting change, int... numbers) {
        return IntStream.of(numbers).anyMatch(number -> change.service().equals("s" + number));
    }

    @Test
    void aThousandServicesNeedTwoBatches() {
        offer(1_000);
        drive(Duration.ofMinutes(1), batch -> List.of());
        assertThat(accepted).hasSize(1_000);
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void charactersAreALimitToo() {
        ZoneQueue narrow = new ZoneQueue("example.com", 1_000, 270);
        IntStream.range(0, 20).forEach(i -> narrow.offer(change(i)));
        assertThat(narrow.next(now, wanted -> true))
                .hasSize(270 / change(0).change().characters());
    }

    @Test
    void oneOffenderAmongFiveHundredIsFoundByHalving() {
        offer(500);
        drive(Duration.ofMinutes(5), refusing(change -> isService(change, 333), DENIED));
        assertThat(accepted).hasSize(499).doesNotContain("s333");
        assertThat(failed).containsExactly("s333");
        assertThat(requests).isLessThanOrEqualTo(20);
    }

    @Test
    void aRefusalThatNamesItsReasonsCostsOneMoreRequest() {
        offer(500);
        Set<DomainName> blamed = Set.of(DomainName.of("n7.example.com"), DomainName.of("n400.example.com"));
        ProviderError told = new ProviderError(Kind.CONFLICT, "InvalidChangeBatch", "no match", blamed);
        drive(Duration.ofMinutes(5), refusing(change -> isService(change, 7, 400), told));
        assertThat(accepted).hasSize(498);
        assertThat(failed).containsExactlyInAnyOrder("s7", "s400");
        assertThat(requests).isEqualTo(2);
    }

    @Test
    void aZoneThatRefusesEverythingIsNotAskedForEachService() {
        offer(500);
        drive(Duration.ofSeconds(20), refusing(change -> true, DENIED));
        assertThat(failed).isNotEmpty();
        assertThat(requests).isLessThanOrEqualTo(ZoneQueue.MOST_REFUSALS + 1);
        assertThat(queue.size() + failed.size()).as("nobody is lost").isEqualTo(500);
    }

    @Test
    void whatWasRefusedTogetherGoesWhenItIsAllowedAgain() {
        offer(500);
        drive(Duration.ofSeconds(20), refusing(change -> true, DENIED));
        failed.forEach(service -> queue.offer(change(Integer.parseInt(service.substring(1)))));
        drive(Duration.ofMinutes(2), batch -> List.of());
        assertThat(accepted).hasSize(500);
        assertThat(requests).isLessThanOrEqualTo(ZoneQueue.MOST_REFUSALS + 3);
    }

    @Test
    void aLastingOffenderNeverSharesABatchAgain() {
        offer(10);
        Provider provider = refusing(change -> isService(change, 3), CONFLICT);
        drive(Duration.ofMinutes(1), provider);
        for (int round = 0; round < 5; round++) {
            queue.offer(change(3));
            queue.offer(change(100 + round));
            int before = requests;
            drive(Duration.ofMinutes(1), provider);
            assertThat(requests - before)
                    .as("one for the other, one for the offender")
                    .isEqualTo(2);
        }
        assertThat(accepted).contains("s100", "s104").doesNotContain("s3");
        queue.offer(change(3));
        queue.offer(change(200));
        drive(Duration.ofMinutes(1), batch -> List.of());
        queue.offer(change(3));
        queue.offer(change(201));
        int before = requests;
        drive(Duration.ofMinutes(1), batch -> List.of());
        assertThat(requests - before).as("forgiven once accepted").isEqualTo(1);
    }

    @Test
    void aBusyZoneDoesNotUndoTheHalving() {
        offer(64);
        List<Integer> sizes = new ArrayList<>();
        int[] calls = {0};
        Provider provider = batch -> {
            sizes.add(batch.size());
            boolean busy = calls[0]++ % 2 == 1;
            return busy
                    ? List.of(PRIOR)
                    : refusing(change -> isService(change, 5), DENIED).answer(batch);
        };
        drive(Duration.ofMinutes(10), provider);
        assertThat(sizes).startsWith(64, 32, 32, 16, 16);
        assertThat(accepted).hasSize(63);
    }

    @Test
    void theTimeAZoneIsBusyIsLearnedFromOneRefusal() {
        Duration[] busyUntil = {Duration.ZERO};
        List<Duration> refusedAt = new ArrayList<>();
        Provider provider = batch -> {
            if (now.compareTo(busyUntil[0]) < 0) {
                refusedAt.add(now);
                return List.of(PRIOR);
            }
            busyUntil[0] = now.plusMillis(400);
            return List.of();
        };
        for (int i = 0; i < 20; i++) {
            queue.offer(change(i));
            List<Waiting> batch = queue.next(now, wanted -> true);
            while (batch.isEmpty()) {
                now = Uptime.later(queue.wakeAt(now), now.plusMillis(1));
                batch = queue.next(now, wanted -> true);
            }
            send(batch, provider);
        }
        drive(Duration.ofMinutes(1), provider);
        assertThat(accepted).hasSize(20);
        assertThat(refusedAt).hasSize(1);
    }

    @Test
    void aQuietZoneIsNeverHeldBack() {
        for (int i = 0; i < 10; i++) {
            queue.offer(change(i));
            assertThat(queue.next(now, wanted -> true)).as("at once").hasSize(1);
            var unused = queue.ended(new ZoneQueue.End.Accepted("C" + i, Input.Presence.PENDING), now);
        }
    }

    @Test
    void withdrawnChangesAreGoneWhereverTheyWait() {
        offer(8);
        drive(Duration.ofMillis(1), refusing(change -> true, DENIED)); // now they wait in halves
        queue.withdraw("s0", 1);
        queue.withdraw("s7", 1);
        queue.withdraw("s7", 2);
        assertThat(queue.size()).isEqualTo(6);
        assertThat(queue.drain()).hasSize(6);
        assertThat(queue.wakeAt(now)).isEqualTo(Uptime.NEVER);
    }
}
