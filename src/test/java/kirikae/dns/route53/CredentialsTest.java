package kirikae.dns.route53;

import static kirikae.dns.route53.Bench.names;
import static kirikae.dns.route53.Bench.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import kirikae.dns.ProviderException;
import kirikae.dns.Timeouts;
import kirikae.faults.FakeRoute53;
import kirikae.faults.Fault;
import kirikae.faults.RequestKind;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.Settings.ProviderSettings.Route53;
import kirikae.model.Settings.Verification.ReadBack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Where credentials come from, and what happens when they stop being good (F12). */
class CredentialsTest {
    private static final String IMDS = "aws.ec2MetadataServiceEndpoint";
    private final FakeRoute53 fake =
            FakeRoute53.start().zone("example.com", "Z1").record("Z1", "www.example.com A 60 192.0.2.1");

    @AfterEach
    void close() {
        System.clearProperty(IMDS);
        fake.close();
    }

    @Test
    void anExpiredTokenAsksTheSourceAnew() throws ProviderException {
        AtomicInteger built = new AtomicInteger();
        Credentials credentials = new Credentials(() -> key("AKID" + built.incrementAndGet()));
        try (Route53Provider provider = new Route53Provider(Bench.settings(fake), Timeouts.STANDARD, credentials)) {
            fake.fault(Fault.EXPIRED_TOKEN, RequestKind.LIST);

            assertThat(refusal(() -> provider.read("Z1", names("www.example.com")))
                            .kind())
                    .isEqualTo(Kind.CREDENTIALS);
            assertThat(provider.read("Z1", names("www.example.com"))).hasSize(1);
            assertThat(provider.read("Z1", names("www.example.com"))).hasSize(1);
        }
        assertThat(built).hasValue(2);
        assertThat(fake.requests().stream().map(entry -> entry.header("authorization")))
                .satisfiesExactly(
                        first -> assertThat(first).contains("AKID1/"),
                        second -> assertThat(second).contains("AKID2/"),
                        third -> assertThat(third).contains("AKID2/"));
    }

    @Test
    void aDeadSourceIsCredentialsAndHealsByItself() throws ProviderException {
        AtomicInteger asked = new AtomicInteger();
        Credentials credentials = new Credentials(() -> {
            if (asked.incrementAndGet() == 1) {
                throw SdkClientException.create("Unable to load credentials\nfrom anywhere");
            }
            return key("AKID");
        });
        try (Route53Provider provider = new Route53Provider(Bench.settings(fake), Timeouts.STANDARD, credentials)) {
            ProviderError error = refusal(provider::warmUp);

            assertThat(error.kind()).isEqualTo(Kind.CREDENTIALS);
            assertThat(error.code()).isEqualTo("no-credentials");
            assertThat(error.message()).contains("Unable to load credentials").doesNotContain("\n");
            assertThat(provider.read("Z1", names("www.example.com"))).hasSize(1);
        }
    }

    @Test
    void noCredentialsAnywhereIsOneSentence() {
        System.setProperty(IMDS, "http://127.0.0.1:1");
        Credentials nowhere = new Credentials(CredentialChain::standard);
        try (Route53Provider provider = new Route53Provider(Bench.settings(fake), Timeouts.STANDARD, nowhere)) {
            ProviderError error = refusal(provider::warmUp);

            assertThat(error.code()).isEqualTo("no-credentials");
            assertThat(error.message())
                    .startsWith(
                            "credentials: none in the environment, a web identity, the AWS files, a container or an instance role")
                    .doesNotContain("Provider(");
        }
    }

    @Test
    void aMissingProfileIsSaid() {
        Route53 settings = new Route53(fake.endpoint(), "", "no-such-profile", "", new ReadBack());
        try (Route53Provider provider = new Route53Provider(settings)) {
            ProviderError error = refusal(() -> provider.read("Z1", names("www.example.com")));

            assertThat(error.kind()).isEqualTo(Kind.CREDENTIALS);
            assertThat(error.message()).contains("no-such-profile");
        }
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void instanceMetadataIsNeverReadByVersion1() throws IOException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer imds = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        imds.createContext("/", exchange -> {
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(exchange.getRequestMethod().equals("PUT") ? 403 : 200, -1);
            exchange.close();
        });
        imds.start();
        System.setProperty(IMDS, "http://127.0.0.1:" + imds.getAddress().getPort());
        try {
            assertThatThrownBy(() -> CredentialChain.instance().resolveCredentials())
                    .isInstanceOf(SdkClientException.class);
            assertThat(asked).isNotEmpty().allMatch(request -> request.startsWith("PUT "));
        } finally {
            imds.stop(0);
        }
    }

    @Test
    void aRoleIsTakenOnWithTheBaseCredentials() throws IOException, ProviderException {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            byte[] answer =
                    ("<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>"
                                    + "<Credentials><AccessKeyId>ROLEKEY</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
                                    + "<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
                                    + "</AssumeRoleResult></AssumeRoleResponse>")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        sts.start();
        System.setProperty(
                "aws.endpointUrlSts", "http://127.0.0.1:" + sts.getAddress().getPort());
        Route53 settings =
                new Route53(fake.endpoint(), "", "", "arn:aws:iam::123456789012:role/kirikae", new ReadBack());
        Credentials role = new Credentials(() -> AssumedRole.of(settings, key("BASEKEY"), Timeouts.STANDARD));
        try (Route53Provider provider = new Route53Provider(settings, Timeouts.STANDARD, role)) {
            provider.read("Z1", names("www.example.com"));

            assertThat(asked).singleElement().asString().contains("role%2Fkirikae", "RoleSessionName=kirikae");
            assertThat(fake.requests().get(0).header("authorization")).contains("ROLEKEY/");
            assertThat(fake.requests().get(0).header("x-amz-security-token")).isEqualTo("t");
        } finally {
            System.clearProperty("aws.endpointUrlSts");
            sts.stop(0);
        }
    }

    private static AwsCredentialsProvider key(String id) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, "secret"));
    }
}
