package kirikae.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.core.Input.Trust;
import kirikae.core.Isolation;
import kirikae.core.LeaveLimit;
import kirikae.core.StandingOrder;
import kirikae.core.StateMachine;
import kirikae.core.Step;
import kirikae.core.Uptime;
import kirikae.model.Observation;

/**
 * One run of the daemon, from start to kill: one event loop that owns the services' states. It does what the real shell does
 * (timers, queues, questions, sweeps) and decides nothing.
 */
final class Shell {
    final World world;
    final List<Seat> seats = new ArrayList<>();
    final Map<String, Lane> lanes = new LinkedHashMap<>();
    final Eyes eyes;
    private final long startedAt;
    private final Deque<Runnable> todo = new ArrayDeque<>();
    private final List<Runnable> backlog = new ArrayList<>();
    private boolean alive = true;
    private boolean busy;
    private long pausedAt = -1;
    private long pausedFor;

    Shell(World world) {
        this.world = world;
        this.startedAt = world.time.now();
        this.eyes = new Eyes(this);
        for (Site site : world.sites) {
            StateMachine machine = new StateMachine(site.service);
            seats.add(new Seat(site, world.bug.plantedIn(machine), startedAt));
            lanes.computeIfAbsent(site.service.zone(), zone -> new Lane(this, zone));
        }
    }

    void start() {
        for (Seat seat : seats) {
            for (Watch watch : seat.site.watches()) {
                watch.tempo = Effect.Tempo.NORMAL;
                long rest = watch.maintUntil - world.time.now();
                if (rest > 0) {
                    give(seat, maint(watch, now().plusMillis(rest), "from the journal"));
                } else {
                    watch.maintUntil = 0;
                }
            }
            give(seat, new Input.Tick());
        }
        lanes.values().forEach(Lane::sweepLater);
    }

    static Input maint(Watch watch, Duration until, String reason) {
        return new Input.Maint(watch.target, watch.index, until, reason);
    }

    boolean isAlive() {
        return alive;
    }

    boolean isRunning() {
        return alive && pausedAt < 0;
    }

    /** Milliseconds during which this process ran. */
    long uptime() {
        return (pausedAt < 0 ? world.time.now() : pausedAt) - startedAt - pausedFor;
    }

    Duration now() {
        return Duration.ofMillis(uptime());
    }

    /** When the site last switched back, in this run's uptime; an earlier run's moment comes from the journal's wall time. */
    long inUptime(Site site) {
        return site.flapRun == startedAt ? site.flapUptime : site.flapLast - startedAt;
    }

    long startedAt() {
        return startedAt;
    }

    LeaveLimit newLimit() {
        Duration window = seats.stream()
                .map(seat -> seat.site.service.longestWindow())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new LeaveLimit(world.sites.size(), world.maxFraction, window);
    }

    void kill() {
        alive = false;
        todo.clear();
    }

    void pause() {
        pausedAt = world.time.now();
    }

    /** The process runs again: it notices before it takes anything else. */
    void resume() {
        long gap = world.time.now() - pausedAt;
        pausedFor += gap;
        pausedAt = -1;
        tellAll(new Input.StoodStill(Duration.ofMillis(gap)));
        List<Runnable> waiting = List.copyOf(backlog);
        backlog.clear();
        waiting.forEach(this::enter);
    }

    /** The one door: nothing enters a dead process, and what comes while it is paused waits. */
    void enter(Runnable what) {
        if (!alive) {
            return;
        }
        if (pausedAt >= 0) {
            backlog.add(what);
            return;
        }
        todo.add(what);
        if (busy) {
            return;
        }
        busy = true;
        while (!todo.isEmpty()) {
            todo.poll().run();
            if (todo.isEmpty()) {
                pumpAll();
            }
        }
        busy = false;
    }

    /** Only when nothing else is to be taken: what is sent is decided with everything that is known. */
    private void pumpAll() {
        for (Lane lane : lanes.values()) {
            if (alive) {
                lane.pump();
            }
        }
    }

    void give(Seat seat, Input input) {
        enter(() -> step(seat, input));
    }

    void hear(Site site, Watch watch, Observation observation) {
        if (pausedAt >= 0 && world.dice.chance(0.5)) {
            return; // the connection was given up meanwhile
        }
        give(seat(site), new Input.Observed(watch.target, watch.index, observation));
    }

    Seat seat(Site site) {
        return seats.get(world.sites.indexOf(site));
    }

    void step(Seat seat, Input input) {
        Step step = seat.brain.step(seat.state, input, now());
        Seat.Before before = seat.move(step);
        world.invariants.stepped(this, seat, before, input, step);
        for (Effect effect : step.effects()) {
            if (alive) {
                perform(seat, effect);
                world.weather.maybeKill(effect);
            }
        }
        if (alive) {
            arm(seat);
        }
    }

    private void perform(Seat seat, Effect effect) {
        Lane lane = lanes.get(seat.site.service.zone());
        if (effect instanceof Effect.Tell tell) {
            world.invariants.told(this, seat, tell);
        } else if (effect instanceof Effect.Ask ask) {
            eyes.ask(seat, ask);
        } else if (effect instanceof Effect.Read read) {
            world.provider.read(
                    lane.zone,
                    seat.site.service.names(),
                    live -> answer(seat, new Input.LiveRead(read.attempt(), live)),
                    error -> answer(seat, new Input.ReadFailed(read.attempt(), error)));
        } else if (effect instanceof Effect.Send send) {
            lane.offer(seat, send);
        } else if (effect instanceof Effect.Withdraw withdraw) {
            lane.withdraw(seat, withdraw);
        } else if (effect instanceof Effect.Poll poll) {
            world.provider.poll(
                    lane.zone,
                    poll.changeId(),
                    presence -> answer(seat, new Input.Polled(poll.attempt(), presence)),
                    error -> answer(seat, new Input.PollFailed(poll.attempt(), error)));
        } else if (effect instanceof Effect.AskServers ask) {
            give(seat, new Input.ServersAnswered(ask.attempt(), List.of()));
        } else if (effect instanceof Effect.Pace pace) {
            Watch watch = seat.site.hosts.get(pace.target()).watches.get(pace.check());
            watch.tempo = pace.tempo();
            watch.wake(Math.max(1, watch.interval()));
        }
    }

    /** An answer enters, and now and then a second time much later. */
    void answer(Seat seat, Input input) {
        enter(() -> {
            seat.disturbedBy(input);
            step(seat, input);
        });
        world.weather.maybeRepeat(() -> enter(() -> {
            if (Staleness.isStale(seat, input)) {
                world.invariants.stale(this, seat, input);
                step(seat, input);
            }
        }));
    }

    private void arm(Seat seat) {
        if (seat.wakeAt.equals(Uptime.NEVER)) {
            return;
        }
        long at = world.time.now() + Math.max(0, seat.wakeAt.toMillis() - uptime());
        if (at < seat.armedAt) {
            seat.armedAt = at;
            world.later(at - world.time.now() + world.weather.timerLateness(), () -> enter(() -> fire(seat, at)));
        }
    }

    private void fire(Seat seat, long at) {
        if (seat.armedAt != at) {
            return;
        }
        seat.armedAt = Seat.NEVER;
        if (Uptime.reached(now(), seat.wakeAt)) {
            step(seat, new Input.Tick());
        } else {
            arm(seat);
        }
    }

    void order(Site site, StandingOrder order) {
        give(seat(site), new Input.Ordered(order));
    }

    void release(Site site) {
        give(seat(site), new Input.Released());
    }

    /** One input for every service, with nothing sent in between. */
    void tellAll(Input input) {
        enter(() -> seats.forEach(seat -> step(seat, input)));
    }

    /** The trust that a service's question is answered with. */
    void asked(Seat seat, Effect.Ask ask, Trust trust) {
        if (trust instanceof Trust.Well || trust instanceof Trust.WellWith) {
            seat.trustedAt = uptime();
            seat.trusted = ask.questions();
        }
        answer(seat, new Input.Asked(ask.attempt(), trust));
    }

    Isolation isolation() {
        return eyes.isolation();
    }
}
