package kirikae.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes one message. Used once. */
final class Pen {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssxxx", Locale.ROOT);
    private final Facts facts;
    private final Quoting quoting;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder spoken = new StringBuilder();
    private final Set<String> mentions = new LinkedHashSet<>();
    private String priority = "";

    Pen(Facts facts, Quoting quoting) {
        this.facts = facts;
        this.quoting = quoting;
    }

    Written written() {
        String tidy = spoken.toString().replaceAll("[ \\t]+(?=\\n|\\z)", "").strip();
        return new Written(text.toString(), tidy, List.copyOf(mentions), priority);
    }

    void write(List<Node> nodes) {
        nodes.forEach(this::write);
    }

    private void write(Node node) {
        if (node instanceof Node.Words words) {
            words(words);
        } else if (node instanceof Node.Variable variable) {
            String value = facts.value(variable.name());
            value(variable.braces() == Node.Braces.THREE ? quoting.raw(value) : quoting.escaped(value));
        } else if (node instanceof Node.LocalTime time) {
            value(local(facts.value(time.name() + "_epoch"), time.zone()));
        } else if (node instanceof Node.Priority level) {
            priority = level.level();
        } else if (node instanceof Node.Choice choice) {
            write(choice.condition().holds(facts, priority) ? choice.when() : choice.otherwise());
        }
    }

    private void words(Node.Words words) {
        for (Mention mention : Mentions.in(words)) {
            mentions.add(mention.channel());
        }
        text.append(words.text());
        spoken.append(Mentions.without(words.text()));
    }

    private void value(String value) {
        text.append(value);
        spoken.append(value);
    }

    /** As Datadog writes it: 2021-05-31 23:43:27+09:00. */
    private static String local(String epochMillis, String zone) {
        if (epochMillis.isEmpty()) {
            return "";
        }
        try {
            return LOCAL.format(
                    Instant.ofEpochMilli(Long.parseLong(epochMillis)).atZone(ZoneId.of(zone)));
        } catch (DateTimeException | NumberFormatException e) {
            return ""; // the zone was checked when the template was read, and the number is ours
        }
    }
}
