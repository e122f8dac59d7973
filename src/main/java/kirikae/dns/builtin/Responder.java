package kirikae.dns.builtin;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * One message in, at most one message out. Owns: the envelope (header, EDNS, sizes) and what malformed messages get. It never
 * throws for anything that arrives.
 */
final class Responder {
    /** The largest UDP message: fits every path without fragments (DNS flag day 2020). */
    static final int UDP_BYTES = 1232;

    private static final int PLAIN_UDP_BYTES = 512;
    private static final int TCP_BYTES = 65_535;
    private static final int HEADER_BYTES = 12;
    private static final int BADVERS_HIGH_BITS = 1;

    private final Supplier<Zones> zones;
    private final Consumer<String> warnings;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** How a reply goes out. */
    enum Way {
        UDP,
        TCP,
        /** UDP to a network that asks too much: the question with TC, so that a real client comes back over TCP. */
        SLIP
    }

    Responder(Supplier<Zones> zones, Consumer<String> warnings) {
        this.zones = zones;
        this.warnings = warnings;
    }

    /** The reply to a message; nothing for what must not be answered (too short, or itself a reply). */
    Optional<byte[]> respond(byte[] request, Way way) {
        if (request.length < HEADER_BYTES || (request[2] & 0x80) != 0) {
            return Optional.empty();
        }
        if (((request[2] >> 3) & 0x0f) != Opcode.QUERY) {
            return Optional.of(bare(request, Rcode.NOTIMP));
        }
        if (request[4] != 0 || request[5] != 1) { // exactly one question: RFC 9619
            return Optional.of(bare(request, Rcode.FORMERR));
        }
        return Optional.of(parsed(request)
                .map(query -> answer(request, query, way))
                .orElseGet(() -> bare(request, Rcode.FORMERR)));
    }

    private static Optional<Message> parsed(byte[] request) {
        try {
            Message query = new Message(request);
            long options = query.getSection(Section.ADDITIONAL).stream()
                    .filter(OPTRecord.class::isInstance)
                    .count();
            // A query with TC set may come back from the parser without its question.
            return query.getSection(Section.QUESTION).size() == 1 && options <= 1
                    ? Optional.of(query)
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // answered with FORMERR
        }
    }

    private byte[] answer(byte[] request, Message query, Way way) {
        try {
            Message reply = replyTo(query, way);
            return reply.toWire(limit(query, way));
        } catch (RuntimeException e) {
            if (warned.compareAndSet(false, true)) {
                warnings.accept("the builtin DNS server failed inside, and answers SERVFAIL: " + e);
            }
            return bare(request, Rcode.SERVFAIL);
        }
    }

    private Message replyTo(Message query, Way way) {
        Record question = query.getQuestion();
        Message reply = new Message(query.getHeader().getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        reply.addRecord(question, Section.QUESTION);
        Optional<OPTRecord> options = Optional.ofNullable(query.getOPT());
        boolean known = options.map(option -> option.getVersion() == 0).orElse(true);
        options.ifPresent(option ->
                reply.addRecord(new OPTRecord(UDP_BYTES, known ? 0 : BADVERS_HIGH_BITS, 0), Section.ADDITIONAL));
        if (way == Way.SLIP) {
            header.setFlag(Flags.TC);
        } else if (known) {
            Answer.fill(zones.get(), question, reply);
        }
        return reply;
    }

    private static int limit(Message query, Way way) {
        if (way == Way.TCP) {
            return TCP_BYTES;
        }
        return Optional.ofNullable(query.getOPT())
                .map(option -> Math.min(UDP_BYTES, Math.max(PLAIN_UDP_BYTES, option.getPayloadSize())))
                .orElse(PLAIN_UDP_BYTES);
    }

    /** A header and nothing else. */
    private static byte[] bare(byte[] request, int rcode) {
        byte[] reply = new byte[HEADER_BYTES];
        reply[0] = request[0];
        reply[1] = request[1];
        reply[2] = (byte) (0x80 | (request[2] & 0x79)); // QR; opcode and RD as asked; AA and TC clear
        reply[3] = (byte) rcode;
        return reply;
    }
}
