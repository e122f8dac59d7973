package kirikae.daemon;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import kirikae.config.ConfigLoader;
import kirikae.config.Loaded;
import kirikae.config.Problem;
import kirikae.daemon.Daemon.Reload;
import kirikae.model.EventName;
import kirikae.model.Settings;

/**
 * Loads the configuration again and puts it in force, or changes nothing and says why: SIGHUP and {@code kirikae reload}. One at
 * a time. Blocks on the files: not for the decision loop.
 */
final class Reloading {
    private static final long REPLACE_SECONDS = 8;

    private final Path configFile;
    private final BiFunction<Settings, String, CompletableFuture<Reload>> replace;
    private final Teller teller;
    private volatile Optional<Herald> herald = Optional.empty();

    /** Tells an event of the daemon, from any thread. */
    interface Teller {
        /** Tells it. */
        void tell(EventName name, Map<String, Object> fields);
    }

    /** Takes the file, who puts settings in force for an actor, and who tells of a bad file. */
    Reloading(Path configFile, BiFunction<Settings, String, CompletableFuture<Reload>> replace, Teller teller) {
        this.configFile = configFile;
        this.replace = replace;
        this.teller = teller;
    }

    /** The service manager is told of every reload from now on. */
    void announceBy(Herald teller) {
        herald = Optional.of(teller);
    }

    /** Reloads for this actor. */
    synchronized Reload now(String actor) {
        herald.ifPresent(Herald::reloading);
        try {
            return load(actor);
        } finally {
            herald.ifPresent(Herald::ready);
        }
    }

    private Reload load(String actor) {
        Loaded loaded = ConfigLoader.load(configFile);
        if (loaded instanceof Loaded.Invalid invalid) {
            Problem first = invalid.problems().get(0);
            teller.tell(
                    EventName.CONFIG_REJECTED,
                    Fields.of(
                            "reason",
                            first.toString(),
                            "problems",
                            (long) invalid.problems().size(),
                            "actor",
                            actor));
            return new Reload.Rejected(invalid.problems());
        }
        try {
            return replace.apply(((Loaded.Valid) loaded).settings(), actor).get(REPLACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reload.Failed("interrupted while the new configuration was being put in force");
        } catch (ExecutionException | TimeoutException e) {
            return new Reload.Failed("the decision loop has not answered for " + REPLACE_SECONDS
                    + " s: look at the log; a restart reads the new configuration too");
        }
    }

    /** What changed, in words, from the fields of config-reloaded. */
    static String words(Map<String, Object> fields) {
        String count =
                fields.get("services") + (Long.valueOf(1).equals(fields.get("services")) ? " service" : " services");
        String changes = change(fields, "added") + change(fields, "changed") + change(fields, "removed");
        String left = fields.containsKey("reason") ? " (" + fields.get("reason") + ")" : "";
        String same = changes.isEmpty() ? ", the same as before" : changes + left;
        String later = fields.containsKey("restart-needed")
                ? "\n  changed, but only a restart puts it in force: " + fields.get("restart-needed")
                : "";
        return "the configuration is in force: " + count + same + later;
    }

    private static String change(Map<String, Object> fields, String kind) {
        String names = String.valueOf(fields.getOrDefault(kind, ""));
        return names.isEmpty() ? "" : "\n  " + kind + ": " + names;
    }
}
