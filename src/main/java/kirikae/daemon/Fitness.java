package kirikae.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import kirikae.model.Service;
import kirikae.web.Readiness;

/**
 * Knows whether the daemon could decide and write now: the journal's trouble, and for each provider the end of a read of one
 * service's records, tried every minute with the credentials of the moment. Looks on the decision loop; is asked from anywhere.
 */
final class Fitness implements Readiness {
    static final Duration EVERY = Duration.ofMinutes(1);
    private static final Duration LATE = Duration.ofSeconds(30);

    private final DecisionLoop loop;
    private final JournalTrouble journal;
    private final Supplier<List<Service>> services;
    private final Reader reader;
    private final Map<String, Trial> trials = new LinkedHashMap<>();
    private volatile List<String> unread = List.of("the services are not there yet: the daemon is starting");

    /** Reads the live records of a service; exactly one of the two is called, on the decision loop. */
    interface Reader {
        /** Reads. */
        void read(Service service, Runnable done, java.util.function.Consumer<String> failed);
    }

    private record Trial(String zone, Duration begun, Optional<String> trouble, boolean pending) {
        Trial ended(Optional<String> now) {
            return new Trial(zone, begun, now, false);
        }
    }

    /** Takes who is asked; {@code services} is called on the decision loop. */
    Fitness(DecisionLoop loop, JournalTrouble journal, Supplier<List<Service>> services, Reader reader) {
        this.loop = loop;
        this.journal = journal;
        this.services = services;
        this.reader = reader;
    }

    /** Begins to look. On the decision loop. */
    void begin() {
        Map<String, Service> samples = new LinkedHashMap<>();
        services.get().forEach(service -> samples.putIfAbsent(service.provider(), service));
        trials.keySet().retainAll(samples.keySet());
        samples.forEach(this::tryOut);
        tell();
        loop.at(loop.now().plus(LATE), this::tell);
        loop.at(loop.now().plus(EVERY), this::begin);
    }

    @Override
    public Duration sinceProgress() {
        return loop.sinceProgress();
    }

    @Override
    public List<String> missing() {
        List<String> missing = new ArrayList<>(unread);
        journal.now().ifPresent(what -> missing.add("journal: " + what));
        return missing;
    }

    private void tryOut(String provider, Service sample) {
        Duration begun = loop.now();
        Optional<String> before = Optional.ofNullable(trials.get(provider))
                .map(Trial::trouble)
                .orElseGet(() -> Optional.of("not answered yet"));
        trials.put(provider, new Trial(sample.zone(), begun, before, true));
        reader.read(
                sample,
                () -> ended(provider, begun, Optional.empty()),
                why -> ended(provider, begun, Optional.of("cannot be read: " + why)));
    }

    private void ended(String provider, Duration begun, Optional<String> trouble) {
        trials.computeIfPresent(provider, (name, trial) -> trial.begun().equals(begun) ? trial.ended(trouble) : trial);
        tell();
    }

    private void tell() {
        List<String> lines = new ArrayList<>();
        trials.forEach((provider, trial) -> trouble(trial)
                .ifPresent(what -> lines.add("provider " + provider + ": zone " + trial.zone() + " " + what)));
        unread = List.copyOf(lines);
    }

    private Optional<String> trouble(Trial trial) {
        boolean late = trial.pending() && loop.now().minus(trial.begun()).compareTo(LATE) >= 0;
        return late ? Optional.of("has not answered for " + LATE.toSeconds() + " s") : trial.trouble();
    }
}
