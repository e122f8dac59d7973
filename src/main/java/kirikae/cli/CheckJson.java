package kirikae.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kirikae.config.Problem;
import kirikae.core.Forecast;
import kirikae.daemon.OnlineCheck;
import kirikae.dns.Finding;
import kirikae.model.Service;
import kirikae.model.Settings;

/** What {@code check --json} prints: one object. Lengths are milliseconds, keys end in {@code -ms}. */
final class CheckJson {
    private CheckJson() {}

    /** A configuration that must not be used. */
    static String problems(Path config, List<Problem> problems) {
        JsonArray all = new JsonArray();
        problems.forEach(problem -> all.add(new JsonObject()
                .put("file", problem.file())
                .put("line", problem.line())
                .put("key", problem.key())
                .put("message", problem.message())
                .put("suggestion", problem.suggestion())));
        return head(config, problems.isEmpty()).put("problems", all).encodePrettily();
    }

    /** A good one, with what was found online where that was asked. */
    static String settings(Path config, Settings settings, Optional<OnlineCheck.Report> report) {
        JsonArray services = new JsonArray();
        settings.services().forEach(service -> services.add(service(service, settings, report)));
        JsonObject json = head(config, true)
                .put("problems", new JsonArray())
                .put("warnings", new JsonArray(settings.warnings()))
                .put("services", services);
        report.ifPresent(found -> json.put("anchors", findings(found.anchors()))
                .put("channels", findings(found.channels()))
                .put("failed", found.count(Finding.Level.FAIL)));
        return json.encodePrettily();
    }

    private static JsonObject head(Path config, boolean valid) {
        return new JsonObject().put("config", config.toString()).put("valid", valid);
    }

    private static JsonObject service(Service service, Settings settings, Optional<OnlineCheck.Report> report) {
        JsonArray forecasts = new JsonArray();
        CheckText.forecasts(service, settings).forEach(forecast -> forecasts.add(forecast(forecast)));
        JsonObject json = new JsonObject()
                .put("service", service.name())
                .put("provider", service.provider())
                .put("zone", service.zone())
                .put(
                        "names",
                        new JsonArray(
                                service.names().stream().map(Object::toString).toList()))
                .put("switches", forecasts);
        report.ifPresent(found ->
                json.put("findings", findings(found.services().getOrDefault(service.name(), List.of()))));
        return json;
    }

    private static JsonObject forecast(Forecast forecast) {
        JsonObject json = new JsonObject()
                .put("from", forecast.from())
                .put("to", forecast.to())
                .put("automatic", forecast.isAutomatic())
                .put("text", forecast.formula());
        if (forecast.isAutomatic()) {
            json.put("detection-ms", sum(forecast.detection()))
                    .put("provider-ms", sum(forecast.provider().stream().toList()));
            forecast.ttl().ifPresent(ttl -> json.put("ttl-ms", ttl.length().toMillis()));
            json.put("at-most-ms", forecast.atMost().toMillis());
        }
        return json;
    }

    private static long sum(List<Forecast.Part> parts) {
        return parts.stream().mapToLong(part -> part.length().toMillis()).sum();
    }

    private static JsonArray findings(List<Finding> findings) {
        JsonArray all = new JsonArray();
        findings.forEach(finding -> all.add(new JsonObject()
                .put("level", finding.level().name().toLowerCase(Locale.ROOT))
                .put("text", finding.text())));
        return all;
    }
}
