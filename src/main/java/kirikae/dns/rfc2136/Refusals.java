package kirikae.dns.rfc2136;

import kirikae.dns.ProviderException;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * What an answer's code means (RFC 2136 2.2, RFC 8945), by the classes of reliability.md section 3.
 *
 * <table>
 * <caption>The table; what is no answer at all is with {@link Session}, and signatures with {@link Signature}</caption>
 * <tr><td>SERVFAIL</td><td>TRANSIENT</td></tr>
 * <tr><td>NXRRSET, YXRRSET, YXDOMAIN, NXDOMAIN of an update: a prerequisite does not hold</td><td>CONFLICT</td></tr>
 * <tr><td>NOTAUTH: not the zone's primary; REFUSED of a question about an unknown zone is not told apart</td><td>NO_ZONE</td></tr>
 * <tr><td>REFUSED, BADKEY, BADSIG, BADTRUNC</td><td>DENIED</td></tr>
 * <tr><td>BADTIME</td><td>CLOCK</td></tr>
 * <tr><td>FORMERR, NOTIMP, NOTZONE, any other</td><td>INVALID</td></tr>
 * <tr><td>time-out, reset, another id, garbage, unsigned, badly signed, cut</td><td>AMBIGUOUS</td></tr>
 * </table>
 */
final class Refusals {
    private Refusals() {}

    /** Passes an update that was carried out. */
    static void checkUpdate(String zone, Message answer) throws ProviderException {
        int code = answer.getRcode();
        if (code != Rcode.NOERROR) {
            throw error(update(code), code, zone, updateWords(code));
        }
    }

    /** Passes a question that was answered, also with "no such name". */
    static void checkQuestion(String zone, Message answer) throws ProviderException {
        int code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            throw error(question(code), code, zone, questionWords(code));
        }
    }

    /** The server does not answer for the zone. */
    static ProviderException notAuthoritative(String what) {
        return new ProviderException(
                new ProviderError(Kind.NO_ZONE, "not authoritative", "the server is not authoritative for " + what));
    }

    private static Kind update(int code) {
        return switch (code) {
            case Rcode.SERVFAIL -> Kind.TRANSIENT;
            case Rcode.NXRRSET, Rcode.YXRRSET, Rcode.YXDOMAIN, Rcode.NXDOMAIN -> Kind.CONFLICT;
            case Rcode.NOTAUTH -> Kind.NO_ZONE;
            case Rcode.REFUSED -> Kind.DENIED;
            default -> Kind.INVALID;
        };
    }

    private static Kind question(int code) {
        return switch (code) {
            case Rcode.SERVFAIL -> Kind.TRANSIENT;
            case Rcode.NOTAUTH -> Kind.NO_ZONE;
            case Rcode.REFUSED -> Kind.DENIED;
            default -> Kind.INVALID;
        };
    }

    private static String updateWords(int code) {
        return switch (code) {
            case Rcode.SERVFAIL -> "the server could not carry it out; its log says why";
            case Rcode.NXRRSET, Rcode.NXDOMAIN -> "the records are not what was read";
            case Rcode.YXRRSET, Rcode.YXDOMAIN -> "there are records that were not there when it was read";
            case Rcode.NOTAUTH -> "the server is not the primary of this zone, or wants the update signed";
            case Rcode.REFUSED ->
                "not permitted: BIND wants allow-update or update-policy, Knot an acl with action update, PowerDNS"
                        + " dnsupdate=yes, ALLOW-DNSUPDATE-FROM and TSIG-ALLOW-DNSUPDATE";
            case Rcode.NOTIMP -> "the server takes no dynamic updates";
            case Rcode.NOTZONE -> "a name does not lie in the zone";
            case Rcode.FORMERR -> "the server cannot read the update";
            default -> "the server refuses the update";
        };
    }

    private static String questionWords(int code) {
        return switch (code) {
            case Rcode.SERVFAIL -> "the server cannot answer; its log says why";
            case Rcode.NOTAUTH -> "the server does not answer for this zone";
            case Rcode.REFUSED ->
                "the server refuses to answer: it has no such zone, or this machine or key may not ask";
            default -> "the server does not answer the question";
        };
    }

    private static ProviderException error(Kind kind, int code, String zone, String words) {
        return new ProviderException(new ProviderError(kind, Rcode.string(code), "zone " + zone + ": " + words));
    }
}
