package kirikae.probe;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.IDN;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;

/**
 * How the connections of a check are secured.
 *
 * @param authorities whom we trust
 * @param check whether the certificate must be valid
 * @param name whom to ask for (SNI) and whose certificate it must be, wherever the connection goes
 */
record Tls(Authorities authorities, Certificates check, Peer name) {
    /** Whether certificates are looked at. */
    enum Certificates {
        CHECKED,
        IGNORED
    }

    /** What secures one connection; throws when our trust store cannot be used. */
    SslHandler handler() {
        SslContext context = authorities.context(check);
        SslHandler handler = context.newHandler(ByteBufAllocator.DEFAULT, name.host(), name.port());
        handler.setHandshakeTimeoutMillis(0); // the probe has its own
        handler.setCloseNotifyFlushTimeoutMillis(0);
        if (!name.isLiteral()) {
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName(name.host()))));
            handler.engine().setSSLParameters(parameters);
        }
        return handler;
    }

    /** RFC 6066, 3: no dot at the end. */
    private static String serverName(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
    }
}
