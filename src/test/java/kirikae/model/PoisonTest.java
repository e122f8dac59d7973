package kirikae.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PoisonTest {
    @Test
    void aJvmWithoutMemoryOrClassesIsPoisoned() {
        assertThat(Poison.isIn(new OutOfMemoryError("Java heap space"))).isTrue();
        assertThat(Poison.isIn(new NoClassDefFoundError("x"))).isTrue();
        assertThat(Poison.isIn(new ExceptionInInitializerError(new IOException("Too many open files"))))
                .isTrue();
        assertThat(Poison.isIn(new InternalError())).isTrue();
        assertThat(Poison.isIn(new IllegalStateException(new RuntimeException(new OutOfMemoryError()))))
                .isTrue();
    }

    @Test
    void whatMayBeOverInAMomentIsNot() {
        assertThat(Poison.isIn(new StackOverflowError())).isFalse();
        assertThat(Poison.isIn(new IOException("Too many open files"))).isFalse();
        assertThat(Poison.isIn(new AssertionError("x"))).isFalse();
        assertThat(Poison.isIn(new RuntimeException("Cannot allocate memory"))).isFalse();
    }

    @Test
    void causesThatGoRoundInACircleEnd() {
        Exception a = new Exception("a");
        a.initCause(new Exception("b", a));
        assertThat(Poison.isIn(a)).isFalse();
    }
}
