package kirikae.cli;

/** The exit codes of contract.md section 3. */
final class Exit {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int UNREACHABLE = 3;
    static final int INTERNAL = 70;
    static final int CONFIG = 78;

    private Exit() {}
}
