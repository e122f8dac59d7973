package kirikae.daemon;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kirikae.core.Effect;
import kirikae.core.Effect.Question;
import kirikae.core.Input;
import kirikae.core.Input.Trust;
import kirikae.core.Isolation;
import kirikae.core.LeaveLimit;
import kirikae.core.Uptime;
import kirikae.model.EventName;
import kirikae.model.Observation;
import kirikae.model.Poison;
import kirikae.model.ProviderError;
import kirikae.model.Settings.IsolationRule;

/**
 * Answers "is it me?": asks the anchors (or, without any, the service's provider), our own listener, and the leave limit. While we
 * are cut off it asks again by itself and tells every service when that begins and ends. Lives on the decision loop.
 */
final class Eyes {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private final DecisionLoop loop;
    private final Chronicle chronicle;
    private final Consumer<Input> broadcast;
    private Senses senses;
    private LeaveLimit leaveLimit;
    private Isolation isolation = Isolation.none();
    private long episode;
    private final SharedQuestion anchorsAsked;
    private final SharedQuestion listenerAsked;

    /**
     * What can be asked.
     *
     * @param rule the anchors
     * @param anchor asks one anchor; never fails
     * @param listener asks our own listener; never fails
     */
    record Senses(IsolationRule rule, Anchor anchor, Supplier<Future<Observation>> listener) {}

    /** Asks one anchor within a deadline. */
    interface Anchor {
        /** Success when it answered. */
        Future<Observation> ask(URI anchor, Duration deadline);
    }

    /** Asks the provider for the live records of one service. */
    interface ProviderQuestion {
        /** Reads; one of the consumers is called on the decision loop. */
        void ask(Desk desk, Consumer<List<kirikae.model.RecordSet>> done, Consumer<ProviderError> failed);
    }

    private final ProviderQuestion provider;

    Eyes(
            DecisionLoop loop,
            Chronicle chronicle,
            Consumer<Input> broadcast,
            ProviderQuestion provider,
            Senses senses,
            LeaveLimit leaveLimit) {
        this.loop = loop;
        this.chronicle = chronicle;
        this.broadcast = broadcast;
        this.provider = provider;
        this.senses = senses;
        this.leaveLimit = leaveLimit;
        this.anchorsAsked = new SharedQuestion(loop);
        this.listenerAsked = new SharedQuestion(loop);
    }

    /** Takes a new configuration; who has left the primary goes on counting. */
    void replace(Senses newSenses, LeaveLimit newLimit) {
        senses = newSenses;
        leaveLimit = leaveLimit.succeeded(newLimit);
        anchorsAsked.forget();
        listenerAsked.forget();
    }

    /** Whether we are cut off now. */
    Isolation isolation() {
        return isolation;
    }

    /** Answers one service's question; the answer comes back as {@link Input.Asked}. */
    void ask(Desk desk, Effect.Ask ask) {
        look(desk, ask.questions()).onComplete(result -> loop.execute(() -> answer(desk, ask, result.result())));
    }

    private void answer(Desk desk, Effect.Ask ask, Trust trust) {
        if (trust instanceof Trust.CutOff cut) {
            cutOff(desk, ask.questions(), cut.reason());
            desk.give(new Input.Asked(ask.attempt(), trust));
        } else if (isolation.isCutOff()) {
            desk.give(new Input.Asked(ask.attempt(), new Trust.CutOff(isolation.cutOff())));
        } else if (ask.questions().contains(Question.LEAVE)
                && !leaveLimit.take(desk.service().name(), loop.now())) {
            desk.give(new Input.Asked(ask.attempt(), new Trust.TooMany(leaveLimit.refusal())));
        } else {
            desk.give(new Input.Asked(ask.attempt(), trust));
        }
    }

    private void cutOff(Desk desk, Set<Question> questions, String reason) {
        boolean first = !isolation.isCutOff();
        isolation = isolation.failed(reason, loop.now());
        if (first) {
            episode++;
            chronicle.tell(EventName.ISOLATED, Map.of("reason", reason));
            broadcast.accept(new Input.IsolationBegan(reason));
            againLater(desk, questions, episode);
        }
    }

    private void againLater(Desk desk, Set<Question> questions, long of) {
        loop.at(isolation.retryAt(), () -> {
            if (of == episode && isolation.isCutOff()) {
                isolation = isolation.asking();
                look(desk, questions)
                        .onComplete(result -> loop.execute(() -> retried(desk, questions, result.result())));
            }
        });
    }

    private void retried(Desk desk, Set<Question> questions, Trust trust) {
        if (trust instanceof Trust.CutOff cut) {
            isolation = isolation.failed(cut.reason(), loop.now());
            againLater(desk, questions, episode);
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("reason", "answers again; waiting for fresh evidence");
        fields.put("took-ms", loop.now().minus(isolation.since()).toMillis());
        isolation = Isolation.none();
        chronicle.tell(EventName.ISOLATION_OVER, fields);
        broadcast.accept(new Input.IsolationEnded());
    }

    /** Asks all that is to be asked; never fails. */
    private Future<Trust> look(Desk desk, Set<Question> questions) {
        Future<Trust> network =
                questions.contains(Question.NETWORK) ? network(desk) : Future.succeededFuture(new Trust.Well());
        Future<Trust> listener = questions.contains(Question.OWN_LISTENER)
                ? listenerAsked.ask(this::askListener)
                : Future.succeededFuture(new Trust.Well());
        return listener.compose(own -> own instanceof Trust.CutOff ? Future.succeededFuture(own) : network)
                .onFailure(Poison::notice)
                .otherwise(cause -> new Trust.CutOff("could not ask: " + cause.getMessage()));
    }

    private Future<Trust> askListener() {
        return senses.listener()
                .get()
                .map(seen -> seen.outcome() == Observation.Outcome.SUCCESS
                        ? new Trust.Well()
                        : new Trust.CutOff("our own listener does not take heartbeats: " + seen.reason()));
    }

    private Future<Trust> network(Desk desk) {
        if (senses.rule().anchors().isEmpty()) {
            return provider(desk);
        }
        return anchorsAsked.ask(this::anchors);
    }

    private Future<Trust> anchors() {
        IsolationRule rule = senses.rule();
        Promise<Trust> answer = Promise.promise();
        AtomicInteger good = new AtomicInteger();
        List<Future<Observation>> asked = new ArrayList<>();
        for (URI anchor : rule.anchors()) {
            asked.add(senses.anchor().ask(anchor, DEADLINE).onSuccess(seen -> {
                if (seen.outcome() == Observation.Outcome.SUCCESS && good.incrementAndGet() >= rule.required()) {
                    answer.tryComplete(new Trust.Well());
                }
            }));
        }
        Future.join(asked).onComplete(all -> answer.tryComplete(new Trust.CutOff(silence(rule, asked, good.get()))));
        return answer.future();
    }

    private static String silence(IsolationRule rule, List<Future<Observation>> asked, int good) {
        StringJoiner words = new StringJoiner("; ");
        for (int i = 0; i < asked.size(); i++) {
            Observation seen = asked.get(i).result();
            if (seen == null || seen.outcome() != Observation.Outcome.SUCCESS) {
                words.add(rule.anchors().get(i) + ": " + (seen == null ? "no answer" : seen.reason()));
            }
        }
        return good + " of " + rule.anchors().size() + " anchors answer, " + rule.required() + " must: " + words;
    }

    /** Without anchors the provider is the anchor: any answer of it, even a refusal, shows that we can reach the world. */
    private Future<Trust> provider(Desk desk) {
        Promise<Trust> answer = Promise.promise();
        provider.ask(
                desk,
                live -> answer.tryComplete(new Trust.WellWith(live)),
                error -> answer.tryComplete(
                        error.kind() == ProviderError.Kind.AMBIGUOUS
                                ? new Trust.CutOff("the DNS provider does not answer: " + error)
                                : new Trust.Well()));
        return answer.future();
    }

    /** For status: how long the present isolation lasts. */
    Duration cutOffFor() {
        return isolation.isCutOff() ? Uptime.later(Duration.ZERO, loop.now().minus(isolation.since())) : Duration.ZERO;
    }
}
