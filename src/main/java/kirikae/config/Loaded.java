package kirikae.config;

import java.util.List;
import kirikae.model.Settings;

/** What loading a configuration gives: the settings, or everything that is wrong with them. */
public sealed interface Loaded {
    /** A configuration without errors; its warnings are in the settings. */
    record Valid(Settings settings) implements Loaded {}

    /** A configuration that must not be used, with all its problems in the order of files and lines; never empty. */
    record Invalid(List<Problem> problems) implements Loaded {
        /** Copies the list. */
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
