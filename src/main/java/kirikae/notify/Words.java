package kirikae.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kirikae.message.Facts;
import kirikae.message.Parsed;
import kirikae.message.Template;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Notices.OfService;

/** What can be said of an event: the facts that messages use, and our own words where the service has none. Pure. */
public final class Words {
    private static final Template ALERT =
            own("{{service.name}}: {{target.name}} is {{verdict}}: {{reason}}\nNext: {{next}}");
    private static final Template REMINDER =
            own("{{service.name}}: the alert lasts since {{first_triggered_at}}: {{reason}}");
    private static final Template RECOVERY =
            own("{{service.name}}: {{target.name}} is well again after {{triggered_duration_sec}} s\n{{next}}");
    private static final Template SWITCHED = own("{{service.name}}: switched from {{from}} to {{to}} by {{actor}}");
    private static final Template OTHER = own("{{about}}: {{event}} {{reason}}\n{{fix}}");

    private Words() {}

    /** A template that is part of this program. */
    private static Template own(String text) {
        if (Template.parse(text) instanceof Parsed.Good good) {
            return good.template();
        }
        throw new IllegalStateException("our own words cannot be read: " + text);
    }

    /**
     * The templates to try, in order: the service's message only for what it speaks of.
     *
     * @param message the service's own, already read; empty when it has none
     */
    public static List<Template> of(Event event, List<Template> message) {
        Template ours = switch (event.name()) {
            case ALERT -> ALERT;
            case REMINDER -> REMINDER;
            case RECOVERY -> RECOVERY;
            case SWITCH_VERIFIED -> SWITCHED;
            default -> OTHER;
        };
        return Occasion.isOfMessage(event.name()) && !message.isEmpty() ? List.of(message.get(0), ours) : List.of(ours);
    }

    /**
     * What is known.
     *
     * @param service what is configured for the service of the event
     * @param began the event its story began with; the event itself when it is the first
     */
    public static Facts facts(Event event, OfService service, Event began) {
        Map<String, String> variables = new HashMap<>();
        event.fields().forEach((key, value) -> variables.put(key, value.toString()));
        String name = event.service().orElse("");
        variables.put("event", event.name().text());
        variables.put("about", name.isEmpty() ? "kirikae" : name);
        variables.put("service.name", name);
        variables.put("host.name", service.host().isEmpty() ? name : service.host());
        variables.put("host.ip", service.address());
        variables.put("target.name", event.text("target").orElse("primary"));
        String reason = event.text("reason").or(() -> began.text("reason")).orElse("");
        variables.put("reason", reason);
        variables.put("check_message", reason);
        variables.put(
                "value", event.text("verdict").or(() -> began.text("verdict")).orElse(""));
        moments(variables, event, began);
        return new Facts(variables, truths(event, began));
    }

    private static void moments(Map<String, String> variables, Event event, Event began) {
        moment(variables, "first_triggered_at", began.time());
        moment(variables, "last_triggered_at", event.name() == EventName.RECOVERY ? began.time() : event.time());
        Duration lasted = Duration.between(began.time(), event.time());
        variables.put("triggered_duration_sec", String.valueOf(Math.max(0, lasted.toSeconds())));
    }

    private static void moment(Map<String, String> variables, String name, Instant moment) {
        variables.put(name, moment.truncatedTo(ChronoUnit.SECONDS).toString());
        variables.put(name + "_epoch", String.valueOf(moment.toEpochMilli()));
    }

    /** Silence is an alert and no data at once, since messages written for either are to be sent (protocols: B5). */
    private static Set<String> truths(Event event, Event began) {
        Set<String> truths = new HashSet<>();
        boolean silent = began.text("verdict").filter("NO_DATA"::equals).isPresent();
        switch (event.name()) {
            case ALERT, REMINDER -> {
                truths.add("is_alert");
                if (silent) {
                    truths.add("is_no_data");
                }
                if (event.name() == EventName.REMINDER) {
                    truths.add("is_renotify");
                }
            }
            case RECOVERY -> {
                truths.add("is_recovery");
                truths.add("is_alert_recovery");
                if (silent) {
                    truths.add("is_no_data_recovery");
                }
            }
            default -> {
                // Messages speak of alerts and recoveries alone.
            }
        }
        return truths;
    }
}
