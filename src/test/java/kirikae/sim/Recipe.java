package kirikae.sim;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kirikae.model.Check;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;
import kirikae.model.Secret;
import kirikae.model.Service;
import kirikae.model.Target;

/** Makes random services: kinds of checks, windows, standbys, record types, names, zones. */
final class Recipe {
    /** Windows in seconds: months of long ones are cheap, days of short ones are rich in events. */
    private static final List<Integer> QUICK = List.of(30, 60, 120, 120, 120);

    private static final List<Integer> SLOW = List.of(300, 300, 300, 600, 600, 600, 1200, 1200, 1800, 1800);
    private static final long TTL = 60;
    private final Dice dice;
    private final List<Integer> windows;
    private int address;

    Recipe(Dice dice) {
        this.dice = dice;
        this.windows = dice.chance(0.4) ? QUICK : SLOW;
    }

    /** How many days a world of such services lives. */
    long days() {
        return windows.equals(QUICK) ? 3 : 60;
    }

    List<Service> services() {
        int count = 1 + dice.below(6);
        int zones = 1 + dice.below(2);
        List<Service> services = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            services.add(service("s" + i, "z" + dice.below(zones) + ".example"));
        }
        return services;
    }

    private Service service(String name, String zone) {
        List<DomainName> names = new ArrayList<>();
        int count = dice.chance(0.3) ? 2 : 1;
        for (int i = 0; i < count; i++) {
            names.add(DomainName.of("n" + i + "." + name + "." + zone));
        }
        boolean both = dice.chance(0.3);
        List<Target> targets = new ArrayList<>();
        targets.add(new Target(
                Target.PRIMARY,
                records(names, both ? "A+AAAA" : "A"),
                checks(1 + dice.below(dice.chance(0.3) ? 3 : 2))));
        if (dice.chance(0.35)) {
            int checks = dice.chance(0.3) ? 0 : 1 + dice.below(2);
            targets.add(new Target("dr", records(names, dice.chance(0.3) ? "CNAME" : "A"), checks(checks)));
        }
        String sorry = dice.chance(0.6) ? "CNAME" : both ? "A+AAAA" : "A";
        int checks = dice.chance(0.7) ? 0 : 1;
        targets.add(new Target(Target.MAINTENANCE, records(names, sorry), checks(checks)));
        return new Service(name, "p", zone, names, targets, alertWhen(), recovery(), flapGuard());
    }

    private Service.AlertWhen alertWhen() {
        return new Service.AlertWhen(dice.of(List.of(1, 1, 2, Service.AlertWhen.ALL)));
    }

    private Service.Recovery recovery() {
        return new Service.Recovery(
                dice.chance(0.2) ? Service.Recovery.Mode.MANUAL : Service.Recovery.Mode.AUTOMATIC,
                Duration.ofSeconds(dice.of(List.of(45, 60, 60, 300))));
    }

    private Service.FlapGuard flapGuard() {
        int first = dice.of(List.of(60, 120, 300));
        return new Service.FlapGuard(
                Duration.ofSeconds(first),
                Duration.ofSeconds(first * 4L),
                Duration.ofMinutes(dice.of(List.of(10, 30, 60))));
    }

    private List<Check> checks(int count) {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            checks.add(check("c" + i));
        }
        return checks;
    }

    private Check check(String name) {
        Duration window = Duration.ofSeconds(dice.of(windows));
        int rise = 1 + dice.below(3);
        int fall = dice.chance(0.5) ? 0 : 1 + dice.below(3);
        Duration interval = window.dividedBy(8);
        Check.Pace pace = new Check.Pace(interval, Duration.ofSeconds(3), interval.dividedBy(4));
        return switch (dice.below(4)) {
            case 0 ->
                new Check.Tcp(
                        name,
                        new Check.Rule(window, rise, fall),
                        pace,
                        "192.0.2.1",
                        443,
                        List.of(),
                        Check.Addresses.ANY);
            case 1 ->
                new Check.Http(
                        name,
                        new Check.Rule(window, rise, fall),
                        pace,
                        URI.create("http://192.0.2.1/"),
                        List.of(new Check.StatusRange(200, 399)),
                        "",
                        Map.of(),
                        "",
                        List.of(),
                        Check.Addresses.ANY,
                        true,
                        1);
            default ->
                new Check.Heartbeat(
                        name,
                        new Check.Rule(window, rise, 0),
                        "host",
                        new Secret("0123456789abcdef"),
                        Check.Auth.BEARER);
        };
    }

    private List<RecordSet> records(List<DomainName> names, String types) {
        int number = ++address;
        List<RecordSet> sets = new ArrayList<>();
        for (DomainName name : names) {
            if (types.equals("CNAME")) {
                sets.add(RecordSet.of(name, "CNAME", TTL, List.of("t" + number + ".example.net")));
            } else {
                sets.add(RecordSet.of(name, "A", TTL, List.of("203.0.113." + number, "203.0.113." + (number + 100))));
            }
            if (types.equals("A+AAAA")) {
                sets.add(RecordSet.of(name, "AAAA", TTL, List.of("2001:db8::" + number)));
            }
        }
        return sets;
    }
}
