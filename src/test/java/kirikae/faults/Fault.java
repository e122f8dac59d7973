package kirikae.faults;

import java.util.Locale;
import kirikae.faults.WireServer.Reply;

/** What can be made to go wrong with a request. */
public enum Fault {
    THROTTLE(400, "Throttling", "Rate exceeded"),
    PRIOR(
            400,
            "PriorRequestNotComplete",
            "The request was rejected because Route 53 was still processing a prior request."),
    ERROR_500(500, "InternalError", "We encountered an internal error. Please try again."),
    ERROR_503(503, "ServiceUnavailable", "Service is unavailable"),
    INVALID_INPUT(400, "InvalidInput", "Invalid XML"),
    ACCESS_DENIED(
            403,
            "AccessDenied",
            "User: arn:aws:iam::123456789012:user/kirikae is not authorized to perform: route53:ChangeResourceRecordSets"),
    EXPIRED_TOKEN(403, "ExpiredToken", "The security token included in the request is expired"),
    UNKNOWN_TOKEN(403, "InvalidClientTokenId", "The security token included in the request is invalid."),
    BAD_SIGNATURE(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided.\n\n"
                    + "The Canonical String for this request should have been\nx-amz-security-token:SESSION-SECRET"),
    OLD_SIGNATURE(
            403,
            "SignatureDoesNotMatch",
            "Signature expired: 20261122T000000Z is now earlier than 20261122T001000Z (20261122T001500Z - 5 min.)"),
    REQUEST_EXPIRED(400, "RequestExpired", "Request has expired."),
    NO_SUCH_ZONE(404, "NoSuchHostedZone", "No hosted zone found with ID: Z1"),
    NO_SUCH_CHANGE(404, "NoSuchChange", "Could not find resource with ID: C1"),
    LOST_RACE(400, "InvalidChangeBatch", "[" + Texts.RACE + "]"),
    LOST_RACE_OLD_SHAPE(400, "", Texts.RACE),
    BAD_VALUE(400, "InvalidChangeBatch", "[" + Texts.VALUE + "]"),
    BAD_VALUE_OLD_SHAPE(400, "", Texts.VALUE),
    /** A page of somebody else, as a captive portal gives it. */
    PORTAL_200(200, "", ""),
    PORTAL_302(302, "", ""),
    PORTAL_403(403, "", ""),
    PORTAL_404(404, "", ""),
    /** The connection is reset and nothing was applied. */
    RESET_BEFORE,
    /** It was applied; the reply is lost in a reset. */
    RESET_AFTER,
    /** It was applied; the connection just ends. */
    HANG_UP_AFTER,
    /** Nothing was applied and nothing is answered, ever. */
    BLACKHOLE_BEFORE,
    /** It was applied and nothing is answered, ever. */
    BLACKHOLE_AFTER,
    /** The connection is reset now; it is applied after the fault's delay. */
    DELAYED;

    private final int status;
    private final String code;
    private final String message;

    Fault() {
        this(0, "", "");
    }

    Fault(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** The name in the control API: lower case with hyphens ("throttle", "reset-after", "error-500"). */
    public static Fault of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** True when the answer is fixed and nothing is applied. */
    boolean isRefusal() {
        return status != 0;
    }

    /** True when the request is carried out although the client hears nothing. */
    boolean applies() {
        return this == RESET_AFTER || this == HANG_UP_AFTER || this == BLACKHOLE_AFTER || this == DELAYED;
    }

    /** What the client gets. */
    Reply reply() {
        return switch (this) {
            case RESET_BEFORE, RESET_AFTER, DELAYED -> new Reply.Reset();
            case HANG_UP_AFTER -> new Reply.HangUp();
            case BLACKHOLE_BEFORE, BLACKHOLE_AFTER -> new Reply.Silence();
            case PORTAL_200, PORTAL_302, PORTAL_403, PORTAL_404 ->
                new Reply.Answer(status, "text/html", "<html><body>Please log in</body></html>");
            case LOST_RACE_OLD_SHAPE, BAD_VALUE_OLD_SHAPE -> Answers.oldShape(message);
            default -> Answers.error(status, code, message);
        };
    }

    private static final class Texts {
        static final String RACE =
                "Tried to delete resource record set [name='www.example.com.', type='A'] but the values"
                        + " provided do not match the current values";
        static final String VALUE =
                "Invalid Resource Record: FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid"
                        + " IPv4 address) encountered with 'x'";
    }
}
