package kirikae.cli;

/** The daemon cannot be asked. The message is one line for people and says what to do; exit code 3. */
final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreachable(String message) {
        super(message);
    }
}
