package kirikae.probe;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the connections of a check go. Immutable; one serves all probes of a check.
 *
 * @param names looks the peer's name up for every probe, if it is one
 * @param peer where the connection goes
 * @param known the peer's address, if it is no name
 * @param tls how it is secured; empty for plain
 * @param name whose certificate it must be
 * @param timeout of the whole probe
 */
record Route(
        Names names, Peer peer, Optional<InetSocketAddress> known, Optional<Tls> tls, String name, Duration timeout) {
    /** A plain connection. */
    static Route plain(Names names, Peer peer, Duration timeout) {
        return new Route(names, peer, known(peer), Optional.empty(), peer.host(), timeout);
    }

    /** A connection with TLS. */
    static Route secure(Names names, Peer peer, Tls tls, Duration timeout) {
        return new Route(names, peer, known(peer), Optional.of(tls), tls.name().host(), timeout);
    }

    private static Optional<InetSocketAddress> known(Peer peer) {
        if (!peer.isLiteral()) {
            return Optional.empty();
        }
        try {
            // A literal: nothing is looked up. Netty's parser drops the zone of a link-local address, the JDK's keeps
            // it.
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(peer.host());
            InetAddress address = peer.host().indexOf('%') >= 0 || bytes == null
                    ? InetAddress.getByName(peer.host())
                    : InetAddress.getByAddress(bytes);
            return Optional.of(new InetSocketAddress(address, peer.port()));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + peer.host() + "' is no address of this machine's networks", e);
        }
    }
}
