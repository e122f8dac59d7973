package kirikae.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kirikae.model.Escapes;

/**
 * Knows the Host names under which the page, JSON, live events and metrics may be asked for, so that a web site whose name was
 * pointed at this listener (DNS rebinding) reads nothing. The port does not count. Must never stand before heartbeats, intake,
 * triggers or the health routes.
 */
public final class HostGate {
    private static final Set<String> ALWAYS = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int LONGEST_SHOWN = 80;

    private final Set<String> allowed;

    /**
     * Takes the names besides localhost, 127.0.0.1 and [::1].
     *
     * @param listening the host this listener was configured with; an IPv6 address without brackets
     * @param further the names in {@code listen.hosts}
     */
    public HostGate(String listening, Collection<String> further) {
        allowed = Stream.of(ALWAYS, List.of(listening), further)
                .flatMap(Collection::stream)
                .map(HostGate::bracketed)
                .map(HostGate::normal)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Why this request is not answered, in one line; empty when it may be. */
    Optional<String> objection(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
        if (hosts.size() != 1) {
            return Optional.of("a request for this page needs exactly one Host header");
        }
        String host = hosts.get(0);
        return allows(host)
                ? Optional.empty()
                : Optional.of("the Host name " + shown(host) + " is not allowed here (DNS rebinding);"
                        + " add it to listen.hosts if it is yours");
    }

    boolean allows(String host) {
        return allowed.contains(normal(withoutPort(host)));
    }

    private static String withoutPort(String host) {
        int colon = host.indexOf(':', host.indexOf(']') + 1);
        boolean port = colon >= 0 && host.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
        return port ? host.substring(0, colon) : host;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static String normal(String host) {
        String lower = host.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String shown(String host) {
        return "'" + Escapes.escape(Escapes.bound(host, LONGEST_SHOWN)) + "'";
    }
}
