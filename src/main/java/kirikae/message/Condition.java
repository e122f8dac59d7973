package kirikae.message;

import java.util.List;

/** What a section of a template asks. */
sealed interface Condition {
    /** True when it holds. */
    boolean holds(Facts facts, String priority);

    /** One of Datadog's {@code is_} words. */
    record Is(String word) implements Condition {
        @Override
        public boolean holds(Facts facts, String priority) {
            return facts.truths().contains(word);
        }
    }

    /** The priority, as overridden so far. */
    record HasPriority(String level) implements Condition {
        @Override
        public boolean holds(Facts facts, String priority) {
            return level.equals(priority);
        }
    }

    /**
     * A variable holds one of some texts ({@code is_match}), or is one of them ({@code is_exact_match}). The empty text asks whether the
     * variable is not empty (Datadog, "Notification variables").
     */
    record Match(String variable, List<String> texts, Kind kind) implements Condition {
        @Override
        public boolean holds(Facts facts, String priority) {
            String value = facts.value(variable);
            return texts.stream().anyMatch(text -> text.isEmpty() ? !value.isEmpty() : holds(value, text));
        }

        private boolean holds(String value, String text) {
            return kind == Kind.EXACT ? value.equals(text) : value.contains(text);
        }
    }

    /** How a variable is compared. */
    enum Kind {
        PART,
        EXACT
    }

    /** The opposite. */
    record Not(Condition condition) implements Condition {
        @Override
        public boolean holds(Facts facts, String priority) {
            return !condition.holds(facts, priority);
        }
    }
}
