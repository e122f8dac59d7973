package kirikae.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import kirikae.core.Input;
import kirikae.core.ServiceState;
import kirikae.core.StandingOrder;
import kirikae.core.Uptime;
import kirikae.journal.Standing;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Operator.Answer;
import kirikae.model.Operator.Answer.Outcome;
import kirikae.model.Operator.HoldOrder;
import kirikae.model.Operator.Keep;
import kirikae.model.Operator.Length;
import kirikae.model.Operator.SwitchOrder;
import kirikae.model.Service;
import kirikae.model.Target;

/**
 * Overrides automation at one service: an order is journalled and synced first, and only then given to the service's desk
 * (contract.md section 5). Lives on the decision loop. Must not check who may order.
 */
final class Overriding {
    private final DecisionLoop loop;
    private final Chronicle chronicle;
    private final Registry registry;
    private final Arrivals arrivals;

    Overriding(DecisionLoop loop, Chronicle chronicle, Registry registry) {
        this.loop = loop;
        this.chronicle = chronicle;
        this.registry = registry;
        this.arrivals = new Arrivals(loop, chronicle, registry);
    }

    /** Goes on with what was in force at the last stop. */
    void restore(Standing standing) {
        registry.desks()
                .forEach(desk -> standing.override(desk.service().name()).ifPresent(arrivals::restore));
    }

    /** Moves the service, and keeps it there unless automation wants the same. */
    CompletionStage<Answer> switchTo(Desk desk, SwitchOrder order) {
        Service service = desk.service();
        OptionalInt index = service.targetIndex(order.target());
        if (index.isEmpty()) {
            return answer(
                    Outcome.REFUSED,
                    service,
                    "there is no target '" + order.target() + "'; there are: "
                            + service.targets().stream().map(Target::name).collect(Collectors.joining(", "))
                            + ", and 'auto' for release");
        }
        int target = index.getAsInt();
        boolean agrees =
                order.keep() == Keep.AS_NEEDED && new Agreement(service, desk.state(), target, loop.now()).isThere();
        if (!agrees) {
            return keep(order);
        }
        return Agreement.isShown(desk.state(), target) ? leave(desk, order) : moveOnce(order);
    }

    private CompletionStage<Answer> keep(SwitchOrder order) {
        Map<String, Object> fields = fields(order);
        putLength(fields, order.length());
        return journalled(order.service(), EventName.HOLD, fields, desk -> {
            arrivals.forget(order.service());
            String words = pin(desk, order.target(), order, order.length());
            return words + ", and kept there " + until(order.length(), order.service()) + refusal(desk, order.target());
        });
    }

    private CompletionStage<Answer> moveOnce(SwitchOrder order) {
        Length length = order.length() instanceof Length.For ? order.length() : new Length.For(Arrivals.PATIENCE);
        Map<String, Object> fields = fields(order);
        fields.put(Arrivals.ONCE, true);
        putLength(fields, length);
        return journalled(order.service(), EventName.HOLD, fields, desk -> {
            String words = pin(desk, order.target(), order, length);
            arrivals.await(order.service(), order.target());
            return words + "; nothing is held afterwards, since automation wants " + order.target()
                    + " too (--hold keeps it there)" + refusal(desk, order.target());
        });
    }

    /** The target is shown and automation wants it: at most a former order is to be ended. */
    private CompletionStage<Answer> leave(Desk desk, SwitchOrder order) {
        String words = order.target() + " is shown; nothing to hold: automation wants " + order.target()
                + " anyway (--hold keeps it there)";
        if (!desk.state().override().isSet()) {
            return answer(Outcome.DONE, desk.service(), words);
        }
        return journalled(order.service(), EventName.RELEASE, fields(order), now -> {
            arrivals.forget(order.service());
            now.give(new Input.Ordered(new StandingOrder.None()));
            return words + "; the order before is ended";
        });
    }

    private String pin(Desk desk, String target, SwitchOrder order, Length length) {
        OptionalInt index = desk.service().targetIndex(target);
        boolean shown = index.isPresent() && Agreement.isShown(desk.state(), index.getAsInt());
        StandingOrder given = index.isPresent()
                ? new StandingOrder.Pinned(index.getAsInt(), order.reason(), order.actor(), end(length))
                : new StandingOrder.Frozen(order.reason(), order.actor(), end(length));
        desk.give(new Input.Ordered(given));
        return shown ? target + " is shown already" : "switching to " + target + " now";
    }

    /** A plan that cannot be applied is told at once; the order stands, and is tried again. */
    private static String refusal(Desk desk, String target) {
        OptionalInt index = desk.service().targetIndex(target);
        String refused = desk.state().told().refused();
        boolean blocked = index.isPresent()
                && !Agreement.isShown(desk.state(), index.getAsInt())
                && refused.contains("to " + target + ": ");
        return blocked ? "\n  but this cannot be done yet, and is tried again: " + refused : "";
    }

    /** Freezes the service as it is. */
    CompletionStage<Answer> hold(Desk before, HoldOrder order) {
        String service = before.service().name();
        Map<String, Object> fields = Fields.of("reason", order.reason(), "actor", order.actor());
        putLength(fields, order.length());
        return journalled(service, EventName.HOLD, fields, desk -> {
            arrivals.forget(service);
            boolean wired = Shown.isOnTheWire(desk.state());
            desk.give(new Input.Ordered(new StandingOrder.Frozen(order.reason(), order.actor(), end(order.length()))));
            return "held as it is (" + Shown.actual(desk.service(), desk.state()) + ") "
                    + until(order.length(), service)
                    + (wired ? "\n  a change is on the wire already and is followed to its end" : "");
        });
    }

    /** Gives the service back to automation. */
    CompletionStage<Answer> release(Desk before, String actor, String reason) {
        Service service = before.service();
        ServiceState state = before.state();
        boolean manual = service.recovery().mode() == Service.Recovery.Mode.MANUAL;
        if (!state.override().isSet() && !(manual && Shown.isBetterUp(service, state))) {
            return answer(Outcome.DONE, service, "nothing was held");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!reason.isBlank()) {
            fields.put("reason", reason);
        }
        fields.put("actor", actor);
        return journalled(service.name(), EventName.RELEASE, fields, desk -> {
            arrivals.forget(service.name());
            desk.give(new Input.Released());
            return "released; " + Shown.intent(desk.service(), desk.state(), loop.now());
        });
    }

    // ---- first the journal, then the desk ----

    private CompletionStage<Answer> journalled(
            String service, EventName name, Map<String, Object> fields, Function<Desk, String> give) {
        Map<String, Object> all = Fields.of("service", service);
        all.putAll(fields);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        chronicle
                .order(name, all)
                .whenComplete((event, failure) -> loop.execute(() -> {
                    if (failure == null) {
                        chronicle.heard(event);
                        answer.complete(done(service, event, give));
                    } else {
                        answer.complete(failed(service, failure));
                    }
                }));
        return answer;
    }

    private Answer done(String service, Event event, Function<Desk, String> give) {
        Optional<Desk> desk = registry.desk(service);
        String words = desk.map(give).orElse("it was taken out of the configuration meanwhile");
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        fields.put("event", event.name().text());
        return new Answer(Outcome.DONE, service + ": " + words, fields);
    }

    private static Answer failed(String service, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String text = service + ": nothing was changed, since an order counts only when it is journalled: "
                + cause.getMessage();
        return new Answer(Outcome.FAILED, text, Map.of("service", service));
    }

    private static CompletionStage<Answer> answer(Outcome outcome, Service service, String text) {
        return CompletableFuture.completedFuture(
                new Answer(outcome, service.name() + ": " + text, Map.of("service", service.name())));
    }

    private static Map<String, Object> fields(SwitchOrder order) {
        return Fields.of("to", order.target(), "reason", order.reason(), "actor", order.actor());
    }

    private static void putLength(Map<String, Object> fields, Length length) {
        if (length instanceof Length.For limited) {
            fields.put("for-ms", limited.duration().toMillis());
        }
    }

    private Duration end(Length length) {
        return length instanceof Length.For limited ? loop.now().plus(limited.duration()) : Uptime.NEVER;
    }

    private static String until(Length length, String service) {
        if (length instanceof Length.For limited) {
            Instant end = Instant.now().plus(limited.duration()).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
            return "for " + Uptime.text(limited.duration()) + ", until " + end + " (sooner: kirikae release " + service
                    + ")";
        }
        return "until: kirikae release " + service;
    }
}
