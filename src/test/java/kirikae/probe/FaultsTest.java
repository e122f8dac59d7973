package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose fault it was, in the words of the JDK (NIO) and of Netty's native transport. */
class FaultsTest {
    static Stream<Arguments> faults() {
        return Stream.of(
                row(new ConnectException("Connection refused"), "FAILURE connection refused by 192.0.2.1:80"),
                row(
                        new ConnectException(
                                "finishConnect(..) failed with error(-111): Connection refused: /192.0.2.1:80"),
                        "FAILURE connection refused by 192.0.2.1:80"),
                row(new ConnectException("接続を拒否されました"), "FAILURE connection refused by 192.0.2.1:80"),
                row(
                        new ConnectTimeoutException("connection timed out after 5000 ms: /192.0.2.1:80"),
                        "FAILURE no connection to 192.0.2.1:80 in time"),
                row(
                        new ConnectException("finishConnect(..) failed with error(-110): Connection timed out"),
                        "FAILURE no connection to 192.0.2.1:80 in time"),
                row(new NoRouteToHostException("No route to host"), "FAILURE no route to 192.0.2.1:80"),
                row(new IOException("Connection reset by peer"), "FAILURE connection reset by 192.0.2.1:80"),
                row(
                        new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"),
                        "FAILURE connection reset by 192.0.2.1:80"),
                row(new ClosedChannelException(), "FAILURE 192.0.2.1:80 closed the connection"),
                // our own
                row(
                        new ChannelException("Failed to open a socket.", new SocketException("Too many open files")),
                        "UNKNOWN too many open files (connecting to 192.0.2.1:80)"),
                row(
                        new ChannelException(new IOException("socket(..) failed with error(-24): 開いているファイルが多すぎます")),
                        "UNKNOWN too many open files (connecting to 192.0.2.1:80)"),
                row(
                        new IOException("Too many open files in system"),
                        "UNKNOWN too many open files (connecting to 192.0.2.1:80)"),
                row(
                        new IOException("error(-23): x"),
                        "UNKNOWN the system's file table is full (connecting to 192.0.2.1:80)"),
                row(
                        new IOException("No buffer space available"),
                        "UNKNOWN no socket buffers left (connecting to 192.0.2.1:80)"),
                row(
                        new ConnectException("connect(..) failed with error(-99): Cannot assign requested address"),
                        "UNKNOWN no local port or address free (connecting to 192.0.2.1:80)"),
                row(new BindException("?"), "UNKNOWN no local port or address free (connecting to 192.0.2.1:80)"),
                row(
                        new SocketException("Network is unreachable"),
                        "UNKNOWN our network is unreachable (connecting to 192.0.2.1:80)"),
                row(
                        new NoRouteToHostException("connect(..) failed with error(-101): Network is unreachable"),
                        "UNKNOWN our network is unreachable (connecting to 192.0.2.1:80)"),
                row(new IOException("Network is down"), "UNKNOWN our network is down (connecting to 192.0.2.1:80)"),
                row(
                        new SocketException("Permission denied"),
                        "UNKNOWN this machine does not permit the connection (connecting to 192.0.2.1:80)"),
                row(
                        new ConnectException("connect(..) failed with error(-1): x"),
                        "UNKNOWN this machine does not permit the connection (connecting to 192.0.2.1:80)"),
                row(
                        new UnknownHostException("www.example.com"),
                        "UNKNOWN cannot look up 192.0.2.1: the resolver did not answer"),
                row(
                        new IOException("something new"),
                        "UNKNOWN java.io.IOException: something new (connecting to 192.0.2.1:80)"),
                row(
                        new IllegalStateException("Client is closed"),
                        "UNKNOWN internal error java.lang.IllegalStateException: Client is closed (connecting to 192.0.2.1:80)"),
                row(
                        tls(new SSLException(new InvalidAlgorithmParameterException(
                                "the trustAnchors parameter must be non-empty"))),
                        "UNKNOWN our trust store is empty or unreadable (connecting to 192.0.2.1:80)"),
                // TLS
                row(
                        tls(new CertificateException(
                                "No subject alternative DNS name matching www.example.com found.")),
                        "FAILURE the certificate of 192.0.2.1:80 is not valid for www.example.com"),
                row(
                        tls(new CertificateException("No name matching www.example.com found")),
                        "FAILURE the certificate of 192.0.2.1:80 is not valid for www.example.com"),
                row(
                        tls(new CertificateExpiredException("NotAfter: 2020")),
                        "FAILURE the certificate of 192.0.2.1:80 has expired"),
                row(
                        tls(new CertificateNotYetValidException("NotBefore: 2040")),
                        "FAILURE the certificate of 192.0.2.1:80 is not valid yet (is our clock right?)"),
                row(
                        tls(
                                new CertificateException(
                                        "PKIX path building failed: unable to find valid certification path to requested target")),
                        "FAILURE the certificate of 192.0.2.1:80 is not signed by an authority that we trust"),
                row(
                        tls(new ClosedChannelException()),
                        "FAILURE 192.0.2.1:80 closed the connection during the TLS handshake"),
                row(
                        new SSLException("not an SSL/TLS record: 485454\n50"),
                        "FAILURE TLS with 192.0.2.1:80 failed: not an SSL/TLS record: 485454 50"));
    }

    private static Exception tls(Exception cause) {
        SSLHandshakeException outer = new SSLHandshakeException("Failed to create SSL connection");
        outer.initCause(cause);
        return outer;
    }

    private static Arguments row(Throwable cause, String verdict) {
        return Arguments.of(cause, verdict);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void judges(Throwable cause, String verdict) {
        var seen = Faults.of(cause, new Peer("192.0.2.1", 80), "www.example.com");
        assertThat(seen.outcome() + " " + seen.reason()).isEqualTo(verdict);
    }
}
