package kirikae.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import kirikae.model.DomainName;
import kirikae.model.RecordChange;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What live records show and what it takes to change them, by tables; and against random worlds, what no plan may ever do. */
class PlannerTest {
    private static final String ADDRESS = "www A 60 203.0.113.10";
    private static final String SORRY = "www CNAME 60 sorry.example.net";
    /** Every kind of target at once: two types, an alias, a CNAME. */
    private static final Service FOUR = Sets.service(
            "www A 60 203.0.113.10,203.0.113.11; www AAAA 60 2001:db8::10",
            "www A 60 203.0.113.20",
            "www A alias Z2 d111.cloudfront.net",
            SORRY);

    private static String shown(Service service, String live) {
        Actual actual = new Planner(service).actual(Sets.all(live));
        if (actual instanceof Actual.At at) {
            return service.targets().get(at.target()).name();
        }
        return actual instanceof Actual.Drifted ? "drifted" : "absent";
    }

    /** The change as one line, "nothing", or the reason of the refusal. */
    private static String plan(Service service, String live, int target) {
        Plan plan = new Planner(service).plan(Sets.all(live), target);
        if (plan instanceof Plan.Refused refused) {
            return "refused: " + refused.reason();
        }
        return plan instanceof Plan.Apply apply
                ? String.join("; ", apply.change().lines()).replace(".example.com", "")
                : "nothing";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // as configured; order, spelling and TTL of the values do not count
                "www A 60 203.0.113.10,203.0.113.11; www AAAA 60 2001:db8::10          | primary",
                "www AAAA 60 2001:0DB8:0:0::0010; www A 60 203.0.113.11,203.0.113.10   | primary",
                "www A 300 203.0.113.10,203.0.113.11; www AAAA 5 2001:db8::10          | primary",
                "WWW.EXAMPLE.COM A 60 203.0.113.20                                     | standby1",
                "www A alias Z2 d111.cloudfront.net                                    | standby2",
                "www A alias Z2 D111.cloudfront.net.                                   | standby2",
                "www CNAME 60 SORRY.example.net.                                       | maintenance",
                "www CNAME 900 sorry.example.net                                       | maintenance",
                // foreign types beside it, and foreign names, are not ours
                "www A 60 203.0.113.20; www MX 60 10 mail.example.com; www TXT 5 \"x\" | standby1",
                "www A 60 203.0.113.20; mail A 60 192.0.2.9; @ A 60 192.0.2.9          | standby1",
                // nothing of ours
                "''                                                                    | absent",
                "www MX 60 10 mail.example.com; www TXT 60 \"x\"                       | absent",
                "mail A 60 203.0.113.20                                                | absent",
                // too little, too much, another value, another kind, another alias
                "www A 60 203.0.113.10,203.0.113.11                                    | drifted",
                "www AAAA 60 2001:db8::10                                              | drifted",
                "www A 60 203.0.113.10; www AAAA 60 2001:db8::10                       | drifted",
                "www A 60 203.0.113.10,203.0.113.11,203.0.113.12; www AAAA 60 2001:db8::10 | drifted",
                "www A 60 203.0.113.20; www AAAA 60 2001:db8::10                       | drifted",
                "www A 60 198.51.100.7                                                 | drifted",
                "www A alias Z3 d111.cloudfront.net                                    | drifted",
                "www A alias Z2 d222.cloudfront.net                                    | drifted",
                "www CNAME 60 d111.cloudfront.net                                      | drifted",
                "www CNAME 60 sorry.example.org                                        | drifted",
                // the right values, but not a simple record set
                "www A 60 203.0.113.20 [weighted set 'blue']                           | drifted",
                "www A 60 203.0.113.20; www A 60 198.51.100.7 [weighted set 'blue']    | drifted",
            })
    void oneTargetIsShownOnlyWhenAllOfItIsThereAndNothingElseOfOurs(String live, String shown) {
        assertThat(shown(FOUR, live)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the values and the kind change; deletes come first
                "www A 60 203.0.113.20 | 3 | DELETE www A 203.0.113.20 (ttl 60); CREATE www CNAME sorry.example.net (ttl 60)",
                "www CNAME 60 sorry.example.net | 1 | DELETE www CNAME sorry.example.net (ttl 60); CREATE www A 203.0.113.20 (ttl 60)",
                "www A 60 203.0.113.20 | 2 | DELETE www A 203.0.113.20 (ttl 60); CREATE www A alias d111.cloudfront.net (zone Z2)",
                "www A alias Z2 d111.cloudfront.net | 1 | DELETE www A alias d111.cloudfront.net (zone Z2); CREATE www A 203.0.113.20 (ttl 60)",
                // several types: every one of them goes, or comes
                "www A 60 203.0.113.10,203.0.113.11; www AAAA 60 2001:db8::10 | 3 | DELETE www A 203.0.113.10, 203.0.113.11 (ttl 60); DELETE www AAAA 2001:db8::10 (ttl 60); CREATE www CNAME sorry.example.net (ttl 60)",
                "www CNAME 60 sorry.example.net | 0 | DELETE www CNAME sorry.example.net (ttl 60); CREATE www A 203.0.113.10, 203.0.113.11 (ttl 60); CREATE www AAAA 2001:db8::10 (ttl 60)",
                // what is deleted is what was read, in its own spelling and TTL
                "www CNAME 900 SORRY.example.net. | 1 | DELETE www CNAME SORRY.example.net. (ttl 900); CREATE www A 203.0.113.20 (ttl 60)",
                "www A 60 203.0.113.11,203.0.113.10; www AAAA 60 2001:DB8::10 | 1 | DELETE www A 203.0.113.11, 203.0.113.10 (ttl 60); DELETE www AAAA 2001:DB8::10 (ttl 60); CREATE www A 203.0.113.20 (ttl 60)",
                // a foreign value of a type of ours is replaced only when somebody wants this plan
                "www A 60 198.51.100.7; www AAAA 60 2001:db8::99 | 1 | DELETE www A 198.51.100.7 (ttl 60); DELETE www AAAA 2001:db8::99 (ttl 60); CREATE www A 203.0.113.20 (ttl 60)",
                // foreign types stay where they may
                "www A 60 203.0.113.20; www TXT 60 \"x\" | 0 | DELETE www A 203.0.113.20 (ttl 60); CREATE www A 203.0.113.10, 203.0.113.11 (ttl 60); CREATE www AAAA 2001:db8::10 (ttl 60)",
                // nothing is there: it is created
                "''                    | 1 | CREATE www A 203.0.113.20 (ttl 60)",
                "www TXT 60 \"x\"      | 1 | CREATE www A 203.0.113.20 (ttl 60)",
                // half of it is there: only the rest is created
                "www AAAA 60 2001:db8::10 | 0 | CREATE www A 203.0.113.10, 203.0.113.11 (ttl 60)",
                // already so
                "www A 60 203.0.113.20 | 1 | nothing",
                "www CNAME 60 Sorry.Example.net. | 3 | nothing",
                "www A alias Z2 d111.cloudfront.net | 2 | nothing",
                // only the TTL differs: put right on the way
                "www A 300 203.0.113.20 | 1 | DELETE www A 203.0.113.20 (ttl 300); CREATE www A 203.0.113.20 (ttl 60)",
            })
    void theChangeDeletesWhatWasReadAndCreatesWhatIsWanted(String live, int target, String change) {
        assertThat(plan(FOUR, live, target)).isEqualTo(change);
    }

    /** A name that only loses a set keeps another: that one is swapped for itself, so that it is compared as well. */
    @Test
    void theSetThatStaysIsComparedWhenItsNeighbourGoes() {
        Service service = Sets.service("www A 60 192.0.2.1; www AAAA 60 2001:db8::1", "www A 60 192.0.2.1");
        assertThat(plan(service, "www A 60 192.0.2.1; www AAAA 60 2001:db8::1", 1))
                .isEqualTo("DELETE www AAAA 2001:db8::1 (ttl 60); DELETE www A 192.0.2.1 (ttl 60);"
                        + " CREATE www A 192.0.2.1 (ttl 60)");
        assertThat(plan(service, "www A 60 192.0.2.1", 0)).isEqualTo("CREATE www AAAA 2001:db8::1 (ttl 60)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // whatever else is at the name, a CNAME excludes it; at the apex SOA and NS always are
                "www A 60 203.0.113.10; www MX 60 10 mail.example.com  | 1 | www.example.com has a foreign MX",
                "www A 60 203.0.113.10; www TXT 60 \"x\"               | 1 | www.example.com has a foreign TXT",
                "www A 60 203.0.113.10; www CAA 60 0 issue x           | 1 | www.example.com has a foreign CAA",
                "www A 60 203.0.113.10; www AAAA 60 2001:db8::1        | 1 | www.example.com has a foreign AAAA",
                "www A 60 203.0.113.10; www NS 60 ns1.example.net      | 1 | www.example.com has a foreign NS",
                "www A 60 203.0.113.10; www AAAA alias Z2 d1.example.net | 1 | www.example.com has a foreign AAAA",
                "www AAAA 60 2001:db8::1                               | 1 | www.example.com has a foreign AAAA",
                // a set with routing of a type of ours is in the way of every plan, also of the one to what it shows
                "www A 60 203.0.113.10 [weighted set 'blue']           | 1 | www.example.com A is not a simple record set (weighted set 'blue')",
                "www A 60 203.0.113.10 [weighted set 'blue']           | 0 | www.example.com A is not a simple record set",
                "www A 60 203.0.113.10 [health check 1234]             | 1 | is not a simple record set (health check 1234)",
                "www CNAME 60 other.example.net [failover PRIMARY]     | 0 | www.example.com CNAME is not a simple record set",
            })
    void whatCannotBeDoneSafelyIsRefusedWithTheReason(String live, int target, String reason) {
        assertThat(plan(Sets.service(ADDRESS, SORRY), live, target))
                .startsWith("refused: ")
                .contains(reason);
    }

    @Test
    void aForeignSetWithRoutingOfATypeThatIsNotOursIsNobodysBusiness() {
        Service addresses = Sets.service(ADDRESS, "www A 60 203.0.113.80");
        String live = ADDRESS + "; www TXT 60 \"x\" [weighted set 'blue']; mail A 60 192.0.2.1 [weighted set 'red']";
        assertThat(plan(addresses, live, 1)).startsWith("DELETE www A 203.0.113.10");
    }

    @Test
    void aCnameIsOursEvenWhereNoTargetUsesOne() {
        Service addresses = Sets.service(ADDRESS, "www A 60 203.0.113.80");
        assertThat(shown(addresses, "www CNAME 60 elsewhere.example.net")).isEqualTo("drifted");
        assertThat(plan(addresses, "www CNAME 60 elsewhere.example.net", 0))
                .isEqualTo("DELETE www CNAME elsewhere.example.net (ttl 60); CREATE www A 203.0.113.10 (ttl 60)");
    }

    @Test
    void theApexTakesAddressesAndAnAliasButNoCname() {
        String apex = "@ SOA 900 ns1 admin 1 2 3 4 5; @ NS 172800 ns1.example.net,ns2.example.net; @ MX 60 10 mail";
        Service alias = Sets.service("@ A 60 203.0.113.10", "@ A alias Z2 d111.cloudfront.net");
        assertThat(shown(alias, apex + "; @ A 60 203.0.113.10")).isEqualTo("primary");
        assertThat(plan(alias, apex + "; @ A 60 203.0.113.10", 1))
                .isEqualTo("DELETE example.com A 203.0.113.10 (ttl 60);"
                        + " CREATE example.com A alias d111.cloudfront.net (zone Z2)");
        Service cname = Sets.service("@ A 60 203.0.113.10", "@ CNAME 60 sorry.example.net");
        assertThat(plan(cname, apex + "; @ A 60 203.0.113.10", 1)).startsWith("refused: example.com has a foreign ");
    }

    // ---- several names ----

    private static final Service TWO = Sets.service(
            "www A 60 203.0.113.10; api A 60 203.0.113.10", "www CNAME 60 sorry.example.net; api A 60 203.0.113.80");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "www A 60 203.0.113.10; api A 60 203.0.113.10           | primary",
                "api A 60 203.0.113.80; www CNAME 60 sorry.example.net  | maintenance",
                "www A 60 203.0.113.10; api A 60 203.0.113.80           | drifted",
                "www CNAME 60 sorry.example.net; api A 60 203.0.113.10  | drifted",
                "www A 60 203.0.113.10                                  | drifted",
                "api A 60 203.0.113.80                                  | drifted",
            })
    void allNamesMustShowTheSameTarget(String live, String shown) {
        assertThat(shown(TWO, live)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "www A 60 203.0.113.10; api A 60 203.0.113.80 | www.example.com shows primary; api.example.com shows maintenance: not one target",
                "www A 60 203.0.113.10                        | www.example.com shows primary; api.example.com has no records: no target of the service",
                "www A 60 203.0.113.10; api A 60 198.51.100.7 | www.example.com shows primary; api.example.com has A 198.51.100.7 (ttl 60): no target of the service",
                "www A 60 1.2.3.4 [weighted set 'b']; api A 60 203.0.113.10 | www.example.com has A 1.2.3.4 (ttl 60) [weighted set 'b']; api.example.com shows primary: no target of the service",
            })
    void driftSaysWhatEveryNameShows(String live, String why) {
        assertThat(new Planner(TWO).actual(Sets.all(live))).isEqualTo(new Actual.Drifted(why));
    }

    @Test
    void namesThatAreRightAlreadyAreLeftAlone() {
        assertThat(plan(TWO, "www A 60 203.0.113.10; api A 60 203.0.113.80", 0))
                .isEqualTo("DELETE api A 203.0.113.80 (ttl 60); CREATE api A 203.0.113.10 (ttl 60)");
        assertThat(plan(TWO, "www A 60 203.0.113.10", 1))
                .isEqualTo("DELETE www A 203.0.113.10 (ttl 60); CREATE www CNAME sorry.example.net (ttl 60);"
                        + " CREATE api A 203.0.113.80 (ttl 60)");
    }

    @Test
    void aForeignTypeIsInTheWayOnlyWhereACnameIsWanted() {
        String live = "www A 60 203.0.113.10; api A 60 203.0.113.10; api MX 60 10 mail.example.com";
        assertThat(plan(TWO, live, 1)).startsWith("DELETE www A 203.0.113.10");
        assertThat(plan(TWO, live + "; www MX 60 10 mail.example.com", 1)).startsWith("refused: www.example.com");
    }

    // ---- TTL ----

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "www A 60 203.0.113.10; www AAAA 60 2001:db8::1  | ''",
                "www A 300 203.0.113.10; www AAAA 60 2001:db8::1 | www.example.com A: live TTL 300 s, configured 60 s",
                "www A 0 203.0.113.10; www AAAA 5 2001:db8::1    | www.example.com A: live TTL 0 s, configured 60 s; www.example.com AAAA: live TTL 5 s, configured 60 s",
            })
    void anotherTtlIsSaidAndNoDrift(String live, String words) {
        Service service = Sets.service("www A 60 203.0.113.10; www AAAA 60 2001:db8::1", SORRY);
        assertThat(shown(service, live)).isEqualTo("primary");
        assertThat(new Planner(service).ttlDifference(Sets.all(live), 0)).isEqualTo(words);
    }

    @Test
    void anAliasHasNoTtlThatCouldDiffer() {
        Service service = Sets.service("www A alias Z2 d111.cloudfront.net", SORRY);
        assertThat(new Planner(service).ttlDifference(Sets.all("www A alias Z2 d111.cloudfront.net"), 0))
                .isEmpty();
    }

    // ---- what no plan may ever do, whatever is there ----

    private static final List<Service> SERVICES = List.of(
            FOUR,
            TWO,
            Sets.service("www A 60 192.0.2.1; www AAAA 60 2001:db8::1", "www A 60 192.0.2.1"),
            Sets.service("www TXT 60 \"a\"; www A 60 192.0.2.1", "www TXT 60 \"b\"; www A 60 192.0.2.1"),
            Sets.service(
                    "@ A 60 192.0.2.1; www A 60 192.0.2.1", "@ A alias Z2 d1.example.net; www CNAME 60 a.example"));

    private static List<RecordSet> anything(Random dice) {
        String[] names = {"www", "api", "@", "mail"};
        String[] data = {
            "A 60 203.0.113.20",
            "A 5 192.0.2.1",
            "A 60 198.51.100.7",
            "A alias Z2 d111.cloudfront.net",
            "AAAA 60 2001:db8::1",
            "AAAA 60 2001:db8::10",
            "TXT 60 \"a\"",
            "TXT 60 \"c\"",
            "MX 60 10 mail.example.com",
            "CNAME 60 sorry.example.net",
            "CNAME 30 else.example.net",
            "A 60 192.0.2.1 [weighted set 'b']"
        };
        List<RecordSet> live = new ArrayList<>();
        for (int i = dice.nextInt(7); i > 0; i--) {
            RecordSet set = Sets.one(names[dice.nextInt(names.length)] + " " + data[dice.nextInt(data.length)]);
            boolean cname = set.type().equals("CNAME");
            live.removeIf(other -> other.name().equals(set.name())
                    && (cname || other.type().equals("CNAME") || other.type().equals(set.type())));
            live.add(set);
        }
        return live;
    }

    @Test
    void noPlanLeavesANameEmptyOrTouchesWhatIsNotOursOrMissesItsAim() {
        Random dice = new Random(20_101);
        for (int round = 0; round < 20_000; round++) {
            Service service = SERVICES.get(dice.nextInt(SERVICES.size()));
            List<RecordSet> live = anything(dice);
            int target = dice.nextInt(service.targets().size());
            Planner planner = new Planner(service);
            Plan plan = planner.plan(live, target);
            if (plan instanceof Plan.Apply apply) {
                holds(service, planner, live, target, apply.change());
            } else if (plan instanceof Plan.Nothing) {
                assertThat(planner.actual(live)).isEqualTo(new Actual.At(target));
            }
        }
    }

    private static void holds(Service service, Planner planner, List<RecordSet> live, int target, RecordChange change) {
        assertThat(live).as("only what was read goes").containsAll(change.deletes());
        List<RecordSet> after = StateMachine.after(live, change);
        assertThat(planner.actual(after)).as("the aim").isEqualTo(new Actual.At(target));
        for (DomainName name : service.names()) {
            List<RecordSet> here =
                    after.stream().filter(set -> set.name().equals(name)).toList();
            assertThat(here).as("never empty").isNotEmpty();
            boolean cname = here.stream().anyMatch(set -> set.type().equals("CNAME"));
            assertThat(cname && here.size() > 1).as("a CNAME beside others").isFalse();
            assertThat(here.stream().map(RecordSet::type).collect(Collectors.toSet()))
                    .as("one set a type")
                    .hasSameSizeAs(here);
        }
        assertThat(live.stream()
                        .filter(set -> !service.names().contains(set.name()))
                        .toList())
                .as("other names")
                .isSubsetOf(after);
        assertThat(live.stream().filter(set -> isForeign(service, set)).toList())
                .as("foreign types")
                .isSubsetOf(after);
    }

    private static boolean isForeign(Service service, RecordSet set) {
        return !set.type().equals("CNAME") && !service.managedTypes().contains(set.type());
    }
}
