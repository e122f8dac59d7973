package kirikae.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kirikae.model.Secret;

/** The headers of Standard Webhooks 1.0.0: id, time of this try, and a signature with every key. Pure. */
final class Signature {
    private Signature() {}

    /** The headers for a body. */
    static Map<String, String> headers(List<Secret> keys, String id, Instant now, byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        String time = String.valueOf(now.getEpochSecond());
        StringJoiner signatures = new StringJoiner(" ");
        keys.forEach(key -> signatures.add("v1," + sign(key, id + "." + time + ".", body)));
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", time);
        headers.put("webhook-signature", signatures.toString());
        return headers;
    }

    private static String sign(Secret key, String head, byte[] body) {
        try {
            byte[] bytes = Base64.getDecoder().decode(key.reveal().replaceFirst("^whsec_", ""));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
