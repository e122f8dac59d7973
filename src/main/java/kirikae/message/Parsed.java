package kirikae.message;

import java.util.List;

/** What a text is: a template, or everything that is wrong with it. */
public sealed interface Parsed {
    /** A template. */
    record Good(Template template) implements Parsed {}

    /** No template; at least one fault. */
    record Bad(List<Fault> faults) implements Parsed {
        /** Copies the list. */
        public Bad {
            faults = List.copyOf(faults);
        }
    }
}
