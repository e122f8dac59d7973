package kirikae.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Secret;

/**
 * Which token is good for which checks of which host; made anew at every reload. Owns: the comparison, which costs one digest
 * whether the host is known or not, and never looks at the token's text.
 */
final class HeartbeatTable {
    private static final Entry NOBODY = new Entry(new CheckId("", "", ""), new Secret(""));

    private final Map<String, Host> hosts = new HashMap<>();
    private final Host unknown;
    private final Set<Secret> tokens;

    HeartbeatTable(Map<CheckId, Check.Heartbeat> checks, LongSupplier nanoTime) {
        unknown = new Host(List.of(NOBODY), new Allowance(nanoTime));
        tokens = checks.values().stream().map(Check.Heartbeat::token).collect(Collectors.toUnmodifiableSet());
        Map<String, List<Entry>> byHost = new HashMap<>();
        new TreeMap<>(checks)
                .forEach((id, check) -> byHost.computeIfAbsent(
                                HeartbeatPath.canonical(check.host()), host -> new ArrayList<>())
                        .add(new Entry(id, check.token())));
        byHost.forEach((host, entries) -> hosts.put(host, new Host(List.copyOf(entries), new Allowance(nanoTime))));
    }

    /** What a token is at a host. */
    Admission admit(String host, String token) {
        Secret given = new Secret(token);
        boolean goodSomewhere = tokens.contains(given);
        boolean known = hosts.containsKey(host);
        Host there = hosts.getOrDefault(host, unknown);
        List<CheckId> checks = there.accepting(given);
        if (!known) {
            return goodSomewhere ? new Admission.NoSuchHost() : new Admission.WrongToken();
        }
        if (checks.isEmpty()) {
            return new Admission.WrongToken();
        }
        return there.allowance().take() ? new Admission.Admitted(checks) : new Admission.TooOften();
    }

    /** The answer to a token at a host. */
    sealed interface Admission {
        /** Good for these checks. */
        record Admitted(List<CheckId> checks) implements Admission {}

        /** Good, but this host has used up its allowance. */
        record TooOften() implements Admission {}

        /** Good somewhere, but this host is in no check. */
        record NoSuchHost() implements Admission {}

        /** No good, whether the host exists or not. */
        record WrongToken() implements Admission {}
    }

    private record Entry(CheckId check, Secret token) {}

    private record Host(List<Entry> entries, Allowance allowance) {
        List<CheckId> accepting(Secret given) {
            // Secret.equals compares digests in constant time, as Secret.matches does, without a digest for every
            // entry.
            return entries.stream()
                    .filter(entry -> entry.token().equals(given))
                    .map(Entry::check)
                    .toList();
        }
    }
}
