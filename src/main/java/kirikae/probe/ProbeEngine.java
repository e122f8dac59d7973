package kirikae.probe;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kirikae.model.Check;
import kirikae.model.CheckId;

/**
 * Looks at all checks on time. Each check has its even, lasting place within its interval; it is never looked at twice at
 * the same time, and a slow one delays no other. What is seen goes to the {@link ProbeSink}. All methods may be called from
 * any thread. Owns its event loops with their shards, the connections and the plugin processes. Must not decide anything.
 */
public final class ProbeEngine {
    private static final Duration KILLING = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final CommandPool commands;
    private final Plans plans;
    private final long epoch;
    private final Transports.Choice choice;
    private final List<Loop> loops;
    private final List<Shard> shards;

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
        this(vertx, sizing, sink, System::nanoTime, Transports.wanted());
    }

    ProbeEngine(Vertx vertx, Sizing sizing, ProbeSink sink, LongSupplier clock, Transport first) {
        this.vertx = vertx;
        commands = new CommandPool(sizing.commands());
        epoch = clock.getAsLong();
        plans = new Plans(new Names(vertx), new Authorities(vertx, sizing.trust()), commands);
        choice = Transports.choose(sizing.loops(), first);
        loops = StreamSupport.stream(choice.group().spliterator(), false)
                .map(each -> new Loop((IoEventLoop) each))
                .toList();
        shards = loops.stream()
                .map(loop -> new Shard(loop, plans, sink, clock, epoch))
                .toList();
    }

    /**
     * How it reaches the network: the best of io_uring, epoll and nio that was found to work here; behind it, in brackets,
     * what was wrong with the better ones.
     */
    public String transport() {
        String label = choice.transport().label();
        return choice.passedOver().isEmpty() ? label : label + " (" + String.join("; ", choice.passedOver()) + ")";
    }

    /** Gets ready, with no check yet. Must be complete before any other call. */
    public Future<Void> start() {
        return new WarmUp(vertx, plans, loops.get(0)).run().map(warm -> none());
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
        List<Future<Void>> stopped =
                shards.stream().map(shard -> shard.run(Shard::stop)).toList();
        return Future.join(stopped)
                .eventually(() -> vertx.executeBlocking(() -> {
                    commands.close(KILLING);
                    return none();
                }))
                .eventually(() -> closed(choice.group()))
                .map(all -> none());
    }

    private static Future<Void> closed(EventLoopGroup group) {
        Promise<Void> closed = Promise.promise();
        group.shutdownGracefully(0, KILLING.toMillis(), TimeUnit.MILLISECONDS).addListener(done -> closed.complete());
        return closed.future();
    }

    /** The event loops. */
    List<Loop> loops() {
        return loops;
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
