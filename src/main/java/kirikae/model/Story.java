package kirikae.model;

import java.util.Optional;

/**
 * A story that begins with one event and ends with another: who was told of the beginning is told of the end. Owns the pairs,
 * nothing else.
 */
public enum Story {
    /** The primary is bad. */
    OUTAGE(EventName.ALERT),
    /** A switch is wanted and does not succeed. */
    SWITCHING(EventName.SWITCH_FAILED),
    /** The records are not ours. */
    DRIFT(EventName.DRIFT),
    /** The daemon is cut off. */
    ISOLATION(EventName.ISOLATED),
    /** A configuration could not be put in force. */
    CONFIGURATION(EventName.CONFIG_REJECTED),
    /** The names have come to a target: the next time is another story of the same kind, and overtakes it. */
    ARRIVAL(EventName.SWITCH_VERIFIED);

    private final EventName beginning;

    Story(EventName beginning) {
        this.beginning = beginning;
    }

    /** The event it begins with. */
    public EventName beginning() {
        return beginning;
    }

    /** The story that an event with this name begins. */
    public static Optional<Story> begunBy(EventName name) {
        for (Story story : values()) {
            if (story.beginning == name) {
                return Optional.of(story);
            }
        }
        return Optional.empty();
    }

    /** The story that an event with this name ends. */
    public static Optional<Story> endedBy(EventName name) {
        return switch (name) {
            case RECOVERY -> Optional.of(OUTAGE);
            case SWITCH_VERIFIED, SWITCH_DROPPED -> Optional.of(SWITCHING);
            case DRIFT_CLEARED -> Optional.of(DRIFT);
            case ISOLATION_OVER -> Optional.of(ISOLATION);
            case CONFIG_RELOADED -> Optional.of(CONFIGURATION);
            default -> Optional.empty();
        };
    }
}
