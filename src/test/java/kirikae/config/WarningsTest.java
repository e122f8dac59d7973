package kirikae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import kirikae.model.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is allowed but deserves a word. */
final class WarningsTest {
    private static final String PORT = "port { type = tcp, address = \"203.0.113.10:443\" }";

    @TempDir
    Path folder;

    private Conf conf(String text) {
        return new Conf(folder).text(text);
    }

    @Test
    void headersThatAreMadeFromTheRequest() {
        Conf conf = conf(
                Conf.WEB.replace(
                        PORT,
                        "s { type = http, url = \"http://192.0.2.1/\", headers { host = x, Content-Length = 0, X-A = b, Transfer-Encoding = x, connection = close } }"));
        assertThat(conf.warnings())
                .containsExactly(
                        "kirikae.conf:3: services.web.primary.checks.s.headers.Content-Length: left out: this header is always made from the request itself",
                        "kirikae.conf:3: services.web.primary.checks.s.headers.Transfer-Encoding: left out: this header is always made from the request itself",
                        "kirikae.conf:3: services.web.primary.checks.s.headers.connection: left out: this header is always made from the request itself",
                        "kirikae.conf:3: services.web.primary.checks.s.headers.host: left out: this header is always made from the request itself");
        Check.Http check = (Check.Http)
                conf.settings().services().get(0).targets().get(0).checks().get(0);
        assertThat(check.headers()).isEqualTo(Map.of("X-A", "b"));
    }

    @Test
    void aRelativeProgram() {
        assertThat(conf(Conf.WEB.replace(PORT, "d { type = exec, command = [check_disk] }"))
                        .warnings())
                .containsExactly(
                        "kirikae.conf:3: services.web.primary.checks.d.command: the program has no absolute path:"
                                + " what runs depends on the daemon's PATH and folder");
    }

    @Test
    void aPrimaryWithoutChecks() {
        assertThat(conf(Conf.WEB.replace(PORT, "")).warnings())
                .containsExactly("kirikae.conf:3: services.web.primary: has no checks: it counts as well for ever, and"
                        + " nothing leaves it by itself");
    }

    @Test
    void aHostThatAnotherServiceMoves() {
        String other = Conf.WEB
                .replace("{ web {", "{ other {")
                .replace("www.example.com", "*.other.example.com")
                .replace("203.0.113.10:443", "WWW.example.com:443");
        String http = Conf.WEB.replace(
                PORT,
                "s { type = http, url = \"https://a.other.example.com/\" }, t { type = http, url = \"http://x.example.net/\" }");
        assertThat(conf(other + http).warnings())
                .containsExactly(
                        "kirikae.conf:3: services.other.primary.checks.port.address: the host is a name that service 'web'"
                                + " moves: this check will follow that service's switches",
                        "kirikae.conf:8: services.web.primary.checks.s.url: the host is a name that service 'other'"
                                + " moves: this check will follow that service's switches");
    }

    @Test
    void noAnchorsWhenTheProviderIsOnThisMachine() {
        String said =
                "no anchors: a provider on this machine answers even when the network is gone, so a lost network would"
                        + " look like lost hosts; add isolation.anchors = [\"tcp://HOST:PORT\"] with something that should always answer";
        String local = "default-provider = local, providers { local { type = builtin } }\n";
        assertThat(conf(local + Conf.WEB).warnings()).containsExactly("kirikae.conf: isolation.anchors: " + said);
        assertThat(conf(local + "isolation { anchors = [] }\n" + Conf.WEB).warnings())
                .containsExactly("kirikae.conf:2: isolation.anchors: " + said);
        assertThat(conf("providers.aws.endpoint = \"http://[::1]:4566\"\n" + Conf.WEB)
                        .warnings())
                .containsExactly("kirikae.conf: isolation.anchors: " + said);
        assertThat(conf(local + "isolation.anchors = [\"tcp://192.0.2.53:53\"]\n" + Conf.WEB)
                        .warnings())
                .isEmpty();
        assertThat(conf("providers { local { type = builtin } }\n" + Conf.WEB).warnings())
                .isEmpty();
    }

    @Test
    void anUnsignedNameServerElsewhereIsWarnedOf() {
        String lab = "providers { lab { type = rfc2136, server = %s } }\n";
        assertThat(conf(lab.formatted("\"192.0.2.53:53\"") + Conf.WEB).warnings())
                .containsExactly(
                        "kirikae.conf:1: providers.lab.server: no tsig: updates go unsigned to another machine, and its"
                                + " answers cannot be verified; add tsig { name, algorithm, secret }");
        assertThat(conf(lab.formatted("\"127.0.0.1:53\"") + Conf.WEB).warnings())
                .isEmpty();
        assertThat(conf(lab.formatted("ns1.example.com, tsig { name = k, secret = \"MDEyMzQ1Njc4OWFiY2RlZg==\" }")
                                + Conf.WEB)
                        .warnings())
                .isEmpty();
    }
}
