package kirikae.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kirikae.core.Uptime;
import kirikae.model.Escapes;
import kirikae.model.Status;
import kirikae.model.Status.CheckStatus;
import kirikae.model.Status.Hold;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Status.TargetStatus;
import kirikae.model.Verdict;

/**
 * All services, one line each, 80 columns wide: what is shown, the primary's verdict, and what matters most about it. What does
 * not fit is cut; {@code kirikae status SERVICE} has the rest.
 */
final class StatusTable {
    private static final int WIDTH = 80;
    private static final int LONGEST_NAME = 20;
    private static final int LONGEST_TARGETS = 25;

    private StatusTable() {}

    /** The lines. */
    static List<String> lines(Status status) {
        List<String> lines = new ArrayList<>();
        int count = status.services().size();
        lines.add("kirikae " + status.version() + ", up "
                + Uptime.text(Duration.between(status.started(), status.time())) + ", " + count
                + (count == 1 ? " service" : " services"));
        if (!status.isolated().isEmpty()) {
            lines.add(Paint.BAD.on(cut("isolated: " + Escapes.escape(status.isolated()), WIDTH)));
        }
        int names = width(
                "SERVICE", status.services().stream().map(ServiceStatus::name).toList(), LONGEST_NAME);
        int shown = width(
                "SHOWS", status.services().stream().map(StatusTable::shown).toList(), LONGEST_TARGETS);
        lines.add(Paint.FAINT.on(pad("SERVICE", names) + "  " + pad("SHOWS", shown) + "  PRIMARY    NOTE"));
        status.services().forEach(service -> lines.add(line(service, status.time(), names, shown)));
        return lines;
    }

    private static String line(ServiceStatus service, Instant now, int names, int shown) {
        Verdict verdict = service.targets().get(0).verdict();
        String note = note(service, now);
        int left = WIDTH - names - shown - "  ".length() * 3 - "UNDECIDED".length();
        String moves = pad(cut(shown(service), shown), shown);
        return (pad(cut(service.name(), names), names) + "  "
                        + (service.actual().equals(service.desired()) ? moves : Paint.WARNING.on(moves)) + "  "
                        + paint(verdict).on(pad(verdict.name(), "UNDECIDED".length())) + "  "
                        + cut(Escapes.escape(note), left))
                .stripTrailing();
    }

    /** What is shown, and where it is going. */
    private static String shown(ServiceStatus service) {
        boolean settled =
                service.actual().equals(service.desired()) || service.desired().isEmpty();
        return settled ? service.actual() : service.actual() + " > " + service.desired();
    }

    private static String note(ServiceStatus service, Instant now) {
        if (service.hold().kind() != Hold.Kind.NONE) {
            return order(service.hold(), now);
        }
        if (service.actual().equals("unread") && !service.failing().isEmpty()) {
            return service.failing(); // what hinders the reading, rather than that it waits for it
        }
        if (!service.waiting().isEmpty()) {
            return service.waiting();
        }
        if (!service.failing().isEmpty()) {
            return service.failing();
        }
        if (!service.actual().equals(service.desired())) {
            return service.phase();
        }
        return service.alerting() ? trouble(service) : left(service);
    }

    /** The first bad check of the primary. */
    private static String trouble(ServiceStatus service) {
        return service.targets().get(0).checks().stream()
                .filter(check -> check.verdict().isBad())
                .findFirst()
                .map(check -> "alert: " + check.name() + ": " + StatusBlock.seen(check)
                        + (check.reason().isEmpty() ? "" : ", " + check.reason()))
                .orElse("alert");
    }

    private static String order(Hold hold, Instant now) {
        String left = hold.until().equals(Instant.MAX)
                ? ""
                : ", " + Uptime.text(Duration.between(now, hold.until())) + " left";
        return (hold.kind() == Hold.Kind.SWITCH ? "kept" : "held") + " by " + StatusBlock.who(hold.actor()) + left
                + ": " + hold.reason();
    }

    /** The check of the shown target whose window is the nearest to its end. */
    private static String left(ServiceStatus service) {
        Optional<TargetStatus> target = service.targets().stream()
                .filter(each -> each.name().equals(service.actual()))
                .findFirst();
        Optional<CheckStatus> nearest = target.stream()
                .flatMap(each -> each.checks().stream())
                .min(java.util.Comparator.comparing(CheckStatus::windowLeft));
        return nearest.map(check -> check.name() + ": " + Uptime.text(check.windowLeft()) + " left of "
                        + Uptime.text(check.window()))
                .orElse("");
    }

    /** The colour of a verdict. */
    static Paint paint(Verdict verdict) {
        return switch (verdict) {
            case UP -> Paint.GOOD;
            case DOWN, NO_DATA -> Paint.BAD;
            case UNDECIDED -> Paint.WARNING;
        };
    }

    private static int width(String title, List<String> texts, int longest) {
        return Math.max(
                title.length(),
                Math.min(longest, texts.stream().mapToInt(String::length).max().orElse(0)));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String cut(String text, int width) {
        return Escapes.bound(text, Math.max(2, width));
    }
}
