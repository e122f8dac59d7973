package kirikae.core;

import java.time.Duration;

/** What an operator has ordered; it lasts until release or expiry (contract.md, "Override is a state"). */
public sealed interface StandingOrder {
    /** Nothing. */
    record None() implements StandingOrder {}

    /** What is stays: desired is actual. */
    record Frozen(String reason, String actor, Duration until) implements StandingOrder {}

    /** The service is kept on this target. */
    record Pinned(int target, String reason, String actor, Duration until) implements StandingOrder {}

    /** When it ends by itself; {@link Uptime#NEVER} when it does not. */
    default Duration endsAt() {
        if (this instanceof Frozen frozen) {
            return frozen.until();
        }
        return this instanceof Pinned pinned ? pinned.until() : Uptime.NEVER;
    }

    /** True while automation is overridden. */
    default boolean isSet() {
        return !(this instanceof None);
    }
}
