package kirikae.dns;

/**
 * One line of a check that was made on purpose, for people.
 *
 * @param level how bad
 * @param text what was tried, what came back, and what to do if it is not well
 */
public record Finding(Level level, String text) {
    /** How bad a finding is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** Works, but deserves a word. */
        WARN,
        /** A switch would not work. */
        FAIL
    }

    /** As it should be. */
    public static Finding ok(String text) {
        return new Finding(Level.OK, text);
    }

    /** Works, but deserves a word. */
    public static Finding warn(String text) {
        return new Finding(Level.WARN, text);
    }

    /** A switch would not work. */
    public static Finding fail(String text) {
        return new Finding(Level.FAIL, text);
    }

    @Override
    public String toString() {
        return level + " " + text;
    }
}
