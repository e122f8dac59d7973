package kirikae.probe;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import kirikae.model.Observation;
import org.jspecify.annotations.Nullable;

/** One run of a plugin. Carries its outcome back to the event loop that began it. */
final class ExecAttempt implements Attempt {
    private final CommandPool pool;
    private final List<String> command;
    private final Duration timeout;
    private @Nullable Command running;
    private boolean over;

    ExecAttempt(CommandPool pool, List<String> command, Duration timeout) {
        this.pool = pool;
        this.command = command;
        this.timeout = timeout;
    }

    @Override
    public void begin(Loop loop, Consumer<Observation> done) {
        Command next = new Command(command, outcome -> loop.execute(() -> end(outcome, done)));
        running = next;
        if (pool.submit(next) == CommandPool.Admission.FULL) {
            end(Observation.unknown(CommandPool.QUEUE + " other commands were waiting"), done);
        }
    }

    @Override
    public Observation expire() {
        over = true;
        String within = Line.span(timeout);
        Command.Phase phase = running == null ? Command.Phase.QUEUED : running.stop();
        if (running == null || phase == Command.Phase.QUEUED) {
            return Observation.unknown(
                    "could not start within " + within + ": " + pool.slots() + " other commands were running");
        }
        if (phase != Command.Phase.RUNNING) {
            return Observation.unknown("the command's end was not heard of within " + within);
        }
        // What had to wait for a slot had less than its time: that it did not end says nothing.
        return running.waited().toNanos() > Lateness.LIMIT
                ? Observation.unknown("waited " + Line.span(running.waited()) + " behind " + pool.slots()
                        + " other commands, then did not end within " + within + ": killed")
                : Observation.failure("still running after " + within + ": killed");
    }

    private void end(Observation outcome, Consumer<Observation> done) {
        if (!over) {
            over = true;
            done.accept(outcome);
        }
    }
}
