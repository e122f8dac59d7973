package kirikae.probe;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import kirikae.model.Check;
import kirikae.model.CheckId;

/**
 * Looks at all checks on time. Each check has its even, lasting place within its interval; it is never looked at twice at
 * the same time, and a slow one delays no other. What is seen goes to the {@link ProbeSink}. All methods may be called from
 * any thread. Owns the event loops' shards, the connections and the plugin processes. Must not decide anything.
 */
public final class ProbeEngine {
    private static final Duration KILLING = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Connector connector;
    private final CommandPool commands;
    private final Plans plans;
    private final long epoch;
    private final List<Shard> shards;
    private final List<String> deployments = new ArrayList<>();

    /**
     * How much of the machine to use.
     *
     * @param loops the number of event loops to spread over, at least 1
     * @param commands how many plugins may run at a time, at least 1
     * @param trust TLS options of verified probes; without trust options the JDK's authorities are trusted
     */
    public record Sizing(int loops, int commands, ClientSSLOptions trust) {
        /** Up to two event loops, 16 plugins, the JDK's authorities. */
        public static Sizing standard() {
            int cores = Runtime.getRuntime().availableProcessors();
            return new Sizing(Math.min(2, cores), 16, new ClientSSLOptions());
        }
    }

    /** Takes its Vert.x (whose resolver it uses), how much of it, and who is told. Nothing runs before {@link #start}. */
    public ProbeEngine(Vertx vertx, Sizing sizing, ProbeSink sink) {
        this(vertx, sizing, sink, System::nanoTime);
    }

    ProbeEngine(Vertx vertx, Sizing sizing, ProbeSink sink, LongSupplier clock) {
        this.vertx = vertx;
        connector = new Connector(vertx, sizing.trust());
        commands = new CommandPool(sizing.commands());
        epoch = clock.getAsLong();
        plans = new Plans(vertx, connector, commands);
        shards = Stream.generate(() -> new Shard(plans, sink, clock, epoch))
                .limit(sizing.loops())
                .toList();
    }

    /** Gets ready, with no check yet. Must be complete before any other call. */
    public Future<Void> start() {
        List<Future<String>> begun = shards.stream()
                .map(shard -> vertx.deployVerticle(shard, new DeploymentOptions()))
                .toList();
        return Future.all(begun)
                .onSuccess(all -> deployments.addAll(all.list()))
                .compose(all -> new WarmUp(vertx, plans).run())
                .map(warm -> none());
    }

    /**
     * Takes all checks that shall be looked at from now on (start and reload). Checks that are equal to before keep their
     * schedule, their pace and a probe that runs; new and changed ones begin at their place within their interval, in the
     * usual pace; others stop, and nothing more is told of them. A check that names no place to connect to gives unknown.
     */
    public Future<Void> replace(Map<CheckId, Check.Probe> checks) {
        List<Map<CheckId, Check.Probe>> parts = Stream.generate(
                        () -> (Map<CheckId, Check.Probe>) new HashMap<CheckId, Check.Probe>())
                .limit(shards.size())
                .toList();
        checks.forEach((id, check) -> parts.get(index(id)).put(id, check));
        List<Future<Void>> done = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Map<CheckId, Check.Probe> part = parts.get(i);
            done.add(shards.get(i).run(shard -> shard.replace(part)));
        }
        return Future.all(done).map(all -> none());
    }

    /** Looks at a check every confirm-interval from now on, counted from its last start. Unknown checks are left out. */
    public Future<Void> confirm(CheckId id) {
        return shards.get(index(id)).run(shard -> shard.pace(id, Watch.Pace.CONFIRM));
    }

    /** Looks at a check every interval again, at its old place. Unknown checks are left out. */
    public Future<Void> normal(CheckId id) {
        return shards.get(index(id)).run(shard -> shard.pace(id, Watch.Pace.NORMAL));
    }

    /** Ends all probes without a word, kills all plugins, closes all connections; 2 s at most. Serves once. */
    public Future<Void> close() {
        List<Future<Void>> stopped = deployments.stream().map(vertx::undeploy).toList();
        return Future.join(stopped)
                .eventually(() -> vertx.executeBlocking(() -> {
                    commands.close(KILLING);
                    return none();
                }))
                .eventually(connector::close)
                .map(all -> none());
    }

    /** The nanoTime that all places within intervals count from. */
    long epoch() {
        return epoch;
    }

    /** The high bits: the low ones make the place within the interval. */
    private int index(CheckId id) {
        return (int) Long.remainderUnsigned(Rhythm.hash(id) >>> 40, shards.size());
    }

    @SuppressWarnings("NullAway") // Vert.x's value of a Future<Void>
    private static Void none() {
        return null;
    }
}
