package kirikae.journal;

/** An event is not synced. The message says why and what to do, in one line. */
public final class JournalException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Takes the line for people. */
    public JournalException(String message) {
        super(message);
    }

    /** Takes the line for people, and the cause for the debug log. */
    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
