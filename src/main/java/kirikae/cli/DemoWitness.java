package kirikae.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kirikae.model.Settings.Endpoint;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * The visitor of the demo: asks the name server over UDP, every 100 ms while it waits, and fetches the page where the answer leads.
 * Knows nothing of the daemon but its DNS answers.
 */
final class DemoWitness {
    private static final long PAUSE_MILLIS = 100;
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final SimpleResolver resolver;
    private final Name name;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(DEADLINE).build();
    private long questions;

    /**
     * The wanted answer.
     *
     * @param nanos when it came, on {@link System#nanoTime}
     */
    record Seen(String address, long nanos) {}

    DemoWitness(Endpoint server, String name) throws IOException {
        InetSocketAddress where = new InetSocketAddress(InetAddress.getByName(server.host()), server.port());
        this.resolver = new SimpleResolver(where);
        resolver.setTimeout(DEADLINE);
        this.name = Name.fromString(name + ".");
    }

    /** How many questions it has asked. */
    long questions() {
        return questions;
    }

    /** Asks until the name has this address and no other; nothing when that does not happen within the bound. */
    Optional<Seen> waitFor(String address, Duration bound) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (true) {
            String answer = ask();
            long now = System.nanoTime();
            if (answer.equals(address)) {
                return Optional.of(new Seen(answer, now));
            }
            if (now >= end) {
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** Asks for so long; gives the first answer that is another one, or nothing when all were this address. */
    Optional<String> otherThan(String address, Duration length) throws InterruptedException {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            String answer = ask();
            if (!answer.equals(address)) {
                return Optional.of(answer.isEmpty() ? "not answered" : answer);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return Optional.empty();
    }

    /** The name's addresses at this moment; an empty text without an answer. */
    String ask() {
        questions++;
        try {
            Message answer = resolver.send(Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)));
            StringBuilder addresses = new StringBuilder();
            for (Record each : answer.getSection(Section.ANSWER)) {
                if (each instanceof ARecord a) {
                    addresses.append(addresses.length() == 0 ? "" : ", ").append(text(a));
                }
            }
            return addresses.toString();
        } catch (IOException e) {
            return ""; // no answer is an answer of its own here: the wait goes on, within its bound
        }
    }

    /** The page at an address; a reason in parentheses when there is none. */
    String page(InetSocketAddress where) throws InterruptedException {
        URI url = URI.create("http://" + where.getAddress().getHostAddress() + ":" + where.getPort() + "/");
        try {
            HttpRequest request = HttpRequest.newBuilder(url).timeout(DEADLINE).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .strip();
        } catch (IOException e) {
            return "(no page: " + e.getClass().getSimpleName() + ")";
        }
    }

    private static String text(ARecord a) throws UnknownHostException {
        return InetAddress.getByAddress(a.getAddress().getAddress()).getHostAddress();
    }
}
