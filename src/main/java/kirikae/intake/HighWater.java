package kirikae.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import kirikae.model.Secret;

/**
 * Whether a signed heartbeat is of now. Owns the rule that a replay proves nothing, over restarts too, without writing a line for
 * every heartbeat.
 *
 * <p><b>While the process runs</b> a pair of time and sequence counts only above the last one that counted for its host and key.
 *
 * <p><b>Over a restart</b> no pair is kept, but how far a host's times run <em>ahead</em> of our clock at most: a number that
 * hardly ever changes. It is journalled before the first heartbeat counts that exceeds it, with a second to spare. So whatever
 * counted before a restart at wall time R had a time of at most R + ahead, and after the restart only later times count: every
 * replay is refused, and a host in step with our clock is heard again about a second after the start. R is the later of our clock
 * and the journal's last line, so a clock that was set back between does not help a replay. A host that no journal line names was
 * never heard, so nothing of it can be replayed; after damage to the journal that is not known, and the widest possible bound
 * holds. The bound is lowered only when nothing exceeded the lower one for longer than the difference and twice the tolerance, so
 * it stays true for all that counted. The one exception: when the disk cannot take the line, the heartbeat counts all the same,
 * for a live host must not be switched away; the line follows when the disk works.
 *
 * <p><b>Skew.</b> A time more than a minute from our clock is neither life nor failure: the host is told our time. Our clock has
 * two witnesses, the wall clock and the time since the start, and it is enough that one agrees: a step of our own clock silences
 * nobody. A heartbeat that somebody holds back can hide a death for as long as the tolerance, no longer.
 *
 * <p>Used on the listener's event loop, save {@link #restore} before it opens and {@link #keep}.
 */
final class HighWater {
    static final Duration TOLERANCE = Duration.ofSeconds(60);
    static final Duration SPARE = Duration.ofSeconds(1);
    private static final long QUIET_MILLIS = Duration.ofMinutes(10).toMillis();
    private static final long WORTH_MILLIS = Duration.ofSeconds(2).toMillis();

    private final LongSupplier wallMillis;
    private final LongSupplier nanoTime;
    private final long wallAtStart;
    private final long nanosAtStart;
    private final Map<Signer, Pair> marks = new ConcurrentHashMap<>();
    private final Map<String, Lead> leads = new ConcurrentHashMap<>();
    private volatile SignedPast past = SignedPast.none();

    /** A host's key. */
    record Signer(String host, Secret key) {}

    private record Pair(long time, long sequence) {
        boolean isAbove(Pair other) {
            return time != other.time ? time > other.time : sequence > other.sequence;
        }
    }

    /** How far a host's times run ahead: as journalled, and at most since a moment. In milliseconds. */
    private record Lead(long journalled, long most, long since) {}

    /** What a signed heartbeat is. */
    sealed interface Judgement {
        /** Life. A lead is to be journalled first when there is one. */
        record Fresh(Optional<Duration> lead) implements Judgement {}

        /** A replay, or as good as one. */
        record Old(String why) implements Judgement {}

        /** From another time than ours. */
        record Skewed(String why) implements Judgement {}
    }

    HighWater(LongSupplier wallMillis, LongSupplier nanoTime) {
        this.wallMillis = wallMillis;
        this.nanoTime = nanoTime;
        this.wallAtStart = wallMillis.getAsLong();
        this.nanosAtStart = nanoTime.getAsLong();
    }

    /** Takes what the journal says. */
    void restore(SignedPast known) {
        past = known;
        known.ahead()
                .forEach((host, ahead) -> leads.put(host, new Lead(ahead.toMillis(), Long.MIN_VALUE, runMillis())));
    }

    /** Forgets the marks of all but these; of any thread. */
    void keep(Collection<Signer> signers) {
        marks.keySet().retainAll(signers);
    }

    /** Judges a heartbeat whose signature is right; what is fresh counts from now on. */
    Judgement judge(Signer signer, long time, long sequence) {
        long millis = time * 1_000;
        Pair pair = new Pair(time, sequence);
        Pair last = marks.get(signer);
        if (millis <= floorMillis(signer.host())) {
            return new Judgement.Old("it may be from before the start of the daemon; later ones count from "
                    + Instant.ofEpochMilli(floorMillis(signer.host()) + 1));
        }
        if (last != null && !pair.isAbove(last)) {
            return new Judgement.Old("it is not above the last one that was taken");
        }
        long off = millis - wallMillis.getAsLong();
        long offSinceStart = millis - runMillis();
        if (Math.min(Math.abs(off), Math.abs(offSinceStart)) > TOLERANCE.toMillis()) {
            return new Judgement.Skewed(
                    "its clock is " + Math.abs(off) / 1_000 + " s " + (off > 0 ? "ahead of" : "behind") + " ours");
        }
        marks.put(signer, pair);
        return new Judgement.Fresh(lead(signer.host(), off));
    }

    /** Our time by the clock that nobody can set: the wall clock at the start, and what has run since. */
    private long runMillis() {
        return wallAtStart + (nanoTime.getAsLong() - nanosAtStart) / 1_000_000;
    }

    private long floorMillis(String host) {
        SignedPast known = past;
        Duration ahead = known.ahead().get(host);
        boolean damaged = known.journal() == SignedPast.Journal.DAMAGED;
        if (ahead == null && !damaged) {
            return Long.MIN_VALUE;
        }
        Duration listed = ahead == null ? TOLERANCE : ahead;
        Duration bound = damaged && listed.compareTo(TOLERANCE) < 0 ? TOLERANCE : listed;
        return known.until().plus(bound).toEpochMilli();
    }

    /** The lead to journal, when the journalled one is exceeded or has long been too wide. */
    private Optional<Duration> lead(String host, long off) {
        long now = runMillis();
        Lead lead = leads.get(host);
        long wanted = off + SPARE.toMillis();
        if (lead == null || off > lead.journalled()) {
            leads.put(host, new Lead(wanted, off, now));
            return Optional.of(Duration.ofMillis(wanted));
        }
        long most = Math.max(lead.most(), off);
        long quiet = Math.max(QUIET_MILLIS, lead.journalled() + 2 * TOLERANCE.toMillis());
        if (now - lead.since() < quiet) {
            leads.put(host, new Lead(lead.journalled(), most, lead.since()));
            return Optional.empty();
        }
        long lower = most + SPARE.toMillis();
        boolean worth = lower + WORTH_MILLIS <= lead.journalled();
        leads.put(host, new Lead(worth ? lower : lead.journalled(), Long.MIN_VALUE, now));
        return worth ? Optional.of(Duration.ofMillis(lower)) : Optional.empty();
    }
}
