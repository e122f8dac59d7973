package kirikae.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the channels that words name: {@code @name} at their beginning or after white space (Datadog, "Notifications"). A full
 * stop or hyphen at the end belongs to the sentence, not to the name.
 */
final class Mentions {
    private static final Pattern MENTION = Pattern.compile("(?<!\\S)@([A-Za-z0-9._-]*[A-Za-z0-9_])");

    private Mentions() {}

    /** Those of one piece of a template. */
    static List<Mention> in(Node.Words words) {
        List<Mention> found = new ArrayList<>();
        Matcher mention = MENTION.matcher(words.text());
        while (mention.find()) {
            found.add(new Mention(mention.group(1), words.line() + lines(words.text(), mention.start())));
        }
        return found;
    }

    /** How many lines end before a place. */
    static int lines(String text, int end) {
        return (int) text.chars().limit(end).filter(c -> c == '\n').count();
    }

    /** The words without their mentions. */
    static String without(String text) {
        return MENTION.matcher(text).replaceAll("");
    }
}
