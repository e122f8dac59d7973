package kirikae.notify;

import kirikae.model.Event;
import kirikae.model.EventName;

/**
 * What an event is to those who are told of it.
 *
 * @param transition as Datadog names it
 * @param kind as Datadog names it: error, warning, success, info
 * @param act what it does to an incident
 * @param severity of an incident, as PagerDuty names it
 */
public record Occasion(String transition, String kind, Act act, String severity) {
    /** What it does to an incident. */
    public enum Act {
        TRIGGER,
        RESOLVE
    }

    /** The occasion of an event. */
    public static Occasion of(Event event) {
        return switch (event.name()) {
            case ALERT -> trigger("Triggered", "error", "critical");
            case REMINDER -> trigger("Re-Triggered", "error", "critical");
            case SWITCH_FAILED, CRASH_LOOP -> trigger("Triggered", "error", "critical");
            case DRIFT, ISOLATED -> trigger("Triggered", "error", "error");
            case JOURNAL_ERROR, SWITCH_REFUSED, BLIND, CONFIG_REJECTED -> trigger("Warn", "warning", "warning");
            case RECOVERY, SWITCH_DROPPED, DRIFT_CLEARED, ISOLATION_OVER, CONFIG_RELOADED ->
                new Occasion("Recovered", "success", Act.RESOLVE, "info");
            case SWITCH_VERIFIED -> new Occasion("Recovered", "success", Act.RESOLVE, "info");
            default -> trigger("Triggered", "info", "info");
        };
    }

    /** True for what the service's message speaks of: an alert, its reminders and its recovery. */
    public static boolean isOfMessage(EventName name) {
        return name == EventName.ALERT || name == EventName.REMINDER || name == EventName.RECOVERY;
    }

    private static Occasion trigger(String transition, String kind, String severity) {
        return new Occasion(transition, kind, Act.TRIGGER, severity);
    }
}
