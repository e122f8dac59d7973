package kirikae.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** reference.conf and docs/CONFIGURATION.md hold what the code reads, and nothing else. */
final class ReferenceTest {
    private static final Set<String> WITHOUT_DEFAULT = Set.of(
            "provider",
            "zone",
            "names",
            "primary",
            "maintenance",
            "type",
            "host",
            "token",
            "url",
            "check",
            "address",
            "command",
            "notify");

    private static Set<String> keys(String path) {
        ConfigObject object = ConfigFactory.parseResources("reference.conf").getObject(path);
        return new TreeSet<>(object.keySet());
    }

    @Test
    void everyKeyHasItsDefault() {
        assertThat(ConfigFactory.parseResources("reference.conf").root().keySet())
                .isEqualTo(Keys.ROOT);
        Map.of(
                        "listen", Keys.LISTEN,
                        "listen.tls", Keys.TLS,
                        "isolation", Keys.ISOLATION,
                        "dead-man", Keys.DEAD_MAN,
                        "defaults.recovery", Keys.RECOVERY,
                        "defaults.flap-guard", Keys.FLAP_GUARD,
                        "defaults.expect", Keys.EXPECT)
                .forEach((path, expected) -> assertThat(keys(path)).as(path).isEqualTo(expected));
        assertThat(keys("providers")).containsExactly("aws");
        assertThat(keys("providers.aws")).isEqualTo(Keys.PROVIDERS.get("route53"));
        Set<String> defaults = new TreeSet<>(Keys.DEFAULTS);
        defaults.removeAll(WITHOUT_DEFAULT);
        assertThat(keys("defaults")).isEqualTo(defaults);
    }

    @Test
    void everyKeyIsDocumented() throws IOException {
        String text = Files.readString(Path.of("docs/CONFIGURATION.md"));
        Set<String> all = new TreeSet<>();
        for (Set<String> some : Set.of(
                Keys.ROOT,
                Keys.LISTEN,
                Keys.TLS,
                Keys.ISOLATION,
                Keys.DEAD_MAN,
                Keys.TRIGGER,
                Keys.SERVICE,
                Keys.STANDBY,
                Keys.ALIAS,
                Keys.RECOVERY,
                Keys.FLAP_GUARD,
                Keys.EXPECT,
                Keys.all(Keys.CHECKS),
                Keys.all(Keys.PROVIDERS),
                Keys.all(Keys.CHANNELS),
                Keys.ON_SWITCH)) {
            all.addAll(some);
        }
        assertThat(all).allSatisfy(key -> assertThat(text).contains("`" + key + "`"));
    }

    @Test
    void everyExampleOfTheDocumentationIsAccepted(@org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
        String text = Files.readString(Path.of("docs/CONFIGURATION.md"));
        String[] parts = text.split("```hocon\n");
        assertThat(parts.length).isGreaterThan(3);
        for (int i = 1; i < parts.length; i++) {
            Conf conf = new Conf(folder)
                    .text(parts[i].substring(0, parts[i].indexOf("```")))
                    .file("fullchain.pem", "-----BEGIN CERTIFICATE-----")
                    .file("privkey.pem", "-----BEGIN PRIVATE KEY-----")
                    .file("code.token", "0123456789abcdef\n")
                    .file("slack.url", "https://hooks.slack.example.com/services/T/B/x\n")
                    .env("HEARTBEAT_TOKEN", "0123456789abcdef");
            conf.settings();
        }
    }
}
