package kirikae.probe;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsErrorCauseException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import kirikae.model.Observation;
import kirikae.model.Poison;

/**
 * Says whose fault a failed connection was: the target's (failure) or our own (unknown, never evidence). What is not
 * recognised is our own. The texts are those of the JDK and of the C library as Netty passes them on; errno numbers count
 * too, since texts may be translated. Pure.
 */
final class Faults {
    private static final int DEPTH = 10;

    /** Parts of messages (lower case) that speak of this machine and not of the peer, each with our words for it. */
    private static final List<Local> LOCAL = List.of(
            new Local("too many open files", "too many open files"),
            new Local("file table overflow", "the system's file table is full"),
            new Local("error(-24)", "too many open files"),
            new Local("error(-23)", "the system's file table is full"),
            new Local("no buffer space", "no socket buffers left"),
            new Local("error(-105)", "no socket buffers left"),
            new Local("cannot allocate memory", "out of memory"),
            new Local("error(-12)", "out of memory"),
            new Local("cannot assign requested address", "no local port or address free"),
            new Local("address not available", "no local port or address free"),
            new Local("error(-99)", "no local port or address free"),
            new Local("network is unreachable", "our network is unreachable"),
            new Local("error(-101)", "our network is unreachable"),
            new Local("network is down", "our network is down"),
            new Local("error(-100)", "our network is down"),
            new Local("permission denied", "this machine does not permit the connection"),
            new Local("error(-13)", "this machine does not permit the connection"),
            new Local("operation not permitted", "this machine does not permit the connection"),
            new Local("error(-1)", "this machine does not permit the connection"),
            new Local("address family not supported", "this machine does not speak that address family"),
            new Local("error(-97)", "this machine does not speak that address family"),
            new Local("trustanchors parameter must be non-empty", "our trust store is empty or unreadable"));

    private record Local(String part, String words) {}

    private Faults() {}

    /**
     * Judges what ended a connection, or kept it from being made.
     *
     * @param cause what was thrown
     * @param peer where we connected to
     * @param name the name that the certificate must be valid for
     */
    static Observation of(Throwable cause, Peer peer, String name) {
        Poison.notice(cause);
        List<Throwable> chain = Stream.iterate(cause, next -> next != null, Throwable::getCause)
                .limit(DEPTH)
                .toList();
        Optional<Local> local = chain.stream().flatMap(Faults::local).findFirst();
        if (local.isPresent()) {
            return Observation.unknown(local.get().words() + " (connecting to " + peer + ")");
        }
        if (find(chain, UnknownHostException.class).isPresent()) {
            return unresolved(chain, peer);
        }
        Optional<SSLException> tls = find(chain, SSLException.class);
        return tls.isPresent() ? tls(chain, peer, name) : plain(chain, peer);
    }

    private static Stream<Local> local(Throwable cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return LOCAL.stream().filter(local -> message.contains(local.part()));
    }

    /** Only a name server's definite word is evidence: no such name, or no address at it. */
    private static Observation unresolved(List<Throwable> chain, Peer peer) {
        Optional<DnsResponseCode> code =
                find(chain, DnsErrorCauseException.class).map(DnsErrorCauseException::getCode);
        if (code.isPresent() && code.get().equals(DnsResponseCode.NXDOMAIN)) {
            return Observation.failure("the name " + peer.host() + " does not exist");
        }
        String why = code.map(value -> "answered " + value.toString()).orElse("did not answer");
        return Observation.unknown("cannot look up " + peer.host() + ": the resolver " + Line.printable(why));
    }

    private static Observation tls(List<Throwable> chain, Peer peer, String name) {
        String texts = String.join(
                "\n",
                chain.stream().map(cause -> String.valueOf(cause.getMessage())).toList());
        String kinds = String.join(
                "\n", chain.stream().map(c -> c.getClass().getName()).toList());
        if (kinds.contains("CertificateExpired")) {
            return Observation.failure("the certificate of " + peer + " has expired");
        }
        if (kinds.contains("CertificateNotYetValid")) {
            return Observation.failure("the certificate of " + peer + " is not valid yet (is our clock right?)");
        }
        if (texts.contains("No subject alternative") || texts.contains("No name matching")) {
            return Observation.failure("the certificate of " + peer + " is not valid for " + name);
        }
        if (texts.contains("unable to find valid certification path")
                || texts.contains("Path does not chain")
                || texts.contains("signature check failed")) {
            return Observation.failure("the certificate of " + peer + " is not signed by an authority that we trust");
        }
        if (find(chain, ClosedChannelException.class).isPresent()) {
            return Observation.failure(peer + " closed the connection during the TLS handshake");
        }
        String what = find(chain, CertificateException.class)
                .map(Throwable.class::cast)
                .orElse(chain.get(chain.size() - 1))
                .getMessage();
        return Observation.failure("TLS with " + peer + " failed: " + Line.printable(String.valueOf(what)));
    }

    private static Observation plain(List<Throwable> chain, Peer peer) {
        String text = String.valueOf(chain.get(0).getMessage()).toLowerCase(Locale.ROOT);
        if (find(chain, BindException.class).isPresent()) {
            return Observation.unknown("no local port or address free (connecting to " + peer + ")");
        }
        if (text.contains("connection reset") || text.contains("broken pipe") || text.contains("error(-104)")) {
            return Observation.failure("connection reset by " + peer);
        }
        if (find(chain, ConnectTimeoutException.class).isPresent() || text.contains("connection timed out")) {
            return Observation.failure("no connection to " + peer + " in time");
        }
        if (text.contains("no route to host")
                || find(chain, NoRouteToHostException.class).isPresent()) {
            return Observation.failure("no route to " + peer);
        }
        if (text.contains("refused") || find(chain, ConnectException.class).isPresent()) {
            return Observation.failure("connection refused by " + peer);
        }
        if (find(chain, ClosedChannelException.class).isPresent()) {
            return Observation.failure(peer + " closed the connection");
        }
        String kind = find(chain, IOException.class).isPresent() ? "" : "internal error ";
        return Observation.unknown(kind + Line.printable(chain.get(0).toString()) + " (connecting to " + peer + ")");
    }

    private static <T extends Throwable> Optional<T> find(List<Throwable> chain, Class<T> kind) {
        return chain.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
