package kirikae.web;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;

/** Owns what the metrics say of the process itself, under the names that all of the field uses. */
final class ProcessMetrics {
    private ProcessMetrics() {}

    static List<MetricSnapshot> collect(String version) {
        List<MetricSnapshot> metrics = new ArrayList<>();
        metrics.add(build(version));
        metrics.add(new GaugeRows("process_start_time_seconds", "When the process started, in Unix time.")
                .add(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3)
                .build());
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        metrics.add(used(memory));
        metrics.add(limits(memory));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            metrics.add(counter(
                    "process_cpu_seconds", "Processor time used.", Math.max(0, system.getProcessCpuTime()) / 1e9));
            metrics.add(new GaugeRows("process_open_fds", "File handles in use.")
                    .add((double) system.getOpenFileDescriptorCount())
                    .build());
            metrics.add(new GaugeRows("process_max_fds", "File handles allowed.")
                    .add((double) system.getMaxFileDescriptorCount())
                    .build());
        }
        return metrics;
    }

    /** A counter without labels; the name without its suffix. */
    static CounterSnapshot counter(String name, String help, double value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static InfoSnapshot build(String version) {
        Labels labels = Labels.of("version", version, "java", System.getProperty("java.version", "unknown"));
        return InfoSnapshot.builder()
                .name("kirikae_build")
                .help("Always 1; the labels say what runs.")
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build();
    }

    private static GaugeSnapshot used(MemoryMXBean memory) {
        return new GaugeRows("jvm_memory_used_bytes", "Memory in use by the Java machine.")
                .add((double) memory.getHeapMemoryUsage().getUsed(), "area", "heap")
                .add((double) memory.getNonHeapMemoryUsage().getUsed(), "area", "nonheap")
                .build();
    }

    private static GaugeSnapshot limits(MemoryMXBean memory) {
        MemoryUsage heap = memory.getHeapMemoryUsage();
        return new GaugeRows("jvm_memory_max_bytes", "Memory the Java machine may use; -1 for no limit.")
                .add((double) heap.getMax(), "area", "heap")
                .add((double) memory.getNonHeapMemoryUsage().getMax(), "area", "nonheap")
                .build();
    }
}
