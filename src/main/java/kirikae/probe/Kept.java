package kirikae.probe;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a check keeps from one probe to the next, to one address. Says when a new one is due all the same.
 * Confined to one event loop, as the check is.
 */
final class Kept implements Ear {
    private final int freshEvery;
    private @Nullable Wire wire;
    private @Nullable Wire finishing;
    private int probes;

    /** Takes every how many probes a new connection is opened; 1: for each. */
    Kept(int freshEvery) {
        this.freshEvery = freshEvery;
    }

    /** True when connections are kept at all. */
    boolean isWanted() {
        return freshEvery > 1;
    }

    /** What a connection is opened for. */
    HttpAnswer.Use use() {
        return isWanted() ? HttpAnswer.Use.KEEP : HttpAnswer.Use.ONCE;
    }

    /** Takes the connection for one more probe; empty when a new one is to be opened. */
    Optional<Wire> take() {
        if (finishing != null) {
            close(); // the rest of the last answer takes too long
        }
        if (wire == null) {
            return Optional.empty();
        }
        Wire taken = wire;
        wire = null;
        if (probes < freshEvery) {
            probes++;
            return Optional.of(taken);
        }
        taken.close();
        return Optional.empty();
    }

    /** A new connection was opened: counting begins anew. */
    void fresh() {
        probes = 1;
    }

    /** Has its answer, but the rest of it is still to come: kept if it comes before the next probe. */
    void await(Wire judged) {
        finishing = judged;
    }

    /** Keeps a connection whose answer is over. */
    void put(Wire rested) {
        finishing = null;
        wire = rested;
        rested.rest(this);
    }

    /** Closes the connection that rests, or that is still to end its answer. */
    void close() {
        shut(wire);
        shut(finishing);
        wire = null;
        finishing = null;
    }

    private static void shut(@Nullable Wire open) {
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void opened(Wire opened) {
        throw new IllegalStateException("it was open");
    }

    /** Nobody asked. */
    @Override
    public void heard(byte[] bytes, int length) {
        close();
    }

    @Override
    public void ended() {
        close();
    }

    @Override
    public void broke(Throwable cause) {
        wire = null;
    }
}
