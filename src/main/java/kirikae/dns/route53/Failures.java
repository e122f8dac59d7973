package kirikae.dns.route53;

import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * What to call whatever an SDK call threw. An answer of Route 53 goes to {@link Refusals}; here is what is no answer: everything
 * unknown is AMBIGUOUS, because the request may have been carried out.
 */
final class Failures {
    private static final int DEEPEST = 16;
    private static final String NOWHERE = "Unable to load credentials from any of the providers in the chain";
    /** How the SDK says that a place has no credentials at all. */
    private static final List<String> ORDINARY = List.of(
            "from system settings",
            "environment variable",
            "Profile file contained no credentials",
            "Cannot fetch credentials from container - neither",
            "credentials from IMDS");

    private Failures() {}

    /** The error for people and for the loop; the text is one line without secrets. */
    static ProviderError classify(String operation, RuntimeException e) {
        return find(e, NoCredentials.class)
                .map(missing -> error(Kind.CREDENTIALS, "no-credentials", operation, missing(missing)))
                .or(() -> find(e, AwsServiceException.class).map(answer -> Refusals.classify(operation, answer)))
                .orElseGet(() -> silence(operation, e));
    }

    /** The deadline passed before the request could be sent, or in the middle of several. */
    static ProviderError late(String operation) {
        return error(Kind.AMBIGUOUS, "time-out", operation, "the call's deadline passed");
    }

    /** Something came back with status 200 that Route 53 does not say: a captive portal, a proxy, the wrong address. */
    static ProviderError strange(String operation, String what) {
        return error(Kind.AMBIGUOUS, "not-route53", operation, "the answer is not Route 53's: " + what);
    }

    /** Throws an Error that the SDK wrapped: a poisoned JVM must end, not retry. */
    static void rethrowErrors(Throwable thrown) {
        find(thrown, Error.class).ifPresent(error -> {
            throw error;
        });
    }

    /** True when this thread was asked to stop. */
    static boolean isInterrupt(Throwable thrown) {
        boolean told = find(thrown, InterruptedIOException.class)
                .filter(e -> !(e instanceof SocketTimeoutException))
                .isPresent();
        return told
                || find(thrown, AbortedException.class).isPresent()
                || find(thrown, InterruptedException.class).isPresent();
    }

    private static ProviderError silence(String operation, RuntimeException e) {
        return error(Kind.AMBIGUOUS, silenceCode(e), operation, reason(e));
    }

    private static String silenceCode(Throwable e) {
        if (isInterrupt(e)) {
            return "interrupted";
        }
        boolean late = Stream.of(
                        ApiCallTimeoutException.class,
                        ApiCallAttemptTimeoutException.class,
                        SocketTimeoutException.class)
                .anyMatch(type -> find(e, type).isPresent());
        return late ? "time-out" : networkCode(e);
    }

    private static String networkCode(Throwable e) {
        if (find(e, UnknownHostException.class).isPresent()) {
            return "unknown-host";
        }
        if (find(e, ConnectException.class).isPresent()) {
            return "connection-refused";
        }
        return find(e, SSLException.class).isPresent() ? "tls" : "no-answer";
    }

    private static ProviderError error(Kind kind, String code, String operation, String reason) {
        return new ProviderError(kind, code, Sentence.of(operation + ": " + reason));
    }

    /** The SDK names the classes it asked, for hundreds of characters; what went wrong in a place that has something stands behind them. */
    private static String missing(NoCredentials missing) {
        String words = reason(missing);
        if (!words.startsWith(NOWHERE)) {
            return words;
        }
        String troubles = Stream.of(words.substring(words.indexOf(": [") + 1).split(", (?=\\w+Provider\\()"))
                .filter(place -> ORDINARY.stream().noneMatch(place::contains))
                .map(place -> place.replaceAll("\\(.*?\\): ", ": ")
                        .replaceAll("[\\[\\]]|\\(SdkClientException\\)", "")
                        .strip())
                .filter(place -> !place.isEmpty())
                .collect(Collectors.joining("; "));
        return "none in the environment, a web identity, the AWS files, a container or an instance role"
                + (troubles.isEmpty() ? "" : ": " + troubles);
    }

    /** The words of the deepest cause: the outer ones only repeat them. */
    private static String reason(Throwable thrown) {
        List<Throwable> chain = chain(thrown).toList();
        Throwable deepest = chain.get(chain.size() - 1);
        String name = deepest.getClass().getSimpleName();
        String words = Optional.ofNullable(deepest.getMessage()).orElse("");
        return words.isEmpty() ? name : words + " (" + name + ")";
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        return chain(thrown).filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Stream<Throwable> chain(Throwable thrown) {
        return Stream.iterate(thrown, e -> e != null, Throwable::getCause).limit(DEEPEST);
    }
}
