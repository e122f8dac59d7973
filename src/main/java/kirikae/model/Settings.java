package kirikae.model;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A whole valid configuration, contract.md section 2.
 *
 * @param files the files it was read from, the main one first
 * @param warnings what is allowed but deserves a word, ready to print
 */
public record Settings(
        List<Path> files,
        Listen listen,
        Path controlSocket,
        Path stateDir,
        IsolationRule isolation,
        DeadMan deadMan,
        Map<String, ProviderSettings> providers,
        List<Service> services,
        List<String> warnings) {
    /** Copies its collections. */
    public Settings {
        files = List.copyOf(files);
        providers = Map.copyOf(providers);
        services = List.copyOf(services);
        warnings = List.copyOf(warnings);
    }

    /**
     * An address to listen on.
     *
     * @param host an address literal or name; IPv6 without brackets
     * @param port 0 lets the system choose
     */
    public record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** Something that may be switched off. */
    public sealed interface Listener {
        /** Closed. */
        record Off() implements Listener {}

        /** Open at an address. */
        record At(Endpoint endpoint) implements Listener {}
    }

    /** TLS of the listener. */
    public sealed interface Tls {
        /** None. */
        record Plain() implements Tls {}

        /** PEM files, read again when they change. */
        record Pem(Path certificate, Path key) implements Tls {}
    }

    /**
     * Where the daemon listens.
     *
     * @param http heartbeats, and the status page unless {@code status} is open
     * @param status a listener of its own for the page, JSON, SSE and metrics; off when they live beside the intake
     * @param hosts further Host names allowed for the page
     */
    public record Listen(Listener http, Tls tls, Listener status, List<String> hosts) {}

    /**
     * Is it them, or is it me?
     *
     * @param anchors tcp://host:port, http:// or https:// URLs
     * @param required how many must answer; 0 only without anchors
     * @param maxFraction share of the services that may leave their primary within one window, above 0, at most 1
     */
    public record IsolationRule(List<URI> anchors, int required, double maxFraction) {}

    /** An outbound ping while the decision loop is well. */
    public sealed interface DeadMan {
        /** None. */
        record Off() implements DeadMan {}

        /** GET this address this often. */
        record To(URI url, Duration every) implements DeadMan {}
    }

    /** Where records live. */
    public sealed interface ProviderSettings {
        /**
         * Amazon Route 53. Empty texts mean the SDK's default.
         *
         * @param endpoint an URL to use instead of AWS's own
         * @param assumeRole an ARN
         * @param verifyNameServers reserved for the check of answers by name servers
         */
        record Route53(
                String endpoint, String region, String profile, String assumeRole, List<String> verifyNameServers)
                implements ProviderSettings {}

        /** The authoritative DNS server inside the daemon, on UDP and TCP. */
        record Builtin(Endpoint listen) implements ProviderSettings {}
    }
}
