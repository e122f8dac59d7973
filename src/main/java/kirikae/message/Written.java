package kirikae.message;

import java.util.List;

/**
 * A message as written out.
 *
 * @param text the words, mentions included
 * @param spoken the words without the mentions, without spaces at the ends of lines and of the whole
 * @param mentions the channels that are named, each once, in order
 * @param priority what {@code override_priority} says, as P1; empty when it says nothing
 */
public record Written(String text, String spoken, List<String> mentions, String priority) {
    /** Copies the list. */
    public Written {
        mentions = List.copyOf(mentions);
    }
}
