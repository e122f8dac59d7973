package kirikae.dns.rfc2136;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import kirikae.dns.ProviderException;
import kirikae.dns.WireRecords;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.Settings.Tsig;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/**
 * Signs what goes out and verifies what comes in (TSIG, RFC 8945). Owns the key. A good word that is not signed is not believed; an
 * unsigned refusal is, because a server that does not know the key cannot sign one.
 */
final class Signature {
    private static final int LENGTH_OF_TIME = 6; // RFC 8945 5.2.3: the server's time in 48 bits

    private final Optional<TSIG> key;
    private final String name;

    private Signature(Optional<TSIG> key, String name) {
        this.key = key;
        this.name = name;
    }

    /**
     * Takes the configured key.
     *
     * @param clock what times are signed with
     * @throws ProviderException INVALID when its name cannot go over the wire
     */
    static Signature of(Tsig tsig, Clock clock) throws ProviderException {
        if (!(tsig instanceof Tsig.Key given)) {
            return new Signature(Optional.empty(), "");
        }
        Name owner = WireRecords.name(DomainName.of(given.name()));
        byte[] secret = Base64.getDecoder().decode(given.secret().reveal());
        String mac = switch (given.algorithm()) {
            case HMAC_SHA256 -> "HmacSHA256";
            case HMAC_SHA512 -> "HmacSHA512";
        };
        TSIG made =
                new TSIG(algorithm(given.algorithm()), owner, new javax.crypto.spec.SecretKeySpec(secret, mac), clock);
        return new Signature(Optional.of(made), given.name());
    }

    private static Name algorithm(Tsig.Algorithm algorithm) {
        return switch (algorithm) {
            case HMAC_SHA256 -> TSIG.HMAC_SHA256;
            case HMAC_SHA512 -> TSIG.HMAC_SHA512;
        };
    }

    /** In words, for people. */
    String words() {
        return key.isPresent() ? "signed with the key " + name : "unsigned";
    }

    /** The message as it goes over the wire. */
    byte[] sign(Message message) {
        key.ifPresent(tsig -> tsig.apply(message, null));
        return message.toWire();
    }

    /**
     * Checks an answer.
     *
     * @throws ProviderException CLOCK, DENIED, or AMBIGUOUS for an answer that may be anybody's
     */
    void check(Message question, Message answer, byte[] raw) throws ProviderException {
        if (key.isEmpty()) {
            return;
        }
        Optional<TSIGRecord> signed = Optional.ofNullable(answer.getTSIG());
        if (signed.isEmpty()) {
            unsigned(answer);
            return;
        }
        refused(question, signed.get());
        int verdict = key.get().verify(answer, raw, question.getTSIG());
        if (verdict != Rcode.NOERROR) {
            throw error(
                    Kind.AMBIGUOUS,
                    "bad signature",
                    "the answer is not signed as it must be (" + Rcode.TSIGstring(verdict) + ")");
        }
    }

    private void unsigned(Message answer) throws ProviderException {
        int code = answer.getRcode();
        if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
            throw error(Kind.AMBIGUOUS, "unsigned", "the answer is not signed, although the question was");
        }
    }

    /** What the server says of our signature. */
    private void refused(Message question, TSIGRecord signed) throws ProviderException {
        switch (signed.getError()) {
            case Rcode.NOERROR -> {}
            case Rcode.BADTIME ->
                throw error(Kind.CLOCK, "BADTIME", clocks(question.getTSIG().getTimeSigned(), signed.getOther()));
            case Rcode.BADKEY ->
                throw error(
                        Kind.DENIED,
                        "BADKEY",
                        "the server does not know the key " + name
                                + ", or not with this algorithm: compare name and algorithm on both sides");
            case Rcode.BADSIG ->
                throw error(
                        Kind.DENIED,
                        "BADSIG",
                        "the server knows the key " + name + " with another secret: compare the secrets on both sides");
            default ->
                throw error(Kind.DENIED, Rcode.TSIGstring(signed.getError()), "the server refuses the signature");
        }
    }

    private static String clocks(Instant ours, byte[] theirs) {
        if (theirs.length != LENGTH_OF_TIME) {
            return "a clock problem: this machine says " + ours
                    + ", and the server's clock differs by more than 5 minutes";
        }
        long seconds = 0;
        for (byte octet : theirs) {
            seconds = seconds << 8 | (octet & 0xff);
        }
        Instant server = Instant.ofEpochSecond(seconds);
        long apart = Duration.between(server, ours).abs().toSeconds();
        return "a clock problem: this machine says " + ours + ", the server says " + server + ", " + apart
                + " s apart; set the wrong one right (NTP)";
    }

    private static ProviderException error(Kind kind, String code, String text) {
        return new ProviderException(new ProviderError(kind, code, text));
    }
}
