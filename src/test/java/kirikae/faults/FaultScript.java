package kirikae.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What goes wrong next: faults wait in order, each for a kind of request, in one zone or in any, and a number of times. */
final class FaultScript {
    private final List<Scene> scenes = new ArrayList<>();

    private static final class Scene {
        final Planned planned;
        final RequestKind on;
        final String zone;
        int left;

        Scene(Planned planned, RequestKind on, String zone, int left) {
            this.planned = planned;
            this.on = on;
            this.zone = zone;
            this.left = left;
        }

        boolean isFor(RequestKind kind, String where) {
            return (on == RequestKind.ANY || on == kind) && (zone.isEmpty() || zone.equals(where));
        }
    }

    /** A fault and its delay. */
    record Planned(Fault fault, Duration delay) {}

    /** Takes a zone's id, or nothing for any. */
    synchronized void add(Fault fault, RequestKind on, String zone, int count, Duration delay) {
        scenes.add(new Scene(new Planned(fault, delay), on, zone, count));
    }

    synchronized void clear() {
        scenes.clear();
    }

    /** Forgets what waits for one zone. */
    synchronized void clear(String zone) {
        scenes.removeIf(scene -> scene.zone.equals(zone));
    }

    synchronized Optional<Planned> take(RequestKind kind, String zone) {
        for (Iterator<Scene> it = scenes.iterator(); it.hasNext(); ) {
            Scene scene = it.next();
            if (scene.isFor(kind, zone)) {
                if (--scene.left <= 0) {
                    it.remove();
                }
                return Optional.of(scene.planned);
            }
        }
        return Optional.empty();
    }
}
