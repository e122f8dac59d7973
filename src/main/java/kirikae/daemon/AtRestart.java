package kirikae.daemon;

import java.util.ArrayList;
import java.util.List;
import kirikae.model.Settings;

/** Which keys of a new configuration take effect at the next start only. */
final class AtRestart {
    private AtRestart() {}

    /** Compares two configurations; gives the keys that differ and need a restart. */
    static List<String> keys(Settings before, Settings next) {
        List<String> keys = new ArrayList<>();
        if (!before.listen().equals(next.listen())) {
            keys.add("listen");
        }
        if (!before.stateDir().equals(next.stateDir())) {
            keys.add("state-dir");
        }
        if (!before.controlSocket().equals(next.controlSocket())) {
            keys.add("control-socket");
        }
        if (!before.deadMan().equals(next.deadMan())) {
            keys.add("dead-man");
        }
        return keys;
    }
}
