package kirikae.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Hosts that push heartbeats, on a thread of their own: five a second for each host that is alive. */
final class Beats implements AutoCloseable {
    /** The token of every host. */
    static final String TOKEN = "0123456789abcdef-token";

    private static final long EVERY_MILLIS = 200;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private final Set<String> alive = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> accepted = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "beats");
        made.setDaemon(true);
        return made;
    });
    private volatile int port;
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    /** Begins; nobody is alive yet. */
    Beats() {
        var unused = thread.scheduleWithFixedDelay(this::beat, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** To whom they go. */
    void to(int newPort) {
        port = newPort;
    }

    /** The first request loads classes for a while; it goes to somebody who does not mind. */
    void warmUp(int somebody) {
        to(somebody);
        try {
            say("nobody", "", TOKEN, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These hosts beat from now on. */
    void alive(String... hosts) {
        alive.addAll(Set.of(hosts));
    }

    /** These hosts are dead from now on. A beat on its way may still arrive. */
    void silent(String... hosts) {
        alive.removeAll(Set.of(hosts));
    }

    /** How many beats of a host were taken. */
    int accepted(String host) {
        return accepted.getOrDefault(host, 0);
    }

    /** Forgets how long answers took. */
    void forgetTimes() {
        nanos.clear();
    }

    /** How long nine of ten answers took at most since then, in milliseconds; a beat without an answer took for ever. */
    long usualMillis() {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.isEmpty() ? Long.MAX_VALUE : TimeUnit.NANOSECONDS.toMillis(sorted.get(sorted.size() * 9 / 10));
    }

    /** Says something once; gives the status. */
    int say(String host, String verb, String token, String body) throws IOException {
        return send(request(host + verb, token, body));
    }

    private void beat() {
        for (String host : alive) {
            long begun = System.nanoTime();
            try {
                if (send(request(host, TOKEN, "")) == 202) {
                    accepted.merge(host, 1, Integer::sum);
                }
                nanos.add(System.nanoTime() - begun);
            } catch (IOException e) {
                // The daemon is down, stopped or drowned: what its log and its records say is what is asserted.
                nanos.add(Long.MAX_VALUE);
            }
        }
    }

    private HttpRequest request(String path, String token, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/heartbeat/" + path))
                .timeout(Duration.ofSeconds(2))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static int send(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
