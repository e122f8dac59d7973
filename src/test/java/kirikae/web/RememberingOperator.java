package kirikae.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import kirikae.model.DomainName;
import kirikae.model.Event;
import kirikae.model.Operator;
import kirikae.model.Status;
import kirikae.model.Target;
import kirikae.model.Verdict;

/** Remembers what was ordered, and does nothing. */
final class RememberingOperator implements Operator {
    final List<String> orders = new CopyOnWriteArrayList<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<Consumer<Event>> followers = new CopyOnWriteArrayList<>();
    volatile Answer.Outcome outcome = Answer.Outcome.DONE;

    void happens(Event event) {
        followers.forEach(follower -> follower.accept(event));
    }

    private CompletionStage<Answer> remember(String order) {
        orders.add(order);
        return CompletableFuture.completedFuture(new Answer(outcome, "ok", Map.of("n", orders.size())));
    }

    @Override
    public CompletionStage<Status> status() {
        Status.TargetStatus primary =
                new Status.TargetStatus(Target.PRIMARY, Verdict.UP, Duration.ZERO, List.of(), List.of());
        Status.ServiceStatus web = new Status.ServiceStatus(
                "web",
                List.of(DomainName.of("www.example.com")),
                "aws",
                "example.com",
                "primary",
                "primary",
                "",
                "idle",
                "",
                "",
                false,
                Status.Hold.none(),
                Status.LastSwitch.none(),
                List.of(primary));
        return CompletableFuture.completedFuture(new Status(Instant.EPOCH, "1", Instant.EPOCH, "", List.of(web)));
    }

    @Override
    public CompletionStage<Answer> switchTo(SwitchOrder order) {
        return remember(order.toString());
    }

    @Override
    public CompletionStage<Answer> hold(HoldOrder order) {
        return remember(order.toString());
    }

    @Override
    public CompletionStage<Answer> release(String service, String actor, String reason) {
        return remember("release " + service + " " + actor + " " + reason);
    }

    @Override
    public CompletionStage<Answer> reload(String actor) {
        return remember("reload " + actor);
    }

    @Override
    public CompletionStage<List<Event>> events(String service, Duration since) {
        return CompletableFuture.completedFuture(new ArrayList<>(events));
    }

    @Override
    public AutoCloseable follow(Consumer<Event> follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }
}
