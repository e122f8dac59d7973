package kirikae.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands between braces, cut into words: {@code #is_match "host.name" "a"} is the sign {@code #}, the word {@code is_match}
 * and the arguments {@code host.name} and {@code a}.
 *
 * @param sign {@code #}, {@code ^}, {@code /} or a space for none
 * @param word the first word
 * @param arguments what follows, without quotes
 * @param whole false when something could not be cut into words
 */
record Tag(char sign, String word, List<String> arguments, boolean whole) {
    private static final Pattern ARGUMENT = Pattern.compile("\\s+(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"']+))");
    private static final Pattern WORD = Pattern.compile("(\\[[^\\[\\]]*][^\\s\"']*|[^\\s\"']+)");

    /** Takes the text between the braces. */
    static Tag of(String inside) {
        String text = inside.strip();
        char sign = !text.isEmpty() && "#^/".indexOf(text.charAt(0)) >= 0 ? text.charAt(0) : ' ';
        String rest = sign == ' ' ? text : text.substring(1).strip();
        Matcher word = WORD.matcher(rest);
        if (!word.lookingAt()) {
            return new Tag(sign, "", List.of(), rest.isEmpty());
        }
        List<String> arguments = new ArrayList<>();
        Matcher argument = ARGUMENT.matcher(rest).region(word.end(), rest.length());
        int end = word.end();
        while (argument.lookingAt()) {
            arguments.add(first(argument));
            end = argument.end();
            argument.region(end, rest.length());
        }
        return new Tag(sign, word.group(), List.copyOf(arguments), end == rest.length());
    }

    private static String first(Matcher argument) {
        for (int group = 1; group <= 3; group++) {
            String found = argument.group(group);
            if (found != null) {
                return found;
            }
        }
        return "";
    }

    /** A variable's name: {@code [dotted.tag].name} is dotted.tag.name. */
    static String variable(String written) {
        return written.startsWith("[") && written.indexOf(']') > 0
                ? written.substring(1, written.indexOf(']')) + written.substring(written.indexOf(']') + 1)
                : written;
    }
}
