package kirikae.probe;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The checks of one event loop: starts their probes on time and ends them at their deadlines. Everything in it is confined
 * to that loop. Has one timer, however many checks there are. Must not share state with another shard.
 */
final class Shard {
    private static final long TICK = 10_000_000L; // no timer finer than this: the fleet's starts come in small groups
    private static final long HEARTBEAT =
            100_000_000L; // while probes run the loop's own lateness is measured this often
    private static final long LONGEST_TICK = 5_000_000L; // starting probes must leave time for the answers of others
    private static final int FEWEST_STARTS = 32;
    private static final long NEVER = Long.MAX_VALUE;

    private final Loop loop;
    private final Plans plans;
    private final ProbeSink sink;
    private final LongSupplier clock;
    private final long epoch;
    private final Map<CheckId, Watch> watches = new HashMap<>();
    private final Agenda starts = new Agenda();
    private final Agenda ends = new Agenda();
    private final Lateness lateness = new Lateness();
    private long wakeAt = NEVER;
    private io.netty.util.concurrent.@Nullable Future<?> timer;
    private boolean stopped;
    private int startsPerTick = FEWEST_STARTS;

    /**
     * Takes its loop, its doors and its clock.
     *
     * @param clock {@link System#nanoTime} or a test's stand-in
     * @param epoch the clock's value at the engine's start
     */
    Shard(Loop loop, Plans plans, ProbeSink sink, LongSupplier clock, long epoch) {
        this.loop = loop;
        this.plans = plans;
        this.sink = sink;
        this.clock = clock;
        this.epoch = epoch;
    }

    /** Does something on this shard's loop, from any thread. The future tells when it is done, or what it threw. */
    Future<Void> run(Consumer<Shard> work) {
        Promise<Void> done = Promise.promise();
        loop.execute(() -> {
            try {
                work.accept(this);
                done.complete();
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    /** Ends everything without a word. */
    void stop() {
        replace(Map.of());
        stopped = true;
        cancelTimer();
    }

    /** Takes the checks of this shard: equal ones go on, new ones begin at their place, others stop without a word. */
    void replace(Map<CheckId, Check.Probe> checks) {
        Map<CheckId, Watch> fresh = prepared(checks);
        for (Watch watch : watches.values().toArray(Watch[]::new)) {
            if (!checks.containsKey(watch.id()) || fresh.containsKey(watch.id())) {
                drop(watch);
            }
        }
        fresh.values().forEach(starts::add);
        watches.putAll(fresh);
        double rate = watches.values().stream().mapToDouble(Watch::rate).sum();
        startsPerTick = Math.max(FEWEST_STARTS, (int) (2 * rate * TICK / 1e9));
        arm(now());
    }

    /** Changes the pace of one check; nothing happens for one that is not watched. */
    void pace(CheckId id, Watch.Pace pace) {
        Watch watch = watches.get(id);
        if (watch == null) {
            return;
        }
        long now = now();
        long next = watch.pace(pace, now);
        if (watch.running() == null) {
            starts.remove(watch);
            watch.at = next;
            starts.add(watch);
            arm(now);
        }
    }

    private Map<CheckId, Watch> prepared(Map<CheckId, Check.Probe> checks) {
        long now = now();
        Map<CheckId, Watch> fresh = new HashMap<>();
        checks.forEach((id, check) -> {
            Watch known = watches.get(id);
            if (known == null || !known.watches(check)) {
                fresh.put(id, new Watch(id, check, now));
            }
        });
        return fresh;
    }

    private void drop(Watch watch) {
        watches.remove(watch.id());
        watch.close();
        Attempt running = watch.running();
        if (running == null) {
            starts.remove(watch);
        } else {
            ends.remove(watch);
            watch.ended(now());
            running.expire();
        }
    }

    private void tick() {
        long now = now();
        lateness.note(wakeAt, now);
        wakeAt = NEVER;
        try {
            endOverdue(now);
            startDue(now);
        } finally {
            arm(now());
        }
    }

    private void endOverdue(long now) {
        while (ends.isDue(now) && now() - now < LONGEST_TICK) {
            Watch watch = ends.first();
            Attempt running = watch.running();
            if (running == null) {
                throw new IllegalStateException(watch.id() + " is to end and does not run");
            }
            ends.remove(watch);
            if (watch.isOver(now)) {
                conclude(watch, running.expire());
            } else {
                ends.add(watch);
                running.hasten();
            }
        }
    }

    private void startDue(long now) {
        for (int i = 0; i < startsPerTick && starts.isDue(now) && now() - now < LONGEST_TICK; i++) {
            Watch watch = starts.first();
            starts.remove(watch);
            Attempt attempt = watch.start(now(), plans::of);
            ends.add(watch);
            begin(watch, attempt);
        }
    }

    private void begin(Watch watch, Attempt attempt) {
        try {
            attempt.begin(loop, outcome -> finished(watch, attempt, outcome));
        } catch (RuntimeException e) {
            attempt.expire();
            finished(watch, attempt, Observation.unknown("internal error " + Line.printable(e.toString())));
        }
    }

    private void finished(Watch watch, Attempt attempt, Observation outcome) {
        if (watch.running() == attempt) {
            ends.remove(watch);
            conclude(watch, outcome);
            arm(now());
        }
    }

    private void conclude(Watch watch, Observation outcome) {
        long now = now();
        watch.ended(now);
        starts.add(watch);
        // The answers that gathered while the loop stood still come before the timer that would tell of it.
        lateness.note(wakeAt, now);
        sink.observed(watch.id(), lateness.judged(outcome, watch.started()), epoch + watch.started());
    }

    /** Sees to it that the loop wakes for whatever is due next. */
    private void arm(long now) {
        long due = Math.min(starts.firstAt(NEVER), ends.firstAt(NEVER));
        long wanted = ends.size() > 0 ? Math.min(due, now + HEARTBEAT) : due;
        long wake = wanted == NEVER ? NEVER : Math.max(wanted, now + TICK);
        if (wake >= wakeAt || stopped) {
            return;
        }
        cancelTimer();
        wakeAt = wake;
        timer = loop.after(wake - now, this::tick);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private long now() {
        return clock.getAsLong() - epoch;
    }
}
