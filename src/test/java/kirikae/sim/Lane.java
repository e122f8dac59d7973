package kirikae.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kirikae.core.Actual;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.core.Uptime;
import kirikae.core.ZoneQueue;
import kirikae.core.ZoneQueue.Waiting;
import kirikae.model.RecordSet;

/** One hosted zone in the shell: its queue of changes, and the regular re-read of its records. */
final class Lane {
    final String zone;
    private final Shell shell;
    private final World world;
    private final ZoneQueue queue;
    private long armedAt = Seat.NEVER;
    private long sweeps;

    Lane(Shell shell, String zone) {
        this.shell = shell;
        this.world = shell.world;
        this.zone = zone;
        this.queue = new ZoneQueue(zone, world.dice.chance(0.3) ? 8 : 1_000, 32_000);
    }

    void offer(Seat seat, Effect.Send send) {
        queue.offer(new Waiting(seat.site.service.name(), send.attempt(), send.change()));
    }

    void withdraw(Seat seat, Effect.Withdraw withdraw) {
        queue.withdraw(seat.site.service.name(), withdraw.attempt());
    }

    /** Sends the next batch if one may go. */
    void pump() {
        if (queue.size() == 0) {
            return;
        }
        Duration now = shell.now();
        List<Seat> dropped = new ArrayList<>();
        List<Waiting> batch = queue.next(now, waiting -> {
            Seat seat = seat(waiting);
            boolean wanted = seat.brain.wants(seat.state, waiting.attempt(), now);
            if (!wanted) {
                dropped.add(seat);
            }
            return wanted;
        });
        dropped.forEach(seat -> shell.give(seat, new Input.Tick()));
        if (batch.isEmpty()) {
            arm();
            return;
        }
        List<Dispatch> sent = new ArrayList<>();
        for (Waiting waiting : batch) {
            sent.add(world.invariants.sending(shell, seat(waiting), waiting));
        }
        world.invariants.inFlight(this, 1);
        for (Waiting waiting : batch) {
            Input.ChangeSent input = new Input.ChangeSent(waiting.attempt());
            seat(waiting).disturbedBy(input);
            shell.step(seat(waiting), input);
        }
        if (world.weather.sweepsNow()) {
            sweep();
        }
        world.provider.change(zone, sent, end -> shell.enter(() -> ended(end)));
    }

    private void ended(ZoneQueue.End end) {
        world.invariants.inFlight(this, -1);
        for (ZoneQueue.Told told : queue.ended(end, shell.now())) {
            Seat seat = seat(told.change());
            world.invariants.ended(seat, told.input());
            shell.answer(seat, told.input());
        }
    }

    private Seat seat(Waiting waiting) {
        return shell.seats.stream()
                .filter(seat -> seat.site.service.name().equals(waiting.service()))
                .findFirst()
                .orElseThrow();
    }

    private void arm() {
        Duration wake = queue.wakeAt(shell.now());
        if (wake.equals(Uptime.NEVER)) {
            return;
        }
        long at = world.time.now() + Math.max(1, wake.toMillis() - shell.uptime());
        if (at < armedAt) {
            armedAt = at;
            world.later(
                    at - world.time.now(),
                    () -> shell.enter(() -> {
                        armedAt = Seat.NEVER;
                        pump();
                    }));
        }
    }

    // ---- the regular re-read ----

    /** What was known when a re-read began. */
    private record Began(long generation, long disturbances) {}

    void sweepLater() {
        boolean soon = shell.seats.stream()
                .filter(seat -> seat.site.service.zone().equals(zone))
                .anyMatch(Lane::deservesALook);
        boolean stormy = world.weather.isStormy();
        long pause = stormy ? (soon ? 30_000 : 300_000) : (soon ? 3_600_000 : 6 * 3_600_000L);
        long turn = ++sweeps;
        world.later(
                world.dice.between(pause / 2, pause),
                () -> shell.enter(() -> {
                    if (turn == sweeps) {
                        sweep();
                    }
                }));
    }

    private static boolean deservesALook(Seat seat) {
        return !(seat.state.actual() instanceof Actual.At)
                || !seat.state.failing().isNone()
                || !seat.state.told().refused().isEmpty();
    }

    void sweep() {
        Map<Seat, Began> generations = new HashMap<>();
        shell.seats.stream()
                .filter(seat -> seat.site.service.zone().equals(zone))
                .forEach(seat -> generations.put(seat, new Began(seat.state.generation(), seat.disturbances)));
        world.provider.read(
                zone,
                List.of(),
                live -> shell.enter(() -> swept(generations, live)),
                error -> shell.enter(this::sweepLater));
    }

    private void swept(Map<Seat, Began> began, List<RecordSet> live) {
        for (Seat seat : shell.seats) {
            if (began.containsKey(seat)) {
                shell.enter(() -> swept(seat, began.get(seat), live));
            }
        }
        sweepLater();
    }

    private void swept(Seat seat, Began began, List<RecordSet> live) {
        Input.Swept swept = new Input.Swept(began.generation(), live);
        if (began.disturbances() != seat.disturbances) {
            world.invariants.stale(shell, seat, swept);
        }
        shell.step(seat, swept);
    }
}
