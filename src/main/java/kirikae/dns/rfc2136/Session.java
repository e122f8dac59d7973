package kirikae.dns.rfc2136;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import kirikae.dns.Conversation;
import kirikae.dns.Deadline;
import kirikae.dns.ProviderException;
import kirikae.dns.Timeouts;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.Settings.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.WireParseException;

/**
 * One connection to the server, for one call of the port: signed questions, verified answers. Whatever is no answer to what was
 * asked is AMBIGUOUS, because the question may have been acted upon. Must not judge what an answer says.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int LONGEST_MESSAGE = 65_535; // RFC 1035 4.2.2
    private static final int AT_ONCE = 16;

    private final Endpoint server;
    private final Conversation conversation;
    private final Signature signature;
    private int nextId = ThreadLocalRandom.current().nextInt(LONGEST_MESSAGE);

    private Session(Endpoint server, Conversation conversation, Signature signature) {
        this.server = server;
        this.conversation = conversation;
        this.signature = signature;
    }

    /** Connects. */
    static Session open(Endpoint server, Signature signature, Timeouts timeouts, Deadline deadline)
            throws ProviderException {
        try {
            InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
            return new Session(server, Conversation.open(address, timeouts, deadline), signature);
        } catch (IOException e) {
            throw silence(server, e);
        }
    }

    /** How questions are signed, in words. */
    String words() {
        return signature.words();
    }

    /** Asks one question. */
    Message ask(Message question) throws ProviderException {
        return askAll(List.of(question)).get(0);
    }

    /** Asks several, some at once; the answers come in the order of the questions. */
    List<Message> askAll(List<Message> questions) throws ProviderException {
        List<Message> answers = new ArrayList<>();
        for (int from = 0; from < questions.size(); from += AT_ONCE) {
            answers.addAll(some(questions.subList(from, Math.min(questions.size(), from + AT_ONCE))));
        }
        return answers;
    }

    private List<Message> some(List<Message> questions) throws ProviderException {
        try {
            for (Message question : questions) {
                conversation.send(wire(question));
            }
            Map<Integer, Message> byId = new HashMap<>();
            for (int i = 0; i < questions.size(); i++) {
                take(questions, byId);
            }
            return questions.stream()
                    .map(question -> Optional.ofNullable(
                                    byId.get(question.getHeader().getID()))
                            .orElseThrow())
                    .toList();
        } catch (IOException e) {
            throw silence(server, e);
        }
    }

    private byte[] wire(Message question) throws ProviderException {
        nextId = (nextId + 1) & LONGEST_MESSAGE;
        question.getHeader().setID(nextId);
        byte[] wire = signature.sign(question);
        if (wire.length > LONGEST_MESSAGE) {
            throw new ProviderException(new ProviderError(
                    Kind.INVALID,
                    "too large",
                    "a change of " + wire.length + " octets; a DNS message has at most 65535"));
        }
        return wire;
    }

    private void take(List<Message> questions, Map<Integer, Message> byId) throws IOException, ProviderException {
        byte[] raw = conversation.receive();
        Message answer = new Message(raw);
        Message question = questions.stream()
                .filter(each -> each.getHeader().getID() == answer.getHeader().getID())
                .findFirst()
                .orElseThrow(() -> strange("an answer with another id"));
        if (byId.putIfAbsent(answer.getHeader().getID(), answer) != null || !isAnswer(question, answer)) {
            throw strange("what came is no answer to what was asked");
        }
        if (answer.getHeader().getFlag(Flags.TC)) {
            throw strange("the answer was cut although it came over TCP");
        }
        signature.check(question, answer, raw);
    }

    /** A refused update may come back without its sections. */
    private static boolean isAnswer(Message question, Message answer) {
        return answer.getHeader().getFlag(Flags.QR)
                && answer.getHeader().getOpcode() == question.getHeader().getOpcode()
                && (answer.getSection(Section.QUESTION).isEmpty()
                        || answer.getSection(Section.QUESTION)
                                .get(0)
                                .equals(question.getSection(Section.QUESTION).get(0)));
    }

    private ProviderException strange(String what) {
        return new ProviderException(new ProviderError(Kind.AMBIGUOUS, "bad answer", server + ": " + what));
    }

    private static ProviderException silence(Endpoint server, IOException e) {
        String text = server + ": "
                + Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        return new ProviderException(new ProviderError(Kind.AMBIGUOUS, code(e), text), e);
    }

    private static String code(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "time-out";
        }
        if (e instanceof ConnectException) {
            return "connection-refused";
        }
        if (e instanceof UnknownHostException) {
            return "unknown-host";
        }
        if (e instanceof WireParseException) {
            return "bad answer";
        }
        return e instanceof EOFException ? "connection-lost" : "no-answer";
    }

    @Override
    public void close() {
        try {
            conversation.close();
        } catch (IOException e) {
            // The answers are here; what the socket says at its end changes nothing.
            LOG.debug("closing", e);
        }
    }
}
