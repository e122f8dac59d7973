package kirikae.notify;

import java.time.Duration;

/** How one try ended. No reason ever holds a secret. */
public sealed interface Outcome {
    /** Taken. */
    record Delivered() implements Outcome {}

    /** Not taken, and it never will be. */
    record Refused(String reason) implements Outcome {}

    /**
     * Not taken this time.
     *
     * @param notBefore how long the receiver asks to be left alone; zero when it does not
     */
    record Failed(String reason, Duration notBefore) implements Outcome {}

    /** A failure that asks for nothing. */
    static Outcome failed(String reason) {
        return new Failed(reason, Duration.ZERO);
    }
}
