package kirikae.notify;

import java.time.Instant;
import java.util.List;
import kirikae.message.Facts;
import kirikae.message.Quoting;
import kirikae.message.Template;
import kirikae.message.Written;
import kirikae.model.Escapes;
import kirikae.model.Event;

/**
 * One notification to one channel. It is whole: what it says does not change while it waits.
 *
 * @param id the same at every try, and after a restart
 * @param channel the channel's name, or SERVICE/on-switch
 * @param event what happened
 * @param story what it belongs to, as SERVICE/outage: notices of one story keep their order
 * @param began when its story began
 * @param templates the first of them that says anything is sent: the service's message, then our own words
 * @param facts what the templates may use
 */
public record Notice(
        String id, String channel, Event event, String story, Instant began, List<Template> templates, Facts facts) {
    private static final int LONGEST_TEXT = 16_384;
    private static final int LONGEST_TITLE = 200;

    /** Copies the list. */
    public Notice {
        templates = List.copyOf(templates);
    }

    /** What it is to those who are told. */
    public Occasion occasion() {
        return Occasion.of(event);
    }

    /** The text for a kind of channel, at most 16,384 characters. */
    public Written written(Quoting quoting) {
        Written last = new Written("", "", List.of(), "");
        for (Template template : templates) {
            last = template.write(facts, quoting);
            if (!last.spoken().isEmpty()) {
                break;
            }
        }
        return new Written(
                Escapes.bound(last.text(), LONGEST_TEXT),
                Escapes.bound(last.spoken(), LONGEST_TEXT),
                last.mentions(),
                last.priority());
    }

    /** One line without control characters, such as "[Triggered] web: primary is NO_DATA". */
    public String title() {
        return Escapes.bound(Escapes.escape("[" + occasion().transition() + "] " + headline()), LONGEST_TITLE);
    }

    /** The title without what it is. */
    public String headline() {
        String about = event.service().orElse("kirikae");
        String what = switch (event.name()) {
            case ALERT ->
                event.text("target").orElse("primary") + " is "
                        + event.text("verdict").orElse("bad");
            case REMINDER -> "the alert lasts";
            case RECOVERY -> event.text("target").orElse("primary") + " is UP";
            case STARTED -> "test message";
            case SWITCH_VERIFIED -> "switched to " + event.text("to").orElse("");
            default -> event.name().text().replace('-', ' ');
        };
        return about + ": " + what;
    }

    /** The name of the service; empty for what belongs to none. */
    public String service() {
        return event.service().orElse("");
    }
}
