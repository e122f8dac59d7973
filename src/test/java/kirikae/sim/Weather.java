package kirikae.sim;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kirikae.core.Effect;

/** What is wrong with the world right now; everything ends by itself. {@link Storm} brings it about. */
final class Weather {
    private final World world;
    private final Map<Fault, Long> until = new EnumMap<>(Fault.class);
    private final Map<String, Map<Fault, Long>> troubles = new HashMap<>();
    private final Map<String, String> victims = new HashMap<>();
    private Optional<Class<? extends Effect>> killOn = Optional.empty();
    private boolean stormy;
    private long stormySince;
    private boolean calming;

    Weather(World world) {
        this.world = world;
    }

    void setStormy(boolean value) {
        stormy = value;
        calming = false;
        stormySince = world.time.now();
    }

    /** Faults are over, but the world still reports often enough to recover quickly. */
    void calmDown() {
        stormy = true;
        calming = true;
    }

    boolean isCalming() {
        return calming;
    }

    boolean isStormy() {
        return stormy;
    }

    void set(Fault fault, long millis) {
        until.put(fault, world.time.now() + millis);
    }

    /** In a healthy world no two isolations add up to one of another length, nor one and a quiet world's sparse reports. */
    void isolate(long millis) {
        long longest = world.sites.stream().mapToLong(Site::longestWindow).max().orElse(0);
        long last = until.getOrDefault(Fault.ISOLATION, -longest);
        boolean apart = world.time.now() > Math.max(last, stormySince) + longest;
        if (!world.healthy || apart) {
            set(Fault.ISOLATION, millis);
        }
    }

    long isolatedUntil() {
        return until.getOrDefault(Fault.ISOLATION, 0L);
    }

    void trouble(String zone, Fault fault, long millis, String victim) {
        troubles.computeIfAbsent(zone, key -> new EnumMap<>(Fault.class)).put(fault, world.time.now() + millis);
        victims.put(zone, victim);
    }

    void killOn(Class<? extends Effect> effect) {
        killOn = Optional.of(effect);
    }

    void clear() {
        until.clear();
        troubles.clear();
        killOn = Optional.empty();
    }

    private boolean is(Fault fault) {
        return stormy && world.time.now() < until.getOrDefault(fault, 0L);
    }

    boolean isIsolated() {
        return is(Fault.ISOLATION);
    }

    boolean isDeaf() {
        return is(Fault.DEAF_LISTENER);
    }

    boolean isBlind() {
        return is(Fault.LOCAL_UNKNOWN);
    }

    boolean loses(Watch watch) {
        return happens(Fault.REPORT_LOST, 0.3);
    }

    boolean duplicates() {
        return happens(Fault.REPORT_DUPLICATE, 0.3);
    }

    long lateness(Watch watch) {
        return happens(Fault.REPORT_LATE, 0.5) ? world.dice.between(0, watch.window() / 4) : 0;
    }

    long timerLateness() {
        return happens(Fault.TIMER_LATE, 0.3) ? world.dice.between(0, 1_900) : 0;
    }

    /** Now and then an answer comes a second time, soon or much later. */
    void maybeRepeat(Runnable answer) {
        if (stormy && !calming && world.dice.chance(is(Fault.STALE_ANSWER) ? 0.5 : 0.2)) {
            world.tally.count(Fault.STALE_ANSWER);
            world.later(world.dice.between(1, world.dice.chance(0.7) ? 1_000 : 30_000), answer);
        }
    }

    /** Now and then somebody starts a slow re-read just when a change is sent. */
    boolean sweepsNow() {
        return stormy && !calming && world.dice.chance(0.3);
    }

    void maybeKill(Effect effect) {
        if (killOn.isPresent() && killOn.get().isInstance(effect)) {
            killOn = Optional.empty();
            world.tally.count(Fault.KILL_IN_ACTION);
            if (world.dice.chance(0.5)) {
                world.kill();
            } else {
                Shell shell = world.shell;
                world.later(world.dice.between(1, 9_000), () -> {
                    if (world.shell == shell && shell.isAlive()) {
                        world.kill();
                    }
                });
            }
        }
    }

    private boolean happens(Fault fault, double chance) {
        if (!is(fault) || !world.dice.chance(chance)) {
            return false;
        }
        world.tally.count(fault);
        return true;
    }

    /** The fault that befalls one call to a zone, among these. */
    Optional<Fault> trouble(String zone, Set<Fault> kinds) {
        for (Map.Entry<Fault, Long> entry :
                troubles.getOrDefault(zone, Map.of()).entrySet()) {
            boolean on = stormy && kinds.contains(entry.getKey()) && world.time.now() < entry.getValue();
            if (on && world.dice.chance(0.7)) {
                world.tally.count(entry.getKey());
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    String victim(String zone) {
        return victims.getOrDefault(zone, "");
    }
}
