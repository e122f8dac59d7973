package kirikae.intake;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kirikae.intake.HeartbeatSink.Word;
import kirikae.model.CheckId;
import kirikae.model.Observation;

/** Hands to the sink what an agent's report says. Pure but for the sink. */
final class Delivery {
    private Delivery() {}

    /** Completes when the sink has taken everything; at once when there is nothing. */
    static Future<Void> deliver(HeartbeatSink sink, AgentTable.Heard heard, Newest newest) {
        Map<CheckId, Observation> reports = new LinkedHashMap<>();
        heard.reported().forEach((id, report) -> {
            if (newest.isNews(id, report)) {
                reports.put(id, report.observation());
            }
        });
        Future<Void> reported = reports.isEmpty() ? Future.succeededFuture() : sink.reported(reports);
        if (heard.alive().isEmpty()) {
            return reported;
        }
        List<CheckId> alive = heard.alive().stream().sorted().toList();
        Future<HeartbeatSink.Kept> beat = sink.heard(new HeartbeatSink.Heard(alive, new Word.Alive(), ""));
        return Future.all(beat, reported).mapEmpty();
    }
}
