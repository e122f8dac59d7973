package kirikae.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import kirikae.core.Forecast;
import kirikae.daemon.OnlineCheck;
import kirikae.dns.Finding;
import kirikae.model.Service;
import kirikae.model.Settings;
import kirikae.model.Settings.ProviderSettings;

/** What {@code check} prints for people. */
final class CheckText {
    private final PrintWriter out;

    CheckText(PrintWriter out) {
        this.out = out;
    }

    /** The configuration in one line, and every service with its worst case. */
    void configuration(Settings settings) {
        long checks = settings.services().stream()
                .flatMap(service -> service.targets().stream())
                .mapToLong(target -> target.checks().size())
                .sum();
        out.println(settings.files().get(0) + ": " + Paint.GOOD.on("well") + ", "
                + count(settings.services().size(), "service") + ", " + count(checks, "check"));
        out.println();
        out.println("How long the world may see a dead target, at worst:");
        int width = settings.services().stream()
                .mapToInt(service -> service.name().length())
                .max()
                .orElse(0);
        settings.services().forEach(service -> service(service, settings, width));
        out.println("(where resolvers keep to the TTL; slow anchors can add 2s)");
    }

    private void service(Service service, Settings settings, int width) {
        String column = "%-" + Math.max(8, width) + "s %s%n";
        String name = service.name();
        for (Forecast forecast : forecasts(service, settings)) {
            out.printf(column, name, forecast.from() + " -> " + forecast.to() + ": " + forecast.formula());
            name = "";
        }
        if (service.recovery().mode() == Service.Recovery.Mode.MANUAL) {
            out.printf(column, "", "back only by hand: kirikae release " + service.name());
        }
    }

    /** The forecasts of a service. */
    static List<Forecast> forecasts(Service service, Settings settings) {
        ProviderSettings provider = Optional.ofNullable(settings.providers().get(service.provider()))
                .orElseThrow(() -> new IllegalStateException("no provider " + service.provider()));
        return Forecast.of(service, provider);
    }

    /** All findings; the exit code they make. */
    int online(OnlineCheck.Report report) {
        report.services().forEach(this::findings);
        if (!report.anchors().isEmpty()) {
            findings("anchors", report.anchors());
        }
        if (!report.channels().isEmpty()) {
            findings("channels", report.channels());
        }
        out.println();
        long failed = report.count(Finding.Level.FAIL);
        long warned = report.count(Finding.Level.WARN);
        out.println(
                failed > 0
                        ? Paint.BAD.on(count(failed, "finding") + " failed") + ": a switch would not work as configured"
                        : "Nothing failed" + (warned > 0 ? ", " + count(warned, "warning") : "")
                                + "; no change was tried.");
        return failed > 0 ? Exit.FAILED : Exit.DONE;
    }

    private void findings(String of, List<Finding> findings) {
        out.println();
        out.println(Paint.STRONG.on(of));
        findings.forEach(finding -> out.println("  " + level(finding.level()) + " " + finding.text()));
    }

    private static String level(Finding.Level level) {
        return switch (level) {
            case OK -> Paint.GOOD.on("ok  ");
            case WARN -> Paint.WARNING.on("WARN");
            case FAIL -> Paint.BAD.on("FAIL");
        };
    }

    private static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
