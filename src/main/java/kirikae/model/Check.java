package kirikae.model;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A configured rule how to watch a target. */
public sealed interface Check {
    /** The check's name within its target. */
    String name();

    /** When its verdict moves. */
    Rule rule();

    /** The kind as written in the configuration. */
    String kind();

    /**
     * When a check's verdict moves.
     *
     * @param noDataWindow the longest silence (no success) that is still fine
     * @param rise successes in a row to come back, at least 1
     * @param fall failures in a row to go DOWN; 0 means that only silence counts
     */
    record Rule(Duration noDataWindow, int rise, int fall) {}

    /**
     * How often we look.
     *
     * @param interval from the start of one probe to the start of the next
     * @param timeout for the whole probe
     * @param confirmInterval the interval while a verdict is being decided; equal to interval when not wanted
     */
    record Pace(Duration interval, Duration timeout, Duration confirmInterval) {}

    /** A check that we make ourselves. */
    sealed interface Probe extends Check {
        /** How often we look. */
        Pace pace();
    }

    /** A check whose reports are pushed to us, by the host or by an agent on it. */
    sealed interface Push extends Check {
        /** The host that reports, in any case of letters. */
        String host();

        /** What proves that it is the host: bearer token, API key of a Datadog Agent, or key of a signature. */
        Secret token();

        /** Whether reports over DogStatsD count, which prove nothing. */
        Datagrams datagrams();
    }

    /** How a heartbeat proves itself. */
    enum Auth {
        /** The token goes along; also as the API key of a Datadog Agent. */
        BEARER,
        /** The token signs and stays where it is. */
        HMAC
    }

    /** Whether unproved reports over DogStatsD count for a check. */
    enum Datagrams {
        IGNORED,
        TAKEN
    }

    /** The host pushes. */
    record Heartbeat(String name, Rule rule, String host, Secret token, Auth auth, Datagrams datagrams)
            implements Push {
        /** One for which datagrams count nothing. */
        public Heartbeat(String name, Rule rule, String host, Secret token, Auth auth) {
            this(name, rule, host, token, auth, Datagrams.IGNORED);
        }

        @Override
        public String kind() {
            return "heartbeat";
        }
    }

    /**
     * A service check that a Datadog Agent sends for its host: status 0 is good, 1 good with a warning, 2 bad, 3 unknown.
     *
     * @param check the agent's name of it, such as "http.can_connect"
     * @param tags those a report must all have to count; empty for any report of that name
     */
    record DatadogCheck(
            String name, Rule rule, String host, Secret token, Datagrams datagrams, String check, List<String> tags)
            implements Push {
        /** Copies the tags. */
        public DatadogCheck {
            tags = List.copyOf(tags);
        }

        @Override
        public String kind() {
            return "datadog-check";
        }
    }

    /** Which of several addresses must answer. */
    enum Addresses {
        ANY,
        ALL
    }

    /**
     * An HTTP GET.
     *
     * @param url http or https, without user info
     * @param statuses inclusive ranges of good statuses
     * @param bodyContains text that the first 64 KiB of the body must contain; empty when nothing is asked
     * @param headers further request headers, without Host, Content-Length, Transfer-Encoding and Connection
     * @param connectTo "host:port", "host" or an address to connect to instead of the URL's host; empty when not given
     * @param pinned the target's own addresses when the URL's host is one of the service's names and connectTo is not given,
     *     else empty: the connection goes to these, Host header and TLS server name stay the URL's
     * @param addresses whether any or all of several addresses must answer
     * @param verifyTls whether the certificate must be valid for the URL's host
     * @param freshEvery every how many probes a new connection is opened; 1: for each
     */
    record Http(
            String name,
            Rule rule,
            Pace pace,
            URI url,
            List<StatusRange> statuses,
            String bodyContains,
            Map<String, String> headers,
            String connectTo,
            List<String> pinned,
            Addresses addresses,
            boolean verifyTls,
            int freshEvery)
            implements Probe {
        @Override
        public String kind() {
            return "http";
        }
    }

    /** An inclusive range of HTTP statuses. */
    record StatusRange(int from, int to) {
        /** True when the status lies in it. */
        public boolean contains(int status) {
            return from <= status && status <= to;
        }
    }

    /**
     * A TCP connect.
     *
     * @param host a name or an address literal (an IPv6 literal without brackets)
     * @param pinned as for {@link Http}
     */
    record Tcp(String name, Rule rule, Pace pace, String host, int port, List<String> pinned, Addresses addresses)
            implements Probe {
        @Override
        public String kind() {
            return "tcp";
        }
    }

    /**
     * A command with the exit codes of a Nagios plugin: 0 good, 1 good with a warning, else bad.
     *
     * @param command the program and its arguments; never a shell line
     */
    record Exec(String name, Rule rule, Pace pace, List<String> command) implements Probe {
        @Override
        public String kind() {
            return "exec";
        }
    }
}
