package kirikae.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the fake knows: zones, changes, violations, and how slow it is told to be. Its own lock guards all of it. */
final class FakeState {
    final Map<String, FakeZone> zones = new LinkedHashMap<>();
    final Map<String, Applied> changes = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();
    Duration inSync = Duration.ZERO;
    boolean neverInSync;
    Duration prior = Duration.ZERO;
    Duration latency = Duration.ZERO;
    boolean oldErrorShape;
    Optional<FakePolicy> policy = Optional.empty();
    private int inFlight;
    private int mostInFlight;
    private final Map<String, Integer> onTheirWay = new HashMap<>();
    private final Map<String, Integer> mostOnTheirWay = new HashMap<>();

    synchronized Optional<FakeZone> zone(String id) {
        return Optional.ofNullable(zones.get(id));
    }

    synchronized Duration latency() {
        return latency;
    }

    synchronized void violation(String what) {
        violations.add(what);
    }

    synchronized List<String> violations() {
        List<String> all = new ArrayList<>(violations);
        zones.values().forEach(zone -> all.addAll(zone.broken()));
        return all;
    }

    /** A change of the zone has come in, whatever becomes of it. */
    synchronized void arrived(String zone) {
        mostOnTheirWay.merge(zone, onTheirWay.merge(zone, 1, Integer::sum), Math::max);
    }

    synchronized void left(String zone) {
        onTheirWay.merge(zone, -1, Integer::sum);
    }

    /** The zone of an applied change; empty when there is no such change. */
    synchronized String zoneOf(String change) {
        return Optional.ofNullable(changes.get(change)).map(Applied::zone).orElse("");
    }

    /** Claims the zone for one change; false while another is worked on or has just been. */
    synchronized boolean claim(FakeZone zone) {
        mostInFlight = Math.max(mostInFlight, ++inFlight);
        if (zone.working || zone.busyUntil - System.nanoTime() > 0) {
            inFlight--;
            return false;
        }
        zone.working = true;
        return true;
    }

    synchronized void release(FakeZone zone) {
        inFlight--;
        zone.working = false;
    }

    /** The most changes of one zone that were on their way at once, refused ones included. */
    synchronized int mostInFlight(String zone) {
        return mostOnTheirWay.getOrDefault(zone, 0);
    }

    synchronized int mostInFlight() {
        return mostInFlight;
    }

    /** Applies a batch; gives the reasons against it, or nothing and writes it down. */
    synchronized List<String> apply(FakeZone zone, ChangeRequest request) {
        Set<String> before = zone.names();
        List<String> reasons = zone.apply(request.changes());
        if (reasons.isEmpty()) {
            before.removeAll(zone.names());
            before.forEach(name -> violation("left without records: " + name));
            zone.busyUntil = System.nanoTime() + prior.toNanos();
            String id = "C%013d".formatted(changes.size() + 1);
            List<String> lines =
                    request.changes().stream().map(WireChange::toString).toList();
            changes.put(id, new Applied(id, zone.id, Instant.now(), System.nanoTime(), request.comment(), lines));
        }
        return reasons;
    }

    synchronized List<Applied> applied() {
        return List.copyOf(changes.values());
    }

    synchronized boolean isInSync(Applied change) {
        return !neverInSync && System.nanoTime() - change.nanos() >= inSync.toNanos();
    }
}
