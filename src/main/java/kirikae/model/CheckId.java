package kirikae.model;

/** Names one check of the whole configuration. */
public record CheckId(String service, String target, String check) implements Comparable<CheckId> {
    @Override
    public int compareTo(CheckId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return service + "/" + target + "/" + check;
    }
}
