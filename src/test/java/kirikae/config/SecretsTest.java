package kirikae.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A secret in a wrong place is in no output: not in problems, not in warnings, not in the settings as a text. */
final class SecretsTest {
    private static final String MARK = "hunter2hunter2hunter2";

    @TempDir
    Path folder;

    static final List<String> TOKENS = List.of(
            "token = $",
            "token = \"$",
            "token = \"$\\q\"",
            "token = \"$\n\"",
            "token = \"\"\"$",
            "token = $@$",
            "token = @$",
            "token = [$]",
            "token = [$",
            "token { $ = $ }",
            "token { $ }",
            "token { file = [$] }",
            "token { file = x, $ = $ }",
            "token { path = $ }",
            "token $",
            "token = [1] $",
            "token = {} $",
            "token = ${$",
            "token = \"$\\u0000\"",
            "token = \"$\\nx\"",
            "token = \" $\"",
            "token = $, auth = hmac",
            "tokn = $",
            "token = $, interval = $",
            "token = ${S}, rise = ${S}, fall = ${S}, no-data-window = ${S}, auth = ${S}",
            "token = ${S}[1]",
            "token = ${S}{a = 1}",
            "token = x, type = http, url = \"http://u:$@192.0.2.1/\"",
            "token = x, type = http, url = \"http://192.0.2.1:99999/?k=$\"",
            "token = x, type = http, url = \"ht tp://$/\"",
            "type = http, url = \"ftp://192.0.2.1/$\"",
            "type = http, url = \"http://192.0.2.1/\", headers { Authorization = \"$\\r\\n\" }",
            "type = http, url = \"http://192.0.2.1/\", headers { Authorization = [$] }",
            "type = http, url = \"http://192.0.2.1/\", headers { Host = $ }",
            "type = http, url = \"http://192.0.2.1/\", expect { status = $, body-contains = [$] }",
            "type = http, url = \"http://192.0.2.1/\", addresses = $, tls-verify = $, connect-to = \"$ \\\"\"",
            "type = exec, command = \"/bin/x -p $\"",
            "type = exec, command = [x, \"$\\u0000\"]",
            "type = exec, command = [x, [$]]",
            "token = $ } } } }\ndead-man { url = \"$://$\" }\nservices { web { primary { checks { a { x = y",
            "token = $ } } } }\nisolation { anchors = [\"https://u:$@x/\"], max-fraction = $, required = $ }\nservices { web { primary { checks { a { x = y",
            "token = $ } } } }\nlisten { tls { key = $ }, http = $, status = $, allow-plain = $, dogstatsd = $ }\nservices { web { primary { checks { a { x = y",
            "token = $ } } } }\nchannels { a { url = \"https://$\", routing-key = $ } }\ntriggers { t { token = $ } }\nservices { web { primary { checks { a { x = y",
            "token = $ } } } }\nproviders { l { type = rfc2136, tsig { secret = $ } }, m { type = builtin, secret = $ } }\nservices { web { primary { checks { a { x = y",
            "token = $ } } } }\ninclude url(\"http://u:$@127.0.0.1:1/\")\nservices { web { primary { checks { a { x = y");

    @ParameterizedTest
    @FieldSource("TOKENS")
    void isNeverRepeated(String place) {
        String text = Conf.WEB.replace(
                "port {",
                "a { type = heartbeat, host = h, " + place.replace("$$", MARK).replaceAll("\\$(?![{])", MARK)
                        + " }, port {");
        assertThat(text).containsAnyOf(MARK, "${S}");
        Loaded loaded = new Conf(folder).text(text).env("S", MARK).load();
        assertThat(loaded.toString()).doesNotContain(MARK);
        if (loaded instanceof Loaded.Valid valid) {
            assertThat(valid.settings().warnings().toString()).doesNotContain(MARK);
        }
    }
}
