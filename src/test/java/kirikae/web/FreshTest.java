package kirikae.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FreshTest {
    private final AtomicLong clock = new AtomicLong();
    private final List<CompletableFuture<String>> makings = new ArrayList<>();
    private final Fresh<String> fresh = new Fresh<>(this::make, Duration.ofNanos(100), clock::get);

    private CompletableFuture<String> make() {
        makings.add(new CompletableFuture<>());
        return makings.get(makings.size() - 1);
    }

    @Test
    void manyShareOneMakingAndAYoungValue() {
        CompletableFuture<String> first = fresh.get();
        assertThat(fresh.get()).isSameAs(first);
        makings.get(0).complete("a");
        clock.set(99);
        assertThat(fresh.get()).isSameAs(first).isCompletedWithValue("a");
        clock.set(100);
        fresh.get();
        assertThat(makings).hasSize(2);
    }

    @Test
    void afterAnEventTheNextValueIsMadeLaterAndStillOneAtATime() {
        CompletableFuture<String> before = fresh.get();
        fresh.forget();
        CompletableFuture<String> after = fresh.get();
        fresh.forget();
        assertThat(fresh.get()).isSameAs(after);
        assertThat(makings).hasSize(1);
        makings.get(0).complete("old");
        assertThat(before).isCompletedWithValue("old");
        assertThat(makings).hasSize(2);
        makings.get(1).complete("new");
        assertThat(after).isCompletedWithValue("new");
    }

    @Test
    void afterAnEventAWholeValueIsMadeAnew() {
        fresh.get();
        makings.get(0).complete("old");
        fresh.forget();
        fresh.get();
        assertThat(makings).hasSize(2);
    }

    @Test
    void aFailureIsToldOnceAndNotKept() {
        CompletableFuture<String> failed = fresh.get();
        makings.get(0).completeExceptionally(new IllegalStateException("no"));
        assertThat(failed).isCompletedExceptionally();
        fresh.get();
        assertThat(makings).hasSize(2);
    }
}
