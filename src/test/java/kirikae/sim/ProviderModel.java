package kirikae.sim;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import kirikae.core.Input.Presence;
import kirikae.core.ZoneQueue.End;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordSet;

/** The provider: zones behind a network, with latency, and with every class of error when the weather says so. */
final class ProviderModel {
    private static final long DEADLINE = 8_000;
    private final World world;
    private final Map<String, ZoneModel> zones = new HashMap<>();
    private final Map<String, Long> inSyncAt = new HashMap<>();
    private long changes;

    ProviderModel(World world) {
        this.world = world;
    }

    ZoneModel zone(String name) {
        return zones.computeIfAbsent(name, ZoneModel::new);
    }

    Collection<ZoneModel> zones() {
        return zones.values();
    }

    /** Reads a zone's records at the names; exactly one of both answers comes, within the deadline. */
    void read(String zone, Collection<DomainName> names, Consumer<List<RecordSet>> good, Consumer<ProviderError> bad) {
        Optional<Fault> fault = world.weather.trouble(zone, Trouble.READS);
        if (world.weather.isIsolated() || fault.equals(Optional.of(Fault.READ_FAILED))) {
            world.later(world.dice.between(2_000, DEADLINE), () -> bad.accept(timeOut()));
        } else if (fault.isPresent() && fault.get() != Fault.READ_SLOW) {
            world.later(latency(), () -> bad.accept(Trouble.error(fault.get())));
        } else {
            boolean slow = fault.isPresent() || (names.isEmpty() && world.dice.chance(0.5));
            long before = fault.isPresent() ? world.dice.between(100, 4_000) : latency();
            long after = slow ? world.dice.between(100, 3_900) : latency();
            world.later(before, () -> {
                List<RecordSet> seen =
                        names.isEmpty() ? zone(zone).all() : zone(zone).at(names);
                world.later(after, () -> good.accept(seen));
            });
        }
    }

    /** Sends one batch; exactly one end comes, within the deadline. */
    void change(String zone, List<Dispatch> batch, Consumer<End> end) {
        Optional<Fault> drawn =
                world.weather.isIsolated() ? Optional.of(Fault.NOT_SENT) : world.weather.trouble(zone, Trouble.CHANGES);
        Fault fault = drawn.filter(each -> concerns(each, zone, batch)).orElse(Fault.HOST_DIED);
        switch (fault) {
            case NOT_SENT -> world.later(DEADLINE, () -> end.accept(new End.Failed(timeOut())));
            case ERROR_AFTER -> applyAnd(zone, batch, done -> end.accept(new End.Failed(Trouble.error(fault))));
            case LOST_REPLY ->
                applyAnd(zone, batch, done -> world.later(DEADLINE, () -> end.accept(new End.Failed(timeOut()))));
            case APPLIED_LATE -> {
                world.later(DEADLINE, () -> end.accept(new End.Failed(timeOut())));
                world.later(DEADLINE + world.dice.between(0, 12_000), () -> applyLate(zone, batch));
            }
            case THROTTLED, PRIOR_REQUEST, ERROR_BEFORE, INVALID, DENIED, NO_ZONE, CREDENTIALS, CLOCK ->
                world.later(latency(), () -> end.accept(new End.Failed(Trouble.error(fault))));
            default -> applyAnd(zone, batch, done -> end.accept(accepted(zone, batch, done)));
        }
    }

    /** A refusal for good is about one service of the batch. */
    private boolean concerns(Fault fault, String zone, List<Dispatch> batch) {
        boolean aboutContent = fault == Fault.INVALID || fault == Fault.DENIED;
        return !aboutContent
                || batch.stream().anyMatch(each -> each.site().service.name().equals(world.weather.victim(zone)));
    }

    private void applyAnd(String zone, List<Dispatch> batch, Consumer<Optional<ProviderError>> then) {
        world.later(latency(), () -> {
            Optional<ProviderError> refused = apply(zone, batch);
            world.later(latency(), () -> then.accept(refused));
        });
    }

    private void applyLate(String zone, List<Dispatch> batch) {
        boolean overtaken = batch.stream()
                .anyMatch(
                        each -> each.site().decision().stream().allMatch(now -> now.number != each.decision().number));
        batch.forEach(each -> each.site().meddled = true);
        if (overtaken) {
            for (Dispatch each : batch) { // A, B, A again: without a fence nobody can tell
                each.decision().excuse();
                each.site().decision().ifPresent(Decision::excuse);
            }
        }
        apply(zone, batch);
    }

    private Optional<ProviderError> apply(String zone, List<Dispatch> batch) {
        List<RecordSet> before = zone(zone).all();
        Optional<ProviderError> refused = zone(zone).apply(batch);
        if (refused.isEmpty()) {
            world.invariants.applied(zone(zone), before, batch);
        }
        return refused;
    }

    private End accepted(String zone, List<Dispatch> batch, Optional<ProviderError> refused) {
        if (refused.isPresent()) {
            return new End.Failed(refused.get());
        }
        String id = "C" + ++changes;
        boolean never = world.weather.trouble(zone, Trouble.SYNC).isPresent();
        boolean at = !never && world.dice.chance(0.2);
        long sync = world.time.now() + world.dice.between(500, 40_000);
        inSyncAt.put(id, never ? Long.MAX_VALUE : at ? 0 : sync);
        if (world.weather.trouble(zone, Trouble.REGRESSIONS).isPresent()) {
            world.later(world.dice.between(100, 40_000), () -> regress(zone, batch));
        }
        return new End.Accepted(id, at ? Presence.IN_SYNC : Presence.PENDING);
    }

    /** An accepted change is lost again (a stranded change), unless something else came since. */
    private void regress(String zone, List<Dispatch> batch) {
        for (Dispatch each : batch) {
            List<RecordSet> live = zone(zone).at(each.site().service.names());
            if (live.containsAll(each.waiting().change().creates())) {
                List<RecordSet> back = new java.util.ArrayList<>(live);
                back.removeAll(each.waiting().change().creates());
                back.addAll(each.waiting().change().deletes());
                zone(zone).put(each.site().service.names(), back);
                each.site().meddled = true;
                each.site().decision().ifPresent(Decision::excuse);
                each.decision().excuse();
                world.tally.count(Fault.REGRESSION);
            }
        }
    }

    void poll(String zone, String id, Consumer<Presence> good, Consumer<ProviderError> bad) {
        Optional<Fault> fault = world.weather.trouble(zone, Trouble.POLLS);
        if (world.weather.isIsolated()) {
            world.later(DEADLINE, () -> bad.accept(timeOut()));
        } else if (fault.isPresent()) {
            world.later(latency(), () -> bad.accept(Trouble.error(fault.get())));
        } else {
            world.later(
                    latency(),
                    () -> good.accept(
                            world.time.now() >= inSyncAt.getOrDefault(id, 0L) ? Presence.IN_SYNC : Presence.PENDING));
        }
    }

    private long latency() {
        return world.dice.between(5, 300);
    }

    private static ProviderError timeOut() {
        return new ProviderError(Kind.AMBIGUOUS, "time-out", "no answer within 8 s");
    }
}
