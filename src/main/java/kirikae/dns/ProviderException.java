package kirikae.dns;

import kirikae.model.ProviderError;

/** A provider's refusal or silence, with its class. */
public final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ProviderError error;

    /** Takes what went wrong; the cause is for the debug log only. */
    public ProviderException(ProviderError error, Throwable cause) {
        super(error.toString(), cause);
        this.error = error;
    }

    /** Takes what went wrong. */
    public ProviderException(ProviderError error) {
        super(error.toString());
        this.error = error;
    }

    /** What went wrong. */
    public ProviderError error() {
        return error;
    }
}
