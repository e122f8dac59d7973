package kirikae.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What goes wrong next: faults wait in order, each for a kind of request and a number of times. */
final class FaultScript {
    private final List<Scene> scenes = new ArrayList<>();

    private static final class Scene {
        final Planned planned;
        final RequestKind on;
        int left;

        Scene(Planned planned, RequestKind on, int left) {
            this.planned = planned;
            this.on = on;
            this.left = left;
        }
    }

    /** A fault and its delay. */
    record Planned(Fault fault, Duration delay) {}

    synchronized void add(Fault fault, RequestKind on, int count, Duration delay) {
        scenes.add(new Scene(new Planned(fault, delay), on, count));
    }

    synchronized void clear() {
        scenes.clear();
    }

    synchronized Optional<Planned> take(RequestKind kind) {
        for (Iterator<Scene> it = scenes.iterator(); it.hasNext(); ) {
            Scene scene = it.next();
            if (scene.on == RequestKind.ANY || scene.on == kind) {
                if (--scene.left <= 0) {
                    it.remove();
                }
                return Optional.of(scene.planned);
            }
        }
        return Optional.empty();
    }
}
