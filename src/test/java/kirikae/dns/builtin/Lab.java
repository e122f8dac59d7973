package kirikae.dns.builtin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Settings.Endpoint;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A running provider with two zones, and dnsjava's client for it. */
final class Lab implements AutoCloseable {
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final BuiltinProvider provider = new BuiltinProvider(new Endpoint("127.0.0.1", 0), warnings::add);
    final int port;

    Lab() throws Exception {
        provider.seed(
                "popowa.com",
                List.of(
                        a("dev.code.popowa.com", "203.0.113.10"),
                        set("dev.code.popowa.com", "AAAA", "2001:db8::10"),
                        set("www.popowa.com", "CNAME", "dev.code.popowa.com"),
                        set("out.popowa.com", "CNAME", "maintenance.example.net."),
                        set("across.popowa.com", "CNAME", "host.lab.test"),
                        set("lost.popowa.com", "CNAME", "nothing.popowa.com"),
                        set("loop1.popowa.com", "CNAME", "loop2.popowa.com"),
                        set("loop2.popowa.com", "CNAME", "loop1.popowa.com"),
                        a("*.wild.popowa.com", "203.0.113.77"),
                        a("a.b.wild.popowa.com", "203.0.113.78"),
                        set("*.alias.popowa.com", "CNAME", "dev.code.popowa.com"),
                        set("big.popowa.com", "TXT", texts(30)),
                        set("text.popowa.com", "TXT", "\"one two\" \"three\"")));
        provider.seed(
                "lab.test", List.of(a("host.lab.test", "203.0.113.99"), set("lab.test", "NS", "dns.example.net")));
        port = provider.start().port();
    }

    static RecordSet a(String name, String... values) {
        return set(name, "A", values);
    }

    static RecordSet set(String name, String type, String... values) {
        return RecordSet.of(DomainName.of(name), type, 60, List.of(values));
    }

    static RecordChange change(RecordSet from, RecordSet to) {
        return new RecordChange(List.of(from), List.of(to));
    }

    void apply(RecordSet from, RecordSet to) throws ProviderException {
        provider.change("popowa.com", List.of(change(from, to)));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    SimpleResolver client() throws UnknownHostException {
        SimpleResolver client = new SimpleResolver(address());
        client.setTimeout(Duration.ofSeconds(5));
        return client;
    }

    static Message query(String name, int type) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
    }

    Message ask(String name, int type) throws IOException {
        return client().send(query(name, type));
    }

    /** The answer section as "name type value", in order. */
    static List<String> lines(Message reply) {
        return reply.getSection(Section.ANSWER).stream()
                .map(each ->
                        each.getName().toString(true) + " " + Type.string(each.getType()) + " " + each.rdataToString())
                .toList();
    }

    private static String[] texts(int count) {
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = "\"" + i + "x".repeat(60) + "\"";
        }
        return texts;
    }

    @Override
    public void close() {
        provider.close();
    }
}
