package kirikae.dns.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import kirikae.dns.DnsProvider;
import kirikae.dns.Finding;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordSet;
import kirikae.model.Settings.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another process's view of a builtin server, through its real sockets. */
class BuiltinViewTest {
    private final Lab lab;
    private final DnsProvider view;

    BuiltinViewTest() throws Exception {
        lab = new Lab();
        view = new BuiltinView(new Endpoint("127.0.0.1", lab.port));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private List<RecordSet> read(String... names) throws ProviderException {
        return view.read(
                "popowa.com",
                Set.copyOf(List.of(names).stream().map(DomainName::of).toList()));
    }

    @Test
    void everySetIsReadAsItStands() throws Exception {
        assertThat(read("dev.code.popowa.com", "text.popowa.com"))
                .containsExactly(
                        Lab.a("dev.code.popowa.com", "203.0.113.10"),
                        Lab.set("dev.code.popowa.com", "AAAA", "2001:db8:0:0:0:0:0:10"),
                        Lab.set("text.popowa.com", "TXT", "\"one two\" \"three\""));
    }

    @Test
    void whereACnameLeadsIsNotShown() throws Exception {
        assertThat(read("www.popowa.com"))
                .singleElement()
                .satisfies(set -> assertThat(set.matches(Lab.set("www.popowa.com", "CNAME", "dev.code.popowa.com")))
                        .isTrue());
    }

    @Test
    void aLongAnswerIsNotCut() throws Exception {
        assertThat(read("big.popowa.com"))
                .singleElement()
                .satisfies(set -> assertThat(set.elements()).isEqualTo(30));
    }

    @Test
    void aNameWithoutRecordsHasNone() throws Exception {
        assertThat(read("nothing.popowa.com")).isEmpty();
    }

    @Test
    void aZoneThatIsNotThereIsNoZone() {
        assertThatThrownBy(() -> view.read("example.org", Set.of(DomainName.of("www.example.org"))))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.error().kind()).isEqualTo(Kind.NO_ZONE))
                .hasMessageContaining("has no zone example.org");
    }

    @Test
    void withoutADaemonThatIsSaidAndNoFault() {
        lab.close();
        assertThatThrownBy(() -> read("dev.code.popowa.com"))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.error().message()).startsWith("no daemon answers at 127.0.0.1:" + lab.port));
        assertThat(view.preflight("popowa.com", Set.of(DomainName.of("dev.code.popowa.com"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Finding.Level.WARN));
    }

    @Test
    void aPortThatTheSystemChoosesCannotBeAsked() {
        DnsProvider unknown = new BuiltinView(new Endpoint("127.0.0.1", 0));
        assertThatThrownBy(() -> unknown.read("popowa.com", Set.of(DomainName.of("dev.code.popowa.com"))))
                .hasMessageContaining("give it a fixed one");
    }

    @Test
    void nothingIsEverWritten() {
        RecordSet set = Lab.a("dev.code.popowa.com", "203.0.113.10");
        assertThatThrownBy(() -> view.change("popowa.com", List.of(Lab.change(set, set))))
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        e -> assertThat(e.error().kind()).isEqualTo(Kind.DENIED));
    }
}
