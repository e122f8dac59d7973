package kirikae.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kirikae.core.Actual;
import kirikae.core.Planner;
import kirikae.core.StandingOrder;
import kirikae.core.Uptime;
import kirikae.model.DomainName;
import kirikae.model.RecordSet;
import kirikae.model.Service;

/** Operators with their orders, and people who edit the zone by hand. */
final class Humans {
    private static final String ME = "operator:test";
    private final World world;

    Humans(World world) {
        this.world = world;
    }

    void act(Site site, Fault fault) {
        switch (fault) {
            case HOLD -> hold(site);
            case SWITCH_ORDER ->
                pin(site, world.dice.below(site.service.targets().size()), until());
            case RELEASE -> release(site);
            default -> edit(site, fault);
        }
    }

    private Duration until() {
        return world.dice.chance(0.5)
                ? Uptime.NEVER
                : world.shell.now().plusMillis(world.dice.between(10_000, 3_600_000));
    }

    private void hold(Site site) {
        order(site, new StandingOrder.Frozen("we look", ME, until()), Fault.HOLD);
    }

    private void pin(Site site, int target, Duration until) {
        order(site, new StandingOrder.Pinned(target, "we want it", ME, until), Fault.SWITCH_ORDER);
    }

    private void order(Site site, StandingOrder order, Fault fault) {
        if (world.shell.isRunning()) {
            site.order = order;
            site.orderDone = false;
            site.orderEnds =
                    world.time.now() + order.endsAt().minus(world.shell.now()).toMillis();
            world.tally.count(fault);
            world.shell.order(site, order);
        }
    }

    private void release(Site site) {
        if (world.shell.isRunning()) {
            site.order = new StandingOrder.None();
            site.permission = true;
            world.tally.count(Fault.RELEASE);
            world.shell.release(site);
        }
    }

    private void edit(Site site, Fault fault) {
        Service service = site.service;
        ZoneModel zone = world.provider.zone(service.zone());
        List<DomainName> names = world.dice.chance(0.5) ? service.names() : List.of(world.dice.of(service.names()));
        List<RecordSet> next = new ArrayList<>();
        for (DomainName name : names) {
            List<RecordSet> here = edited(service, name, zone.at(List.of(name)), fault);
            if (!ZoneModel.isLawful(here)) {
                return;
            }
            next.addAll(here);
        }
        zone.put(names, next);
        site.meddled = true;
        site.decision().ifPresent(Decision::excuse);
        world.tally.count(fault);
    }

    private List<RecordSet> edited(Service service, DomainName name, List<RecordSet> here, Fault fault) {
        return switch (fault) {
            case FOREIGN_EDIT -> List.of(RecordSet.of(name, "A", 60, List.of("198.51.100.7")));
            case FOREIGN_TTL -> here.stream().map(Humans::slower).toList();
            case FOREIGN_SWITCH ->
                world.dice.of(service.targets()).records().stream()
                        .filter(set -> set.name().equals(name))
                        .toList();
            case FOREIGN_MX -> with(here, RecordSet.of(name, "MX", 300, List.of("10 mx.example.org.")));
            default -> List.of();
        };
    }

    private static RecordSet slower(RecordSet set) {
        return set.data() instanceof kirikae.model.RecordData.Values values
                ? RecordSet.of(set.name(), set.type(), 300, values.texts())
                : set;
    }

    private static List<RecordSet> with(List<RecordSet> here, RecordSet more) {
        List<RecordSet> next = new ArrayList<>(here);
        next.removeIf(set -> set.type().equals(more.type()));
        next.add(more);
        return next;
    }

    /** After a storm: foreign additions go, drift is put right by hand or by order, most orders are released. */
    void tidy(Site site) {
        ZoneModel zone = world.provider.zone(site.service.zone());
        List<RecordSet> here = zone.at(site.service.names()).stream()
                .filter(set -> !set.type().equals("MX"))
                .toList();
        zone.put(site.service.names(), here);
        boolean drifted = !(new Planner(site.service).actual(here) instanceof Actual.At);
        int target = world.dice.below(site.service.targets().size());
        if (drifted && world.dice.chance(0.5)) {
            zone.put(site.service.names(), site.service.targets().get(target).records());
            site.meddled = true;
        } else if (drifted) {
            pin(site, target, Uptime.NEVER);
            world.later(600_000, () -> release(site));
            return;
        }
        site.decision().ifPresent(Decision::excuse);
        if (world.dice.chance(0.9)) {
            release(site);
        }
    }
}
