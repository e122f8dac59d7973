package kirikae.message;

import java.util.List;

/** One piece of a template. */
sealed interface Node {
    /** Words as the operator wrote them, from this line on. */
    record Words(String text, int line) implements Node {}

    /** The value of a variable. */
    record Variable(String name, Braces braces, int line) implements Node {}

    /** A moment, which another variable holds, in a time zone. */
    record LocalTime(String name, String zone, int line) implements Node {}

    /** Says the priority, and nothing else. */
    record Priority(String level) implements Node {}

    /** Some pieces when a condition holds, others when it does not. */
    record Choice(Condition condition, int line, List<Node> when, List<Node> otherwise) implements Node {
        /** Copies the lists. */
        public Choice {
            when = List.copyOf(when);
            otherwise = List.copyOf(otherwise);
        }
    }

    /** How many braces a variable stands in. */
    enum Braces {
        TWO,
        THREE
    }
}
