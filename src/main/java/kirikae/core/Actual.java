package kirikae.core;

/** What the live records show. */
public sealed interface Actual {
    /** Not read yet, or not sure since a change whose end is not known. */
    record Unread() implements Actual {}

    /** Every name shows the target with this index. */
    record At(int target) implements Actual {}

    /** No record of ours at any name. */
    record Absent() implements Actual {}

    /** Anything else; never changed automatically. */
    record Drifted(String why) implements Actual {}
}
