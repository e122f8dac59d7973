package kirikae.model;

import java.util.List;

/** What a record set holds: values with a TTL, or a Route 53 alias. */
public sealed interface RecordData {
    /**
     * Plain values.
     *
     * @param ttlSeconds the TTL in seconds
     * @param texts the values in presentation form exactly as they were read or are to be written, never empty; a TXT value
     *     has its quotes, a CNAME value may or may not have its last dot
     */
    record Values(long ttlSeconds, List<String> texts) implements RecordData {
        /** Refuses an empty list: a name is never left without records. */
        public Values {
            texts = List.copyOf(texts);
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("a record set without values");
            }
        }

        @Override
        public String toString() {
            return String.join(", ", texts) + " (ttl " + ttlSeconds + ")";
        }
    }

    /**
     * A Route 53 alias; it has no TTL of its own.
     *
     * @param zone the hosted zone id of the alias target, without "/hostedzone/"
     * @param name the target's DNS name
     * @param evaluateTargetHealth Route 53's EvaluateTargetHealth
     */
    record Alias(String zone, DomainName name, boolean evaluateTargetHealth) implements RecordData {
        @Override
        public String toString() {
            return "alias " + name + " (zone " + zone + ")";
        }
    }
}
