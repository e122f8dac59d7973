package kirikae.daemon;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Service;
import kirikae.model.Target;

/** Where each check of a configuration belongs. Immutable. */
final class CheckTable {
    private final Map<CheckId, Place> places = new HashMap<>();
    private final Map<CheckId, Check.Heartbeat> heartbeats = new HashMap<>();
    private final Map<CheckId, Check.Push> pushed = new HashMap<>();
    private final Map<CheckId, Check.Probe> probes = new HashMap<>();

    /** A check's place: indices as in the service. */
    record Place(String service, int target, int check) {}

    CheckTable(Iterable<Service> services) {
        for (Service service : services) {
            for (int t = 0; t < service.targets().size(); t++) {
                add(service, t);
            }
        }
    }

    private void add(Service service, int index) {
        Target target = service.targets().get(index);
        for (int c = 0; c < target.checks().size(); c++) {
            Check check = target.checks().get(c);
            CheckId id = new CheckId(service.name(), target.name(), check.name());
            places.put(id, new Place(service.name(), index, c));
            if (check instanceof Check.Heartbeat heartbeat) {
                heartbeats.put(id, heartbeat);
            }
            if (check instanceof Check.Push push) {
                pushed.put(id, push);
            } else if (check instanceof Check.Probe probe) {
                probes.put(id, probe);
            }
        }
    }

    /** Where it belongs; empty for a check that a reload has removed. */
    Optional<Place> place(CheckId id) {
        return Optional.ofNullable(places.get(id));
    }

    /** All heartbeat checks. */
    Map<CheckId, Check.Heartbeat> heartbeats() {
        return Map.copyOf(heartbeats);
    }

    /** All checks whose reports are pushed, heartbeats among them. */
    Map<CheckId, Check.Push> pushed() {
        return Map.copyOf(pushed);
    }

    /** All checks that we make. */
    Map<CheckId, Check.Probe> probes() {
        return Map.copyOf(probes);
    }
}
