package kirikae.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import kirikae.message.Facts;
import kirikae.model.Event;
import kirikae.model.EventName;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queues at work: nobody waits for a channel, and nothing is lost without a word. */
class OutboxTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Map<String, Sender> senders = new ConcurrentHashMap<>();
    private final Outbox outbox =
            new Outbox(notice -> Optional.ofNullable(senders.get(notice.channel())), new Outbox.Reports() {
                @Override
                public void delivered(Notice notice, int tries, Duration took) {
                    told.add(notice.id() + " delivered at try " + tries);
                }

                @Override
                public void failed(Notice notice, int tries, String reason, Duration pause) {
                    told.add(notice.id() + " failed: " + reason);
                }

                @Override
                public void givenUp(Notice notice, int tries, String reason) {
                    told.add(notice.id() + " given up: " + reason);
                }
            });

    @AfterEach
    void close() {
        outbox.close();
    }

    private static Notice notice(String id, String channel, String story) {
        Event event = new Event(Sample.TIME, EventName.ALERT, Map.of("service", "web"));
        return new Notice(id, channel, event, story, Sample.TIME, List.of(), new Facts(Map.of(), Set.of()));
    }

    private void await(String what) {
        Awaitility.await(what).atMost(Duration.ofSeconds(60)).until(() -> told.contains(what));
    }

    private static Sender answering(Outcome... outcomes) {
        List<Outcome> left = new CopyOnWriteArrayList<>(outcomes);
        return notice -> CompletableFuture.completedFuture(left.size() > 1 ? left.remove(0) : left.get(0));
    }

    @Test
    void aFailureIsTriedAgain() {
        senders.put("a", answering(Outcome.failed("busy"), new Outcome.Delivered()));
        outbox.put(notice("1", "a", "x"));
        await("1 delivered at try 2");
        assertThat(told).containsExactly("1 failed: busy", "1 delivered at try 2");
    }

    @Test
    void aChannelThatNeverAnswersHoldsUpNobodyElse() {
        senders.put("silent", notice -> new CompletableFuture<>());
        senders.put("good", answering(new Outcome.Delivered()));
        outbox.put(notice("1", "silent", "x"));
        outbox.put(notice("2", "good", "x"));
        await("2 delivered at try 1");
    }

    @Test
    void aChannelThatIsGoneIsTold() {
        outbox.put(notice("1", "gone", "x"));
        await("1 given up: the channel is not configured any more");
    }

    @Test
    void aSenderThatBreaksIsAFailureAndNotTheEnd() {
        senders.put("broken", notice -> CompletableFuture.failedFuture(new IllegalStateException("ours")));
        senders.put("good", answering(new Outcome.Delivered()));
        outbox.put(notice("1", "broken", "x"));
        await("1 failed: the channel broke: IllegalStateException");
        outbox.put(notice("2", "good", "x"));
        await("2 delivered at try 1");
    }

    @Test
    void aFloodIsBoundedAndEveryDropIsTold() {
        senders.put("silent", notice -> new CompletableFuture<>());
        for (int i = 0; i < Outbox.ROOM + 11; i++) {
            outbox.put(notice("n" + i, "silent", "story" + i));
        }
        await("n10 given up: dropped: more than 1000 wait for this channel");
        assertThat(told).hasSize(10).noneMatch(line -> line.startsWith("n0 "));
    }

    @Test
    void whatIsOvertakenIsTakenBackSaveWhereTheStoryGoesOn() {
        CompletableFuture<Outcome> first = new CompletableFuture<>();
        senders.put("down", notice -> first);
        senders.put("both", notice -> new CompletableFuture<>());
        outbox.put(notice("0", "down", "other"));
        outbox.put(notice("1", "down", "web/outage"));
        outbox.put(notice("2", "both", "other"));
        outbox.put(notice("3", "both", "web/outage"));
        outbox.overtake("web/outage", Set.of("both"), "overtaken by recovery");
        await("1 given up: overtaken by recovery");
        first.complete(new Outcome.Delivered());
        await("0 delivered at try 1");
        assertThat(told).hasSize(2);
    }
}
