package kirikae.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.mail.MailConfig;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import kirikae.model.Channel;
import kirikae.model.Channel.MailTls;
import kirikae.model.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail over a real connection: encrypted or not at all, refused for now, refused for good, and silence. */
class MailSenderTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String PASSWORD = "pass-word-123";

    @TempDir
    private static Path folder;

    private static SSLContext tls;
    private static Path store;
    private MailServer server;

    @BeforeAll
    static void certificate() throws Exception {
        store = folder.resolve("mail.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "mail",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "2",
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-keypass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
    }

    @AfterAll
    static void end() throws Exception {
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void start() throws Exception {
        server = new MailServer(tls);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Outcome send(MailTls how, String user, MailConfig base, String reason) throws Exception {
        Channel.Email channel = new Channel.Email(
                "mail",
                "127.0.0.1",
                server.port(),
                how,
                user,
                new Secret(PASSWORD),
                "kirikae@example.com",
                List.of("ops@example.com", "b@example.com"));
        MailSender sender = new MailSender(VERTX, channel, "bastion01", base, Duration.ofSeconds(3));
        Outcome outcome =
                sender.send(Sample.alert(reason)).toCompletableFuture().get(60, TimeUnit.SECONDS);
        sender.close();
        return outcome;
    }

    private static MailConfig trusting() {
        return new MailConfig()
                .setTrustOptions(new PfxOptions().setPath(store.toString()).setPassword("changeit"));
    }

    @Test
    void theMailAsItArrives() throws Exception {
        assertThat(send(MailTls.NONE, "", new MailConfig(), "no heartbeat\r\n.\r\nRCPT TO:<evil@example.com>"))
                .isEqualTo(new Outcome.Delivered());
        String mail = server.mails().get(0);
        assertThat(mail)
                .contains(
                        "Subject: [Triggered] web: primary is NO_DATA",
                        "Auto-Submitted: auto-generated",
                        "From: kirikae@example.com")
                .containsPattern("Message-ID: <msg_[0-9a-f]{30}@example.com>")
                .contains("To: ops@example.com,b@example.com");
        assertThat(server.commands())
                .contains("RCPT TO:<ops@example.com>", "RCPT TO:<b@example.com>")
                .anyMatch(line -> line.startsWith("MAIL FROM:<kirikae@example.com>"));
        assertThat(server.commands()).noneMatch(line -> line.contains("evil"));
    }

    @Test
    void withStartTlsThePasswordAndTheMailAreEncrypted() throws Exception {
        assertThat(send(MailTls.STARTTLS, "ops", trusting(), "x")).isEqualTo(new Outcome.Delivered());
        assertThat(server.commands())
                .anyMatch(line -> line.startsWith("TLS:AUTH "))
                .anyMatch(line -> line.startsWith("TLS:MAIL FROM"));
        assertThat(server.commands()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        assertThat(server.mails()).hasSize(1);
    }

    @Test
    void aCertificateThatNobodyKnowsEndsIt() throws Exception {
        assertThat(send(MailTls.STARTTLS, "ops", new MailConfig(), "x")).isInstanceOf(Outcome.Failed.class);
        assertThat(server.mails()).isEmpty();
        assertThat(server.commands()).noneMatch(line -> line.contains("AUTH "));
    }

    @Test
    void withoutStartTlsNothingIsSent() throws Exception {
        server.answer("EHLO", "250 mail.test");
        Outcome outcome = send(MailTls.STARTTLS, "ops", trusting(), "x");
        assertThat(outcome).isNotEqualTo(new Outcome.Delivered());
        assertThat(server.mails()).isEmpty();
        assertThat(server.commands()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    }

    @Test
    void refusals() throws Exception {
        server.answer("RCPT", "451 4.7.1 greylisted");
        assertThat(send(MailTls.NONE, "", new MailConfig(), "x"))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("451"));
        server.answer("RCPT", "550 5.1.1 nobody here");
        assertThat(send(MailTls.NONE, "", new MailConfig(), "x"))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("550"));
    }

    @Test
    void f37SilenceEndsAtTheDeadlineAndTheNextTryIsANewOne() throws Exception {
        server.answer("MAIL", "");
        assertThat(send(MailTls.NONE, "", new MailConfig(), "x"))
                .isEqualTo(Outcome.failed("the mail was not taken within 3 s"));
        server.answer("CONNECT", "");
        assertThat(send(MailTls.NONE, "", new MailConfig(), "x")).isInstanceOf(Outcome.Failed.class);
        server.close();
        assertThat(send(MailTls.NONE, "", new MailConfig(), "x")).isInstanceOf(Outcome.Failed.class);
    }
}
