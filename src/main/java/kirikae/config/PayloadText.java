package kirikae.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The template of a webhook's payload: JSON with {@code $VARS}. Says whether it can be JSON whatever the variables hold. Never
 * repeats the text.
 */
final class PayloadText {
    private static final Pattern VARIABLE = Pattern.compile("\\$[A-Z][A-Z_]*[A-Z](?:\\[[^\\]\"\\\\]{1,100}])?");

    private PayloadText() {}

    /** What is wrong with it. A variable stands for a number here, which is good inside quotes and outside. */
    static Optional<String> fault(String template) {
        String text = VARIABLE.matcher(template).replaceAll("0");
        try {
            var unused = com.typesafe.config.ConfigFactory.parseString(
                    text.strip().startsWith("{") ? text : "{\"v\":" + text + "}",
                    com.typesafe.config.ConfigParseOptions.defaults().setSyntax(com.typesafe.config.ConfigSyntax.JSON));
            return Optional.empty();
        } catch (com.typesafe.config.ConfigException e) {
            int line = e.origin() == null ? 0 : e.origin().lineNumber();
            return Optional.of("is not JSON once its $VARIABLES are filled in"
                    + (line > 0 ? ": look at line " + line + " of it" : ""));
        }
    }
}
