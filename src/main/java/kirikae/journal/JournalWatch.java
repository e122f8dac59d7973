package kirikae.journal;

/**
 * Who is told about the journal's own state. Called on the journal's threads: it must hand over at once and neither block nor
 * throw. The daemon makes the {@code journal-error} event of it.
 */
public interface JournalWatch {
    /** Events are no longer synced; told once until {@link #over}. The text says why and what to do. */
    void trouble(String what);

    /** Events are synced again. The text says what became of those in between. */
    void over(String what);

    /** Something worth a warning that cost no event of what is in force, such as a file that was removed and written anew. */
    void notice(String what);
}
