package kirikae.daemon;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import kirikae.core.Input;
import kirikae.core.ServiceState;
import kirikae.core.StandingOrder;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Service;

/**
 * Ends the orders that need no hold as soon as their target is shown: automation wants it too. Such an order is journalled as a
 * hold with {@code once} and an end, so that it survives a crash and never lasts for ever. Lives on the decision loop.
 */
final class Arrivals {
    /** The field that marks such an order. */
    static final String ONCE = "once";

    /** How long such an order is tried. */
    static final Duration PATIENCE = Duration.ofHours(1);

    private static final Duration LOOK = Duration.ofMillis(200);

    private final DecisionLoop loop;
    private final Chronicle chronicle;
    private final Registry registry;
    private final Map<String, String> targets = new LinkedHashMap<>();

    Arrivals(DecisionLoop loop, Chronicle chronicle, Registry registry) {
        this.loop = loop;
        this.chronicle = chronicle;
        this.registry = registry;
    }

    /** Goes on with the order that the journal says is in force, when it is of this kind. */
    void restore(Event override) {
        if (override.name() == EventName.HOLD && override.fields().containsKey(ONCE)) {
            await(override.service().orElse(""), override.text("to").orElse(""));
        }
    }

    /** Ends the service's order when this target is shown. */
    void await(String service, String target) {
        boolean idle = targets.isEmpty();
        targets.put(service, target);
        if (idle) {
            lookSoon();
        }
    }

    /** Another order replaces it. */
    void forget(String service) {
        targets.remove(service);
    }

    private void lookSoon() {
        loop.at(loop.now().plus(LOOK), () -> {
            Map.copyOf(targets).forEach(this::look);
            if (!targets.isEmpty()) {
                lookSoon();
            }
        });
    }

    private void look(String service, String target) {
        Optional<Desk> desk = registry.desk(service).filter(known -> isInForce(known, target));
        if (desk.isEmpty()) {
            targets.remove(service);
        } else if (isShown(desk.get(), target)) {
            targets.remove(service);
            end(desk.get(), target);
        }
    }

    private static boolean isInForce(Desk desk, String target) {
        return desk.state().override() instanceof StandingOrder.Pinned pinned
                && desk.service().targets().get(pinned.target()).name().equals(target);
    }

    private static boolean isShown(Desk desk, String target) {
        Service service = desk.service();
        ServiceState state = desk.state();
        OptionalInt index = service.targetIndex(target);
        return index.isPresent() && Agreement.isShown(state, index.getAsInt());
    }

    private void end(Desk desk, String target) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("to", target);
        fields.put("reason", target + " is shown, and automation wants it too: nothing to hold");
        fields.put("actor", "auto");
        chronicle.tell(desk.service().name(), EventName.RELEASE, fields);
        desk.give(new Input.Ordered(new StandingOrder.None()));
    }
}
