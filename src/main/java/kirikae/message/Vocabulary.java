package kirikae.message;

import java.util.Set;

/** The words that messages may use. What Datadog has and Kirikae has no meaning for is accepted and never true. */
public final class Vocabulary {
    /** Conditions without arguments. */
    static final Set<String> CONDITIONS = Set.of(
            "is_alert",
            "is_warning",
            "is_no_data",
            "is_recovery",
            "is_alert_recovery",
            "is_warning_recovery",
            "is_no_data_recovery",
            "is_alert_to_warning",
            "is_warning_to_alert",
            "is_no_data_to_alert",
            "is_renotify",
            "is_unknown");

    /** Variables that have a value in some message. */
    public static final Set<String> VARIABLES = Set.of(
            "host.name",
            "host.ip",
            "service.name",
            "target.name",
            "check_message",
            "value",
            "reason",
            "verdict",
            "next",
            "event",
            "first_triggered_at",
            "first_triggered_at_epoch",
            "last_triggered_at",
            "last_triggered_at_epoch",
            "triggered_duration_sec");

    private Vocabulary() {}
}
