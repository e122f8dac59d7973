package kirikae.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kirikae.core.Input.Presence;
import kirikae.dns.DnsProvider;
import kirikae.model.ProviderError;

/**
 * Asks whether changes are in sync, once for all services whose records went out in the same batch. Lives on the decision loop.
 */
final class ChangePolls {
    private final DnsProvider provider;
    private final Worker worker;
    private final DecisionLoop loop;
    private final Map<String, List<Asker>> asked = new HashMap<>();

    private record Asker(Consumer<Presence> done, Consumer<ProviderError> failed) {}

    ChangePolls(DnsProvider provider, Worker worker, DecisionLoop loop) {
        this.provider = provider;
        this.worker = worker;
        this.loop = loop;
    }

    /** Asks about a change; exactly one of the two is called. */
    void ask(String changeId, Consumer<Presence> done, Consumer<ProviderError> failed) {
        List<Asker> askers = asked.computeIfAbsent(changeId, id -> new ArrayList<>());
        askers.add(new Asker(done, failed));
        if (askers.size() == 1) {
            worker.call(
                    Worker.Lane.READS,
                    () -> provider.inSync(changeId),
                    inSync -> loop.inSlices(
                            answered(changeId),
                            asker -> asker.done().accept(inSync ? Presence.IN_SYNC : Presence.PENDING)),
                    error -> loop.inSlices(
                            answered(changeId), asker -> asker.failed().accept(error)));
        }
    }

    private List<Asker> answered(String changeId) {
        List<Asker> askers = asked.remove(changeId);
        return askers == null ? List.of() : askers;
    }
}
