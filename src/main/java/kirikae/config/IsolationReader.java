package kirikae.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kirikae.model.Settings.DeadMan;
import kirikae.model.Settings.IsolationRule;

/** Reads how the daemon tells "it is them" from "it is me", and who watches it. */
final class IsolationReader {
    private static final Set<String> ANCHORS = Set.of("tcp", "http", "https");
    private static final Set<String> PINGS = Set.of("http", "https");
    private static final Duration SHORTEST_PING = Duration.ofSeconds(1);

    private IsolationReader() {}

    /** The isolation rule; a harmless one stands for one with problems. */
    static IsolationRule isolation(Block block) {
        block.allow(Keys.ISOLATION);
        Optional<Value> written = block.required("anchors");
        List<Value> values = written.map(Value::list).orElse(List.of());
        List<URI> anchors = anchors(values);
        Optional<Integer> required = block.whole("required", 1, Integer.MAX_VALUE);
        if (!values.isEmpty() && required.orElse(1) > values.size()) {
            block.errorAt("required", "must be between 1 and " + values.size() + ", the number of anchors");
        }
        double fraction =
                block.required("max-fraction").flatMap(Value::fraction).orElse(1.0);
        return new IsolationRule(anchors, anchors.isEmpty() ? 0 : required.orElse(1), fraction);
    }

    private static List<URI> anchors(List<Value> values) {
        List<URI> anchors = new ArrayList<>();
        for (Value value : values) {
            value.text().flatMap(text -> UrlText.read(value, text, ANCHORS)).ifPresent(uri -> {
                if (uri.getScheme().equals("tcp")
                        && (uri.getPort() < 0 || !uri.getRawPath().isEmpty())) {
                    value.error("must be tcp://host:port");
                } else if (anchors.contains(uri)) {
                    value.error("the same anchor twice: it would count as two");
                }
                anchors.add(uri);
            });
        }
        return List.copyOf(anchors);
    }

    /** The outbound ping; off stands for one with problems. */
    static DeadMan deadMan(Block block) {
        block.allow(Keys.DEAD_MAN);
        Optional<Duration> every = block.duration("every", SHORTEST_PING, RuleReader.LONGEST);
        Optional<Value> written = block.required("url");
        String text = written.flatMap(Value::text).map(String::strip).orElse("");
        if (text.isEmpty() || text.equals("off")) {
            return new DeadMan.Off();
        }
        Optional<URI> url = written.flatMap(value -> UrlText.read(value, text, PINGS));
        return url.isEmpty() || every.isEmpty() ? new DeadMan.Off() : new DeadMan.To(url.get(), every.get());
    }
}
