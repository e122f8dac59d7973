package kirikae.sim;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import kirikae.core.Actual;
import kirikae.core.Effect.Question;
import kirikae.core.StandingOrder;
import kirikae.core.Work;
import kirikae.core.Work.Move;
import kirikae.core.ZoneQueue.Waiting;
import kirikae.model.Check;
import kirikae.model.Service;
import kirikae.model.Verdict;

/** What must hold at the moment at which a change leaves for the provider. */
final class SendRules {
    private static final long TRUST = 10_000;
    private final World world;
    private final Map<String, Long> left = new HashMap<>();
    private Shell leftIn;

    SendRules(World world) {
        this.world = world;
        this.leftIn = world.shell;
    }

    Dispatch check(Shell shell, Seat seat, Waiting waiting) {
        Site site = seat.site;
        if (!(seat.state.work() instanceof Work.Queued queued) || queued.attempt() != waiting.attempt()) {
            throw new Violation("re-validated", "sent " + waiting + " although the work is " + seat.state.work());
        }
        Move move = queued.move();
        Decision decision = site.decision()
                .filter(made -> made.to == move.to() && made.automatic == move.isAutomatic())
                .orElseThrow(() -> new Violation("switch-started", "not told before " + move));
        if (move.decidedAt().toMillis() < seat.freshSince) {
            throw new Violation("plan from before a pause", move + " but fresh since " + seat.freshSince);
        }
        seat.oracle.forEach(target -> target.pass(shell.uptime()));
        if (world.healthy) {
            throw new Violation("healthy", "a change while every host is healthy: " + move);
        }
        if (move.isAutomatic()) {
            automatic(shell, seat, move);
        } else if (!(site.order instanceof StandingOrder.Pinned pinned) || pinned.target() != move.to()) {
            throw new Violation("order", move + " but ordered is " + site.order);
        }
        return new Dispatch(site, waiting, decision);
    }

    private void automatic(Shell shell, Seat seat, Move move) {
        if (shell.isolation().isCutOff()) {
            throw new Violation("cut off", "an automatic change while isolated: " + move);
        }
        if (seat.site.order.isSet()) {
            throw new Violation("hold", "an automatic change against " + seat.site.order);
        }
        if (!(seat.state.actual() instanceof Actual.At at)) {
            throw new Violation("drift", "an automatic change from " + seat.state.actual());
        }
        if (!seat.oracle.get(move.to()).isUp()) {
            throw new Violation("desired", "to a target that is not UP: " + move);
        }
        if (seat.oracle.get(at.target()).isBad()) {
            leaving(shell, seat, at.target());
        } else {
            returning(shell, seat, at.target(), move);
        }
    }

    private void leaving(Shell shell, Seat seat, int from) {
        Set<Question> needed = EnumSet.noneOf(Question.class);
        OracleTarget bad = seat.oracle.get(from);
        if (!bad.isBadByWord()) {
            needed.add(Question.NETWORK);
            for (int c = 0; c < bad.checks.size(); c++) {
                Check check = seat.site.service.targets().get(from).checks().get(c);
                Verdict verdict = bad.checks.get(c).verdict();
                if (check instanceof Check.Heartbeat && verdict == Verdict.NO_DATA) {
                    needed.add(Question.OWN_LISTENER);
                }
            }
        }
        if (from == 0) {
            needed.add(Question.LEAVE);
            countLeave(shell, seat);
        }
        boolean fresh = shell.uptime() - seat.trustedAt <= TRUST && seat.trustedAt >= seat.freshSince;
        if (!needed.isEmpty() && (!fresh || !seat.trusted.containsAll(needed))) {
            throw new Violation("is it me", needed + " not answered; " + seat.trusted + " were at " + seat.trustedAt);
        }
    }

    private void countLeave(Shell shell, Seat seat) {
        if (leftIn != shell) {
            left.clear();
            leftIn = shell;
        }
        left.put(seat.site.service.name(), shell.uptime());
        long window = world.sites.stream().mapToLong(Site::longestWindow).max().orElse(0) - 2 * TRUST;
        long recent = left.values().stream()
                .filter(at -> shell.uptime() - at < window)
                .count();
        long allowed = Math.max(1, (long) Math.floor(world.sites.size() * world.maxFraction + 1e-9));
        if (recent > allowed) {
            throw new Violation("max-fraction", recent + " services left within one window");
        }
    }

    private static void returning(Shell shell, Seat seat, int from, Move move) {
        Site site = seat.site;
        OracleTarget to = seat.oracle.get(move.to());
        if (!seat.oracle.get(from).isUp() || move.to() >= from) {
            throw new Violation("evidence", "away from a target that is not bad: " + move);
        }
        if (site.service.recovery().mode() == Service.Recovery.Mode.MANUAL && !site.permission) {
            throw new Violation("manual recovery", "not permitted: " + move);
        }
        if (to.checks.isEmpty()) {
            return;
        }
        long ready = to.upSince() + site.service.recovery().stableFor().toMillis() + flapDelay(shell, site, to);
        if (shell.uptime() < ready) {
            throw new Violation("flap guard", move + " is " + (ready - shell.uptime()) + " ms early");
        }
    }

    private static long flapDelay(Shell shell, Site site, OracleTarget to) {
        Service.FlapGuard rule = site.service.flapGuard();
        long since = to.upSince() - shell.inUptime(site);
        if (site.flapRow == 0 || since >= rule.forgetAfter().toMillis()) {
            return 0;
        }
        long hold = rule.firstHold().toMillis() << Math.min(site.flapRow - 1, 20);
        return Math.min(hold, rule.maxHold().toMillis());
    }
}
