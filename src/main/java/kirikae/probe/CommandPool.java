package kirikae.probe;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs a bounded number of commands at a time; the rest waits in a bounded queue. Owns the threads that wait for them. */
final class CommandPool {
    /** Most commands that wait for their turn. */
    static final int QUEUE = 1_000;

    private final int slots;
    private final ThreadPoolExecutor threads;

    /** Takes how many commands may run at a time. */
    CommandPool(int slots) {
        this.slots = slots;
        threads = new ThreadPoolExecutor(
                slots, slots, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), CommandPool::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    /** How many commands may run at a time. */
    int slots() {
        return slots;
    }

    /** Takes a command; it is run when a slot is free. Gives whether there was room for it. */
    Admission submit(Runnable command) {
        try {
            threads.execute(command);
            return Admission.TAKEN;
        } catch (RejectedExecutionException e) {
            return Admission.FULL;
        }
    }

    /** Whether a command was taken. */
    enum Admission {
        TAKEN,
        FULL
    }

    /** Takes no more, forgets those that wait, and waits so long at most for those that run and were told to end. Blocks. */
    void close(Duration patience) {
        threads.shutdown();
        threads.getQueue().clear();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "kirikae-exec");
        thread.setDaemon(true);
        return thread;
    }
}
