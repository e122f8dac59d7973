package kirikae.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Secret;

/**
 * Which checks hear what of an agent's report: by the key it came with, and, for reports over DogStatsD, which come with none, those
 * that say so. Made anew at every reload. A check with a signature hears no agent: an agent shows its key.
 */
final class AgentTable {
    private final Map<Secret, Audience> byKey = new HashMap<>();
    private final Audience open = new Audience();

    AgentTable(Map<CheckId, Check.Push> checks) {
        new TreeMap<>(checks).forEach((id, check) -> {
            boolean signed = check instanceof Check.Heartbeat beat && beat.auth() == Check.Auth.HMAC;
            if (!signed) {
                byKey.computeIfAbsent(check.token(), key -> new Audience()).add(id, check);
            }
            if (check.datagrams() == Check.Datagrams.TAKEN) {
                open.add(id, check);
            }
        });
    }

    /** Who hears reports with this key; nobody when it is no check's. Takes the same time whatever the key's text. */
    Optional<Audience> with(String key) {
        return Optional.ofNullable(byKey.get(new Secret(key)));
    }

    /** Who hears reports that prove nothing. */
    Audience open() {
        return open;
    }

    /** The checks that hear reports of one origin, by host. */
    static final class Audience {
        private final Map<String, Host> hosts = new HashMap<>();

        private void add(CheckId id, Check.Push check) {
            hosts.computeIfAbsent(HeartbeatPath.canonical(check.host()), host -> new Host())
                    .add(id, check);
        }

        /** Notes who hears this report. */
        void hear(ServiceCheck report, Heard into) {
            Optional.ofNullable(hosts.get(HeartbeatPath.canonical(report.host())))
                    .ifPresent(host -> host.hear(report, into));
        }
    }

    private record Wanted(CheckId id, List<String> tags) {}

    private static final class Host {
        private final List<CheckId> heartbeats = new ArrayList<>();
        private final Map<String, List<Wanted>> wanted = new HashMap<>();

        void add(CheckId id, Check.Push check) {
            if (check instanceof Check.DatadogCheck named) {
                wanted.computeIfAbsent(named.check(), name -> new ArrayList<>()).add(new Wanted(id, named.tags()));
            } else {
                heartbeats.add(id);
            }
        }

        void hear(ServiceCheck report, Heard into) {
            if (report.isHeartbeat()) {
                into.alive.addAll(heartbeats);
            }
            if (report.isReport()) {
                wanted.getOrDefault(report.name(), List.of()).stream()
                        .filter(one -> report.tags().containsAll(one.tags()))
                        .forEach(one -> into.reported.merge(one.id(), report, Heard::worse));
            }
        }
    }

    /** What one body or datagram says to whom; bounded by the number of checks. */
    static final class Heard {
        private final Set<CheckId> alive = new LinkedHashSet<>();
        private final Map<CheckId, ServiceCheck> reported = new LinkedHashMap<>();

        /** The heartbeat checks that heard their host. */
        Set<CheckId> alive() {
            return alive;
        }

        /** The newest and, of equally new ones, the worst report for each check that takes reports. */
        Map<CheckId, ServiceCheck> reported() {
            return reported;
        }

        private static ServiceCheck worse(ServiceCheck one, ServiceCheck other) {
            if (one.time() != other.time()) {
                return one.time() > other.time() ? one : other;
            }
            return one.badness() >= other.badness() ? one : other;
        }
    }
}
