package kirikae.journal;

import kirikae.model.EventName;

/**
 * Owns how loud an event is in the log: WARN needs attention soon, ERROR needs it now (architecture.md section 6, rule 11). Must
 * not look at the fields: the same event is always equally loud, so that alarms on the level can be trusted.
 */
public enum EventLevel {
    /** For the record. */
    INFO,
    /** Needs attention soon. */
    WARN,
    /** Needs attention now. */
    ERROR;

    /** The level of an event of this name. */
    public static EventLevel of(EventName name) {
        return switch (name) {
            case ALERT, SWITCH_FAILED, CRASH_LOOP, JOURNAL_ERROR -> ERROR;
            case CHECK_DOWN,
                    ISOLATED,
                    SWITCH_REFUSED,
                    DRIFT,
                    OUTSIDE_CHANGE,
                    BLIND,
                    CONFIG_REJECTED,
                    NOTIFY_FAILED,
                    SWITCH_LAGGING,
                    REMINDER -> WARN;
            case STARTED,
                    STOPPING,
                    CHECK_UP,
                    RECOVERY,
                    SWITCH_STARTED,
                    SWITCH_ACCEPTED,
                    SWITCH_IN_SYNC,
                    SWITCH_VERIFIED,
                    DRIFT_CLEARED,
                    HOLD,
                    HOLD_EXPIRED,
                    RELEASE,
                    MAINT,
                    ISOLATION_OVER,
                    CONFIG_RELOADED,
                    SWITCH_DROPPED,
                    TTL_DIFFERS,
                    NOTIFY_DELIVERED,
                    STOOD_STILL,
                    HEARTBEAT_MARK -> INFO;
        };
    }
}
