package kirikae.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kirikae.model.Check.Addresses;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS: whose certificate is asked for, and what is wrong with it. Certificates are made by the JDK's keytool. */
class TlsProbeTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final List<String> SERVER_NAMES = new CopyOnWriteArrayList<>();

    private static final String SAN = "san=dns:www.example.com";
    private static final String PASSWORD = "password";

    @TempDir
    private static Path folder;

    private static Lab lab;
    private static int good;
    private static int expired;

    /** One authority that is trusted, and two certificates of it. */
    @BeforeAll
    static void open() throws Exception {
        generate("authority", "-ext", "bc:c", "-validity", "20", "-startdate", "-15d");
        generate("valid", "-signer", "authority", "-validity", "2", "-ext", SAN);
        generate("old", "-signer", "authority", "-startdate", "-10d", "-validity", "5", "-ext", SAN);
        String pem = folder.resolve("authority.pem").toString();
        keytool("-exportcert", "-rfc", "-alias", "authority", "-file", pem);
        ClientSSLOptions trust = new ClientSSLOptions().setTrustOptions(new PemTrustOptions().addCertPath(pem));
        lab = new Lab(new AddressResolverOptions(), new ProbeEngine.Sizing(1, 4, trust));
        good = server("valid");
        expired = server("old");
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static void generate(String alias, String... more) throws Exception {
        keytool(Stream.concat(
                        Stream.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-Xshare:auto"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
    }

    private static String store() {
        return folder.resolve("all.p12").toString();
    }

    private static int server(String alias) {
        PfxOptions key = new PfxOptions().setPath(store()).setPassword(PASSWORD).setAlias(alias);
        return lab.server(new NetServerOptions().setSsl(true).setSni(true).setKeyCertOptions(key), socket -> {
            SERVER_NAMES.add(String.valueOf(socket.indicatedServerName()));
            socket.handler(request -> socket.write(ANSWER));
        });
    }

    private static kirikae.model.Check.Http check(String host, int port) {
        return Probes.pinned(Probes.http("https://" + host + ":" + port + "/"), Addresses.ANY, "127.0.0.1");
    }

    @Test
    void theCertificateAndTheServerNameAreTheUrlsWhereverTheConnectionGoes() {
        SERVER_NAMES.clear();
        assertThat(lab.first(check("www.example.com", good))).isEqualTo("SUCCESS HTTP 200");
        assertThat(SERVER_NAMES).isNotEmpty().containsOnly("www.example.com");
        assertThat(lab.first(Probes.connectTo(Probes.http("https://www.example.com/"), "127.0.0.1:" + good)))
                .isEqualTo("SUCCESS HTTP 200");
    }

    @Test
    void anotherNameIsRefused() {
        assertThat(lab.first(check("shop.example.com", good)))
                .isEqualTo("FAILURE the certificate of 127.0.0.1:" + good + " is not valid for shop.example.com");
        assertThat(lab.first(Probes.http("https://127.0.0.1:" + good + "/")))
                .isEqualTo("FAILURE the certificate of 127.0.0.1:" + good + " is not valid for 127.0.0.1");
    }

    @Test
    void anExpiredOneIsRefused() {
        assertThat(lab.first(check("www.example.com", expired)))
                .isEqualTo("FAILURE the certificate of 127.0.0.1:" + expired + " has expired");
    }

    @Test
    void unverifiedTakesThemAll() {
        for (int port : List.of(good, expired)) {
            assertThat(lab.first(Probes.unverified(check("shop.example.com", port))))
                    .isEqualTo("SUCCESS HTTP 200");
        }
    }

    @Test
    void noTlsAtAll() {
        int plain = lab.server(socket -> socket.handler(hello -> socket.write("HTTP/1.1 400 Bad\r\n\r\n")));
        assertThat(lab.first(check("www.example.com", plain)))
                .startsWith("FAILURE TLS with 127.0.0.1:" + plain + " failed");
        int closing = lab.server(socket -> socket.handler(hello -> socket.close()));
        assertThat(lab.first(check("www.example.com", closing))).startsWith("FAILURE ");
        int silent = lab.server(socket -> {});
        assertThat(lab.first(Probes.http("https://127.0.0.1:" + silent + "/", 200, "")))
                .isEqualTo("FAILURE no connection to 127.0.0.1:" + silent + " within 200 ms");
    }

    @Test
    void anAnchorNeedsAValidCertificateToo() {
        Reach reach = new Reach(lab.vertx, new ClientSSLOptions());
        var answer = Lab.await(reach.ask(URI.create("https://127.0.0.1:" + good + "/"), Duration.ofSeconds(5)));
        assertThat(Lab.text(answer))
                .isEqualTo("FAILURE the certificate of 127.0.0.1:" + good
                        + " is not signed by an authority that we trust");
    }
}
