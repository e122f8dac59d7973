package kirikae.bench;

import java.util.Arrays;
import java.util.Locale;

/** Numbers of one kind, and what is said of them. */
public final class Figures {
    private double[] values = new double[64];
    private int size;

    public synchronized void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    synchronized int size() {
        return size;
    }

    /** The smallest value that the given share of all values does not exceed. */
    synchronized double at(double share) {
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return size == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(share * size) - 1)];
    }

    /** One row of a table. */
    public String row(String name, String unit) {
        return String.format(
                Locale.ROOT,
                "%-46s n=%-7d min %.1f  median %.1f  p95 %.1f  p99 %.1f  worst %.1f %s",
                name,
                size(),
                at(0),
                at(0.5),
                at(0.95),
                at(0.99),
                at(1),
                unit);
    }
}
