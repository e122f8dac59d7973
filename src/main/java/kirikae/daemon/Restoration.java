package kirikae.daemon;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;
import kirikae.core.FlapGuard;
import kirikae.core.ServiceState.Restored;
import kirikae.core.StandingOrder;
import kirikae.core.Uptime;
import kirikae.journal.Standing;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Service;

/**
 * What the journal says is still in force, in the core's words. Wall instants become uptime here, at the start: the rest of an order is clamped to between nothing and its original length (contract.md, "Override is a state").
 */
final class Restoration {
    private final Standing standing;
    private final Instant now;
    private final Duration uptime;

    /** Takes the journal's word, the wall clock, and the same moment as the core knows it. */
    Restoration(Standing standing, Instant now, Duration uptime) {
        this.standing = standing;
        this.now = now;
        this.uptime = uptime;
    }

    /** What is in force for one service. */
    Restored of(Service service) {
        return new Restored(order(service), flap(service), standing.isAlerting(service.name()));
    }

    private StandingOrder order(Service service) {
        return standing.override(service.name())
                .filter(event -> event.name() == EventName.HOLD)
                .map(event -> order(service, event))
                .orElseGet(StandingOrder.None::new);
    }

    private StandingOrder order(Service service, Event event) {
        String reason = event.text("reason").orElse("");
        String actor = event.text("actor").orElse("operator");
        Duration until = end(event);
        OptionalInt target = event.text("to").map(service::targetIndex).orElse(OptionalInt.empty());
        return target.isPresent()
                ? new StandingOrder.Pinned(target.getAsInt(), reason, actor, until)
                : new StandingOrder.Frozen(reason, actor, until);
    }

    /** When an order ends, as uptime; {@link Uptime#NEVER} when it has no end. */
    Duration end(Event event) {
        Optional<Instant> until = event.text("until").flatMap(Restoration::instant);
        if (until.isEmpty()) {
            return Uptime.NEVER;
        }
        Duration rest = Uptime.later(Duration.ZERO, Duration.between(now, until.get()));
        Duration length =
                event.fields().get("for-ms") instanceof Number number ? Duration.ofMillis(number.longValue()) : rest;
        return uptime.plus(Uptime.earlier(rest, length));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private FlapGuard flap(Service service) {
        FlapGuard guard = FlapGuard.calm();
        for (Instant back : standing.switchBacks(service.name())) {
            Duration ago = Uptime.later(Duration.ZERO, Duration.between(back, now));
            guard = guard.switchedBack(service.flapGuard(), uptime.minus(ago));
        }
        return guard;
    }
}
