package kirikae.model;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Knows the errors after which a JVM cannot be trusted any more: no memory, or a class that cannot be loaded, then or ever after.
 * Networking libraries catch such an error like any other and go on, so whoever is handed a cause shows it here as well. Owns the
 * one witness of the process, who ends it; a supervisor starts a clean one.
 */
public final class Poison {
    private static final int DEPTH = 20;
    private static final AtomicBoolean NOTICED = new AtomicBoolean();
    private static volatile Consumer<Throwable> witness = poison -> {};

    private Poison() {}

    /** Tells this consumer of the first poison, once in the life of the process. It is called on the thread that met it. */
    public static void tell(Consumer<Throwable> newWitness) {
        witness = newWitness;
    }

    /** Takes anything that was caught; does nothing unless it is poison. Never throws. */
    public static void notice(Throwable caught) {
        if (isIn(caught) && NOTICED.compareAndSet(false, true)) {
            witness.accept(caught);
        }
    }

    /** True when the error or one of its causes means that the JVM is broken. A stack that was too deep is over when it unwinds. */
    public static boolean isIn(Throwable caught) {
        Throwable cause = caught;
        for (int i = 0; i < DEPTH && cause != null; i++) {
            if (cause instanceof LinkageError
                    || (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
