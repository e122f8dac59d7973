package kirikae.sim;

import java.util.Optional;

/** Lives through world after world until enough service-months have passed. */
final class Soak {
    private final long seed;
    private final PlantedBug bug;
    private final Tally tally = new Tally();

    Soak(long seed, PlantedBug bug) {
        this.seed = seed;
        this.bug = bug;
    }

    Tally tally() {
        return tally;
    }

    /** Gives the words of the first breach, or nothing when none was found. */
    Optional<String> run(double months) {
        for (long each = seed; tally.months() < months; each++) {
            Optional<String> breach = world(each);
            if (breach.isPresent()) {
                return breach;
            }
        }
        return Optional.empty();
    }

    /** Lives through the one world of this seed. */
    Optional<String> world(long worldSeed) {
        World world = new World(worldSeed, tally, bug);
        try {
            world.live();
            return Optional.empty();
        } catch (Violation | RuntimeException e) {
            return Optional.of(words(worldSeed, world, e));
        }
    }

    /** The invariant that breaks first in so many short worlds, which are the richest in events. */
    Optional<Violation> violation(int worlds) {
        int lived = 0;
        for (long each = seed; lived < worlds; each++) {
            World world = new World(each, tally, bug);
            if (world.isShort()) {
                lived++;
                try {
                    world.live();
                } catch (Violation e) {
                    return Optional.of(e);
                }
            }
        }
        return Optional.empty();
    }

    private static String words(long worldSeed, World world, Throwable broken) {
        StringBuilder text = new StringBuilder();
        text.append("world ")
                .append(worldSeed)
                .append(" broke: ")
                .append(broken)
                .append('\n');
        for (StackTraceElement frame : broken.getStackTrace()) {
            if (frame.getClassName().startsWith("kirikae")) {
                text.append("    at ").append(frame).append('\n');
            }
        }
        world.invariants
                .trace()
                .last(Integer.getInteger("kirikae.sim.trace", 25))
                .forEach(line -> text.append("  ").append(line).append('\n'));
        return text.append("replay: mvn -q test -Dtest=SimulationTest#oneWorld -Dkirikae.sim.world=")
                .append(worldSeed)
                .toString();
    }
}
