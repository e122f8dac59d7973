package kirikae.model;

/** What is held of a check or of a target. */
public enum Verdict {
    /** It answers. */
    UP,
    /** It was seen to fail. */
    DOWN,
    /** Nothing good was heard for its no-data window. */
    NO_DATA,
    /** Not known yet: neither loses nor gains the names. */
    UNDECIDED;

    /** True for DOWN and NO_DATA. */
    public boolean isBad() {
        return this == DOWN || this == NO_DATA;
    }
}
