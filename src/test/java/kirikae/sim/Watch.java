package kirikae.sim;

import kirikae.core.Effect;
import kirikae.model.Check;
import kirikae.model.Observation;

/** One check in the world: the host's heartbeats, or the daemon's probes, and what becomes of them on the way. */
final class Watch {
    final Check check;
    final int target;
    final int index;
    /** The end of planned work that the host has announced, in wall time, or 0; the journal keeps it. */
    long maintUntil;

    /** How often the daemon probes. */
    Effect.Tempo tempo = Effect.Tempo.NORMAL;

    /** How often it should, by the state of the check. */
    Effect.Tempo wants = Effect.Tempo.NORMAL;

    private final World world;
    private final Site site;
    private final Host host;
    private final long window;
    private final long interval;
    private final Runnable fire = this::fire;
    private long brokenUntil;
    private long nextAt = Long.MAX_VALUE;
    private long before;

    Watch(World world, Site site, Host host, int target, int index) {
        this.world = world;
        this.site = site;
        this.host = host;
        this.target = target;
        this.index = index;
        this.check = site.service.targets().get(target).checks().get(index);
        this.window = check.rule().noDataWindow().toMillis();
        this.interval = window / 8;
    }

    boolean isHeartbeat() {
        return check instanceof Check.Heartbeat;
    }

    long window() {
        return window;
    }

    void breakUntil(long moment) {
        brokenUntil = moment;
    }

    void mend() {
        brokenUntil = 0;
    }

    boolean isBad(long now) {
        return maintUntil != 0 || !answers(now);
    }

    private boolean answers(long now) {
        return host.isAlive(now) && now >= brokenUntil;
    }

    /** The next report comes within so many milliseconds. */
    void wake(long within) {
        long next = world.time.now() + world.dice.between(0, within);
        if (next < nextAt) {
            nextAt = next;
            world.time.at(nextAt, fire);
        }
    }

    /** The interval of a storm; a quiet world reports just often enough, which is how months go by fast. */
    long interval() {
        if (!world.weather.isStormy()) {
            return world.dice.between(window * 7 / 10, window * 95 / 100);
        }
        long normal = world.weather.isCalming() ? interval * 2 : interval;
        return tempo == Effect.Tempo.CONFIRM ? interval / 4 : normal;
    }

    private void fire() {
        if (world.time.now() != nextAt) {
            return;
        }
        nextAt = world.time.now() + Math.max(1, interval());
        world.time.at(nextAt, fire);
        if (isHeartbeat()) {
            beat();
        } else {
            probe();
        }
        before = world.time.now();
    }

    private void beat() {
        Weather weather = world.weather;
        if (!answers(world.time.now()) || weather.isIsolated() || weather.isDeaf() || weather.loses(this)) {
            return;
        }
        long delay = world.time.now() - before < window / 2 ? weather.lateness(this) : 0;
        world.later(delay, () -> world.shell.hear(site, this, Observation.success()));
        if (weather.duplicates()) {
            world.later(
                    delay + world.dice.between(0, window / 3),
                    () -> world.shell.hear(site, this, Observation.success()));
        }
    }

    private void probe() {
        Shell shell = world.shell;
        if (!shell.isRunning()) {
            return;
        }
        Observation seen = look();
        long took = world.weather.isStormy() ? world.dice.between(1, Math.min(3000, interval / 4)) : 0;
        world.later(took, () -> shell.hear(site, this, seen));
    }

    private Observation look() {
        Weather weather = world.weather;
        if (weather.isBlind()) {
            return Observation.unknown("too many open files");
        }
        if (weather.isIsolated()) {
            return world.dice.chance(0.3) ? Observation.unknown("no route") : Observation.failure("timed out");
        }
        boolean good = answers(world.time.now()) && !weather.loses(this);
        return good ? Observation.success() : Observation.failure("refused");
    }
}
