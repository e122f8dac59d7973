package kirikae.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.model.Escapes;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands to a running daemon share: where its socket is, how an answer is printed, which exit code it gives. */
final class Control {
    private static final Path STANDARD = Path.of("/run/kirikae/control.sock");
    private static final Pattern SETTING =
            Pattern.compile("^\\s*\"?control-socket\"?\\s*[=:]\\s*\"?([^\"\\s#${}]+)\"?\\s*(?:(?:#|//).*)?$");

    private final Shared shared;
    private final CommandSpec spec;

    Control(Shared shared, CommandSpec spec) {
        this.shared = shared;
        this.spec = spec;
    }

    /** A client of the socket that was named, or that the configuration names, or of the standard one. */
    ControlClient client() {
        return new ControlClient(shared.socket().orElseGet(() -> configured(shared.config())));
    }

    /** A configuration that is broken, or partly secret to this user, may still name the socket: reload needs it most then. */
    static Path configured(Path config) {
        if (!Files.isReadable(config)) {
            return STANDARD;
        }
        return ConfigLoader.load(config) instanceof Loaded.Valid valid
                ? valid.settings().controlSocket()
                : written(config).orElse(STANDARD);
    }

    private static Optional<Path> written(Path config) {
        try {
            Optional<Path> last = Optional.empty();
            for (String line : Files.readAllLines(config)) {
                Matcher setting = SETTING.matcher(line);
                last = setting.matches()
                        ? Optional.of(config.toAbsolutePath()
                                .resolveSibling(setting.group(1))
                                .normalize())
                        : last;
            }
            return last;
        } catch (IOException e) {
            return Optional.empty(); // not text: nothing to find in it
        }
    }

    /** Asks; an unreachable daemon is one line and exit code 3. */
    int reach(Callable<Integer> question) throws Exception {
        try {
            return question.call();
        } catch (Unreachable e) {
            spec.commandLine().getErr().println("kirikae: " + Escapes.escape(String.valueOf(e.getMessage())));
            return Exit.UNREACHABLE;
        }
    }

    /** Gives an order and prints what became of it. */
    int order(String path, JsonObject body) throws Exception {
        return reach(() -> {
            ControlResponse response = client().post(path, body);
            return response.status() == 200 ? done(response) : refused(response);
        });
    }

    private int done(ControlResponse response) throws Unreachable {
        print(spec.commandLine().getOut(), "", response);
        return Exit.DONE;
    }

    /** Prints a refusal or failure. */
    int refused(ControlResponse response) throws Unreachable {
        print(spec.commandLine().getErr(), "kirikae: ", response);
        return Exit.FAILED;
    }

    private static void print(java.io.PrintWriter out, String before, ControlResponse response) throws Unreachable {
        String prefix = before;
        for (String line : response.json().getString("text", "").split("\n", -1)) {
            out.println(prefix + Escapes.escape(line));
            prefix = "";
        }
    }

    /** The path of a service below the API. */
    static String path(String service) {
        return "/api/v1/services/" + encode(service);
    }

    /** A text as part of a path or query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
