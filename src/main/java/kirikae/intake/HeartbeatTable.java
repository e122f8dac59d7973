package kirikae.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import kirikae.intake.HighWater.Signer;
import kirikae.model.Check;
import kirikae.model.CheckId;
import kirikae.model.Secret;

/**
 * Which token is good for which checks of which host; made anew at every reload. Owns: the comparison, which costs one digest (or
 * one signature) whether the host is known or not, and never looks at the token's text. A check with a signature takes no bearer
 * token and the other way round.
 */
final class HeartbeatTable {
    private static final CheckId NOBODY = new CheckId("", "", "");

    private final Map<String, Host> hosts = new HashMap<>();
    private final Host unknown;
    private final Set<Secret> tokens;

    HeartbeatTable(Map<CheckId, Check.Heartbeat> checks, LongSupplier nanoTime) {
        Entry nobody = new Entry(NOBODY, new Secret(""));
        unknown = new Host(List.of(nobody), List.of(nobody), new Allowance(nanoTime));
        tokens = checks.values().stream()
                .filter(check -> check.auth() == Check.Auth.BEARER)
                .map(Check.Heartbeat::token)
                .collect(Collectors.toUnmodifiableSet());
        Map<String, List<CheckId>> byHost = new HashMap<>();
        new TreeMap<>(checks)
                .forEach((id, check) -> byHost.computeIfAbsent(
                                HeartbeatPath.canonical(check.host()), host -> new ArrayList<>())
                        .add(id));
        byHost.forEach((host, ids) -> hosts.put(
                host,
                new Host(
                        entries(ids, checks, Check.Auth.BEARER),
                        entries(ids, checks, Check.Auth.HMAC),
                        new Allowance(nanoTime))));
    }

    private static List<Entry> entries(List<CheckId> ids, Map<CheckId, Check.Heartbeat> checks, Check.Auth auth) {
        List<Entry> entries = new ArrayList<>();
        for (CheckId id : ids) {
            Check.Heartbeat check = checks.get(id);
            if (check != null && check.auth() == auth) {
                entries.add(new Entry(id, check.token()));
            }
        }
        return List.copyOf(entries);
    }

    /** All keys that sign. */
    Set<Signer> signers() {
        Set<Signer> signers = new HashSet<>();
        hosts.forEach((name, host) -> host.signed().forEach(entry -> signers.add(new Signer(name, entry.token()))));
        return signers;
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
        return there.allowance().take() ? new Admission.Admitted(checks, given) : new Admission.TooOften();
    }

    /** What a signature is at a host. */
    Admission admit(Signature signature, Signature.Message message) {
        Host there = hosts.getOrDefault(message.host(), unknown);
        Set<Secret> keys = there.signed().stream().map(Entry::token).collect(Collectors.toSet());
        for (Secret key : keys) {
            if (signature.isOf(message, key) && !there.equals(unknown)) {
                return there.allowance().take()
                        ? new Admission.Admitted(there.signing(key), key)
                        : new Admission.TooOften();
            }
        }
        return new Admission.WrongToken();
    }

    /** The answer to a token or a signature at a host. */
    sealed interface Admission {
        /** Good for these checks, by this token. */
        record Admitted(List<CheckId> checks, Secret token) implements Admission {}

        /** Good, but this host has used up its allowance. */
        record TooOften() implements Admission {}

        /** Good somewhere, but this host is in no check. */
        record NoSuchHost() implements Admission {}

        /** No good, whether the host exists or not. */
        record WrongToken() implements Admission {}
    }

    private record Entry(CheckId check, Secret token) {}

    private record Host(List<Entry> bearing, List<Entry> signed, Allowance allowance) {
        List<CheckId> accepting(Secret given) {
            return with(bearing, given);
        }

        List<CheckId> signing(Secret key) {
            return with(signed, key);
        }

        private static List<CheckId> with(List<Entry> entries, Secret given) {
            // Secret.equals compares digests in constant time, as Secret.matches does, without a digest for every
            // entry.
            return entries.stream()
                    .filter(entry -> entry.token().equals(given))
                    .map(Entry::check)
                    .toList();
        }
    }
}
