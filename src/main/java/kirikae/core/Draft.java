package kirikae.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kirikae.core.Work.Move;
import kirikae.model.Check;
import kirikae.model.EventName;
import kirikae.model.Service;
import kirikae.model.Verdict;

/** The working copy of one {@link Turn}: the state so far, and what is to be done. Owns both; must not decide anything. */
final class Draft {
    final Service service;
    final Planner planner;
    final Duration now;
    private final List<Effect> effects = new ArrayList<>();
    private ServiceState state;

    Draft(Service service, Planner planner, ServiceState state, Duration now) {
        this.service = service;
        this.planner = planner;
        this.state = state;
        this.now = now;
    }

    ServiceState state() {
        return state;
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }

    /** From here on the state is this one. */
    void become(ServiceState next) {
        state = next;
    }

    void work(Work next) {
        state = state.withWork(next);
    }

    void effect(Effect effect) {
        effects.add(effect);
    }

    void tell(EventName event, Map<String, Object> fields) {
        effects.add(new Effect.Tell(event, fields));
    }

    // ---- what the state says ----

    boolean isDue(Duration moment) {
        return Uptime.reached(now, moment);
    }

    Desire desire() {
        return Desire.of(service, state, now);
    }

    Verdict verdict(int target) {
        return state.targets().get(target).verdict(service.alertWhen());
    }

    boolean isActual(int target) {
        return state.actual() instanceof Actual.At at && at.target() == target;
    }

    boolean isResting() {
        return state.work() instanceof Work.Idle || state.work() instanceof Work.Pausing;
    }

    /** True when nothing is under way and nothing of ours is uncertain. */
    boolean isFree() {
        return isResting() && !state.unresolved().is();
    }

    List<Check> checks(int target) {
        return service.targets().get(target).checks();
    }

    // ---- words ----

    String name(int target) {
        return service.targets().get(target).name();
    }

    String word(Actual actual) {
        if (actual instanceof Actual.At at) {
            return name(at.target());
        }
        return actual instanceof Actual.Absent ? "absent" : "drifted";
    }

    static Map<String, Object> fields(String key, Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(key, value);
        return fields;
    }

    Map<String, Object> checkFields(int target, int check) {
        Map<String, Object> fields = fields("target", name(target));
        fields.put("check", checks(target).get(check).name());
        return fields;
    }

    Map<String, Object> moveFields(Move move) {
        Map<String, Object> fields = fields("from", move.from());
        fields.put("to", name(move.to()));
        fields.put("direction", move.direction());
        fields.put("actor", move.actor());
        return fields;
    }
}
