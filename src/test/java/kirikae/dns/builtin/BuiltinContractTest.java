package kirikae.dns.builtin;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import kirikae.dns.DnsProvider;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Settings.Endpoint;
import kirikae.servers.ProviderContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.xbill.DNS.Message;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The contract against the builtin server; its answers over UDP are the witness. */
class BuiltinContractTest extends ProviderContract {
    private final BuiltinProvider provider = new BuiltinProvider(new Endpoint("127.0.0.1", 0), warning -> {});
    private SimpleResolver client;

    @BeforeEach
    void start() throws Exception {
        provider.seed(
                ZONE,
                List.of(
                        Lab.a("lab.test", "192.0.2.1"),
                        Lab.a("www.lab.test", "192.0.2.1"),
                        Lab.a("api.lab.test", "192.0.2.1"),
                        Lab.a("mail.lab.test", "192.0.2.1"),
                        Lab.set("mail.lab.test", "MX", "10 mail.lab.test.")));
        int port = provider.start().port();
        client = new SimpleResolver(new java.net.InetSocketAddress("127.0.0.1", port));
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Override
    protected DnsProvider provider() {
        return provider;
    }

    @Override
    protected void edit(List<RecordSet> removed, List<RecordSet> put) {
        assertThatCode(() -> provider.change(ZONE, List.of(new RecordChange(removed, put))))
                .doesNotThrowAnyException();
    }

    @Override
    protected long applied() {
        return ask("lab.test", Type.SOA).getSection(Section.ANSWER).stream()
                .mapToLong(record -> ((SOARecord) record).getSerial())
                .sum();
    }

    @Override
    protected List<String> seen(String name) {
        return Stream.of(Type.CNAME, Type.A, Type.AAAA, Type.MX)
                .flatMap(type -> ask(name, type).getSection(Section.ANSWER).stream())
                .filter(record -> record.getName().toString(true).equals(name))
                .map(record -> Type.string(record.getType()) + " " + record.rdataToString())
                .map(line -> line.replace(":0:0:0:0:0:", "::"))
                .distinct()
                .sorted()
                .toList();
    }

    private Message ask(String name, int type) {
        try {
            return client.send(Lab.query(name, type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
