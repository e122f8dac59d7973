package kirikae.sim;

import java.util.ArrayList;
import java.util.List;
import kirikae.model.Service;

/** One small world: services, hosts, zones, a daemon, and its weather; wholly determined by its seed. */
final class World {
    static final long DAY = 86_400_000L;
    static final long MINUTE = 60_000L;
    final Dice dice;
    final Schedule time = new Schedule();
    final Tally tally;
    final PlantedBug bug;
    final List<Site> sites = new ArrayList<>();
    final Weather weather = new Weather(this);
    final ProviderModel provider = new ProviderModel(this);
    final Invariants invariants = new Invariants(this);
    final boolean healthy;
    final boolean providerIsAnchor;
    final double maxFraction;
    Shell shell;
    private final long days;
    private final Storm storm;

    World(long seed, Tally tally, PlantedBug bug) {
        this.dice = new Dice(seed);
        this.tally = tally;
        this.bug = bug;
        Recipe recipe = new Recipe(dice);
        this.days = recipe.days();
        for (Service service : recipe.services()) {
            sites.add(new Site(this, service));
            provider.zone(service.zone())
                    .put(service.names(), service.targets().get(0).records());
        }
        this.healthy = dice.chance(0.2);
        this.providerIsAnchor = dice.chance(0.3);
        this.maxFraction = dice.of(List.of(1.0, 1.0, 0.5, 0.34));
        this.storm = new Storm(this);
        this.shell = new Shell(this);
    }

    boolean isShort() {
        return days < 10;
    }

    void later(long millis, Runnable what) {
        time.after(millis, what);
    }

    /** Lives through all its days. */
    void live() {
        shell.start();
        sites.forEach(site -> site.watches().forEach(watch -> watch.wake(watch.window() / 8)));
        long end = days * DAY;
        settle();
        while (time.now() < end) {
            weather.setStormy(false);
            time.runUntil(Math.min(end, time.now() + dice.around(days * DAY / 15)));
            stormThrough();
            storm.mend();
            settle();
        }
        tally.world((double) time.now() / DAY / 30 * sites.size());
    }

    private void startDense() {
        weather.setStormy(true);
        sites.forEach(site -> site.watches().forEach(watch -> watch.wake(watch.window() / 8)));
        shell.lanes.values().forEach(Lane::sweepLater);
    }

    private void stormThrough() {
        startDense();
        long end = time.now() + dice.between(10 * MINUTE, 60 * MINUTE);
        while (time.now() < end) {
            storm.strike();
            time.runUntil(time.now() + dice.around(MINUTE));
        }
        if (healthy) {
            time.runUntil(weather.isolatedUntil());
        }
    }

    /** All faults are over: after its bound every service must be where it belongs. */
    private void settle() {
        weather.calmDown();
        long from = time.now();
        List<Site> byBound = new ArrayList<>(sites);
        byBound.sort(java.util.Comparator.comparingLong(this::bound));
        for (Site site : byBound) {
            time.runUntil(from + bound(site));
            invariants.settled(shell, site, from);
        }
    }

    /** Window, then what recovery may wait, then the pauses of reliability.md section 3, one sweep, and 90 s. */
    private long bound(Site site) {
        Service service = site.service;
        long waves = maxFraction < 1 ? (long) Math.ceil(1 / maxFraction) + 1 : 0;
        long longest = sites.stream().mapToLong(Site::longestWindow).max().orElse(0);
        return site.longestWindow() * 3 / 2
                + service.recovery().stableFor().toMillis()
                + service.flapGuard().maxHold().toMillis()
                + waves * longest
                + 5 * MINUTE
                + 5 * MINUTE
                + 60_000
                + 90_000
                + 20_000
                + (site.order.isSet() ? 10 * MINUTE : 0);
    }

    // ---- the process ----

    void kill() {
        if (!shell.isAlive()) {
            return;
        }
        tally.count(Fault.KILL);
        shell.kill();
        Shell dead = shell;
        later(dice.between(500, 5 * MINUTE), () -> {
            if (shell == dead) {
                start();
            }
        });
    }

    void start() {
        shell = new Shell(this);
        invariants.started();
        shell.start();
    }

    void pause(long millis) {
        if (!shell.isRunning()) {
            return;
        }
        tally.count(Fault.PAUSE);
        Shell paused = shell;
        paused.pause();
        later(millis, () -> resume(paused));
    }

    void unpause() {
        resume(shell);
    }

    private void resume(Shell paused) {
        if (paused.isAlive() && !paused.isRunning()) {
            paused.resume();
        }
    }

    // ---- isolation that even a healthy world may meet ----

    /** Isolation is provably harmless only where silence alone counts. */
    boolean isolatesHealthy() {
        return sites.stream()
                .flatMap(site -> site.watches().stream())
                .allMatch(watch -> watch.check.rule().fall() == 0);
    }

    /** In a healthy world: far shorter than each window, or clearly longer, so that every window ends inside it. */
    long isolationLength() {
        if (!healthy) {
            return dice.between(5_000, 30 * MINUTE);
        }
        List<Long> windows = sites.stream()
                .flatMap(site -> site.watches().stream())
                .map(Watch::window)
                .sorted()
                .toList();
        long longest = windows.get(windows.size() - 1);
        return dice.chance(0.5) ? windows.get(0) / 3 : longest + dice.between(20_000, 30 * MINUTE);
    }
}
