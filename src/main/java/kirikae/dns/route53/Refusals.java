package kirikae.dns.route53;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;

/**
 * What an error answer of Route 53 means, by the table of reliability.md section 3: by status first, by code second, because the
 * older of Route 53's two error shapes has no code that the SDK can see.
 *
 * <table>
 * <caption>The table</caption>
 * <tr><td>5xx, 429, 408, Throttling, PriorRequestNotComplete, InternalError</td><td>TRANSIENT</td></tr>
 * <tr><td>InvalidChangeBatch: does not match, not found, already exists, conflicting; NoSuchChange</td><td>CONFLICT</td></tr>
 * <tr><td>InvalidChangeBatch with other words, InvalidInput, every other 4xx with a code</td><td>INVALID</td></tr>
 * <tr><td>NoSuchHostedZone</td><td>NO_ZONE</td></tr>
 * <tr><td>ExpiredToken, UnrecognizedClient, InvalidClientTokenId</td><td>CREDENTIALS</td></tr>
 * <tr><td>RequestExpired, RequestTimeTooSkewed, a signature said to be expired</td><td>CLOCK</td></tr>
 * <tr><td>AccessDenied, SignatureDoesNotMatch, 401, 403, 407</td><td>DENIED</td></tr>
 * <tr><td>no code and none of these: a portal, a proxy, another service</td><td>AMBIGUOUS</td></tr>
 * </table>
 */
final class Refusals {
    private static final Set<String> BUSY = Set.of(
            "PriorRequestNotComplete",
            "RequestTimeout",
            "RequestTimeoutException",
            "InternalError",
            "InternalFailure",
            "ServiceUnavailable",
            "RequestLimitExceeded",
            "SlowDown",
            "TooManyRequestsException");
    private static final Set<String> STALE = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "TokenRefreshRequired",
            "UnrecognizedClient",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "MissingAuthenticationToken");
    private static final Set<String> SKEWED = Set.of("RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture");
    private static final Set<String> REFUSED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "NotAuthorized",
            "NotAuthorizedException",
            "UnauthorizedOperation",
            "AuthFailure",
            "IncompleteSignature",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "OptInRequired");
    private static final Pattern SKEW_WORDS = Pattern.compile("(?i)signature (expired|not yet current)");
    private static final Pattern LOST_RACE =
            Pattern.compile("(?i)do(es)? not match|not found|already exists|conflict(s|ing)\\b");
    private static final Pattern BLAMED = Pattern.compile("\\[name='([^']+)'|(?i:DNS name) ([^\\s,\\]]+)");
    private static final Pattern LEGACY_MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");

    private Refusals() {}

    /** The error for people and for the loop. */
    static ProviderError classify(String operation, AwsServiceException e) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(e.awsErrorDetails());
        String legacy = details.map(AwsErrorDetails::rawResponse)
                .map(Refusals::legacyText)
                .orElse("");
        String told = details.map(AwsErrorDetails::errorCode).orElse("");
        String code = told.isEmpty() && !legacy.isEmpty() ? "InvalidChangeBatch" : told;
        String text = details.map(AwsErrorDetails::errorMessage).orElse(legacy);
        Kind kind = kind(e.statusCode(), code, text);
        String shown = code.isEmpty() ? "HTTP " + e.statusCode() : code;
        return new ProviderError(kind, shown, words(operation, e, text), blamed(code, text));
    }

    /** The names that a refused batch gives as its reasons, from the whole text: people see its beginning only. */
    private static Set<DomainName> blamed(String code, String text) {
        if (!code.equals("InvalidChangeBatch")) {
            return Set.of();
        }
        return BLAMED.matcher(text)
                .results()
                .map(hit -> hit.group(1) == null ? hit.group(2) : hit.group(1))
                .flatMap(name -> Wire.name(name).stream())
                .collect(Collectors.toSet());
    }

    private static Kind kind(int status, String code, String text) {
        if (status >= 500 || status == 429 || status == 408) {
            return Kind.TRANSIENT;
        }
        return code.isEmpty() ? nameless(status) : named(code, text);
    }

    private static Kind nameless(int status) {
        return status == 401 || status == 403 || status == 407 ? Kind.DENIED : Kind.AMBIGUOUS;
    }

    private static Kind named(String code, String text) {
        if (code.startsWith("Thrott") || BUSY.contains(code)) {
            return Kind.TRANSIENT;
        }
        if (STALE.contains(code)) {
            return Kind.CREDENTIALS;
        }
        if (SKEWED.contains(code) || SKEW_WORDS.matcher(text).find()) {
            return Kind.CLOCK;
        }
        return REFUSED.contains(code) ? Kind.DENIED : request(code, text);
    }

    private static Kind request(String code, String text) {
        return switch (code) {
            case "InvalidChangeBatch" -> LOST_RACE.matcher(text).find() ? Kind.CONFLICT : Kind.INVALID;
            case "NoSuchChange" -> Kind.CONFLICT; // an accepted change that is gone: read the records and compare
            case "NoSuchHostedZone" -> Kind.NO_ZONE;
            default -> Kind.INVALID;
        };
    }

    /** The shape of 2013: {@code <InvalidChangeBatch><Messages><Message>}; the SDK sees neither its code nor its text. */
    private static String legacyText(SdkBytes raw) {
        String body = raw.asUtf8String();
        if (!body.contains("<InvalidChangeBatch")) {
            return "";
        }
        List<String> messages = LEGACY_MESSAGE
                .matcher(body)
                .results()
                .map(hit -> plain(hit.group(1)))
                .toList();
        return messages.isEmpty() ? "without a reason" : String.join("; ", messages);
    }

    private static String plain(String xml) {
        return xml.replace("&apos;", "'")
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static String words(String operation, AwsServiceException e, String text) {
        String request =
                Optional.ofNullable(e.requestId()).map(id -> ", request " + id).orElse("");
        return Sentence.of(text.isEmpty() ? "HTTP " + e.statusCode() : text) + " (" + operation + request + ")";
    }
}
