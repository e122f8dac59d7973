package kirikae.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What waits for one channel. Pure, with the time as an argument; a value of its own thread. Notices of one story keep their order; those of
 * other stories do not wait for one that is refused again and again. One try at a time.
 */
final class Lane {
    /** After so long nothing more is tried. */
    static final Duration PATIENCE = Duration.ofHours(24);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;

    private final int room;
    private final List<Waiting> waiting = new ArrayList<>();
    private Optional<Waiting> trying = Optional.empty();

    /**
     * A notice that waits.
     *
     * @param tries how many there were
     * @param since when it came
     * @param due when it may be tried
     */
    record Waiting(Notice notice, int tries, Duration since, Duration due) {}

    /** What follows a failed try. */
    sealed interface After {
        /** Another try. */
        record Again(Duration pause) implements After {}

        /** None: the patience is over. */
        record GivenUp() implements After {}
    }

    /** Takes how many may wait. */
    Lane(int room) {
        this.room = room;
    }

    /** Takes another notice. Gives the oldest that had to go for it. */
    Optional<Notice> add(Notice notice, Duration now) {
        waiting.add(new Waiting(notice, 0, now, now));
        boolean full = waiting.size() > room;
        return full ? Optional.of(waiting.remove(0).notice()) : Optional.empty();
    }

    /** The notice to try now, if there is one. It counts as being tried until {@link #done} or {@link #failed}. */
    Optional<Waiting> next(Duration now) {
        if (trying.isPresent()) {
            return Optional.empty();
        }
        Optional<Waiting> first = fronts().stream()
                .filter(front -> front.due().compareTo(now) <= 0)
                .findFirst();
        first.ifPresent(waiting::remove);
        trying = first;
        return first;
    }

    /** When there is something to try again; empty while something is being tried, or nothing waits. */
    Optional<Duration> due() {
        return trying.isPresent()
                ? Optional.empty()
                : fronts().stream().map(Waiting::due).min(Duration::compareTo);
    }

    /** The first of every story. */
    private List<Waiting> fronts() {
        Set<String> stories = new HashSet<>();
        return waiting.stream()
                .filter(candidate -> stories.add(candidate.notice().story()))
                .toList();
    }

    /** The try is over, and so is the notice. */
    void done() {
        trying = Optional.empty();
    }

    /**
     * The try failed.
     *
     * @param atLeast what the receiver asks for
     * @param luck from -1 to 1: spreads what failed together
     */
    After failed(Duration atLeast, Duration now, double luck) {
        Waiting tried = trying.orElseThrow();
        trying = Optional.empty();
        Duration pause = pause(tried.tries(), luck);
        Duration wait = atLeast.compareTo(pause) > 0 ? atLeast : pause;
        if (now.plus(wait).minus(tried.since()).compareTo(PATIENCE) > 0) {
            return new After.GivenUp();
        }
        waiting.add(0, new Waiting(tried.notice(), tried.tries() + 1, tried.since(), now.plus(wait)));
        return new After.Again(wait);
    }

    private static Duration pause(int tries, double luck) {
        long millis = FIRST_PAUSE.toMillis() << Math.min(tries, DOUBLINGS);
        long capped = Math.min(millis, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(capped + Math.round(capped * luck / 5));
    }

    /** Takes back what waits of a story: it is no longer true. What is being tried cannot be taken back. */
    List<Notice> overtake(String story) {
        List<Notice> gone = waiting.stream()
                .map(Waiting::notice)
                .filter(notice -> notice.story().equals(story))
                .toList();
        waiting.removeIf(candidate -> candidate.notice().story().equals(story));
        return gone;
    }

    /** True while something is being tried. */
    boolean isTrying() {
        return trying.isPresent();
    }
}
