package kirikae.web;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Observation;
import kirikae.model.Status;
import kirikae.model.Status.ServiceStatus;

/**
 * What the daemon counts while it works, for the metrics. Owns the counters and histograms, and that their labels are bounded by
 * the configuration. Safe to call from any thread; never blocks.
 */
public final class Tally {
    private static final double[] PROBE_SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    private static final double[] LAG_SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};

    private final Counter events = counter("kirikae_events", "Events told, by name.", "event");
    private final Counter switches =
            counter("kirikae_switches", "Switches the provider accepted, by the target they went to.", "service", "to");
    private final Counter refused =
            counter("kirikae_switches_refused", "Times a wanted switch was refused for safety.", "service");
    private final Counter failed = counter(
            "kirikae_switches_failed", "Times a switch that goes on being tried was told as failing.", "service");
    private final Counter alerts = counter("kirikae_alerts", "Times the primary turned bad.", "service");
    private final Counter journalErrors =
            counter("kirikae_journal_errors", "Times the journal could not be written or read.");
    private final Counter requests = counter(
            "kirikae_provider_requests", "Calls of a DNS provider, by outcome.", "provider", "operation", "outcome");
    private final Counter notifications = counter(
            "kirikae_notifications",
            "Notifications by channel: delivered, failed (a try that is tried again), given-up.",
            "channel",
            "outcome");
    private final Histogram probes = Histogram.builder()
            .name("kirikae_probe_duration_seconds")
            .help("How long active looks took.")
            .labelNames("kind", "outcome")
            .classicOnly()
            .classicUpperBounds(PROBE_SECONDS)
            .withoutExemplars()
            .build();
    private final Histogram decisionLag =
            lag("kirikae_decision_lag_seconds", "How late the decision loop took up work that was due.");
    private final Histogram loopLag =
            lag("kirikae_event_loop_lag_seconds", "How late a network event loop took up work.");

    /** Starts at zero. */
    public Tally() {
        for (EventName name : EventName.values()) {
            events.initLabelValues(name.text());
        }
    }

    /** Counts an event. */
    public void happened(Event event) {
        events.labelValues(event.name().text()).inc();
        String service = event.service().orElse("");
        switch (event.name()) {
            case SWITCH_ACCEPTED ->
                switches.labelValues(service, event.text("to").orElse("")).inc();
            case SWITCH_REFUSED -> refused.labelValues(service).inc();
            case SWITCH_FAILED -> failed.labelValues(service).inc();
            case ALERT -> alerts.labelValues(service).inc();
            case JOURNAL_ERROR -> {
                if (event.text("ended").isEmpty()) {
                    journalErrors.inc();
                }
            }
            default -> {}
        }
    }

    /**
     * Counts one active look.
     *
     * @param kind the check's kind: http, tcp, exec
     */
    public void probed(String kind, Observation.Outcome outcome, Duration took) {
        probes.labelValues(kind, outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .observe(seconds(took));
    }

    /**
     * Counts one call of a provider.
     *
     * @param provider its name in the configuration
     * @param operation read, list, change or in-sync
     * @param outcome "ok", or the kind of the error in lower case
     */
    public void asked(String provider, String operation, String outcome) {
        requests.labelValues(provider, operation, outcome).inc();
    }

    /**
     * Counts one end of a try to notify.
     *
     * @param channel its name in the configuration
     * @param outcome delivered, failed or given-up
     */
    public void notified(String channel, String outcome) {
        notifications.labelValues(channel, outcome).inc();
    }

    /** Notes how late the decision loop took up something that was due. */
    public void decisionLag(Duration late) {
        decisionLag.observe(seconds(late));
    }

    /** Notes how late a network event loop took up something that was due. */
    public void loopLag(Duration late) {
        loopLag.observe(seconds(late));
    }

    /** Everything counted, with a zero for each service that has nothing to tell yet. */
    List<MetricSnapshot> collect(Status status) {
        status.services().forEach(this::know);
        return Stream.<MetricSnapshot>of(
                        events.collect(),
                        switches.collect(),
                        refused.collect(),
                        failed.collect(),
                        alerts.collect(),
                        journalErrors.collect(),
                        requests.collect(),
                        notifications.collect(),
                        probes.collect(),
                        decisionLag.collect(),
                        loopLag.collect())
                .toList();
    }

    private void know(ServiceStatus service) {
        refused.initLabelValues(service.name());
        failed.initLabelValues(service.name());
        alerts.initLabelValues(service.name());
        service.targets().forEach(target -> switches.initLabelValues(service.name(), target.name()));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .withoutExemplars() // they would keep a timer going for traces that nobody makes
                .build();
    }

    private static Histogram lag(String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicOnly()
                .classicUpperBounds(LAG_SECONDS)
                .withoutExemplars()
                .build();
    }
}
