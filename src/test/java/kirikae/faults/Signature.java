package kirikae.faults;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kirikae.faults.WireServer.Reply;
import kirikae.faults.WireServer.Request;

/** Looks at a request's signature as far as it can be seen without the secret: form, scope, date. */
final class Signature {
    private static final Pattern FORM = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=[^/ ]+/(\\d{8})/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=[^ ,]+, ?Signature=[0-9a-f]{64}");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX");

    private Signature() {}

    /** The refusal, if there is a reason for one. */
    static Optional<Reply> objection(Request request, ZonedDateTime now) {
        Matcher form = FORM.matcher(request.header("authorization"));
        if (!form.matches()) {
            return denied("MissingAuthenticationToken", "Request is missing Authentication Token");
        }
        if (!form.group(2).equals("us-east-1") || !form.group(3).equals("route53")) {
            return denied("SignatureDoesNotMatch", "Credential should be scoped to a valid region and service.");
        }
        return date(request.header("x-amz-date"), now);
    }

    private static Optional<Reply> date(String written, ZonedDateTime now) {
        try {
            ZonedDateTime signed = ZonedDateTime.parse(written, DATE);
            if (Duration.between(signed, now).compareTo(Duration.ofMinutes(5)) > 0) {
                return denied(
                        "SignatureDoesNotMatch",
                        "Signature expired: " + written + " is now earlier than " + DATE.format(now.minusMinutes(5))
                                + " (" + DATE.format(now) + " - 5 min.)");
            }
            return Duration.between(now, signed).compareTo(Duration.ofMinutes(5)) > 0
                    ? denied("SignatureDoesNotMatch", "Signature not yet current: " + written)
                    : Optional.empty();
        } catch (DateTimeException e) {
            return denied("IncompleteSignature", "Date must be in ISO-8601 'basic format'. Got '" + written + "'.");
        }
    }

    private static Optional<Reply> denied(String code, String message) {
        return Optional.of(Answers.error(403, code, message));
    }
}
