package kirikae.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kirikae.config.Problem;
import kirikae.daemon.Daemon.Reload;
import kirikae.model.Event;
import kirikae.model.Operator;
import kirikae.model.Operator.Answer.Outcome;
import kirikae.model.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's {@link Operator}: takes orders and questions from any thread, checks what was asked for, and answers beside the
 * decision loop. What an order does to a service is {@link Overriding}'s. Questions that come before the services are there wait.
 */
final class Orders implements Operator {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
    private static final int LONGEST_REASON = 1_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final DecisionLoop loop;
    private final Executor beside;
    private final Registry registry;
    private final History history;
    private final Display display;
    private final Overriding override;
    private final Reloading reloading;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    /** Takes those who know and do, and where answers are given. */
    Orders(
            DecisionLoop loop,
            Executor beside,
            Registry registry,
            History history,
            Display display,
            Overriding override,
            Reloading reloading) {
        this.loop = loop;
        this.beside = beside;
        this.registry = registry;
        this.history = history;
        this.display = display;
        this.override = override;
        this.reloading = reloading;
    }

    /** The services are there. On the decision loop. */
    void begin() {
        override.restore(history.standing());
        begun.complete(null);
    }

    @Override
    public CompletionStage<Status> status() {
        return begun.thenCompose(ready -> display.status());
    }

    @Override
    public CompletionStage<Answer> switchTo(SwitchOrder order) {
        if (order.target().equals("auto")) {
            return release(order.service(), order.actor(), order.reason());
        }
        Optional<String> wrong = wrong(order.reason(), order.length());
        return wrong.isPresent()
                ? refused(wrong.get())
                : onLoop(() -> at(order.service(), desk -> override.switchTo(desk, order)));
    }

    @Override
    public CompletionStage<Answer> hold(HoldOrder order) {
        Optional<String> wrong = wrong(order.reason(), order.length());
        return wrong.isPresent()
                ? refused(wrong.get())
                : onLoop(() -> at(order.service(), desk -> override.hold(desk, order)));
    }

    @Override
    public CompletionStage<Answer> release(String service, String actor, String reason) {
        return reason.length() > LONGEST_REASON
                ? refused(tooLong())
                : onLoop(() -> at(service, desk -> override.release(desk, actor, reason)));
    }

    @Override
    public CompletionStage<Answer> reload(String actor) {
        return begun.thenApplyAsync(ready -> answer(reloading.now(actor)), beside);
    }

    @Override
    public CompletionStage<List<Event>> events(String service, Duration since) {
        Instant oldest = since.isZero() ? Instant.MIN : Instant.now().minus(since);
        return onLoop(() -> CompletableFuture.completedFuture(history.since(service, oldest)));
    }

    @Override
    public AutoCloseable follow(Consumer<Event> follower) {
        return history.follow(follower);
    }

    // ---- what is asked for ----

    private static Optional<String> wrong(String reason, Length length) {
        if (reason.isBlank()) {
            return Optional.of("a reason is missing: say why with --reason TEXT, for those who find the order later");
        }
        if (reason.length() > LONGEST_REASON) {
            return Optional.of(tooLong());
        }
        boolean outside = length instanceof Length.For limited
                && (limited.duration().compareTo(SHORTEST) < 0
                        || limited.duration().compareTo(LONGEST) > 0);
        return outside ? Optional.of("the length must lie between 1 second and 365 days") : Optional.empty();
    }

    private static String tooLong() {
        return "the reason is longer than " + LONGEST_REASON + " characters";
    }

    private static CompletionStage<Answer> refused(String text) {
        return CompletableFuture.completedFuture(new Answer(Outcome.REFUSED, text, java.util.Map.of()));
    }

    /** One service, or all when the name is empty. */
    private CompletionStage<Answer> at(String service, Function<Desk, CompletionStage<Answer>> order) {
        if (service.isEmpty()) {
            return all(order);
        }
        return registry.desk(service)
                .map(order)
                .orElseGet(() -> refused("there is no service '" + service + "'; there are: " + known()));
    }

    private String known() {
        String names = registry.desks().stream()
                .limit(20)
                .map(desk -> desk.service().name())
                .collect(Collectors.joining(", "));
        int more = registry.desks().size() - 20;
        return more > 0 ? names + " and " + more + " more" : names;
    }

    private CompletionStage<Answer> all(Function<Desk, CompletionStage<Answer>> order) {
        CompletionStage<List<Answer>> answers = CompletableFuture.completedFuture(List.of());
        for (Desk desk : List.copyOf(registry.desks())) {
            answers = answers.thenCombine(order.apply(desk), Orders::plus);
        }
        return answers.thenApply(Orders::together);
    }

    private static List<Answer> plus(List<Answer> answers, Answer one) {
        List<Answer> more = new ArrayList<>(answers);
        more.add(one);
        return more;
    }

    private static Answer together(List<Answer> answers) {
        Outcome worst = answers.stream().map(Answer::outcome).reduce(Outcome.DONE, Orders::worse);
        String text = answers.stream().map(Answer::text).collect(Collectors.joining("\n"));
        return new Answer(worst, text, java.util.Map.of("services", (long) answers.size()));
    }

    private static Outcome worse(Outcome a, Outcome b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Answer answer(Reload reload) {
        if (reload instanceof Reload.Rejected rejected) {
            String problems =
                    rejected.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
            return new Answer(
                    Outcome.FAILED,
                    problems + "\nnothing was changed: the configuration in force goes on",
                    java.util.Map.of("problems", (long) rejected.problems().size()));
        }
        if (reload instanceof Reload.Failed failed) {
            return new Answer(Outcome.FAILED, failed.message(), java.util.Map.of());
        }
        return new Answer(Outcome.DONE, ((Reload.Done) reload).summary(), java.util.Map.of());
    }

    // ---- from any thread to the loop and back ----

    private <T> CompletionStage<T> onLoop(Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        var unused = begun.thenRun(() -> loop.execute(() -> work.get()
                .whenComplete((value, failure) -> beside.execute(() -> {
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        LOG.error("an order could not be worked on", failure);
                        answer.completeExceptionally(failure);
                    }
                }))));
        return answer;
    }
}
