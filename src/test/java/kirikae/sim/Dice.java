package kirikae.sim;

import java.util.List;
import java.util.Random;

/** The one source of chance of a world. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    }

    /** A number from 0 (with it) to the bound (without it). */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A length between both, evenly. */
    long between(long from, long to) {
        return from + (long) (random.nextDouble() * (to - from + 1));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A waiting time with this mean, at most six times as long. */
    long around(long mean) {
        return (long) (mean * Math.min(6, -Math.log(1 - random.nextDouble())));
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
