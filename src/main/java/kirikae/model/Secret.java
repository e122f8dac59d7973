package kirikae.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that is never printed. Compare with {@link #matches}, which takes the same time whatever is given. */
public final class Secret {
    private final String text;
    private final byte[] digest;

    /** Takes the secret itself. */
    public Secret(String text) {
        this.text = text;
        this.digest = sha256(text);
    }

    /** The secret, for the one place that sends it. */
    public String reveal() {
        return text;
    }

    /** The length in characters, for minimum checks. */
    public int length() {
        return text.length();
    }

    /** True when the given text is the secret; constant time in the given text's content. */
    public boolean matches(String given) {
        return MessageDigest.isEqual(digest, sha256(given));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(digest);
    }

    @Override
    public String toString() {
        return "****";
    }
}
