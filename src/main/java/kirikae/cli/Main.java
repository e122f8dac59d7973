package kirikae.cli;

/** The entry point of the jar. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] args) {
        System.exit(2);
    }
}
