package kirikae.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.model.Observation;

/** Brings faults about, one after the other, and mends what would not mend itself. */
final class Storm {
    /** What may befall a world whose hosts all live and which must therefore never write. */
    private static final Set<Fault> HARMLESS = EnumSet.range(Fault.THROTTLED, Fault.READ_SLOW);

    private static final long MINUTE = 60_000;
    private final World world;
    private final Humans humans;
    private final List<Fault> choices = new ArrayList<>();

    Storm(World world) {
        this.world = world;
        this.humans = new Humans(world);
        if (world.healthy) {
            choices.addAll(HARMLESS);
            choices.addAll(world.isolatesHealthy() ? Set.of(Fault.ISOLATION) : Set.of(Fault.PAUSE, Fault.KILL));
            choices.addAll(Set.of(Fault.TIMER_LATE, Fault.REPORT_LATE, Fault.REPORT_DUPLICATE, Fault.STALE_ANSWER));
            choices.sort(null);
        } else {
            choices.addAll(List.of(Fault.values()));
            choices.addAll(List.of(Fault.HOST_DIED, Fault.HOST_DIED, Fault.HOST_DIED, Fault.HOST_FLAPPING));
        }
    }

    /** One fault more. */
    void strike() {
        Fault fault = world.dice.of(choices);
        if (Trouble.ALL.contains(fault)) {
            Site site = world.dice.of(world.sites);
            world.weather.trouble(site.service.zone(), fault, length(), site.service.name());
        } else if (fault.compareTo(Fault.FOREIGN_EDIT) >= 0) {
            humans.act(world.dice.of(world.sites), fault);
        } else {
            befall(fault);
        }
    }

    private long length() {
        return world.dice.between(5_000, 15 * MINUTE);
    }

    private void befall(Fault fault) {
        Site site = world.dice.of(world.sites);
        Host host = site.hosts.get(world.dice.chance(0.6) ? 0 : world.dice.below(site.hosts.size()));
        switch (fault) {
            case HOST_DIED -> host.dieUntil(world.time.now() + world.dice.around(20 * MINUTE));
            case HOST_FLAPPING ->
                host.flapUntil(
                        world.time.now() + length(),
                        world.dice.between(1_000, world.dice.of(List.of(5, 240)) * 1_000L));
            case ISOLATION -> world.weather.isolate(world.isolationLength());
            case PAUSE -> world.pause(2_001 + world.dice.around(2 * MINUTE));
            case KILL -> world.kill();
            case KILL_IN_ACTION ->
                world.weather.killOn(world.dice.of(List.of(
                        Effect.Read.class, Effect.Send.class, Effect.Poll.class, Effect.Tell.class, Effect.Ask.class)));
            case CHECK_BROKEN, FAIL_SAID, MAINT -> befall(fault, site, host);
            default -> world.weather.set(fault, length());
        }
        if (EnumSet.range(Fault.HOST_DIED, Fault.HOST_FLAPPING).contains(fault)
                || Set.of(Fault.ISOLATION, Fault.DEAF_LISTENER, Fault.LOCAL_UNKNOWN)
                        .contains(fault)) {
            world.tally.count(fault);
        }
    }

    private void befall(Fault fault, Site site, Host host) {
        if (host.watches.isEmpty()) {
            return;
        }
        Watch watch = world.dice.of(host.watches);
        if (fault == Fault.CHECK_BROKEN) {
            watch.breakUntil(world.time.now() + length());
            world.tally.count(fault);
        } else if (watch.isHeartbeat() && world.shell.isRunning()) {
            world.tally.count(fault);
            if (fault == Fault.FAIL_SAID) {
                watch.breakUntil(world.time.now() + (world.dice.chance(0.5) ? length() : 0));
                world.shell.hear(site, watch, Observation.failSaid("disk full"));
            } else {
                maint(site, watch);
            }
        }
    }

    private void maint(Site site, Watch watch) {
        long length = world.dice.between(MINUTE, 60 * MINUTE);
        watch.maintUntil = world.time.now() + length;
        give(site, Shell.maint(watch, world.shell.now().plusMillis(length), "patching"));
        if (world.dice.chance(0.5)) {
            world.later(world.dice.between(1_000, length), () -> endMaint(site, watch));
        }
    }

    private void endMaint(Site site, Watch watch) {
        if (watch.maintUntil != 0 && world.shell.isRunning()) {
            watch.maintUntil = 0;
            give(site, Shell.maint(watch, kirikae.core.Uptime.LONG_AGO, "done"));
        }
    }

    private void give(Site site, Input input) {
        world.shell.give(world.shell.seat(site), input);
    }

    /** The end of all faults; some hosts may stay dead and some orders may stay in force. */
    void mend() {
        world.weather.clear();
        world.unpause();
        if (!world.shell.isAlive()) {
            world.start();
        }
        for (Site site : world.sites) {
            for (Host host : site.hosts) {
                host.revive();
                if (!world.healthy && world.dice.chance(0.1)) {
                    host.dieUntil(Long.MAX_VALUE);
                }
            }
            site.watches().forEach(watch -> endMaint(site, watch));
            if (!world.healthy) {
                humans.tidy(site);
            }
        }
    }
}
