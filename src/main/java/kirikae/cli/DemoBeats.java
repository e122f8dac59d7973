package kirikae.cli;

import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import kirikae.model.Secret;
import kirikae.model.Settings.Endpoint;

/** The heartbeats of the demo's web host: every 500 ms while it lives. */
final class DemoBeats implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;

    private final Pulse pulse;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heartbeats");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean alive = true;

    DemoBeats(Endpoint daemon, String host, Secret token) {
        pulse = new Pulse(URI.create("http://" + daemon), host, Pulse.bearing(token));
        var unused = heart.scheduleAtFixedRate(this::beat, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** No more of them. */
    void die() {
        alive = false;
    }

    /** They go on. */
    void comeBack() {
        alive = true;
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }

    private void beat() {
        try {
            if (alive) {
                Pulse.Beat unused = pulse.beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
