package kirikae.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kirikae.model.Secret;

/**
 * The signature of a heartbeat, {@code Kirikae-Signature: t=TIME,s=SEQUENCE,v1=HEX}. Owns: its grammar and what is signed:
 *
 * <pre>
 * v1 LF METHOD LF PATH LF HOST LF TIME LF SEQUENCE LF hex(SHA-256(body))
 * </pre>
 *
 * PATH is the request target as it is sent, with its query; HOST is in lower case; no line feed stands at the end. The signature is
 * HMAC-SHA256 (RFC 2104) with the check's token as the key, in hexadecimal.
 *
 * @param time seconds since 1970 by the host's clock
 * @param sequence tells apart what is sent within one second
 */
public record Signature(long time, long sequence, String timeText, String sequenceText, String hex) {
    /** The header's name. */
    public static final String HEADER = "Kirikae-Signature";

    private static final Pattern GRAMMAR =
            Pattern.compile("\\s*t=(\\d{1,12})\\s*,\\s*s=(\\d{1,18})\\s*,\\s*v1=([0-9a-fA-F]{64})\\s*");
    private static final String ALGORITHM = "HmacSHA256";

    /**
     * What a heartbeat says.
     *
     * @param method in capitals
     * @param target path and query as sent
     * @param host in lower case
     * @param bodyDigest SHA-256 of the body in lower-case hexadecimal
     */
    public record Message(String method, String target, String host, String bodyDigest) {
        /** The message with this body. */
        public static Message of(String method, String target, String host, byte[] body) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
                return new Message(method, target, host, HexFormat.of().formatHex(digest));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }

    /** The signature of a header; nothing when it is none. */
    static Optional<Signature> parse(String header) {
        Matcher parts = GRAMMAR.matcher(header);
        return parts.matches()
                ? Optional.of(new Signature(
                        Long.parseLong(parts.group(1)),
                        Long.parseLong(parts.group(2)),
                        parts.group(1),
                        parts.group(2),
                        parts.group(3)))
                : Optional.empty();
    }

    /** The header's value for a message. */
    public static String sign(Secret key, Message message, long time, long sequence) {
        String t = Long.toString(time);
        String s = Long.toString(sequence);
        return "t=" + t + ",s=" + s + ",v1=" + HexFormat.of().formatHex(mac(key, message, t, s));
    }

    /** True when this is the message's signature by this key; constant time in the signature's content. */
    boolean isOf(Message message, Secret key) {
        return MessageDigest.isEqual(
                mac(key, message, timeText, sequenceText), HexFormat.of().parseHex(hex));
    }

    private static byte[] mac(Secret key, Message message, String time, String sequence) {
        try {
            String text = "v1\n" + message.method() + "\n" + message.target() + "\n" + message.host() + "\n" + time
                    + "\n" + sequence + "\n" + message.bodyDigest();
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(keyBytes(key), ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /** A key of no bytes is none to Java; the dummy for unknown hosts has one. */
    private static byte[] keyBytes(Secret key) {
        byte[] bytes = key.reveal().getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0 ? new byte[1] : bytes;
    }
}
