package kirikae.daemon;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kirikae.intake.SelfCheck;
import kirikae.journal.Journal;
import kirikae.journal.JournalLimits;
import kirikae.journal.Opening;
import kirikae.model.EventName;
import kirikae.model.Observation;
import kirikae.model.Operator;
import kirikae.model.Settings;
import kirikae.model.Settings.Endpoint;
import kirikae.probe.ProbeEngine;
import kirikae.probe.Reach;
import kirikae.web.Tally;
import kirikae.web.Web;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds every part of the daemon, in the order that makes a start harmless: journal, providers, listener, then decisions; and
 * takes them down the other way round. Owns them all. Must not decide.
 */
final class House {
    private static final Logger LOG = LoggerFactory.getLogger(House.class);
    private static final long BUILD_SECONDS = 20;

    private final Vertx vertx;
    private final DecisionLoop loop;
    private final Journal journal;
    private final History history;
    private final Postroom postroom;
    private final Chronicle chronicle;
    private final Providers providers;
    private final ProbeEngine engine;
    private final Reach reach;
    private final Doors doors;
    private final Registry registry;
    private final Reloading reloading;
    private final Front front;
    private final CountedProbes probes;
    private final Fitness fitness;
    private final Web web;
    private final Window window;
    private final Consumer<Throwable> fatal;
    private final Promise<Void> deciding = Promise.promise();
    private volatile Map<String, Endpoint> nameServers = Map.of();
    private volatile Settings settings;
    private boolean begun;

    /** What came of building. */
    sealed interface Built {
        /** Everything runs. */
        record Ready(House house) implements Built {}

        /** Nothing does; one line for people. */
        record Failed(String message) implements Built {}
    }

    /** Builds and starts everything. */
    static Built build(Path configFile, Settings settings, Daemon.Mode mode, Consumer<Throwable> fatal) {
        DecisionLoop loop = new DecisionLoop(new UptimeClock(System::nanoTime, System::currentTimeMillis), fatal);
        JournalTrouble watch = new JournalTrouble(loop);
        Path stateDir = mode == Daemon.Mode.DRY_RUN ? settings.stateDir().resolve("dry-run") : settings.stateDir();
        Opening opening = Journal.open(stateDir, JournalLimits.standard(), watch, InstantSource.system());
        if (opening instanceof Opening.InUse inUse) {
            return new Built.Failed(inUse.message());
        }
        if (opening instanceof Opening.Unusable unusable) {
            return new Built.Failed(unusable.message());
        }
        House house = new House(configFile, settings, mode, loop, watch, (Opening.Opened) opening, fatal);
        watch.tellThrough(house.chronicle);
        return house.open((Opening.Opened) opening);
    }

    private House(
            Path configFile,
            Settings settings,
            Daemon.Mode mode,
            DecisionLoop loop,
            JournalTrouble trouble,
            Opening.Opened opened,
            Consumer<Throwable> fatal) {
        this.settings = settings;
        this.loop = loop;
        this.fatal = fatal;
        this.journal = opened.journal();
        this.history = new History(opened.replay());
        this.vertx = Network.open();
        Tally tally = new Tally();
        this.postroom = new Postroom(loop, vertx, mode, tally, settings.notices(), history);
        this.chronicle = new Chronicle(journal, postroom::addressed, history::add, postroom::heard);
        this.registry = new Registry(loop, chronicle);
        this.providers = new Providers(mode, loop, registry::desk, fatal, tally);
        this.probes = new CountedProbes(registry::observed, tally);
        this.engine = new ProbeEngine(vertx, ProbeEngine.Sizing.standard(), probes);
        this.reach = new Reach(vertx, new ClientSSLOptions());
        this.reloading = new Reloading(configFile, this::replace, this::tell);
        this.front = new Front(
                loop,
                chronicle,
                registry,
                history,
                () -> registry.eyes().isolation().cutOff(),
                reloading);
        this.doors = new Doors(vertx, settings.listen(), Doors.sink(registry, deciding.future()), front.operator());
        this.fitness = new Fitness(loop, trouble, () -> this.settings.services(), providers::read);
        this.web = new Web(vertx, new Web.Sources(front.operator(), fitness, tally, doors::refused));
        this.window = new Window(vertx, settings.listen(), web);
        Lags.measure(vertx, loop, tally);
    }

    private Built open(Opening.Opened opened) {
        try {
            providers.open(settings, opened.standing());
            nameServers = providers.endpoints();
            doors.restore(opened);
            doors.replace(new CheckTable(settings.services()), settings.triggers());
            await(doors.open(window, House::warn));
            await(window.open(House::warn));
            // Visitors may take half of the file handles at most, so the warm-up still finds some for its classes.
            Future<Void> warm = engine.start();
            front.openControl(vertx, settings.controlSocket());
            await(warm);
            loop.execute(() -> {
                begin(opened);
                deciding.complete();
            });
            await(deciding.future());
            return new Built.Ready(this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted while starting");
        } catch (Exception e) {
            LOG.debug("start", e);
            return fail(root(e));
        }
    }

    /** A broken JVM is nobody's mistake in a file: its error goes on, and the process ends as poisoned. */
    private Built fail(Throwable cause) {
        Built failed = fail(String.valueOf(cause.getMessage()));
        if (cause instanceof Error broken) {
            throw broken;
        }
        return failed;
    }

    private static Throwable root(Throwable e) {
        return e instanceof java.util.concurrent.ExecutionException && e.getCause() != null ? e.getCause() : e;
    }

    private Built fail(String message) {
        close(1_000);
        return new Built.Failed(message);
    }

    private static void warn(String warning) {
        LOG.warn("{}", warning);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(BUILD_SECONDS, TimeUnit.SECONDS);
    }

    /** On the decision loop: from here uptime counts. */
    private void begin(Opening.Opened opened) {
        Eyes eyes =
                new Eyes(loop, chronicle, registry::broadcast, providers::ask, senses(), registry.leaveLimit(settings));
        registry.begin(eyes, providers::zone, this::pace);
        postroom.begin(registry, chronicle);
        loop.start(new Stillness(chronicle, loop::now, () -> settings.services(), registry::broadcast)::stood);
        Beginning beginning = new Beginning(opened, chronicle, settings, Instant.now(), loop.now());
        beginning.complain();
        beginning.holdUnproved();
        chronicle.tell(EventName.STARTED, startedFields());
        begun = true;
        beginning.crashLoop();
        beginning.desks(registry);
        replaceChecks();
        providers.warmUp();
        new DeadManPing(loop, reach, settings.deadMan()).start();
        registry.sweep();
        front.begin();
        fitness.begin();
        web.warmUp();
        new Rehearsal(loop, senses(), fatal).play();
    }

    private Map<String, Object> startedFields() {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("probes-by", engine.transport()));
        fields.put("version", Version.text());
        fields.put("services", (long) settings.services().size());
        fields.put("http", listening().map(Endpoint::toString).orElse("off"));
        doors.datagrams().ifPresent(statsd -> fields.put("dogstatsd", statsd.toString()));
        window.listening().ifPresent(status -> fields.put("status", status.toString()));
        fields.put("control", front.isOpen() ? settings.controlSocket().toString() : "not open");
        fields.put("config", settings.files().get(0).toString());
        providers.describe(fields);
        return fields;
    }

    private Eyes.Senses senses() {
        return new Eyes.Senses(settings.isolation(), reach::ask, this::askListener);
    }

    private Future<Observation> askListener() {
        return doors.selfCheck()
                .map(SelfCheck::ask)
                .orElseGet(() -> Future.succeededFuture(Observation.failure("it is off")));
    }

    private void pace(kirikae.model.CheckId id, kirikae.core.Effect.Tempo tempo) {
        Future<Void> unused = tempo == kirikae.core.Effect.Tempo.CONFIRM ? engine.confirm(id) : engine.normal(id);
        unused.onFailure(cause -> LOG.warn("the pace of {} could not be changed: {}", id, cause.getMessage()));
    }

    private void replaceChecks() {
        doors.replace(registry.checks(), settings.triggers());
        probes.replace(registry.checks().probes());
        engine.replace(registry.checks().probes())
                .onFailure(fatal::accept); // checks that nobody looks at would fall silent
    }

    /** Tells something of the daemon, from any thread. */
    void tell(EventName name, Map<String, Object> fields) {
        loop.execute(() -> chronicle.tell(name, fields));
    }

    /** Where heartbeats are taken. */
    Optional<Endpoint> listening() {
        return doors.listening();
    }

    /** Where the page, JSON and metrics are, when they have a listener of their own. */
    Optional<Endpoint> showing() {
        return window.listening();
    }

    /** Where the builtin DNS servers of the first configuration answer, by the provider's name. */
    Map<String, Endpoint> nameServers() {
        return nameServers;
    }

    /** Loads the configuration again and puts it in force, or changes nothing. Blocks on the files. */
    Daemon.Reload reload(String actor) {
        return reloading.now(actor);
    }

    /** Lets the service manager hear how the house is, from now on. */
    void attend(Herald herald) {
        reloading.announceBy(herald);
        herald.begin(
                loop,
                () -> StatusLine.of(
                        registry.seats(), registry.eyes().isolation().cutOff()),
                () -> doors.selfCheck().map(SelfCheck::stir).orElseGet(Future::succeededFuture));
    }

    /** What operators can ask and order. */
    Operator operator() {
        return front.operator();
    }

    private CompletableFuture<Daemon.Reload> replace(Settings next, String actor) {
        CompletableFuture<Daemon.Reload> done = new CompletableFuture<>();
        List<String> atRestart = AtRestart.keys(settings, next);
        Replacement replacement =
                new Replacement(actor, chronicle, () -> prepare(next), () -> putInForce(next, atRestart));
        loop.execute(() -> replacement.perform(done));
        return done;
    }

    /** Whatever may fail; when it does, all is as before. */
    private void prepare(Settings next) throws Exception {
        refuseDeaf(next);
        providers.replace(settings, next);
    }

    private Map<String, Object> putInForce(Settings next, List<String> atRestart) {
        settings = next;
        postroom.replace(next.notices());
        Map<String, Object> fields = registry.replace(
                next, service -> new Restoration(history.standing(), Instant.now(), loop.now()).of(service));
        registry.eyes().replace(senses(), registry.leaveLimit(next));
        replaceChecks();
        if (!atRestart.isEmpty()) {
            fields.put("restart-needed", String.join(", ", atRestart));
        }
        return fields;
    }

    /** Heartbeats that nobody can hear would look like a cut-off daemon, and stop every switch. */
    private void refuseDeaf(Settings next) {
        if (doors.listening().isEmpty()
                && !new CheckTable(next.services()).pushed().isEmpty()) {
            throw new IllegalStateException(
                    "heartbeat and datadog-check checks need listen.http, which was off at the start: restart the daemon");
        }
    }

    /** Takes everything down within so long. */
    void close(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        loop.execute(() -> {
            if (begun) {
                chronicle.tell(EventName.STOPPING, Map.of("reason", "asked to stop"));
            }
            providers.stop();
        });
        Closing.quietly("control socket", front::close);
        Closing.quietly("window", () -> await(window.close()));
        Closing.quietly("listener", () -> await(doors.close()));
        Closing.quietly("probes", () -> await(engine.close()));
        Closing.quietly("providers", () -> providers.close(Math.max(100, (end - System.nanoTime()) / 2_000_000)));
        Closing.quietly("notifications", () -> postroom.close(millis / 8));
        Closing.quietly("last events", this::flush);
        loop.stop();
        Closing.quietly("journal", () -> {
            journal.close();
            return "";
        });
        Closing.quietly(
                "network",
                () -> vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.SECONDS));
    }

    /** Lets what the last answers caused be told before the loop ends. */
    private String flush() throws Exception {
        CompletableFuture<String> done = new CompletableFuture<>();
        loop.execute(() -> done.complete(""));
        return done.get(500, TimeUnit.MILLISECONDS);
    }
}
