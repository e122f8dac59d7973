package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import kirikae.daemon.Daemon.Reload;
import org.junit.jupiter.api.Test;

/** A reload is done only when it was done. */
class ReplacementTest {
    private final List<String> told = new ArrayList<>();
    private final Chronicle chronicle =
            Chronicle.unwritten(event -> told.add(event.name().text()));
    private final CompletableFuture<Reload> done = new CompletableFuture<>();

    private Replacement replacement(Replacement.Preparing prepare, Replacement.Enforcing enforce) {
        return new Replacement("operator:ann", chronicle, prepare, enforce);
    }

    @Test
    void bothStepsMakeItDone() {
        replacement(() -> {}, () -> Fields.of("services", 2L)).perform(done);
        assertThat(done.join())
                .isEqualTo(new Reload.Done("the configuration is in force: 2 services, the same as before"));
        assertThat(told).containsExactly("config-reloaded");
    }

    @Test
    void aFirstStepThatFailsChangesNothing() {
        replacement(
                        () -> {
                            throw new java.io.IOException("port 53 is taken");
                        },
                        () -> {
                            throw new AssertionError("the second step must not begin");
                        })
                .perform(done);
        assertThat(done.join())
                .isEqualTo(
                        new Reload.Failed("port 53 is taken\nnothing was changed: the configuration in force goes on"));
        assertThat(told).containsExactly("config-rejected");
    }

    @Test
    void aSecondStepThatFailsIsNotDoneAndEndsTheProcess() {
        Replacement half = replacement(() -> {}, () -> {
            throw new IllegalStateException("the registry is broken");
        });
        assertThatThrownBy(() -> half.perform(done)).hasMessage("the registry is broken");
        assertThat(done.join())
                .isInstanceOfSatisfying(
                        Reload.Failed.class,
                        failed -> assertThat(failed.message())
                                .contains("in force by half", "the registry is broken", "started anew"));
        assertThat(told).isEmpty();
    }
}
