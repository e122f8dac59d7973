package kirikae.probe;

import kirikae.model.CheckId;

/**
 * Says when checks are due, in nanoseconds on one clock. Every check has a place of its own within its interval, taken
 * from a hash of its name: so the starts of many checks are spread evenly, and equally after a restart or a reload. Pure.
 */
final class Rhythm {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rhythm() {}

    /** A well mixed number for a check; the same in every process. */
    static long hash(CheckId check) {
        String text = check.toString();
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        // The finaliser of splitmix64: FNV alone leaves names that differ in one digit close together.
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    /** The place of a check within its interval: 0 up to the interval, without it. */
    static long phase(CheckId check, long interval) {
        return Math.floorMod(hash(check), interval);
    }

    /** The first due time of a rhythm that is not before a time. */
    static long next(long phase, long interval, long notBefore) {
        return notBefore + Math.floorMod(phase - notBefore, interval);
    }
}
