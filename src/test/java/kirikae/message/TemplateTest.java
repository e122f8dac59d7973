package kirikae.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The language of messages, rule by rule, and the article's own text. */
class TemplateTest {
    /** As contract.md prints it. */
    static final String ARTICLE = """
            {{#is_alert}}Server {{host.name}} is down! @webhook-CA-R53-Failover{{/is_alert}}
                             {{#is_recovery}}Server {{host.name}} is OK! @webhook-CA-R53-OK{{/is_recovery}}""";

    private static final Map<String, String> VALUES = Map.of(
            "host.name", "web01",
            "a.b.name", "dotted",
            "mark", "<b> & \"q\"",
            "call", "@pagerduty-ops now",
            "last_triggered_at_epoch", "1622472207000");

    private static Template template(String text) {
        Parsed parsed = Template.parse(text);
        assertThat(parsed).as(text).isInstanceOf(Parsed.Good.class);
        return ((Parsed.Good) parsed).template();
    }

    private static Written write(String text, String... truths) {
        return template(text).write(new Facts(VALUES, Set.of(truths)), Quoting.DATADOG);
    }

    @Test
    void theArticlesTextWhenTheHostIsSilent() {
        Written down = write(ARTICLE, "is_alert", "is_no_data");
        assertThat(down.spoken()).isEqualTo("Server web01 is down!");
        assertThat(down.text()).startsWith("Server web01 is down! @webhook-CA-R53-Failover");
        assertThat(down.mentions()).containsExactly("webhook-CA-R53-Failover");
    }

    @Test
    void theArticlesTextWhenTheHostIsBack() {
        Written up = write(ARTICLE, "is_recovery", "is_alert_recovery");
        assertThat(up.spoken()).isEqualTo("Server web01 is OK!");
        assertThat(up.mentions()).containsExactly("webhook-CA-R53-OK");
        assertThat(write(ARTICLE).mentions()).isEmpty();
        assertThat(write(ARTICLE).spoken()).isEmpty();
        assertThat(template(ARTICLE).mentions())
                .containsExactly(new Mention("webhook-CA-R53-Failover", 1), new Mention("webhook-CA-R53-OK", 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{#is_alert}}a{{/is_alert}} | is_alert | a",
                "{{#is_alert}}a{{/is_alert}} | is_recovery | ''",
                "{{^is_alert}}n{{/is_alert}} | is_recovery | n",
                "{{^is_alert}}n{{/is_alert}} | is_alert | ''",
                "{{#is_alert}}a{{else}}b{{/is_alert}} | is_alert | a",
                "{{#is_alert}}a{{else}}b{{/is_alert}} | is_recovery | b",
                "{{^is_alert}}a{{else}}b{{/is_alert}} | is_alert | b",
                "{{#is_no_data}}silent{{/is_no_data}} | is_no_data | silent",
                "{{#is_renotify}}again{{/is_renotify}} | is_renotify | again",
                "{{#is_warning}}w{{/is_warning}}{{#is_unknown}}u{{/is_unknown}}{{#is_alert_to_warning}}x{{/is_alert_to_warning}} | is_alert | ''",
                "{{#is_warning_recovery}}w{{/is_warning_recovery}}{{#is_no_data_recovery}}n{{/is_no_data_recovery}} | is_no_data_recovery | n",
                "{{#is_match \"host.name\" \"db\" \"web\"}}y{{/is_match}} | is_alert | y",
                "{{#is_match 'host.name' 'db'}}y{{else}}n{{/is_match}} | is_alert | n",
                "{{#is_match \"host.name\" \"\"}}set{{/is_match}} | is_alert | set",
                "{{#is_match \"nothing\" \"\"}}set{{else}}empty{{/is_match}} | is_alert | empty",
                "{{^is_match \"nothing\" \"\"}}empty{{/is_match}} | is_alert | empty",
                "{{#is_exact_match \"host.name\" \"web\"}}y{{else}}n{{/is_exact_match}} | is_alert | n",
                "{{#is_exact_match \"host.name\" \"x\" \"web01\"}}y{{/is_exact_match}} | is_alert | y",
                "{{#is_exact_match \"host.name\" \"\"}}set{{/is_exact_match}} | is_alert | set",
                "{{#is_alert}}{{#is_match \"host.name\" \"web\"}}in{{/is_match}}{{/is_alert}} | is_alert | in",
                "{{override_priority 'P2'}}{{#is_priority 'P2'}}two{{/is_priority}} | is_alert | two",
                "{{ host.name }} | is_alert | web01",
                "{{[a.b].name}} | is_alert | dotted",
                "{{nothing}} | is_alert | ''",
                "{{local_time 'last_triggered_at' 'Asia/Tokyo'}} | is_alert | 2021-05-31 23:43:27+09:00",
                "{{local_time 'first_triggered_at' 'Asia/Tokyo'}} | is_alert | ''",
                "{{mark}} | is_alert | &lt;b&gt; &amp; &quot;q&quot;",
                "{{{mark}}} | is_alert | <b> & \"q\"",
            })
    void renders(String text, String truth, String expected) {
        assertThat(write(text, truth).text()).isEqualTo(expected);
    }

    @Test
    void thePriorityIsSaidAndNotWritten() {
        Written written = write("{{#is_alert}}{{override_priority 'P1'}}x{{/is_alert}}", "is_alert");
        assertThat(written.priority()).isEqualTo("P1");
        assertThat(written.text()).isEqualTo("x");
        assertThat(write("x").priority()).isEmpty();
    }

    @Test
    void aValueNeverChoosesWhoIsTold() {
        assertThat(write("{{call}} {{{call}}}").mentions()).isEmpty();
        assertThat(write("a @slack-ops. @x-y, b@z @ @_1").mentions()).containsExactly("slack-ops", "x-y", "_1");
        assertThat(faults("to @team-{{host.name}}"))
                .containsExactly(new Fault(1, "a mention cannot be put together from variables"));
        assertThat(faults("{{host.name}}@slack-ops"))
                .containsExactly(new Fault(1, "a mention needs a space before its @"));
    }

    @Test
    void whatIsReadByPeopleIsInertThere() {
        Template both = template("{{mark}} {{{mark}}} <!here>");
        Facts facts = new Facts(Map.of("mark", "<!channel>\n[x](http://e)"), Set.of());
        assertThat(both.write(facts, Quoting.SLACK).text())
                .isEqualTo("&lt;!channel&gt;\\n[x](http://e) &lt;!channel&gt;\\n[x](http://e) <!here>");
        assertThat(both.write(facts, Quoting.CARD).text())
                .contains("\\[x\\](http://e)")
                .doesNotContain("\n");
        assertThat(both.write(facts, Quoting.PLAIN).text()).doesNotContain("\n");
    }

    private static List<Fault> faults(String text) {
        Parsed parsed = Template.parse(text);
        assertThat(parsed).as(text).isInstanceOf(Parsed.Bad.class);
        return ((Parsed.Bad) parsed).faults();
    }

    @Test
    void everythingThatIsWrongIsToldWithItsLine() {
        assertThat(faults("a\n{{#is_alert}}b\nc"))
                .containsExactly(new Fault(2, "{{#is_alert}} is never closed: write {{/is_alert}}"));
        assertThat(faults("a\n\n{{host.name")).containsExactly(new Fault(3, "a {{ is not closed with }}"));
        assertThat(faults("{{#is_alert}}\n{{/is_recovery}}\n{{/is_match}}"))
                .containsExactly(
                        new Fault(2, "{{/is_recovery}} stands where {{/is_alert}} must close the condition of line 1"),
                        new Fault(3, "{{/is_match}} closes nothing"));
        assertThat(faults("{{else}}")).containsExactly(new Fault(1, "an {{else}} without its condition"));
        assertThat(faults("{{#is_alrt}}{{/is_alrt}}").get(0).words())
                .startsWith("{{#is_alrt}} is no condition; known: is_alert");
        assertThat(faults("{{#is_match \"host.name\"}}{{/is_match}}").get(0).words())
                .contains("wants a variable and one or more texts");
        assertThat(faults("{{local_time 'last_triggered_at' 'Mars/Olympus'}}")
                        .get(0)
                        .words())
                .contains("time zone");
        assertThat(faults("{{override_priority 'P9'}}").get(0).words()).contains("'P1' to 'P5'");
        assertThat(faults("{{a b}}").get(0).words()).contains("one variable's name");
        assertThat(faults("{{#is_alert}}".repeat(60))).isNotEmpty();
    }

    @Test
    void variablesThatNobodyKnowsAreTold() {
        assertThat(template("{{host.name}}\n{{hots.name}}{{#is_match \"role.name\" \"x\"}}{{/is_match}}")
                        .unknownVariables())
                .extracting(Fault::line, Fault::words)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                2, "the variable {{hots.name}} is not known: it will be empty"),
                        org.assertj.core.groups.Tuple.tuple(
                                2, "the variable {{role.name}} is not known: it will be empty"));
    }
}
