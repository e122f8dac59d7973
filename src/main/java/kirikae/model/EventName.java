package kirikae.model;

import java.util.Locale;

/** The event names of contract.md section 5; the text form is lower case with hyphens. */
public enum EventName {
    STARTED,
    STOPPING,
    CHECK_UP,
    CHECK_DOWN,
    ALERT,
    RECOVERY,
    SWITCH_STARTED,
    SWITCH_ACCEPTED,
    SWITCH_IN_SYNC,
    SWITCH_VERIFIED,
    /** Name servers that do not answer the new records of a switch that is in place. */
    SWITCH_LAGGING,
    SWITCH_FAILED,
    SWITCH_REFUSED,
    DRIFT,
    DRIFT_CLEARED,
    HOLD,
    HOLD_EXPIRED,
    RELEASE,
    MAINT,
    ISOLATED,
    ISOLATION_OVER,
    CONFIG_RELOADED,
    CONFIG_REJECTED,
    NOTIFY_FAILED,
    BLIND,
    CRASH_LOOP,
    JOURNAL_ERROR,
    /** The process was paused, suspended or late, or the wall clock stepped: deadlines moved, fresh evidence is awaited. */
    STOOD_STILL,
    /** A decided switch is not wanted any more; nothing was sent, or it was not applied. */
    SWITCH_DROPPED,
    /** The live records moved from one target to another without us. */
    OUTSIDE_CHANGE,
    /** The live TTL differs from the configured one; put right at the next switch. */
    TTL_DIFFERS,
    /** An alert lasts, and those who were told are told again; or it was not told at first, because of an operator's switch. */
    REMINDER,
    /** A channel has taken a notification. */
    NOTIFY_DELIVERED,
    /** How far the times of a host's signed heartbeats run ahead of our clock: what a restart needs to refuse replays. */
    HEARTBEAT_MARK;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name as it stands in the journal and the log. */
    public String text() {
        return text;
    }

    /** The event with this text; empty for a name of another version. */
    public static java.util.Optional<EventName> of(String text) {
        for (EventName name : values()) {
            if (name.text.equals(text)) {
                return java.util.Optional.of(name);
            }
        }
        return java.util.Optional.empty();
    }
}
