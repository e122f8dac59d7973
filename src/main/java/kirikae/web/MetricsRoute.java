package kirikae.web;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import kirikae.model.Status;

/**
 * {@code GET /metrics}: Prometheus text, version 0.0.4. Written on the writer's thread at most four times a second, however many
 * ask; without a status in time the answer is 503, which a scraper records as down.
 */
final class MetricsRoute implements WebRoute {
    private static final Duration OLDEST = Duration.ofMillis(250);
    private static final PrometheusTextFormatWriter FORM = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();

    private final Tally tally;
    private final LongSupplier heartbeatsRefused;
    private final IntSupplier watching;
    private final Fresh<Buffer> text;
    private final Fresh<Buffer> sketch;
    private final Later later;

    MetricsRoute(Tally tally, LongSupplier heartbeatsRefused, IntSupplier watching, StatusDesk desk, Later later) {
        this.tally = tally;
        this.heartbeatsRefused = heartbeatsRefused;
        this.watching = watching;
        this.later = later;
        this.text = desk.written(this::write, OLDEST);
        this.sketch = desk.written(status -> write(small(status)), OLDEST);
    }

    /** Lets classes be loaded before the first scrape, which may come when file handles are gone. */
    void warmUp() {
        var unused = sketch.get();
    }

    /** One service is enough for that: the rows of ten thousand are a large part of the heap. */
    private static Status small(Status status) {
        return new Status(
                status.time(),
                status.version(),
                status.started(),
                status.isolated(),
                status.services().stream().limit(1).toList());
    }

    @Override
    public boolean matches(String path) {
        return path.equals("/metrics");
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        later.answer(
                request,
                text.get(),
                metrics -> WebReply.whole(request, 200, PrometheusTextFormatWriter.CONTENT_TYPE, metrics));
    }

    private Buffer write(Status status) {
        List<MetricSnapshot> all = new ArrayList<>(ProcessMetrics.collect(status.version()));
        all.addAll(new StatusMetrics(status).collect());
        all.addAll(tally.collect(status));
        all.add(ProcessMetrics.counter(
                "kirikae_heartbeats_refused", "Requests to heartbeat addresses that were refused.", (double)
                        heartbeatsRefused.getAsLong()));
        all.add(new GaugeRows("kirikae_stream_viewers", "Pages that watch live.")
                .add(watching.getAsInt())
                .build());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            FORM.write(out, new MetricSnapshots(all), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(out.toByteArray());
    }
}
