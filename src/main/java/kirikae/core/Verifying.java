package kirikae.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kirikae.model.ServerAnswer;

/**
 * A switch that the writing side shows, and that the name servers are still to show. It stands beside all {@link Work}: nothing
 * waits for it, and nothing is undone because of it.
 *
 * @param attempt the number of the questions; 0 when nothing is being verified
 * @param move the switch
 * @param changeId as the provider called it, or empty
 * @param since when the records were read back
 * @param askedAt when the last round of questions went out
 * @param askAt when the next one goes; {@link Uptime#NEVER} while answers are awaited
 * @param rounds how many rounds there were
 * @param shown the servers that answered the new records, and when they first did
 * @param lagging the last answers of all others
 * @param told true when the laggards were told
 */
public record Verifying(
        long attempt,
        Work.Move move,
        String changeId,
        Duration since,
        Duration askedAt,
        Duration askAt,
        int rounds,
        Map<String, Duration> shown,
        List<ServerAnswer> lagging,
        boolean told) {
    /** Nothing is being verified. */
    static final Verifying NONE = new Verifying(
            0,
            ServiceState.Unresolved.NONE.move(),
            "",
            Duration.ZERO,
            Duration.ZERO,
            Uptime.NEVER,
            0,
            Map.of(),
            List.of(),
            false);

    /** Copies its collections; the order of the servers stays. */
    public Verifying {
        shown = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(shown));
        lagging = List.copyOf(lagging);
    }

    /** A first round goes out now. */
    static Verifying begin(long attempt, Work.Move move, String changeId, Duration now) {
        return new Verifying(attempt, move, changeId, now, now, Uptime.NEVER, 1, Map.of(), List.of(), false);
    }

    /** True while servers are being asked. */
    public boolean is() {
        return attempt != 0;
    }

    /** One more round goes out now. */
    Verifying asking(Duration now) {
        return new Verifying(attempt, move, changeId, since, now, Uptime.NEVER, rounds + 1, shown, lagging, told);
    }

    /** A round was answered so; those that do not show the records yet are asked again then. */
    Verifying answered(List<ServerAnswer> answers, Duration again) {
        Map<String, Duration> seen = new LinkedHashMap<>(shown);
        answers.stream()
                .filter(ServerAnswer::shows)
                .forEach(answer -> seen.putIfAbsent(answer.server(), askedAt.plus(answer.took())));
        List<ServerAnswer> rest =
                answers.stream().filter(answer -> !answer.shows()).toList();
        return new Verifying(attempt, move, changeId, since, askedAt, again, rounds, seen, rest, told);
    }

    /** The laggards have been told. */
    Verifying nowTold() {
        return new Verifying(attempt, move, changeId, since, askedAt, askAt, rounds, shown, lagging, true);
    }

    /** Every server that answered the new records, with the milliseconds from the decision to that answer. */
    public String serverWords() {
        return shown.entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + entry.getValue().minus(move.decidedAt()).toMillis() + " ms")
                .collect(Collectors.joining(", "));
    }

    /** Every server that does not, and what it says instead. */
    public String laggingWords() {
        return lagging.stream()
                .map(answer -> answer.server() + ": " + answer.missing())
                .collect(Collectors.joining("; "));
    }
}
