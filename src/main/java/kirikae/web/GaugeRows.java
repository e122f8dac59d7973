package kirikae.web;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** One gauge being written, row by row. */
final class GaugeRows {
    private final GaugeSnapshot.Builder rows;

    GaugeRows(String name, String help) {
        rows = GaugeSnapshot.builder().name(name).help(help);
    }

    /** Adds one value; labels are names and values in turn. */
    GaugeRows add(double value, String... labels) {
        rows.dataPoint(GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(Labels.of(labels))
                .build());
        return this;
    }

    GaugeSnapshot build() {
        return rows.build();
    }

    /** A truth as Prometheus has it. */
    static double truth(boolean value) {
        return value ? 1 : 0;
    }

    /** Seconds of a duration. */
    static double seconds(java.time.Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
