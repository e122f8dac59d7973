package kirikae.intake;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One line of a DogStatsD datagram. Owns: the grammar of service checks,
 * {@code _sc|NAME|STATUS[|d:TIME][|h:HOST][|#TAG,TAG][|m:MESSAGE]} (Datadog's "Datagram Format and Shell Usage"). Everything else
 * (metrics, events, newer fields) is nothing to us.
 */
final class StatsdLine {
    private static final String SERVICE_CHECK = "_sc|";

    private StatsdLine() {}

    /** The service check of a line; nothing when it is none, or says no host. */
    static Optional<ServiceCheck> parse(String line) {
        if (!line.startsWith(SERVICE_CHECK)) {
            return Optional.empty();
        }
        // A message is the last field and may hold bars.
        int at = line.indexOf("|m:");
        String message =
                at < 0 ? "" : line.substring(at + 3).replace("m\\:", "m:").replace("\\n", " ");
        String[] fields = (at < 0 ? line : line.substring(0, at)).split("\\|", -1);
        if (fields.length < 3 || !fields[2].matches("[0-3]")) {
            return Optional.empty();
        }
        String host = "";
        double time = 0;
        Set<String> tags = new HashSet<>();
        for (int i = 3; i < fields.length; i++) {
            String field = fields[i];
            if (field.startsWith("h:")) {
                host = field.substring(2);
            } else if (field.matches("d:\\d{1,12}")) {
                time = Double.parseDouble(field.substring(2));
            } else if (field.startsWith("#")) {
                tags.addAll(
                        Set.copyOf(java.util.Arrays.asList(field.substring(1).split(","))));
            }
        }
        return host.isEmpty()
                ? Optional.empty()
                : Optional.of(new ServiceCheck(fields[1], host, Integer.parseInt(fields[2]), time, message, tags));
    }
}
