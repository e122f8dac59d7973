package kirikae.cli;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import kirikae.intake.Signature;
import kirikae.model.Secret;

/** Sends heartbeats of one host, one at a time. Owns its connection. Must not: print, retry, or follow a redirect with the token. */
final class Pulse {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final HttpClient client;
    private final Proof proof;
    private final URI address;

    /** What came of one heartbeat. */
    sealed interface Beat {
        /** The daemon took it. */
        record Accepted() implements Beat {}

        /** It answered something else; our time is what it says of its clock, in seconds since 1970. */
        record Refused(int status, OptionalLong ourTime) implements Beat {}

        /** It did not answer; why, in words. */
        record Unanswered(String why) implements Beat {}
    }

    /** What goes along with a heartbeat to prove whose it is. */
    interface Proof {
        /** A header's name and value for the next heartbeat at this address. */
        List<String> header(URI address);
    }

    /** The token itself. */
    static Proof bearing(Secret token) {
        return address -> List.of("Authorization", "Bearer " + token.reveal());
    }

    /** A signature by the token, which is not sent. Times never go back, even when the clock does. */
    static Proof signing(String host, Secret token, LongSupplier seconds) {
        AtomicLong time = new AtomicLong();
        AtomicLong sequence = new AtomicLong();
        return address -> {
            long now = time.accumulateAndGet(seconds.getAsLong(), Math::max);
            Signature.Message message =
                    Signature.Message.of("POST", address.getRawPath(), host.toLowerCase(Locale.ROOT), new byte[0]);
            return List.of(Signature.HEADER, Signature.sign(token, message, now, sequence.incrementAndGet()));
        };
    }

    /**
     * Takes where to and as whom.
     *
     * @param url http or https, without query; may have a path before "/heartbeat/"
     */
    Pulse(URI url, String host, Proof proof) {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(DEADLINE)
                .build();
        this.proof = proof;
        this.address = address(url, host);
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(address)
                .headers(proof.header(address).toArray(String[]::new))
                .timeout(DEADLINE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
    }

    /** What is wrong with an address; nothing when heartbeats can be sent there. */
    static Optional<String> objection(URI url) {
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        boolean hasHost = Optional.ofNullable(url.getHost()).isPresent();
        if (!hasHost || !(scheme.equals("http") || scheme.equals("https"))) {
            return Optional.of("must be an address such as https://watch.example.com:8787");
        }
        if (Optional.ofNullable(url.getRawUserInfo()).isPresent()) {
            return Optional.of("must not hold a user or a password");
        }
        return Optional.ofNullable(url.getRawQuery()).isPresent()
                        || Optional.ofNullable(url.getRawFragment()).isPresent()
                ? Optional.of("must end before any ? or #")
                : Optional.empty();
    }

    /** True when others could read the token on its way. */
    static boolean isReadableOnTheWay(URI url) {
        String host = String.valueOf(url.getHost());
        boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
        return "http".equalsIgnoreCase(url.getScheme()) && !here;
    }

    /** Sends one heartbeat; blocks, for five seconds at most. */
    Beat beat() throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request(), HttpResponse.BodyHandlers.discarding());
        try {
            HttpResponse<Void> given = answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            return given.statusCode() == 202
                    ? new Beat.Accepted()
                    : new Beat.Refused(given.statusCode(), ourTime(given.headers()));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return new Beat.Unanswered("no answer within 5s");
        } catch (ExecutionException e) {
            return new Beat.Unanswered(why(Optional.ofNullable(e.getCause()).orElse(e)));
        }
    }

    private static OptionalLong ourTime(HttpHeaders headers) {
        return headers.firstValue("Kirikae-Time").filter(text -> text.matches("\\d{1,12}")).stream()
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static String why(Throwable failure) {
        if (failure instanceof HttpTimeoutException) {
            return "no answer within 5s";
        }
        if (failure instanceof ConnectException) {
            return isUnresolved(failure) ? "no such host name" : "connection refused";
        }
        return Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName());
    }

    private static boolean isUnresolved(Throwable failure) {
        return failure instanceof UnresolvedAddressException
                || Optional.ofNullable(failure.getCause())
                        .filter(Pulse::isUnresolved)
                        .isPresent();
    }

    private static URI address(URI url, String host) {
        String path = Optional.ofNullable(url.getRawPath()).orElse("");
        String before = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String name = URLEncoder.encode(host, StandardCharsets.UTF_8).replace("+", "%20");
        return url.resolve(before + "/heartbeat/" + name);
    }
}
