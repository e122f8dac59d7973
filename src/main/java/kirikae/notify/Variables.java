package kirikae.notify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kirikae.message.Quoting;
import kirikae.message.Written;

/**
 * Datadog's webhook variables ({@code $EVENT_MSG} and the like) of one notification. Those without a meaning here are empty; a word that
 * Datadog does not know is left as it stands.
 */
final class Variables {
    private static final Pattern NAME = Pattern.compile("\\$([A-Z]+(?:_[A-Z]+)*)(?:\\[([^\\]\"\\\\]{1,100})])?");
    private static final String[] EMPTY = {
        "ALERT_METRIC",
        "ALERT_QUERY",
        "EMAIL",
        "LINK",
        "LOGS_SAMPLE",
        "METRIC_NAMESPACE",
        "ORG_ID",
        "SNAPSHOT",
        "USER",
        "USERNAME"
    };

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> tags;

    Variables(Notice notice) {
        Written message = notice.written(Quoting.DATADOG);
        Occasion occasion = notice.occasion();
        String host = notice.facts().value("host.name");
        tags = Map.of("host", host, "service", notice.service());
        for (String name : EMPTY) {
            values.put(name, "");
        }
        String time = String.valueOf(notice.event().time().toEpochMilli());
        values.put("AGGREG_KEY", notice.story());
        values.put("ALERT_CYCLE_KEY", notice.story() + "@" + notice.began().toEpochMilli());
        values.put("ALERT_ID", number(notice.story()));
        values.put("ALERT_PRIORITY", message.priority());
        values.put("ALERT_SCOPE", "host:" + host);
        values.put("ALERT_STATUS", notice.facts().value("reason"));
        values.put("ALERT_TITLE", notice.headline());
        values.put("ALERT_TRANSITION", occasion.transition());
        values.put("ALERT_TYPE", occasion.kind());
        values.put("DATE", time);
        values.put("EVENT_MSG", message.text());
        values.put("EVENT_TITLE", notice.title());
        values.put("EVENT_TYPE", notice.event().name().text());
        values.put("HOSTNAME", host);
        values.put("ID", number(notice.id()));
        values.put("LAST_UPDATED", time);
        values.put("ORG_NAME", "kirikae");
        values.put("PRIORITY", "normal");
        values.put("TAGS", "host:" + host + ",service:" + notice.service());
        values.put("TEXT_ONLY_MSG", message.spoken());
    }

    /** How a value is written where it stands. */
    interface Place {
        /** Takes the value and where in the template it stands. */
        String write(String value, int at);
    }

    /** The template with its variables filled in. */
    String fill(String template, Place place) {
        Matcher name = NAME.matcher(template);
        StringBuilder out = new StringBuilder();
        while (name.find()) {
            Optional<String> value = value(name.group(1), Optional.ofNullable(name.group(2)));
            String text = value.map(found -> place.write(found, name.start())).orElse(name.group());
            String rest =
                    value.isPresent() && name.group(2) != null && !name.group(1).equals("TAGS")
                            ? "[" + name.group(2) + "]"
                            : "";
            name.appendReplacement(out, Matcher.quoteReplacement(text + rest));
        }
        return name.appendTail(out).toString();
    }

    private Optional<String> value(String name, Optional<String> key) {
        if (name.equals("TAGS") && key.isPresent()) {
            return Optional.of(tags.getOrDefault(key.get(), ""));
        }
        return Optional.ofNullable(values.get(name));
    }

    /** A stable positive number. */
    private static String number(String text) {
        long number = 1_125_899_906_842_597L;
        for (int i = 0; i < text.length(); i++) {
            number = 31 * number + text.charAt(i);
        }
        return String.valueOf(number & ((1L << 53) - 1)); // what JavaScript can hold
    }
}
