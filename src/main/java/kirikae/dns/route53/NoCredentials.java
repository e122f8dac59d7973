package kirikae.dns.route53;

import software.amazon.awssdk.core.exception.SdkClientException;

/** Credentials could not be had; the cause says why. A type, so that nobody has to guess it from the SDK's words. */
final class NoCredentials extends SdkClientException {
    private static final long serialVersionUID = 1L;

    NoCredentials(RuntimeException cause) {
        super(SdkClientException.builder().message("no credentials").cause(cause));
    }
}
