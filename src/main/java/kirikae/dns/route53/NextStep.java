package kirikae.dns.route53;

import java.util.Set;
import kirikae.model.ProviderError;

/** What to do about a refusal, in plain words: for {@code check --online}, where somebody sits and wants to put it right. */
final class NextStep {
    private static final Set<String> BAD_SIGNATURE =
            Set.of("SignatureDoesNotMatch", "IncompleteSignature", "InvalidSignatureException", "AuthFailure");

    private NextStep() {}

    /**
     * A sentence: what is missing, the next step, and the provider's own words.
     *
     * @param action of the API, such as GetChange
     * @param resource what it was asked of: an ARN, or a star
     */
    static String of(String action, String resource, ProviderError error) {
        return switch (error.kind()) {
            case DENIED -> denied(action, resource, error);
            case CREDENTIALS -> credentials(error);
            case CLOCK ->
                "this machine's clock is wrong, so requests are refused; set it, and look at 'timedatectl' (" + error
                        + ")";
            case NO_ZONE ->
                "the account of these credentials has no such zone; compare the id or name, and the account,"
                        + " with 'aws route53 list-hosted-zones' (" + error + ")";
            case TRANSIENT, AMBIGUOUS, CONFLICT, INVALID -> action + ": " + error;
        };
    }

    private static String denied(String action, String resource, ProviderError error) {
        if (BAD_SIGNATURE.contains(error.code())) {
            return "the secret key does not belong to the access key id; write both anew (" + error + ")";
        }
        return "the permission route53:" + action + " on " + resource + " is missing; attach the policy that"
                + " 'kirikae check --iam-policy' prints (" + error + ")";
    }

    private static String credentials(ProviderError error) {
        if (error.message().contains("sts:AssumeRole")) {
            return "the role of assume-role cannot be taken; this identity needs sts:AssumeRole on it, and the role's trust policy"
                    + " must name this identity (" + error + ")";
        }
        return "no-credentials".equals(error.code())
                ? "no credentials were found; give this machine an instance role, or set AWS_PROFILE or AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY for the daemon, or 'profile' of the provider (" + error + ")"
                : "the credentials are not good any more; renew them where they come from (" + error + ")";
    }
}
