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
 * @param notices who is told of what; no decision depends on it
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
        List<Trigger> triggers,
        List<Service> services,
        Notices notices,
        List<String> warnings) {
    /** Copies its collections. */
    public Settings {
        files = List.copyOf(files);
        providers = Map.copyOf(providers);
        triggers = List.copyOf(triggers);
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
     * @param dogstatsd UDP, unauthenticated
     * @param allowFrom whose datagrams are read besides those of this machine
     */
    public record Listen(
            Listener http, Tls tls, Listener status, List<String> hosts, Listener dogstatsd, List<Network> allowFrom) {
        /** Copies its lists. */
        public Listen {
            hosts = List.copyOf(hosts);
            allowFrom = List.copyOf(allowFrom);
        }

        /** Without DogStatsD. */
        public Listen(Listener http, Tls tls, Listener status, List<String> hosts) {
            this(http, tls, status, hosts, new Listener.Off(), List.of());
        }
    }

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

    /** What proves a switch besides the records as the writing side shows them. */
    public sealed interface Verification {
        /** Nothing. */
        record ReadBack() implements Verification {}

        /** The answers of the zone's own name servers, as the provider names them. */
        record ZoneServers() implements Verification {}

        /** The answers of these name servers. */
        record Servers(List<Endpoint> servers) implements Verification {
            /** Copies its list. */
            public Servers {
                servers = List.copyOf(servers);
            }
        }
    }

    /** How dynamic updates are signed: RFC 8945. */
    public sealed interface Tsig {
        /** The algorithms that can be configured. */
        enum Algorithm {
            HMAC_SHA256,
            HMAC_SHA512
        }

        /** Not at all. */
        record None() implements Tsig {}

        /**
         * With a key that the server knows by the same name.
         *
         * @param name a DNS name
         * @param secret the key in base64
         */
        record Key(String name, Algorithm algorithm, Secret secret) implements Tsig {}
    }

    /** Where records live. */
    public sealed interface ProviderSettings {
        /** What proves a switch. */
        Verification verification();

        /**
         * Amazon Route 53. Empty texts mean the SDK's default.
         *
         * @param endpoint an URL to use instead of AWS's own
         * @param assumeRole an ARN
         */
        record Route53(String endpoint, String region, String profile, String assumeRole, Verification verification)
                implements ProviderSettings {}

        /** The authoritative DNS server inside the daemon, on UDP and TCP. */
        record Builtin(Endpoint listen, Verification verification) implements ProviderSettings {}

        /**
         * A name server that takes dynamic updates (RFC 2136): BIND, Knot, PowerDNS and others.
         *
         * @param server the primary server of the zones
         */
        record Rfc2136(Endpoint server, Tsig tsig, Verification verification) implements ProviderSettings {}
    }
}
