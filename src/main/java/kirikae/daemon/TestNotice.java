package kirikae.daemon;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kirikae.message.Facts;
import kirikae.message.Parsed;
import kirikae.message.Template;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Notices;
import kirikae.model.Notified;
import kirikae.notify.Notice;
import kirikae.notify.Outcome;
import kirikae.notify.Sender;

/** Sends one test message to one channel, without a daemon, the same way that the daemon would. Blocks, about a minute at most. */
public final class TestNotice {
    private static final String TEXT = "This is a test message. Nothing has happened.";
    private static final long PATIENCE_SECONDS = 75;

    private TestNotice() {}

    /** What came of it. */
    public sealed interface Result {
        /** The channel took it. */
        record Delivered() implements Result {}

        /** It did not; one line for people. */
        record Failed(String reason) implements Result {}
    }

    /** Sends it to a channel of the configuration. */
    public static Result send(Notices notices, String channel) {
        Vertx vertx = Network.open();
        try (Couriers couriers = new Couriers(vertx, notices)) {
            Optional<Sender> sender = couriers.of(notice(channel));
            return sender.isEmpty()
                    ? new Result.Failed("no channel is called '" + channel + "'")
                    : result(sender.get()
                            .send(notice(channel))
                            .toCompletableFuture()
                            .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Failed("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            return new Result.Failed("no outcome: " + e.getClass().getSimpleName());
        } finally {
            var unused = vertx.close();
        }
    }

    private static Result result(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return new Result.Failed(refused.reason());
        }
        return outcome instanceof Outcome.Failed failed ? new Result.Failed(failed.reason()) : new Result.Delivered();
    }

    private static Notice notice(String channel) {
        Event event = new Event(Instant.now(), EventName.STARTED, Map.of("reason", "kirikae notify " + channel));
        List<Template> text =
                Template.parse(TEXT) instanceof Parsed.Good good ? List.of(good.template()) : List.<Template>of();
        Facts facts = new Facts(Map.of("host.name", "test", "reason", "a test message"), java.util.Set.of());
        return new Notice(Notified.id(event, channel), channel, event, "/test", event.time(), text, facts);
    }
}
