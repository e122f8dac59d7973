package kirikae.dns.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import kirikae.dns.Finding;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Settings.Tsig;
import kirikae.servers.Software;
import kirikae.servers.ZoneServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and clocks against the real servers: the right ones, the wrong ones, and what {@code check --online} says of them. */
class KeysTest {
    private static final DomainName WWW = DomainName.of("www.lab.test");

    @TempDir
    private Path folder;

    private static RecordChange change() {
        return new RecordChange(
                List.of(RecordSet.of(WWW, "A", 60, List.of("192.0.2.1"))),
                List.of(RecordSet.of(WWW, "A", 60, List.of("192.0.2.2"))));
    }

    private static ProviderError refused(Rfc2136Provider provider) {
        return catchThrowableOfType(ProviderException.class, () -> provider.change("lab.test", List.of(change())))
                .error();
    }

    @ParameterizedTest
    @EnumSource
    void aWrongKeyIsDeniedAndAWrongClockIsAClockProblem(Software software) throws Exception {
        software.need();
        try (ZoneServer server =
                ZoneServer.startWith("hmac-sha512", software, folder, "lab.test", "www 60 IN A 192.0.2.1")) {
            Tsig good = Lab.key("k1", server);
            Tsig other = new Tsig.Key(
                    "k1", Tsig.Algorithm.HMAC_SHA512, new Secret("AAAAMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI="));
            ProviderError unknown = refused(Lab.provider(server, Lab.key("k2", server), Clock.systemUTC()));
            ProviderError wrong = refused(Lab.provider(server, other, Clock.systemUTC()));
            ProviderError unsigned = refused(Lab.provider(server, new Tsig.None(), Clock.systemUTC()));
            assertThat(List.of(unknown.kind(), wrong.kind())).containsOnly(Kind.DENIED);
            assertThat(unsigned.kind())
                    .as("Knot says NOTAUTH")
                    .isEqualTo(software == Software.KNOT ? Kind.NO_ZONE : Kind.DENIED);
            ProviderError late =
                    refused(Lab.provider(server, good, Clock.offset(Clock.systemUTC(), Duration.ofHours(1))));
            if (software != Software.POWERDNS) {
                assertThat(List.of(unknown.code(), wrong.code())).containsExactly("BADKEY", "BADSIG");
                assertThat(late.kind()).isEqualTo(Kind.CLOCK);
                assertThat(late.message())
                        .startsWith("a clock problem: this machine says "
                                + Instant.now()
                                        .plus(Duration.ofHours(1))
                                        .toString()
                                        .substring(0, 13))
                        .contains("the server says " + Instant.now().toString().substring(0, 13));
            }
            assertThat(late.kind()).isIn(Kind.CLOCK, Kind.DENIED);
            assertThat(server.serial()).as("nothing was applied").isEqualTo(1);

            Rfc2136Provider right = Lab.provider(server, good, Clock.systemUTC());
            long before = server.serial();
            assertThat(right.preflight("lab.test", Set.of(WWW, DomainName.of("no.lab.test"))))
                    .extracting(Finding::level)
                    .containsExactly(Finding.Level.OK, Finding.Level.OK, Finding.Level.WARN, Finding.Level.OK);
            assertThat(server.serial()).as("trying changes nothing").isEqualTo(before);
            assertThat(Lab.provider(server, other, Clock.systemUTC()).preflight("lab.test", Set.of(WWW)))
                    .extracting(Finding::level)
                    .contains(Finding.Level.FAIL);
            assertThat(right.preflight("elsewhere.test", Set.of(WWW)))
                    .extracting(Finding::level)
                    .contains(Finding.Level.FAIL);
            assertThat(right.nameServers("lab.test"))
                    .containsExactly(new kirikae.dns.NameServer("ns1.lab.test", "127.0.0.1", 53));
            right.change("lab.test", List.of(change()));
            assertThat(server.dig("www.lab.test", "A")).containsExactly("www.lab.test. 60 A 192.0.2.2");
        }
    }
}
