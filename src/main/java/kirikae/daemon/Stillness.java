package kirikae.daemon;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kirikae.core.Input;
import kirikae.core.Standstills;
import kirikae.core.Uptime;
import kirikae.model.EventName;
import kirikae.model.Service;

/**
 * What follows when this process stood still, or its clock was stepped: it is told, every service starts its windows anew, and a
 * process that does so too often for any window to end says that it is blind. On the decision loop.
 */
final class Stillness {
    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(2);

    private final Chronicle chronicle;
    private final Supplier<Duration> now;
    private final Supplier<List<Service>> services;
    private final Consumer<Input> broadcast;
    private Standstills standstills = Standstills.none();

    Stillness(
            Chronicle chronicle, Supplier<Duration> now, Supplier<List<Service>> services, Consumer<Input> broadcast) {
        this.chronicle = chronicle;
        this.now = now;
        this.services = services;
        this.broadcast = broadcast;
    }

    /** It stood still for so long, or its clock was stepped by so much. */
    void stood(UptimeClock.Look look) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!look.gap().isZero()) {
            fields.put("gap-ms", look.gap().toMillis());
        }
        if (!look.wallStep().isZero()) {
            fields.put("clock-step-ms", look.wallStep().toMillis());
        }
        fields.put("reason", "every window starts anew; verdicts wait for fresh evidence");
        chronicle.tell(EventName.STOOD_STILL, fields);
        count();
        broadcast.accept(new Input.StoodStill(look.gap().plus(look.wallStep().abs())));
    }

    private void count() {
        Duration window = services.get().stream().map(Service::longestWindow).reduce(SHORTEST_WINDOW, Uptime::later);
        standstills = standstills.oneMore(window, now.get());
        if (standstills.isTold()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("standstills", (long) standstills.row());
            fields.put(
                    "reason",
                    "this process stood still " + standstills.row() + " times, each time within " + Uptime.text(window)
                            + " of the time before: no silence can be judged while this lasts; give the machine more"
                            + " processor or memory, or look why its clock is stepped");
            chronicle.tell(EventName.BLIND, fields);
        }
    }
}
