package kirikae.sim;

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import kirikae.core.Effect;
import kirikae.core.Effect.Question;
import kirikae.core.Input;
import kirikae.core.Input.Trust;
import kirikae.core.Isolation;
import kirikae.core.LeaveLimit;
import kirikae.core.Uptime;
import kirikae.model.ProviderError;

/** "Is it them, or is it me?": anchors or the provider, the own listener, and how many may leave. */
final class Eyes {
    private final Shell shell;
    private final World world;
    private Optional<LeaveLimit> limit = Optional.empty();
    private Isolation isolation = Isolation.none();

    Eyes(Shell shell) {
        this.shell = shell;
        this.world = shell.world;
    }

    Isolation isolation() {
        return isolation;
    }

    void ask(Seat seat, Effect.Ask ask) {
        look(seat, ask.questions(), trust -> shell.enter(() -> answer(seat, ask, trust)));
    }

    private void answer(Seat seat, Effect.Ask ask, Trust trust) {
        boolean well = !(trust instanceof Trust.CutOff);
        if (well && ask.questions().contains(Question.LEAVE)) {
            if (limit.isEmpty()) {
                limit = Optional.of(shell.newLimit());
            }
            if (!limit.get().take(seat.site.service.name(), shell.now())) {
                shell.asked(seat, ask, new Trust.TooMany(limit.get().refusal()));
                return;
            }
        }
        shell.asked(seat, ask, trust);
        if (trust instanceof Trust.CutOff cut) {
            cutOff(cut.reason());
        }
    }

    private void cutOff(String reason) {
        boolean began = !isolation.isCutOff();
        isolation = isolation.failed(reason, shell.now());
        if (began) {
            shell.tellAll(new Input.IsolationBegan(reason));
        }
        wakeLater();
    }

    private void wakeLater() {
        long in = isolation.retryAt().minus(shell.now()).toMillis();
        world.later(Math.max(0, in), () -> shell.enter(this::retry));
    }

    private void retry() {
        if (isolation.retryAt().equals(Uptime.NEVER)) {
            return;
        }
        if (!Uptime.reached(shell.now(), isolation.retryAt())) {
            wakeLater();
            return;
        }
        isolation = isolation.asking();
        Seat any = shell.seats.get(0);
        look(any, Set.of(Question.NETWORK, Question.OWN_LISTENER), trust -> shell.enter(() -> retried(trust)));
    }

    private void retried(Trust trust) {
        if (trust instanceof Trust.CutOff cut) {
            cutOff(cut.reason());
        } else {
            isolation = Isolation.none();
            shell.tellAll(new Input.IsolationEnded());
        }
    }

    private void look(Seat seat, Set<Question> questions, Consumer<Trust> then) {
        if (questions.contains(Question.OWN_LISTENER) && world.weather.isDeaf()) {
            world.later(2_000, () -> then.accept(new Trust.CutOff("the own listener does not answer")));
        } else if (!questions.contains(Question.NETWORK)) {
            world.later(5, () -> then.accept(new Trust.Well()));
        } else if (world.providerIsAnchor) {
            world.provider.read(
                    seat.site.service.zone(),
                    seat.site.service.names(),
                    live -> then.accept(new Trust.WellWith(live)),
                    error -> then.accept(fromProvider(error)));
        } else if (world.weather.isIsolated()) {
            world.later(2_000, () -> then.accept(new Trust.CutOff("0 of 2 anchors answer")));
        } else {
            world.later(world.dice.between(2, 500), () -> then.accept(new Trust.Well()));
        }
    }

    private static Trust fromProvider(ProviderError error) {
        return error.kind() == ProviderError.Kind.AMBIGUOUS
                ? new Trust.CutOff("the provider does not answer")
                : new Trust.Well();
    }
}
