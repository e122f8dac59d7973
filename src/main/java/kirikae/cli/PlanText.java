package kirikae.cli;

import java.io.PrintWriter;
import java.util.List;
import kirikae.core.Actual;
import kirikae.core.Outlook;
import kirikae.core.Plan;
import kirikae.model.Service;

/** What {@code plan} prints for people. */
final class PlanText {
    private final PrintWriter out;

    PlanText(PrintWriter out) {
        this.out = out;
    }

    /** All services, and a last line that says that nothing was written. */
    void print(List<Planned> all) {
        all.forEach(this::print);
        out.println("Nothing was written.");
    }

    private void print(Planned planned) {
        Service service = planned.service();
        String head = Paint.STRONG.on(service.name()) + " (zone " + service.zone() + ", provider " + service.provider()
                + ") ";
        if (planned instanceof Planned.Unreadable unreadable) {
            out.println(head + Paint.BAD.on("cannot be read") + ": "
                    + unreadable.error().message());
        } else if (planned instanceof Planned.Known known) {
            out.println(head + Planned.shown(known));
            known(known);
        }
        out.println();
    }

    private void known(Planned.Known known) {
        if (!known.outlook().ttlDifference().isEmpty()) {
            out.println("  " + known.outlook().ttlDifference() + "; put right at the next switch");
        }
        known.legs().forEach(this::leg);
        if (!(known.outlook().actual() instanceof Actual.At)) {
            out.println("  Nothing is switched by itself until they show a target again.");
        }
    }

    private void leg(Outlook.Leg leg) {
        String title = "  " + (leg.from().equals(leg.to()) ? leg.to() : leg.from() + " -> " + leg.to());
        if (leg.plan() instanceof Plan.Apply apply) {
            out.println(title);
            apply.change().lines().forEach(line -> out.println("    " + line));
        } else if (leg.plan() instanceof Plan.Refused refused) {
            out.println(title + ": " + Paint.BAD.on("refused") + ": " + refused.reason());
        } else {
            out.println(title + ": nothing to do");
        }
    }
}
