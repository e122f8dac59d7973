package kirikae.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kirikae.core.Uptime;
import kirikae.model.DomainName;
import kirikae.model.Escapes;
import kirikae.model.Status.CheckStatus;
import kirikae.model.Status.Hold;
import kirikae.model.Status.LastSwitch;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Status.TargetStatus;

/** Everything of one service, a fact a line: records, intent, the order in force beside the real verdicts, every window. */
final class StatusBlock {
    private static final int MARGIN = 11;

    private final List<String> lines = new ArrayList<>();

    private StatusBlock() {}

    /** The lines. */
    static List<String> lines(ServiceStatus service) {
        StatusBlock block = new StatusBlock();
        block.head(service);
        service.targets().forEach(target -> block.target(service, target));
        return List.copyOf(block.lines);
    }

    /** A user's name, without the word before it. */
    static String who(String actor) {
        return actor.startsWith("operator:") ? actor.substring("operator:".length()) : actor;
    }

    private void head(ServiceStatus service) {
        String names = service.names().stream().map(DomainName::toString).collect(Collectors.joining(", "));
        lines.add(Paint.STRONG.on(service.name()) + "  "
                + clean(names + "  (zone " + service.zone() + " at " + service.provider() + ")"));
        fact("shows", clean(service.actual() + (service.detail().isEmpty() ? "" : ": " + service.detail())));
        boolean lost = service.actual().equals("drifted") || service.actual().equals("absent");
        if (lost && service.desired().isEmpty()) {
            fact("wants", Paint.WARNING.on(clean("nothing by itself, until they show a target again")));
            fact(
                    "repair",
                    clean("kirikae switch " + service.name() + " TARGET --reason TEXT  (kirikae plan " + service.name()
                            + " shows what it would change)"));
        } else if (!service.desired().equals(service.actual())) {
            String wanted = service.desired().isEmpty() ? "nothing yet" : service.desired();
            fact("wants", Paint.WARNING.on(clean(wanted + " (" + service.phase() + ")")));
        }
        if (!service.waiting().isEmpty() && !service.waiting().equals("drift: " + service.detail())) {
            fact("waits", Paint.WARNING.on(clean(service.waiting())));
        }
        if (service.hold().kind() != Hold.Kind.NONE) {
            fact("held", clean(until(service)));
        }
        if (!service.failing().isEmpty()) {
            fact("fails", Paint.BAD.on(clean(service.failing())));
        }
        if (service.alerting()) {
            fact("alert", Paint.BAD.on("since the primary turned bad; recovery is awaited"));
        }
        fact("switched", clean(switched(service.lastSwitch())));
    }

    /** Who holds it where and why is what it waits for. */
    private static String until(ServiceStatus service) {
        String release = "kirikae release " + service.name();
        Instant until = service.hold().until();
        return until.equals(Instant.MAX) ? "until: " + release : "until " + second(until) + ", or: " + release;
    }

    private static String switched(LastSwitch last) {
        if (last.time().equals(Instant.EPOCH)) {
            return "never, as far as is known";
        }
        return second(last.time()) + " from " + last.from() + " to " + last.to() + " by " + who(last.actor())
                + (last.reason().isEmpty() ? "" : ": " + last.reason())
                + (last.changeId().isEmpty() ? "" : " (change " + last.changeId() + ")");
    }

    private void target(ServiceStatus service, TargetStatus target) {
        boolean shown = target.name().equals(service.actual());
        String up = target.upFor().isZero() ? "" : " for " + Uptime.text(target.upFor());
        lines.add((shown ? "* " : "  ") + Paint.STRONG.on(target.name()) + "  "
                + StatusTable.paint(target.verdict()).on(target.verdict().name()) + up + "  "
                + clean(String.join("; ", target.records())));
        int name = width(target.checks().stream().map(CheckStatus::name).toList());
        int kind = width(target.checks().stream().map(CheckStatus::kind).toList());
        target.checks().forEach(check -> check(check, name, kind));
    }

    private void check(CheckStatus check, int name, int kind) {
        String awaiting = check.awaiting() ? ", waits for fresh evidence" : "";
        String reason = check.reason().isEmpty() ? "" : ": " + check.reason();
        lines.add("    " + pad(check.name(), name) + "  " + pad(check.kind(), kind) + "  "
                + StatusTable.paint(check.verdict()).on(pad(check.verdict().name(), "UNDECIDED".length())) + "  "
                + Uptime.text(check.windowLeft()) + " left of " + Uptime.text(check.window()) + ", "
                + clean(seen(check) + awaiting + reason));
    }

    /** When it was last well. */
    static String seen(CheckStatus check) {
        boolean pushed = check.kind().equals("heartbeat");
        if (check.lastSuccess().isNegative()) {
            return pushed ? "never heard since start" : "no success since start";
        }
        return (pushed ? "heard " : "good ") + Uptime.text(check.lastSuccess()) + " ago";
    }

    private void fact(String name, String text) {
        lines.add("  " + pad(name, MARGIN - 2) + text);
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String clean(String text) {
        return Escapes.escape(text);
    }
}
