package kirikae.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Headers as a flat JSON object in a text, as Datadog keeps them. Says line and column of what is wrong, and how the headers look in HOCON.
 * No value is ever repeated.
 *
 * @param headers what was read
 * @param fault what is wrong; empty when nothing is
 * @param line the line of the text in which it is, from 1
 */
record HeaderJson(Map<String, String> headers, String fault, int line) {
    private static final Pattern PAIR = Pattern.compile(
            "\\s*\"([^\"\\\\\\p{Cntrl}]*)\"\\s*:\\s*(?:\"((?:[^\"\\\\\\p{Cntrl}]|\\\\[\"\\\\/])*)\"|(-?[0-9.]+|true|false))\\s*");
    private static final Pattern NAME =
            Pattern.compile("\"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64})\"\\s*:\\s*(?:(\\d{1,9})|(\"CAAuth ))?");

    /** Reads a text. */
    static HeaderJson read(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        int at = skip(text, 0);
        if (at >= text.length() || text.charAt(at) != '{') {
            return bad(text, at, "a { is missing");
        }
        at = skip(text, at + 1);
        Matcher pair = PAIR.matcher(text);
        while (at < text.length() && text.charAt(at) != '}') {
            if (!pair.region(at, text.length()).lookingAt()) {
                return bad(text, quote(text, at), "a quote or a comma is missing here");
            }
            String value = pair.group(2) == null ? pair.group(3) : pair.group(2).replaceAll("\\\\(.)", "$1");
            headers.put(pair.group(1), value);
            at = pair.end();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
            } else if (at >= text.length() || text.charAt(at) != '}') {
                return bad(text, at, "a comma or a } is missing");
            }
        }
        boolean closed = at < text.length() && skip(text, at + 1) == text.length();
        return closed ? new HeaderJson(headers, "", 1) : bad(text, at, "a } is missing, or something follows it");
    }

    /** The headers in HOCON, with dots for what may be secret; empty when no name can be made out. */
    static String correction(String text) {
        StringJoiner pairs = new StringJoiner(", ", "write headers { ", " }");
        pairs.setEmptyValue("");
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            String number = name.group(2);
            String scheme = name.group(3) == null ? "" : "CAAuth ";
            pairs.add(name.group(1) + " = " + (number == null ? "\"" + scheme + "...\"" : number));
        }
        return pairs.toString();
    }

    /** The value's quote after the first colon is where people look; without one, where reading began. */
    private static int quote(String text, int from) {
        int colon = text.indexOf(':', from);
        int quote = colon < 0 ? -1 : text.indexOf('"', colon);
        return quote < 0 ? from : quote;
    }

    private static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static HeaderJson bad(String text, int at, String what) {
        int line = 1 + (int) text.chars().limit(at).filter(c -> c == '\n').count();
        int column = at - text.lastIndexOf('\n', Math.max(0, at - 1));
        return new HeaderJson(
                Map.of(),
                "is not a JSON object of texts and numbers: line " + line + ", column " + column + ": " + what,
                line);
    }
}
