package kirikae.daemon;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import kirikae.core.Effect;
import kirikae.core.Input;
import kirikae.core.LeaveLimit;
import kirikae.core.ServiceState;
import kirikae.core.Uptime;
import kirikae.intake.HeartbeatSink.Heard;
import kirikae.intake.HeartbeatSink.Kept;
import kirikae.intake.HeartbeatSink.Word;
import kirikae.model.CheckId;
import kirikae.model.EventName;
import kirikae.model.Observation;
import kirikae.model.Service;
import kirikae.model.Settings;

/**
 * All services at work: finds the desk an observation belongs to, performs effects, and replaces services at a reload. Lives on
 * the decision loop, save the two doors {@link #observed} and {@link #heard}, which hand over to it.
 */
final class Registry {
    private static final Duration SWEEP_LOOK = Duration.ofSeconds(1);

    private final DecisionLoop loop;
    private final Chronicle chronicle;
    private final Map<String, Desk> desks = new LinkedHashMap<>();
    /** The desks of each zone, put together when somebody needs them; emptied by every change of the services. */
    private final Map<ZoneDesk, List<Desk>> byZone = new LinkedHashMap<>();

    private final Inbox inbox;
    private CheckTable checks = new CheckTable(List.of());
    private final Addenda addenda = new Addenda();
    private Optional<Eyes> eyes = Optional.empty();
    private Function<Service, ZoneDesk> zones = service -> {
        throw new IllegalStateException("no zones yet");
    };
    private BiConsumer<CheckId, Effect.Tempo> pace = (id, tempo) -> {};

    Registry(DecisionLoop loop, Chronicle chronicle) {
        this.loop = loop;
        this.chronicle = chronicle;
        this.inbox = new Inbox(loop, (id, seen) -> give(id, place -> observed(place, seen)));
    }

    /** Takes the hands that effects need. */
    void begin(Eyes newEyes, Function<Service, ZoneDesk> newZones, BiConsumer<CheckId, Effect.Tempo> newPace) {
        eyes = Optional.of(newEyes);
        zones = newZones;
        pace = newPace;
    }

    /** The eyes. */
    Eyes eyes() {
        return eyes.orElseThrow();
    }

    /** A service's desk. */
    Optional<Desk> desk(String service) {
        return Optional.ofNullable(desks.get(service));
    }

    /** All desks. */
    Collection<Desk> desks() {
        return desks.values();
    }

    /** Where every check belongs. */
    CheckTable checks() {
        return checks;
    }

    /** Opens one service's desk with what is restored for it, and lets it begin. */
    void open(Service service, ServiceState state) {
        Desk desk = new Desk(service, state, loop, this::perform);
        desks.put(service.name(), desk);
        byZone.clear();
        desk.give(new Input.Tick());
    }

    /** Knows the checks of these services from now on. */
    void index(Collection<Service> services) {
        checks = new CheckTable(services);
    }

    /** Gives every service the same input. */
    void broadcast(Input input) {
        List.copyOf(desks.values()).forEach(desk -> desk.give(input));
    }

    /** The leave limit of a configuration. */
    LeaveLimit leaveLimit(Settings settings) {
        Duration window = settings.services().stream()
                .map(Service::longestWindow)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new LeaveLimit(settings.services().size(), settings.isolation().maxFraction(), window);
    }

    // ---- in ----

    /** A probe's report, from any thread. */
    void observed(CheckId id, Observation observation, long startedNanos) {
        inbox.add(id, observation);
    }

    /** A heartbeat, from the listener's thread; completes when it is taken. */
    Future<Kept> heard(Heard heard) {
        Promise<Kept> taken = Promise.promise();
        loop.execute(() -> {
            heard.checks().forEach(id -> hear(id, heard));
            if (heard.word() instanceof Word.Maint) {
                // In force from here on, whatever the disk says; the host is told when a restart would forget it.
                chronicle
                        .synced()
                        .whenComplete(
                                (nothing, failure) -> taken.complete(failure == null ? Kept.WELL : Kept.IN_MEMORY));
            } else {
                taken.complete(Kept.WELL);
            }
        });
        return taken.future();
    }

    /** What agents report, from the listener's thread; completes when it is taken. */
    Future<Void> reported(Map<CheckId, Observation> reports) {
        Promise<Void> taken = Promise.promise();
        loop.execute(() -> {
            reports.forEach((id, report) -> give(id, place -> observed(place, report)));
            taken.complete();
        });
        return taken.future();
    }

    /** Journals how far a host's signed heartbeats run ahead; completes when it is synced. From the listener's thread. */
    Future<Void> mark(String host, Duration ahead) {
        Promise<Void> kept = Promise.promise();
        loop.execute(() -> {
            Map<String, Object> fields = Fields.of("host", host, "ahead-ms", ahead.toMillis());
            fields.put(
                    "reason",
                    "so far its signed heartbeats may be ahead of our clock; a restart refuses the older ones");
            chronicle.tell(EventName.HEARTBEAT_MARK, fields);
            chronicle.synced().whenComplete((nothing, failure) -> settle(kept, failure));
        });
        return kept.future();
    }

    private static void settle(Promise<Void> taken, @org.jspecify.annotations.Nullable Throwable failure) {
        if (failure == null) {
            taken.complete();
        } else {
            taken.fail(failure);
        }
    }

    private void hear(CheckId id, Heard heard) {
        if (heard.word() instanceof Word.Maint maint) {
            Duration until = loop.now().plus(maint.length());
            give(id, place -> new Input.Maint(place.target(), place.check(), until, heard.reason()));
        } else if (heard.word() instanceof Word.Unclear) {
            give(id, place -> observed(place, Observation.unknown(heard.reason())));
        } else if (heard.word() instanceof Word.Fail) {
            give(id, place -> observed(place, Observation.failSaid(heard.reason())));
        } else {
            if (heard.word() instanceof Word.Up) {
                give(id, place -> new Input.Maint(place.target(), place.check(), Uptime.LONG_AGO, "the host is up"));
            }
            give(id, place -> observed(place, Observation.success(heard.reason())));
        }
    }

    private static Input observed(CheckTable.Place place, Observation observation) {
        return new Input.Observed(place.target(), place.check(), observation);
    }

    private void give(CheckId id, Function<CheckTable.Place, Input> input) {
        checks.place(id).ifPresent(place -> desk(place.service()).ifPresent(desk -> desk.give(input.apply(place))));
    }

    // ---- out ----

    private void perform(Desk desk, Effect effect) {
        if (effect instanceof Effect.Tell tell) {
            chronicle.tell(desk.service().name(), tell.event(), told(desk, tell));
        } else if (effect instanceof Effect.Ask ask) {
            eyes().ask(desk, ask);
        } else if (effect instanceof Effect.Pace change) {
            pace.accept(id(desk.service(), change.target(), change.check()), change.tempo());
        } else {
            atZone(desk, zones.apply(desk.service()), effect);
        }
    }

    private Map<String, Object> told(Desk desk, Effect.Tell tell) {
        return addenda.of(desk.service(), desk.state(), tell, eyes().isolation().cutOff(), loop.now());
    }

    private static void atZone(Desk desk, ZoneDesk zone, Effect effect) {
        String service = desk.service().name();
        if (effect instanceof Effect.Read read) {
            zone.read(
                    Set.copyOf(desk.service().names()),
                    live -> desk.give(new Input.LiveRead(read.attempt(), live)),
                    error -> desk.give(new Input.ReadFailed(read.attempt(), error)));
        } else if (effect instanceof Effect.Send send) {
            zone.send(service, send.attempt(), send.change());
        } else if (effect instanceof Effect.Withdraw withdraw) {
            zone.withdraw(service, withdraw.attempt());
        } else if (effect instanceof Effect.Poll poll) {
            zone.poll(desk, poll.attempt(), poll.changeId());
        } else if (effect instanceof Effect.AskServers ask) {
            zone.askServers(desk, ask);
        }
    }

    private static CheckId id(Service service, int target, int check) {
        return new CheckId(
                service.name(),
                service.targets().get(target).name(),
                service.targets().get(target).checks().get(check).name());
    }

    /** Looks once a second which zones are due for their regular re-read. */
    void sweep() {
        if (byZone.isEmpty()) {
            desks.values()
                    .forEach(desk -> byZone.computeIfAbsent(zones.apply(desk.service()), key -> new ArrayList<>())
                            .add(desk));
        }
        byZone.forEach(ZoneDesk::sweepWhenDue);
        loop.at(loop.now().plus(SWEEP_LOOK), this::sweep);
    }

    // ---- reload ----

    /**
     * Replaces the services: equal ones go on undisturbed. Gives the fields that say what changed.
     *
     * @param restored what is in force for a service that comes back
     */
    Map<String, Object> replace(Settings next, Function<Service, ServiceState.Restored> restored) {
        byZone.clear();
        Map<String, Service> wanted = new LinkedHashMap<>();
        next.services().forEach(service -> wanted.put(service.name(), service));
        Set<String> removed = new TreeSet<>(desks.keySet());
        removed.removeAll(wanted.keySet());
        removed.forEach(this::close);
        index(next.services());
        Set<String> added = new TreeSet<>();
        Set<String> changed = new TreeSet<>();
        for (Service service : wanted.values()) {
            Optional<Desk> before = desk(service.name());
            if (before.isEmpty()) {
                added.add(service.name());
                open(service, ServiceState.initial(service, restored.apply(service), loop.now()));
            } else if (!before.get().service().equals(service)) {
                changed.add(service.name());
                reopen(before.get(), service);
            }
        }
        inOrder(wanted.keySet());
        return summary(next, added, changed, removed);
    }

    private void inOrder(Collection<String> names) {
        Map<String, Desk> before = Map.copyOf(desks);
        desks.clear();
        names.forEach(name -> Optional.ofNullable(before.get(name)).ifPresent(desk -> desks.put(name, desk)));
    }

    private void close(String service) {
        Optional.ofNullable(desks.remove(service)).ifPresent(Desk::close);
    }

    private void reopen(Desk before, Service service) {
        close(service.name());
        open(service, Succession.carryOver(before.service(), before.state(), service, loop.now()));
    }

    private static Map<String, Object> summary(
            Settings next, Set<String> added, Set<String> changed, Set<String> removed) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("services", (long) next.services().size());
        fields.put("added", String.join(" ", added));
        fields.put("changed", String.join(" ", changed));
        fields.put("removed", String.join(" ", removed));
        if (!removed.isEmpty()) {
            fields.put("reason", "the records of removed services are left as they are");
        }
        return fields;
    }

    /** All services with their states, in the order of the configuration. */
    List<Snapshot.Seat> seats() {
        return desks.values().stream()
                .map(desk -> new Snapshot.Seat(desk.service(), desk.state()))
                .toList();
    }
}
