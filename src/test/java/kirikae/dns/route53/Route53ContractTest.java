package kirikae.dns.route53;

import java.util.List;
import java.util.stream.Stream;
import kirikae.dns.DnsProvider;
import kirikae.faults.FakeRoute53;
import kirikae.model.DomainName;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import kirikae.servers.ProviderContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The contract against Route 53's fake at the wire, which counts what it applied. */
class Route53ContractTest extends ProviderContract {
    private static final String ID = "ZLAB";

    private final FakeRoute53 fake = FakeRoute53.start().zone(ZONE, ID);
    private final Route53Provider provider = Bench.provider(fake);

    @BeforeEach
    void records() {
        Stream.of("lab.test", "www.lab.test", "api.lab.test", "mail.lab.test")
                .forEach(name -> fake.record(ID, name + " A 60 192.0.2.1"));
        fake.record(ID, "mail.lab.test MX 60 10 mail.lab.test.");
    }

    @AfterEach
    void close() {
        provider.close();
        fake.close();
    }

    @Override
    protected DnsProvider provider() {
        return provider;
    }

    @Override
    protected void edit(List<RecordSet> removed, List<RecordSet> put) {
        removed.forEach(set -> fake.edit(ID, "delete " + set.name() + " " + set.type()));
        put.forEach(set -> fake.edit(
                ID,
                "put " + set.name() + " " + set.type() + " " + set.ttlSeconds() + " "
                        + String.join(", ", ((RecordData.Values) set.data()).texts())));
    }

    /** Route 53 knows few types. */
    @Override
    protected RecordSet rare(DomainName name) {
        return RecordSet.of(name, "MX", 60, List.of("10 mail.lab.test."));
    }

    @Override
    protected long applied() {
        return fake.applied().size();
    }

    @Override
    protected List<String> seen(String name) {
        return fake.records(ID).stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.split(" ", 4))
                .filter(parts -> List.of("A", "AAAA", "CNAME", "MX").contains(parts[1]))
                .flatMap(parts -> Stream.of(parts[3].split(", ")).map(value -> parts[1] + " " + value))
                .sorted()
                .toList();
    }
}
