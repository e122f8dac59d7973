package kirikae.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import kirikae.model.ServerAnswer;

/**
 * Asks name servers, all at once, whether they answer what is wanted: over UDP, over TCP where an answer was cut, without
 * recursion. Only authoritative answers count. Blocks for at most its deadline, plus what the system's resolver takes for host
 * names and one TCP question for each server whose answer was cut. Must not judge what follows from the answers.
 */
public final class NameServers {
    private static final Duration RESEND = Duration.ofMillis(400);

    private final Duration deadline;

    /** Takes how long one round may last. */
    public NameServers(Duration deadline) {
        this.deadline = deadline;
    }

    /** One answer for each server, in the same order. */
    public List<ServerAnswer> ask(Collection<NameServer> servers, Wanted wanted) {
        List<ServerInquiry> inquiries = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            try {
                for (NameServer server : servers) {
                    inquiries.add(begin(server, wanted, selector));
                }
                await(selector, inquiries);
            } finally {
                inquiries.forEach(ServerInquiry::close);
            }
        } catch (IOException e) {
            return servers.stream()
                    .map(server ->
                            new ServerAnswer(server.name(), Duration.ZERO, "could not be asked: " + e.getMessage()))
                    .toList();
        }
        return inquiries.stream().map(ServerInquiry::answer).toList();
    }

    private ServerInquiry begin(NameServer server, Wanted wanted, Selector selector) {
        ServerInquiry inquiry = new ServerInquiry(server.name(), wanted);
        try {
            inquiry.open(new InetSocketAddress(InetAddress.getByName(server.host()), server.port()), selector);
        } catch (UnknownHostException e) {
            inquiry.fail("no address is known for " + server.host());
        } catch (IOException | ProviderException e) {
            inquiry.fail("could not be asked: " + e.getMessage());
        }
        return inquiry;
    }

    /** Until every server has answered everything; what was lost on the way is asked again. */
    private void await(Selector selector, List<ServerInquiry> inquiries) throws IOException {
        Deadline end = Deadline.in(deadline);
        Deadline resend = Deadline.in(RESEND);
        while (inquiries.stream().anyMatch(ServerInquiry::isOpen) && !end.passed()) {
            selector.select(Math.max(1, end.atMost(resend.atMost(RESEND)).toMillis()));
            for (SelectionKey key : selector.selectedKeys()) {
                ((ServerInquiry) key.attachment()).read();
            }
            selector.selectedKeys().clear();
            if (resend.passed()) {
                inquiries.stream().filter(ServerInquiry::isOpen).forEach(ServerInquiry::send);
                resend = Deadline.in(RESEND);
            }
        }
    }
}
