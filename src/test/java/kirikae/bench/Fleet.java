package kirikae.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many watched hosts of many services: their configuration, their records, and rounds of heartbeats of all of them. */
final class Fleet {
    private static final int CONNECTIONS = 4;
    private static final int PIPELINED = 20;

    private final int services;
    private final int zones;
    private final String window;

    /** Takes how many services in how many zones, and the window as it is written. */
    Fleet(int services, int zones, String window) {
        this.services = services;
        this.zones = zones;
        this.window = window;
    }

    int size() {
        return services;
    }

    static String service(String name, String zone, String label, String window) {
        return name + " { zone = \"" + zone + "\", names = [\"" + label + "." + zone
                + "\"], maintenance { CNAME = \"sorry.example.net\" }, primary { A = [\"192.0.2.1\"], checks.agent "
                + "{ type = heartbeat, host = \"" + name + "\", token = \"" + Homes.TOKEN + "\", no-data-window = "
                + window + " } } }";
    }

    static String name(int index) {
        return "s" + index;
    }

    private String zone(int index) {
        return "z" + index % zones + ".test";
    }

    /** The names as in the records, in the order of the services. */
    String domain(int index) {
        return name(index) + "." + zone(index);
    }

    List<String> text() {
        return block(IntStream.range(0, services)
                .mapToObj(i -> service(name(i), zone(i), name(i), window))
                .toList());
    }

    /** One block of services: many keys "services.NAME" would cost time with the square of their number. */
    static List<String> block(List<String> services) {
        List<String> text = new ArrayList<>(List.of("services {"));
        text.addAll(services);
        text.add("}");
        return text;
    }

    /** The options of a fake with these zones and that of the {@link Witness}. */
    List<String> zoneOptions() {
        List<String> options = new ArrayList<>(List.of("--zone", "witness.test:ZW"));
        for (int z = 0; z < zones; z++) {
            options.addAll(List.of("--zone", "z" + z + ".test:Z" + z));
        }
        return options;
    }

    /** Puts all records there. */
    void fill(FakeProcess fake) throws IOException, InterruptedException {
        fake.post("edit?zone=ZW", Witness.records());
        for (int z = 0; z < zones; z++) {
            StringBuilder lines = new StringBuilder();
            for (int i = z; i < services; i += zones) {
                lines.append("put ").append(domain(i)).append(" A 60 192.0.2.1\n");
            }
            fake.post("edit?zone=Z" + z, lines.toString());
        }
    }

    /** Every host beats once; gives when each heartbeat was accepted, in milliseconds since 1970. */
    long[] round(int port) throws InterruptedException, ExecutionException {
        long[] accepted = new long[services];
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<Future<Void>> parts = new ArrayList<>();
        for (int c = 0; c < CONNECTIONS; c++) {
            int first = c;
            Callable<Void> part = () -> {
                part(port, first, accepted);
                return null;
            };
            parts.add(threads.submit(part));
        }
        for (Future<Void> part : parts) {
            part.get();
        }
        threads.shutdown();
        return accepted;
    }

    private void part(int port, int first, long[] accepted) throws IOException {
        try (Beater beater = new Beater(port, "none")) {
            List<String> pipe = new ArrayList<>();
            int from = first;
            for (int i = first; i < services; i += CONNECTIONS) {
                pipe.add(name(i));
                if (pipe.size() == PIPELINED || i + CONNECTIONS >= services) {
                    beater.beatAll(pipe);
                    long now = System.currentTimeMillis();
                    for (int j = from; j <= i; j += CONNECTIONS) {
                        accepted[j] = now;
                    }
                    from = i + CONNECTIONS;
                    pipe.clear();
                }
            }
        }
    }
}
