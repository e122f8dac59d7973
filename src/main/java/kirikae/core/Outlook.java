package kirikae.core;

import java.util.ArrayList;
import java.util.List;
import kirikae.model.RecordSet;
import kirikae.model.Service;

/**
 * What the live records of one service show, and what every direction would send from there: {@code plan}. Pure; the same planner
 * as the daemon's.
 *
 * @param actual what they show
 * @param ttlDifference how live TTLs differ from the configured ones, put right at the next switch; empty when they do not
 * @param legs the directions: from what is shown to every other target and, behind each, the way back
 */
public record Outlook(Actual actual, String ttlDifference, List<Leg> legs) {
    /** Stands for records that are no target's, where a leg begins. */
    public static final String LIVE = "live records";

    /**
     * One direction.
     *
     * @param from a target's name, or {@link #LIVE}
     * @param to a target's name
     */
    public record Leg(String from, String to, Plan plan) {}

    /** Copies the list. */
    public Outlook {
        legs = List.copyOf(legs);
    }

    /** Looks at the live records, which may hold more than the service's names. */
    public static Outlook of(Service service, List<RecordSet> live) {
        Planner planner = new Planner(service);
        Actual actual = planner.actual(live);
        List<Leg> legs = new ArrayList<>();
        for (int i = 0; i < service.targets().size(); i++) {
            if (!(actual instanceof Actual.At at && at.target() == i)) {
                legs.addAll(thereAndBack(service, planner, live, i));
            }
        }
        return new Outlook(actual, ttlDifference(planner, actual, live), legs);
    }

    /** The one direction from the live records to a target, also where that is shown already. */
    public static Leg to(Service service, List<RecordSet> live, int target) {
        Planner planner = new Planner(service);
        return new Leg(
                name(service, planner.actual(live)),
                service.targets().get(target).name(),
                planner.plan(live, target));
    }

    /** True when a target is shown and no plan is refused. */
    public boolean isWell() {
        return actual instanceof Actual.At && legs.stream().noneMatch(leg -> leg.plan() instanceof Plan.Refused);
    }

    private static List<Leg> thereAndBack(Service service, Planner planner, List<RecordSet> live, int target) {
        Leg there = to(service, live, target);
        if (planner.actual(live) instanceof Actual.At at && there.plan() instanceof Plan.Apply apply) {
            List<RecordSet> after = StateMachine.after(planner.atNames(live), apply.change());
            return List.of(there, new Leg(there.to(), there.from(), planner.plan(after, at.target())));
        }
        return List.of(there);
    }

    private static String ttlDifference(Planner planner, Actual actual, List<RecordSet> live) {
        return actual instanceof Actual.At at ? planner.ttlDifference(live, at.target()) : "";
    }

    private static String name(Service service, Actual actual) {
        return actual instanceof Actual.At at
                ? service.targets().get(at.target()).name()
                : LIVE;
    }
}
