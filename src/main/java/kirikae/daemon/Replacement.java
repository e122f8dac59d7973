package kirikae.daemon;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kirikae.daemon.Daemon.Reload;
import kirikae.model.EventName;

/**
 * One exchange of the configuration in force, in two steps: what may fail and leaves all as it was, and what must not. A second
 * step that throws has left half of each configuration: that is told, and thrown on, so that the process ends and a clean one
 * starts with the new configuration. On the decision loop.
 */
final class Replacement {
    private final String actor;
    private final Chronicle chronicle;
    private final Preparing prepare;
    private final Enforcing enforce;

    /** The step that may fail. */
    interface Preparing {
        /** Makes everything ready, or throws and changes nothing. */
        void run() throws Exception;
    }

    /** The step that must not fail. */
    interface Enforcing {
        /** Puts it in force; gives the fields of the event that tells it. */
        Map<String, Object> run();
    }

    Replacement(String actor, Chronicle chronicle, Preparing prepare, Enforcing enforce) {
        this.actor = actor;
        this.chronicle = chronicle;
        this.prepare = prepare;
        this.enforce = enforce;
    }

    /** Exchanges; the future tells what came of it in any case. */
    void perform(CompletableFuture<Reload> done) {
        try {
            prepare.run();
        } catch (Exception e) {
            String why = String.valueOf(e.getMessage());
            chronicle.tell(EventName.CONFIG_REJECTED, Fields.of("reason", why, "actor", actor));
            done.complete(new Reload.Failed(why + "\nnothing was changed: the configuration in force goes on"));
            return;
        }
        try {
            Map<String, Object> fields = enforce.run();
            fields.put("actor", actor);
            chronicle.tell(EventName.CONFIG_RELOADED, fields);
            done.complete(new Reload.Done(Reloading.words(fields)));
        } catch (RuntimeException | Error e) {
            String why = "the new configuration is in force by half, since this went wrong: " + e;
            done.complete(new Reload.Failed(why + "\nthe daemon ends and is to be started anew with it"));
            throw e;
        }
    }
}
