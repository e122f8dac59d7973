package kirikae.web;

import static kirikae.web.GaugeRows.seconds;
import static kirikae.web.GaugeRows.truth;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kirikae.model.Status;
import kirikae.model.Status.CheckStatus;
import kirikae.model.Status.Hold;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Status.TargetStatus;
import kirikae.model.Verdict;

/**
 * Owns how a status looks as gauges. What is one of several words becomes a set of states: one row a word, 1 for the word that
 * holds, 0 for the others. Used once for one status.
 */
final class StatusMetrics {
    private static final List<String> NOT_TARGETS = List.of("drifted", "absent", "unread");

    private final GaugeRows desired = new GaugeRows("kirikae_service_desired", "1 for the target that is wanted.");
    private final GaugeRows actual = new GaugeRows(
            "kirikae_service_actual", "1 for the target that the live records show, or drifted, absent, unread.");
    private final GaugeRows alerting =
            new GaugeRows("kirikae_service_alerting", "1 between the alert and the recovery of the primary.");
    private final GaugeRows held =
            new GaugeRows("kirikae_service_held", "1 while an operator's order keeps the target.");
    private final GaugeRows failing =
            new GaugeRows("kirikae_service_failing", "1 while something that is tried for the service fails.");
    private final GaugeRows lastSwitch = new GaugeRows(
            "kirikae_service_last_switch_timestamp_seconds", "When the last switch was accepted, in Unix time.");
    private final GaugeRows targets = new GaugeRows("kirikae_target_verdict", "1 for the verdict of the target.");
    private final GaugeRows checks = new GaugeRows("kirikae_check_verdict", "1 for the verdict of the check.");
    private final GaugeRows maint = new GaugeRows("kirikae_check_maint", "1 while the host says that work is planned.");
    private final GaugeRows ages = new GaugeRows(
            "kirikae_check_last_success_age_seconds", "Time since the last success; absent before the first one.");
    private final GaugeRows windows =
            new GaugeRows("kirikae_check_window_seconds", "The longest silence that is still fine.");
    private final Status status;

    StatusMetrics(Status status) {
        this.status = status;
        status.services().forEach(this::service);
    }

    List<GaugeSnapshot> collect() {
        GaugeRows isolated = new GaugeRows(
                        "kirikae_isolated", "1 while the daemon is cut off and does not act on silence.")
                .add(truth(!status.isolated().isEmpty()));
        GaugeRows services = new GaugeRows("kirikae_services", "Services configured.")
                .add(status.services().size());
        return Stream.of(
                        isolated,
                        services,
                        desired,
                        actual,
                        alerting,
                        held,
                        failing,
                        lastSwitch,
                        targets,
                        checks,
                        maint,
                        ages,
                        windows)
                .map(GaugeRows::build)
                .toList();
    }

    private void service(ServiceStatus service) {
        String name = service.name();
        service.targets().forEach(target -> {
            desired.add(truth(target.name().equals(service.desired())), "service", name, "target", target.name());
            target(name, target);
        });
        shown(service)
                .forEach(word -> actual.add(truth(word.equals(service.actual())), "service", name, "target", word));
        alerting.add(truth(service.alerting()), "service", name);
        held.add(truth(service.hold().kind() != Hold.Kind.NONE), "service", name);
        failing.add(truth(!service.failing().isEmpty()), "service", name);
        if (!service.lastSwitch().time().equals(Instant.EPOCH)) {
            lastSwitch.add(service.lastSwitch().time().toEpochMilli() / 1e3, "service", name);
        }
    }

    /** A target may bear the name of a state: then the two are one row. */
    private static Set<String> shown(ServiceStatus service) {
        Set<String> words = new LinkedHashSet<>();
        service.targets().forEach(target -> words.add(target.name()));
        words.addAll(NOT_TARGETS);
        return words;
    }

    private void target(String service, TargetStatus target) {
        for (Verdict verdict : Verdict.values()) {
            targets.add(
                    truth(target.verdict() == verdict),
                    "service",
                    service,
                    "target",
                    target.name(),
                    "verdict",
                    verdict.name());
        }
        target.checks().forEach(check -> check(service, target.name(), check));
    }

    private void check(String service, String target, CheckStatus check) {
        String[] labels = {"service", service, "target", target, "check", check.name(), "kind", check.kind()};
        for (Verdict verdict : Verdict.values()) {
            checks.add(truth(check.verdict() == verdict), with(labels, "verdict", verdict.name()));
        }
        maint.add(truth(check.maint()), labels);
        windows.add(seconds(check.window()), labels);
        if (!check.lastSuccess().isNegative()) {
            ages.add(seconds(check.lastSuccess()), labels);
        }
    }

    private static String[] with(String[] labels, String name, String value) {
        return Stream.concat(Stream.of(labels), Stream.of(name, value)).toArray(String[]::new);
    }
}
