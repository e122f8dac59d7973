package kirikae.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kirikae.model.ServerAnswer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** All questions to one name server, and what it answered. Owns its socket. Used by one thread. */
final class ServerInquiry implements AutoCloseable {
    private static final int LARGEST = 4096;

    private final String name;
    private final Wanted wanted;
    private final Map<Integer, Asked> open = new HashMap<>();
    private final List<String> missing = new ArrayList<>();
    private final long begun = System.nanoTime();
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    private Optional<DatagramChannel> channel = Optional.empty();
    private long answered = begun;

    private record Asked(Wanted.Question question, Name owner, Message message) {}

    ServerInquiry(String name, Wanted wanted) {
        this.name = name;
        this.wanted = wanted;
    }

    /** Opens the socket and sends all questions. */
    void open(InetSocketAddress server, Selector selector) throws IOException, ProviderException {
        for (Wanted.Question question : wanted.questions()) {
            Name owner = WireRecords.name(question.name());
            Message message = query(owner, Type.value(question.type()));
            open.put(message.getHeader().getID(), new Asked(question, owner, message));
        }
        DatagramChannel made = DatagramChannel.open();
        channel = Optional.of(made);
        made.configureBlocking(false);
        made.connect(server);
        made.register(selector, SelectionKey.OP_READ, this);
        send();
    }

    /** A question without recursion, with room for large answers. */
    static Message query(Name owner, int type) {
        Message message = Message.newQuery(Record.newRecord(owner, type, DClass.IN));
        message.getHeader().unsetFlag(Flags.RD);
        message.addRecord(new org.xbill.DNS.OPTRecord(1232, 0, 0), Section.ADDITIONAL);
        return message;
    }

    /** Sends every question that is not answered. */
    void send() {
        try {
            for (Asked asked : open.values()) {
                channel.orElseThrow().write(ByteBuffer.wrap(asked.message().toWire()));
            }
        } catch (IOException e) {
            fail(words(e));
        }
    }

    /** Takes what has come. */
    void read() {
        try {
            while (isOpen()) {
                buffer.clear();
                if (channel.orElseThrow().read(buffer) <= 0) {
                    return;
                }
                take(java.util.Arrays.copyOf(buffer.array(), buffer.position()));
            }
        } catch (IOException e) {
            fail(words(e));
        }
    }

    /** Something else may come to the socket than an answer: it is passed over. */
    private void take(byte[] datagram) throws IOException {
        Message answer;
        try {
            answer = new Message(datagram);
        } catch (IOException e) {
            return;
        }
        Asked asked = open.get(answer.getHeader().getID());
        if (asked == null || !isAnswerTo(asked.message(), answer)) {
            return;
        }
        open.remove(answer.getHeader().getID());
        answered = System.nanoTime();
        judge(asked, answer.getHeader().getFlag(Flags.TC) ? again(asked) : answer);
    }

    static boolean isAnswerTo(Message question, Message answer) {
        return answer.getHeader().getFlag(Flags.QR)
                && answer.getHeader().getOpcode() == question.getHeader().getOpcode()
                && (answer.getSection(Section.QUESTION).isEmpty()
                        || answer.getQuestion().equals(question.getQuestion()));
    }

    private Message again(Asked asked) throws IOException {
        InetSocketAddress server = (InetSocketAddress) channel.orElseThrow().getRemoteAddress();
        try (Conversation tcp =
                Conversation.open(server, Timeouts.STANDARD, Deadline.in(Timeouts.STANDARD.connect()))) {
            tcp.send(asked.message().toWire());
            Message answer = new Message(tcp.receive());
            if (answer.getHeader().getID() != asked.message().getHeader().getID()) {
                throw new IOException("an answer to another question");
            }
            return answer;
        }
    }

    private void judge(Asked asked, Message answer) {
        int code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            missing.add(
                    "answers " + Rcode.string(code) + " for " + asked.question().name());
        } else if (!answer.getHeader().getFlag(Flags.AA)) {
            missing.add("is not authoritative for " + asked.question().name());
        } else {
            String wrong = wanted.missing(
                    asked.question(),
                    WireRecords.sets(asked.question().name(), asked.owner(), answer.getSection(Section.ANSWER)));
            if (!wrong.isEmpty()) {
                missing.add(wrong);
            }
        }
    }

    /** Nothing more is to be expected of it. */
    void fail(String why) {
        missing.add(why);
        open.clear();
    }

    /** True while answers are awaited. */
    boolean isOpen() {
        return !open.isEmpty();
    }

    /** What it said, all told. */
    ServerAnswer answer() {
        if (isOpen()) {
            missing.add("no answer");
        }
        return new ServerAnswer(
                name,
                Duration.ofNanos(answered - begun),
                String.join(", ", missing.stream().distinct().sorted().limit(3).toList()));
    }

    private static String words(IOException e) {
        return e instanceof PortUnreachableException ? "nobody listens there" : String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        channel.ifPresent(made -> {
            try {
                made.close();
            } catch (IOException e) {
                missing.add("its socket could not be closed: " + e.getMessage());
            }
        });
    }
}
