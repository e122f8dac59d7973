package kirikae.intake;

import static kirikae.intake.House.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import kirikae.model.Observation;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Tls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;
    private Tls.Pem tls;

    @BeforeEach
    void files() throws Exception {
        certificate = folder.resolve("cert.pem");
        key = folder.resolve("key.pem");
        tls = new Tls.Pem(certificate, key);
        TestCertificate.of("first").write(certificate, key);
    }

    @Test
    void aRenewedCertificateIsServedWithoutARestart() throws Exception {
        try (House house = House.open(tls)) {
            assertThat(served(house)).isEqualTo("CN=first");
            TestCertificate.of("second").write(certificate, key);
            await().atMost(Duration.ofSeconds(20)).until(() -> served(house).equals("CN=second"));
            assertThat(house.heard).isNotEmpty();
        }
    }

    @Test
    void aBrokenPairKeepsTheOldOneAndIsToldOnce() throws Exception {
        try (House house = House.open(tls)) {
            TestCertificate renewed = TestCertificate.of("second");
            Files.writeString(certificate, renewed.certificate());
            await().atMost(Duration.ofSeconds(20)).until(() -> house.warnings.size() == 1);
            assertThat(house.warnings.get(0))
                    .isEqualTo("the new TLS certificate is not used, the old one stays: "
                            + "the key does not belong to the certificate");
            assertThat(served(house)).isEqualTo("CN=first");

            Files.writeString(certificate, "no certificate at all");
            await().atMost(Duration.ofSeconds(20)).until(() -> house.warnings.size() == 2);
            Files.delete(certificate);
            await().atMost(Duration.ofSeconds(20)).until(() -> house.warnings.size() == 3);
            assertThat(house.warnings.get(2)).endsWith("the certificate " + certificate + " does not exist");
            assertThat(served(house)).isEqualTo("CN=first");

            renewed.write(certificate, key);
            await().atMost(Duration.ofSeconds(20)).until(() -> served(house).equals("CN=second"));
            assertThat(house.warnings).hasSize(3);
        }
    }

    @Test
    void aBrokenPairAtTheStartIsOneClearLine() throws Exception {
        Files.delete(key);
        try (House house = House.open()) {
            assertThatThrownBy(() -> House.await(HttpDoor.open(
                            house.vertx,
                            new Endpoint("127.0.0.1", 0),
                            tls,
                            DoorLimits.standard(),
                            List.of(),
                            house.warnings::add)))
                    .cause()
                    .hasMessage("cannot listen on 127.0.0.1:0: the key " + key + " does not exist");
        }
    }

    @Test
    void plainTextAtATlsPortHarmsNobody() throws Exception {
        try (House house = House.open(tls)) {
            try (Visitor visitor = house.visitor()) {
                visitor.send(House.request("POST", "/heartbeat/web1.example.com", TOKEN, ""));
                assertThat(visitor.rest()).doesNotContain("202");
            }
            assertThat(served(house)).isEqualTo("CN=first");
        }
    }

    @Test
    void theSelfCheckGoesThroughTlsAndSeesAnExpiredCertificate() throws Exception {
        try (House house = House.open(tls)) {
            SelfCheck check = new SelfCheck(house.vertx, house.door, house.heartbeats);
            assertThat(House.await(check.ask())).isEqualTo(Observation.success());
            Instant now = Instant.now();
            TestCertificate.of("old", now.minusSeconds(7200), now.minusSeconds(3600))
                    .write(certificate, key);
            await().atMost(Duration.ofSeconds(20)).until(() -> served(house).equals("CN=old"));
            Observation expired = House.await(check.ask());
            assertThat(expired.outcome()).isEqualTo(Observation.Outcome.FAILURE);
            assertThat(expired.reason())
                    .startsWith("our own listener at 127.0.0.1:" + house.door.port() + " does not take heartbeats: ")
                    .contains("its certificate is valid from ");
        }
    }

    /** Sends a heartbeat and tells by whose certificate it was taken. */
    private static String served(House house) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", house.door.port());
                Visitor visitor = new Visitor(socket)) {
            house.clock.addAndGet(1_000_000_000);
            visitor.send(House.request("POST", "/heartbeat/web1.example.com", TOKEN, ""));
            assertThat(visitor.status()).isEqualTo(202);
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
