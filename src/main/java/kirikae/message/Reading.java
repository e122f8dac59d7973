package kirikae.message;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Reads one text into a template, or into everything that is wrong with it. Used once.
 *
 * <pre>
 * {{name}} {{[a.b].name}} {{{name}}}       the value of a variable, escaped or as it is
 * {{#is_x}} … {{else}} … {{/is_x}}         one branch or the other; {{^is_x}} is the opposite
 * {{#is_match "variable" "text" …}}        a variable holds a text; is_exact_match: is it
 * {{#is_priority 'P1'}}                    the priority so far
 * {{local_time 'variable' 'zone'}}         a moment
 * {{override_priority 'P1'}}               says the priority
 * </pre>
 */
final class Reading {
    private static final int DEEPEST = 50;
    private static final Set<String> LEVELS = Set.of("P1", "P2", "P3", "P4", "P5");
    private final String text;
    private final List<Fault> faults = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private List<Node> into = new ArrayList<>();
    private int line = 1;

    /** A section that is not closed yet. */
    private static final class Open {
        private final String word;
        private final Condition condition;
        private final int line;
        private final List<Node> outside;
        private List<Node> when = List.of();
        private boolean otherwise;

        Open(String word, Condition condition, int line, List<Node> outside) {
            this.word = word;
            this.condition = condition;
            this.line = line;
            this.outside = outside;
        }
    }

    Reading(String text) {
        this.text = text;
    }

    Parsed parsed() {
        int at = 0;
        while (at < text.length()) {
            int begin = text.indexOf("{{", at);
            words(text.substring(at, begin < 0 ? text.length() : begin));
            at = begin < 0 ? text.length() : tag(begin);
        }
        open.forEach(section -> faults.add(
                new Fault(section.line, "{{#" + section.word + "}} is never closed: write {{/" + section.word + "}}")));
        return faults.isEmpty() ? new Parsed.Good(new Template(into)) : new Parsed.Bad(faults);
    }

    private void words(String words) {
        if (!words.isEmpty()) {
            into.add(new Node.Words(words, line));
            tellJoined(words);
            line += Mentions.lines(words, words.length());
        }
    }

    /** A value must not choose who is told: {@code @team-{{x}}} would let a host name the channel. */
    private void tellJoined(String words) {
        Node before = into.size() > 1 ? into.get(into.size() - 2) : new Node.Priority("");
        boolean value = before instanceof Node.Variable || before instanceof Node.LocalTime;
        if (value && words.matches("(?s)@[A-Za-z0-9].*")) {
            faults.add(new Fault(line, "a mention needs a space before its @"));
        }
    }

    /** Reads the tag that begins here; gives where the rest begins. */
    private int tag(int begin) {
        boolean three = text.startsWith("{{{", begin);
        String closing = three ? "}}}" : "}}";
        int from = begin + closing.length();
        int end = text.indexOf(closing, from);
        if (end < 0) {
            faults.add(new Fault(line, "a " + closing.replace('}', '{') + " is not closed with " + closing));
            return text.length();
        }
        String inside = text.substring(from, end);
        if (three) {
            variable(Tag.of(inside), Node.Braces.THREE);
        } else {
            take(Tag.of(inside));
        }
        line += Mentions.lines(inside, inside.length());
        return end + closing.length();
    }

    private void take(Tag tag) {
        switch (tag.sign()) {
            case '#' -> begin(tag, condition(tag));
            case '^' -> begin(tag, new Condition.Not(condition(tag)));
            case '/' -> close(tag);
            default -> plain(tag);
        }
    }

    private void plain(Tag tag) {
        switch (tag.word()) {
            case "else" -> otherwise();
            case "local_time" -> localTime(tag);
            case "override_priority" -> priority(tag);
            default -> variable(tag, Node.Braces.TWO);
        }
    }

    private void variable(Tag tag, Node.Braces braces) {
        boolean good = tag.sign() == ' '
                && tag.whole()
                && tag.arguments().isEmpty()
                && !tag.word().isEmpty();
        if (!good) {
            faults.add(new Fault(line, "braces want one variable's name, such as {{host.name}}"));
            return;
        }
        if (!into.isEmpty()
                && into.get(into.size() - 1) instanceof Node.Words words
                && words.text().matches("(?s).*(?<!\\S)@[A-Za-z0-9._-]*")) {
            faults.add(new Fault(line, "a mention cannot be put together from variables"));
        }
        into.add(new Node.Variable(Tag.variable(tag.word()), braces, line));
    }

    private Condition condition(Tag tag) {
        switch (tag.word()) {
            case "is_match", "is_exact_match" -> {
                return match(tag);
            }
            case "is_priority" -> {
                return new Condition.HasPriority(level(tag));
            }
            default -> {
                if (!Vocabulary.CONDITIONS.contains(tag.word())
                        || !tag.arguments().isEmpty()
                        || !tag.whole()) {
                    faults.add(new Fault(
                            line,
                            "{{" + tag.sign() + tag.word() + "}} is no condition; known: "
                                    + String.join(
                                            ", ",
                                            Vocabulary.CONDITIONS.stream()
                                                    .sorted()
                                                    .toList())
                                    + ", is_match, is_exact_match, is_priority"));
                }
                return new Condition.Is(tag.word());
            }
        }
    }

    private Condition match(Tag tag) {
        if (tag.arguments().size() < 2 || !tag.whole()) {
            faults.add(new Fault(
                    line,
                    "{{#" + tag.word() + "}} wants a variable and one or more texts: {{#" + tag.word()
                            + " \"host.name\" \"web\"}}"));
            return new Condition.Is(tag.word());
        }
        return new Condition.Match(
                Tag.variable(tag.arguments().get(0)),
                List.copyOf(tag.arguments().subList(1, tag.arguments().size())),
                tag.word().equals("is_match") ? Condition.Kind.PART : Condition.Kind.EXACT);
    }

    private String level(Tag tag) {
        boolean good =
                tag.arguments().size() == 1 && LEVELS.contains(tag.arguments().get(0));
        if (!good) {
            faults.add(new Fault(line, "{{" + tag.word() + "}} wants one of 'P1' to 'P5'"));
        }
        return good ? tag.arguments().get(0) : "";
    }

    private void begin(Tag tag, Condition condition) {
        if (open.size() >= DEEPEST) {
            faults.add(new Fault(line, "conditions stand more than " + DEEPEST + " deep in each other"));
        }
        open.push(new Open(tag.word(), condition, line, into));
        into = new ArrayList<>();
    }

    private void otherwise() {
        if (open.isEmpty() || open.peek().otherwise) {
            faults.add(new Fault(line, "an {{else}} without its condition"));
            return;
        }
        Open section = open.element();
        section.when = into;
        section.otherwise = true;
        into = new ArrayList<>();
    }

    private void close(Tag tag) {
        if (open.isEmpty()) {
            faults.add(new Fault(line, "{{/" + tag.word() + "}} closes nothing"));
            return;
        }
        Open section = open.pop();
        if (!section.word.equals(tag.word())) {
            faults.add(new Fault(
                    line,
                    "{{/" + tag.word() + "}} stands where {{/" + section.word + "}} must close the condition of line "
                            + section.line));
        }
        List<Node> when = section.otherwise ? section.when : into;
        List<Node> otherwise = section.otherwise ? into : List.of();
        into = section.outside;
        into.add(new Node.Choice(section.condition, section.line, when, otherwise));
    }

    private void localTime(Tag tag) {
        if (tag.arguments().size() != 2 || !tag.whole()) {
            faults.add(new Fault(line, "{{local_time}} wants {{local_time 'last_triggered_at' 'Asia/Tokyo'}}"));
            return;
        }
        String zone = tag.arguments().get(1);
        try {
            var unused = ZoneId.of(zone);
        } catch (DateTimeException e) {
            faults.add(new Fault(line, "{{local_time}} wants a time zone such as Asia/Tokyo"));
        }
        into.add(new Node.LocalTime(Tag.variable(tag.arguments().get(0)), zone, line));
    }

    private void priority(Tag tag) {
        into.add(new Node.Priority(level(tag)));
    }
}
