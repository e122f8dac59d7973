package kirikae.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A message that can be written out. Owns its pieces; must not know a channel or a clock. */
public final class Template {
    private final List<Node> nodes;

    Template(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Reads a text. */
    public static Parsed parse(String text) {
        return new Reading(text).parsed();
    }

    /** The message with these facts. A mention counts only where the template itself spells it, never inside a value. */
    public Written write(Facts facts, Quoting quoting) {
        Pen pen = new Pen(facts, quoting);
        pen.write(nodes);
        return pen.written();
    }

    /** Every mention in any branch. */
    public List<Mention> mentions() {
        List<Mention> all = new ArrayList<>();
        walk(nodes, node -> {
            if (node instanceof Node.Words words) {
                all.addAll(Mentions.in(words));
            }
        });
        return List.copyOf(all);
    }

    /** The variables that no message has a value for, with their lines. */
    public List<Fault> unknownVariables() {
        List<Fault> unknown = new ArrayList<>();
        walk(nodes, node -> {
            if (node instanceof Node.Variable variable) {
                note(unknown, variable.name(), variable.line());
            } else if (node instanceof Node.LocalTime time) {
                note(unknown, time.name(), time.line());
            } else if (node instanceof Node.Choice choice) {
                matched(choice.condition()).forEach(name -> note(unknown, name, choice.line()));
            }
        });
        return List.copyOf(unknown);
    }

    private static void note(List<Fault> unknown, String name, int line) {
        if (!Vocabulary.VARIABLES.contains(name)) {
            unknown.add(new Fault(line, "the variable {{" + name + "}} is not known: it will be empty"));
        }
    }

    private static Set<String> matched(Condition condition) {
        if (condition instanceof Condition.Not not) {
            return matched(not.condition());
        }
        return condition instanceof Condition.Match match ? new TreeSet<>(Set.of(match.variable())) : Set.of();
    }

    private static void walk(List<Node> nodes, Consumer<Node> visitor) {
        for (Node node : nodes) {
            visitor.accept(node);
            if (node instanceof Node.Choice choice) {
                walk(choice.when(), visitor);
                walk(choice.otherwise(), visitor);
            }
        }
    }
}
