package kirikae.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kirikae.model.Channel;
import kirikae.model.Secret;

/** Reads one channel of any type. Must not repeat an address, a header's value or a payload, for they may hold secrets. */
final class ChannelReader {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "GET", "DELETE");
    private static final URI PAGERDUTY = URI.create("https://events.pagerduty.com/v2/enqueue");
    private static final Pattern TOPIC =
            Pattern.compile("arn:aws[a-z-]*:sns:([a-z0-9-]{1,40}):\\d{12}:[A-Za-z0-9_.-]{1,256}");
    private static final Pattern ADDRESS = Pattern.compile("[!-~&&[^<>,;@]]{1,64}@[A-Za-z0-9.-]{1,253}");
    private static final int LARGEST_PAYLOAD = 65_536;
    private static final int SUBMISSION = 587; // RFC 6409
    private static final int LAST_PORT = 65_535;
    private static final int SHORTEST_KEY = 24;
    private static final int LONGEST_KEY = 64;
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    /** As long as every other channel has. */
    static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final SecretReader secrets;
    private final Report report;

    ChannelReader(SecretReader secrets, Report report) {
        this.secrets = secrets;
        this.report = report;
    }

    /** The channel, or nothing after a problem. */
    Optional<Channel> read(String name, Block block) {
        String type = block.text("type").orElse("");
        Set<String> keys = Keys.CHANNELS.getOrDefault(type, Set.of());
        if (keys.isEmpty()) {
            if (!type.isEmpty()) {
                block.errorAt("type", Types.unknown(type, Keys.CHANNELS.keySet()));
            }
            block.allow(Keys.all(Keys.CHANNELS));
            return Optional.empty();
        }
        block.allow(keys);
        return switch (type) {
            case "webhook" -> webhook(name, block);
            case "pagerduty" -> pagerDuty(name, block);
            case "slack" -> url(block).map(url -> new Channel.Slack(name, url));
            case "teams" -> url(block).map(url -> new Channel.Teams(name, url));
            case "sns" -> sns(name, block);
            case "email" -> email(name, block);
            default -> command(block, "command").map(command -> new Channel.Exec(name, command, timeout(block)));
        };
    }

    private Optional<Channel> webhook(String name, Block block) {
        Optional<Secret> url = url(block);
        String method = block.find("method")
                .flatMap(Value::text)
                .map(text -> text.strip().toUpperCase(Locale.ROOT))
                .orElse("POST");
        if (!METHODS.contains(method)) {
            block.errorAt("method", "must be one of POST, PUT, PATCH, GET, DELETE");
        }
        HeadersReader headers = new HeadersReader(secrets, report);
        Map<String, Secret> found = headers.read(block);
        Channel.Encoding encoding = block.find("encode")
                .flatMap(value -> value.oneOf(Map.of("json", Channel.Encoding.JSON, "form", Channel.Encoding.FORM)))
                .orElse(Channel.Encoding.JSON);
        Secret payload = payload(block);
        List<Secret> signing = signing(block);
        return url.map(address ->
                new Channel.Webhook(name, method, address, found, payload, encoding, headers.body(), signing));
    }

    private static Secret payload(Block block) {
        Optional<Value> written = block.find("payload");
        String text = written.flatMap(Value::text).orElse("");
        if (text.length() > LARGEST_PAYLOAD) {
            block.errorAt("payload", "longer than " + LARGEST_PAYLOAD + " characters");
        } else if (!text.isBlank()) {
            PayloadText.fault(text).ifPresent(fault -> block.errorAt("payload", fault));
        }
        return new Secret(text.isBlank() ? "" : text);
    }

    /** Standard Webhooks: base64 of 24 to 64 bytes, usually after whsec_; a list of them while keys are exchanged. */
    private List<Secret> signing(Block block) {
        List<Secret> keys = new ArrayList<>();
        Optional<Value> written = block.find("secret");
        List<Value> values = written.map(value -> value.isList() ? value.list() : List.of(value))
                .orElse(List.of());
        for (Value value : values) {
            secrets.secret(value).ifPresent(secret -> {
                if (isKey(secret.reveal().replaceFirst("^whsec_", ""))) {
                    keys.add(secret);
                } else {
                    value.error(
                            "must be whsec_ and the base64 of 24 to 64 bytes: printf whsec_; openssl rand -base64 32");
                }
            });
        }
        return keys;
    }

    private static boolean isKey(String base64) {
        try {
            int length = Base64.getDecoder().decode(base64).length;
            return length >= SHORTEST_KEY && length <= LONGEST_KEY;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<Channel> pagerDuty(String name, Block block) {
        Optional<Secret> key = block.required("routing-key").flatMap(secrets::secret);
        URI url = block.find("url")
                .flatMap(value -> value.text().flatMap(text -> UrlText.read(value, text, SCHEMES)))
                .orElse(PAGERDUTY);
        block.find("url").ifPresent(value -> warnPlain(value, url));
        return key.map(found -> new Channel.PagerDuty(name, found, url));
    }

    private Optional<Secret> url(Block block) {
        Optional<Value> written = block.required("url");
        Optional<URI> url = written.flatMap(
                value -> secrets.secret(value).flatMap(text -> UrlText.read(value, text.reveal(), SCHEMES)));
        url.ifPresent(found -> written.ifPresent(value -> warnPlain(value, found)));
        return url.map(found -> new Secret(found.toASCIIString()));
    }

    private static void warnPlain(Value value, URI url) {
        if (String.valueOf(url.getScheme()).equals("http") && !AddressText.isLoopback(UrlText.host(url))) {
            value.warn("is http and not on this machine: whoever is on the way can read and repeat what is sent");
        }
    }

    private static Optional<Channel> sns(String name, Block block) {
        Optional<Value> written = block.required("topic");
        Optional<String> topic = written.flatMap(Value::text).map(String::strip);
        Matcher shape = TOPIC.matcher(topic.orElse(""));
        if (topic.isPresent() && !shape.matches()) {
            written.get().error("must be the ARN of a topic: arn:aws:sns:REGION:ACCOUNT:NAME");
            return Optional.empty();
        }
        String region = text(block, "region");
        String endpoint = text(block, "endpoint");
        if (!endpoint.isEmpty()) {
            block.find("endpoint").ifPresent(value -> UrlText.read(value, endpoint, SCHEMES));
        }
        return topic.map(arn -> new Channel.Sns(
                name, arn, region.isEmpty() ? shape.group(1) : region, text(block, "profile"), endpoint));
    }

    private Optional<Channel> email(String name, Block block) {
        Optional<String> host = block.text("host").map(String::strip);
        if (host.isPresent() && !AddressText.isHost(host.get()) && !AddressText.isIpv6(host.get())) {
            block.errorAt("host", "must be a host's name or address");
        }
        int port =
                block.find("port").flatMap(value -> value.whole(1, LAST_PORT)).orElse(SUBMISSION);
        Channel.MailTls tls = block.find("tls")
                .flatMap(value -> value.oneOf(Map.of(
                        "starttls", Channel.MailTls.STARTTLS,
                        "tls", Channel.MailTls.TLS,
                        "none", Channel.MailTls.NONE)))
                .orElse(Channel.MailTls.STARTTLS);
        Optional<Secret> password = block.find("password").flatMap(secrets::secret);
        List<String> from = block.required("from").map(ChannelReader::addresses).orElse(List.of());
        List<String> to = block.required("to").map(ChannelReader::addresses).orElse(List.of());
        boolean plain = tls == Channel.MailTls.NONE
                && host.filter(AddressText::isLoopback).isEmpty();
        if (plain && host.isPresent()) {
            block.warn(
                    "tls", "none, and not on this machine: whoever is on the way can read the mail and the password");
        }
        return host.isEmpty() || from.size() != 1 || to.isEmpty()
                ? Optional.empty()
                : Optional.of(new Channel.Email(
                        name,
                        host.get(),
                        port,
                        tls,
                        text(block, "user"),
                        password.orElseGet(() -> new Secret("")),
                        from.get(0),
                        to));
    }

    private static List<String> addresses(Value written) {
        List<String> found = new ArrayList<>();
        for (Value value : written.list()) {
            value.text().map(String::strip).ifPresent(text -> {
                if (ADDRESS.matcher(text).matches()) {
                    found.add(text);
                } else {
                    value.error("must be a mail address such as ops@example.com");
                }
            });
        }
        return found;
    }

    /** A program with its arguments. */
    static Optional<List<String>> command(Block block, String key) {
        Optional<Value> written = block.required(key);
        List<String> words = written.map(Value::texts).orElse(List.of());
        if (written.isPresent() && (words.isEmpty() || words.get(0).isBlank())) {
            written.get().error("must be a list: the program and its arguments");
            return Optional.empty();
        }
        if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            written.ifPresent(value -> value.error("must not hold a NUL"));
            return Optional.empty();
        }
        if (!words.isEmpty() && !words.get(0).startsWith("/")) {
            written.ifPresent(value -> value.warn(
                    "the program has no absolute path: what runs depends on the daemon's" + " PATH and folder"));
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    private static Duration timeout(Block block) {
        return block.find("timeout")
                .flatMap(value -> value.duration(SHORTEST, LONGEST))
                .orElse(TIMEOUT);
    }

    private static String text(Block block, String key) {
        return block.find(key).flatMap(Value::text).map(String::strip).orElse("");
    }
}
