package kirikae.dns.rfc2136;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kirikae.dns.DnsProvider;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import kirikae.servers.ProviderContract;
import kirikae.servers.Software;
import kirikae.servers.ZoneServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract against a real name server; {@code dig} is the witness, {@code nsupdate} the other hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract extends ProviderContract {
    private final Software software;
    ZoneServer server;
    Rfc2136Provider provider;

    ServerContract(Software software) {
        this.software = software;
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        software.need();
        server = ZoneServer.start(
                software,
                folder,
                ZONE,
                "@ 60 IN A 192.0.2.1",
                "www 60 IN A 192.0.2.1",
                "api 60 IN A 192.0.2.1",
                "mail 60 IN A 192.0.2.1",
                "mail 60 IN MX 10 mail");
        provider = Lab.provider(server);
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected DnsProvider provider() {
        return provider;
    }

    @Override
    protected void edit(List<RecordSet> removed, List<RecordSet> put) {
        List<String> lines = new ArrayList<>();
        removed.forEach(set -> lines.add("update delete " + set.name() + " " + set.type()));
        put.forEach(set -> ((RecordData.Values) set.data())
                .texts()
                .forEach(text -> lines.add(
                        "update add " + set.name() + " " + set.ttlSeconds() + " " + set.type() + " " + text)));
        server.edit(lines.toArray(String[]::new));
    }

    @Override
    protected long applied() {
        return server.serial();
    }

    @Override
    protected List<String> seen(String name) {
        return Stream.of("CNAME", "A", "AAAA", "MX")
                .flatMap(type -> server.dig(name, type).stream())
                .map(line -> line.split(" ", 3))
                .filter(parts -> parts[0].equals(name + "."))
                .map(parts -> parts[2])
                .distinct()
                .sorted()
                .toList();
    }
}
