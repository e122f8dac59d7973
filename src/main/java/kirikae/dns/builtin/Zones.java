package kirikae.dns.builtin;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/** All zones at one moment; never changed. */
record Zones(Map<Name, Zone> byApex) {
    Zones {
        byApex = Map.copyOf(byApex);
    }

    /** The same with one zone put in or replaced. */
    Zones with(Zone zone) {
        Map<Name, Zone> next = new HashMap<>(byApex);
        next.put(zone.apex(), zone);
        return new Zones(next);
    }

    /** The innermost zone that a name lies in. */
    Optional<Zone> holding(Name name) {
        for (int cut = 0; cut < name.labels(); cut++) {
            Zone zone = byApex.get(new Name(name, cut));
            if (zone != null) {
                return Optional.of(zone);
            }
        }
        return Optional.empty();
    }
}
