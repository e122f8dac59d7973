package kirikae.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kirikae.model.Event;
import kirikae.model.Operator;
import kirikae.model.Status;

/** An operator whose status and events a test sets. It refuses every order: nothing of the TCP side may ever give one. */
final class FakeOperator implements Operator {
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger ordered = new AtomicInteger();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<String> questions = new CopyOnWriteArrayList<>();
    final List<Consumer<Event>> followers = new CopyOnWriteArrayList<>();
    volatile Supplier<Status> now;
    volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    FakeOperator(Supplier<Status> now) {
        this.now = now;
    }

    /** Something happens. */
    void tell(Event event) {
        events.add(event);
        followers.forEach(follower -> follower.accept(event));
    }

    @Override
    public CompletionStage<Status> status() {
        asked.incrementAndGet();
        return gate.thenApplyAsync(open -> now.get());
    }

    @Override
    public CompletionStage<List<Event>> events(String service, Duration since) {
        questions.add(service + " " + since);
        return CompletableFuture.completedFuture(events.stream()
                .filter(event -> service.isEmpty() || event.service().orElse("").equals(service))
                .toList());
    }

    @Override
    public AutoCloseable follow(Consumer<Event> follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    @Override
    public CompletionStage<Answer> switchTo(SwitchOrder order) {
        return order();
    }

    @Override
    public CompletionStage<Answer> hold(HoldOrder order) {
        return order();
    }

    @Override
    public CompletionStage<Answer> release(String service, String actor, String reason) {
        return order();
    }

    @Override
    public CompletionStage<Answer> reload(String actor) {
        return order();
    }

    private CompletionStage<Answer> order() {
        ordered.incrementAndGet();
        return CompletableFuture.failedFuture(new AssertionError("no order may come over TCP"));
    }
}
