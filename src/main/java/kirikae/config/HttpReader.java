package kirikae.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kirikae.model.Check;

/** Reads what is special to a check of type http. Must not repeat an URL or a header's value, for they may hold secrets. */
final class HttpReader {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern STATUSES = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");
    private static final int LARGEST_BODY = 65_536;
    private static final int MOST_PROBES = 1_000; // on one connection
    private final ManagedNames managed;
    private final Aim aim;

    /** Takes who knows all managed names, and the target it watches. */
    HttpReader(ManagedNames managed, Aim aim) {
        this.managed = managed;
        this.aim = aim;
    }

    private record Expected(List<Check.StatusRange> statuses, String body) {}

    /** The check, or nothing after a problem. */
    Optional<Check> read(String name, Block block) {
        Optional<URI> url = block.required("url")
                .flatMap(value -> value.text().flatMap(text -> UrlText.read(value, text, SCHEMES)));
        Optional<Expected> expected = expected(block.block("expect"));
        Map<String, String> headers = headers(block);
        Optional<String> connectTo = connectTo(block);
        Optional<Check.Addresses> addresses = CheckReader.addresses(block);
        Optional<Boolean> verify = block.required("tls-verify").flatMap(Value::flag);
        Optional<Integer> freshEvery = freshEvery(block);
        Optional<RuleReader.Timing> timing = RuleReader.timing(block);
        if (url.isPresent() && connectTo.isPresent()) {
            tellWhereItConnects(block, UrlText.host(url.get()), connectTo.get());
        }
        if (Stream.of(url, expected, connectTo, addresses, verify, freshEvery, timing)
                .anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<String> pinned =
                connectTo.orElseThrow().isEmpty() ? aim.pinned(UrlText.host(url.orElseThrow())) : List.of();
        return Optional.of(new Check.Http(
                name,
                timing.orElseThrow().rule(),
                timing.orElseThrow().pace(),
                url.orElseThrow(),
                expected.orElseThrow().statuses(),
                expected.orElseThrow().body(),
                headers,
                connectTo.orElseThrow(),
                pinned,
                addresses.orElseThrow(),
                verify.orElseThrow(),
                freshEvery.orElseThrow()));
    }

    /** Every how many probes a new connection is opened: 1 for a fresh one each. */
    private static Optional<Integer> freshEvery(Block block) {
        Optional<Integer> whenReused = block.oneOf("connection", Map.of("fresh", 1, "reuse", MOST_PROBES));
        Optional<Integer> every = block.whole("fresh-every", 2, MOST_PROBES);
        if (whenReused.filter(most -> most == 1).isPresent()) {
            block.find("fresh-every")
                    .filter(Value::isOwn)
                    .ifPresent(value -> value.warn("has no meaning without connection = reuse"));
        }
        return whenReused.flatMap(most -> every.map(wanted -> Math.min(most, wanted)));
    }

    private static Optional<Expected> expected(Block expect) {
        expect.allow(Keys.EXPECT);
        List<Check.StatusRange> statuses = statuses(expect);
        return body(expect).map(body -> new Expected(statuses, body));
    }

    private void tellWhereItConnects(Block block, String host, String connectTo) {
        if (!connectTo.isEmpty()) {
            AddressText.hostPort(connectTo).ifPresent(to -> tellConnectTo(block, to.host()));
            return;
        }
        block.find("url").ifPresent(value -> managed.look(aim.service(), host, value));
        if (aim.isBlind(host)) {
            block.error(
                    "connect-to",
                    "missing; '" + host
                            + "' is a name that this service moves, and the target has no addresses of its own:"
                            + " say where to connect",
                    "");
        }
    }

    private void tellConnectTo(Block block, String host) {
        block.find("connect-to").ifPresent(value -> {
            managed.look(aim.service(), host, value);
            if (aim.follows(host)) {
                value.error("'" + host + "' is a name that this service moves; give the target's own name or address");
            }
        });
    }

    private static Optional<String> connectTo(Block block) {
        Optional<Value> written = block.required("connect-to");
        Optional<String> text = written.flatMap(Value::text).map(String::strip);
        if (text.isPresent() && !text.get().isEmpty()) {
            boolean good = AddressText.hostPort(text.get())
                    .filter(to -> to.port().orElse(1) > 0)
                    .isPresent();
            if (!good) {
                written.get().error("must be host, host:port, an address or [address]:port");
                return Optional.empty();
            }
        }
        return text;
    }

    private static Optional<String> body(Block expect) {
        Optional<String> text = expect.text("body-contains");
        if (text.isPresent() && text.get().length() > LARGEST_BODY) {
            expect.errorAt("body-contains", "longer than the 65536 bytes of a body that are read");
        }
        return text;
    }

    private static List<Check.StatusRange> statuses(Block expect) {
        Optional<Value> written = expect.required("status");
        Optional<String> text = written.flatMap(Value::text);
        List<Check.StatusRange> ranges = new ArrayList<>();
        for (String part : text.orElse("200").split(",", -1)) {
            Matcher shape = STATUSES.matcher(part.strip());
            int from = shape.matches() ? Integer.parseInt(shape.group(1)) : 1;
            int to = !shape.matches() ? 0 : shape.group(2) == null ? from : Integer.parseInt(shape.group(2));
            if (to < from) {
                written.ifPresent(value ->
                        value.error("must be statuses from 100 to 599, as \"200-399\" or \"200,204,301-302\""));
                return List.of();
            }
            ranges.add(new Check.StatusRange(from, to));
        }
        return List.copyOf(ranges);
    }

    private static Map<String, String> headers(Block block) {
        Map<String, String> headers = new TreeMap<>();
        block.block("headers")
                .entries()
                .forEach((name, value) -> header(name, value).ifPresent(text -> headers.put(name, text)));
        return Collections.unmodifiableMap(headers);
    }

    private static Optional<String> header(String name, Value value) {
        if (!HeaderText.isName(name)) {
            value.error(HeaderText.NO_NAME);
            return Optional.empty();
        }
        Optional<String> text = value.text();
        if (HeaderText.isOurs(name)) {
            value.warn(HeaderText.LEFT_OUT);
            return Optional.empty();
        }
        if (text.isPresent() && !HeaderText.isValue(text.get())) {
            value.error(HeaderText.NO_VALUE);
            return Optional.empty();
        }
        return text;
    }
}
