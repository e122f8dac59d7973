package kirikae.message;

import java.util.Map;
import java.util.Set;

/**
 * What is known when a message is written.
 *
 * @param variables by their full name, as {@code host.name}; a variable that is not here is empty
 * @param truths the conditions that hold, as {@code is_alert}
 */
public record Facts(Map<String, String> variables, Set<String> truths) {
    /** Copies its collections. */
    public Facts {
        variables = Map.copyOf(variables);
        truths = Set.copyOf(truths);
    }

    /** The value of a variable. */
    public String value(String name) {
        return variables.getOrDefault(name, "");
    }
}
