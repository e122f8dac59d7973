package kirikae.faults;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import kirikae.faults.WireServer.Reply;
import kirikae.faults.WireServer.Request;

/** The tiny API for shell tests, under /_fake/ on the same port; {@link FakeRoute53} documents it. */
final class FakeControl {
    private final FakeRoute53 fake;

    FakeControl(FakeRoute53 fake) {
        this.fake = fake;
    }

    static boolean isFor(Request request) {
        return request.path().startsWith("/_fake/");
    }

    Reply answer(Request request) {
        try {
            return text(200, content(request));
        } catch (RuntimeException e) {
            return text(400, e + "\n");
        }
    }

    private String content(Request request) {
        String verb = request.path().substring("/_fake/".length());
        return switch (request.method() + " " + verb) {
            case "GET log" ->
                lines(fake.requests().stream().map(RequestLog.Entry::json).toList());
            case "GET applied" ->
                lines(fake.applied().stream()
                        .map(change -> change.time().toEpochMilli() + " " + change.id() + " " + change.zone() + " "
                                + String.join("; ", change.lines()))
                        .toList());
            case "GET records" -> lines(fake.records(request.parameter("zone")));
            case "GET violations" -> lines(fake.violations());
            case "GET stats" ->
                "applied=" + fake.applied().size() + " requests="
                        + fake.requests().size() + " busiest-second=" + fake.busiestSecond() + " most-in-flight="
                        + fake.mostChangesInFlight() + "\n";
            case "POST fault" -> fault(request);
            case "POST no-faults" -> done(fake::noFaults);
            case "POST edit" ->
                done(() -> request.body().lines().forEach(line -> fake.edit(request.parameter("zone"), line)));
            case "POST set" -> done(() -> request.query().forEach(this::set));
            case "POST forget" -> done(fake::forgetRequests);
            default -> throw new IllegalArgumentException("no such verb: " + request.method() + " " + verb);
        };
    }

    private String fault(Request request) {
        RequestKind on =
                RequestKind.valueOf(request.query().getOrDefault("on", "any").toUpperCase(java.util.Locale.ROOT));
        int count = Integer.parseInt(request.query().getOrDefault("count", "1"));
        Duration delay = millis(request.query().getOrDefault("delay-ms", "0"));
        return done(() -> fake.fault(Fault.of(request.parameter("kind")), on, count, delay));
    }

    private void set(String name, String value) {
        switch (name) {
            case "in-sync-ms" -> fake.inSyncAfter(millis(value));
            case "prior-ms" -> fake.priorFor(millis(value));
            case "latency-ms" -> fake.latency(millis(value));
            case "clock-ms" -> fake.clockOffset(millis(value));
            default -> throw new IllegalArgumentException("no such setting: " + name);
        }
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    private static String done(Runnable work) {
        work.run();
        return "ok\n";
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static Reply text(int status, String body) {
        return new Reply.Answer(status, "text/plain; charset=utf-8", body);
    }
}
