package kirikae.core;

import java.time.Duration;
import java.util.Map;
import kirikae.core.Work.Move;
import kirikae.model.EventName;
import kirikae.model.ServerAnswer;

/**
 * The last leg of a switch: the name servers are asked until all of them answer the new records, and then it is told as verified.
 *
 * <pre>
 * answers                                   then
 * all show the records (or there are none)  switch-verified, with each server's milliseconds
 * some do not                               those are asked again, with growing pauses
 * some do not for 10 s                      switch-lagging, once; asked on
 * some do not for 10 min                    switch-lagging; not asked any more
 * another switch is in place, or drift      switch-lagging; not asked any more
 * </pre>
 *
 * Must not touch what is decided or done about the records: a server that lags undoes nothing.
 */
final class Witnesses {
    private static final Duration NEXT_TURN = Duration.ofMillis(1);

    private final Draft draft;
    private boolean begun;

    Witnesses(Draft draft) {
        this.draft = draft;
    }

    /** The records were read back as wanted: the first round goes out. */
    void begin(Move move, String changeId) {
        abandon("not asked any more: another switch is in place");
        draft.become(draft.state().nextAttempt());
        begun = true;
        become(Verifying.begin(draft.state().attempt(), move, changeId, draft.now));
        ask();
    }

    void take(Input.ServersAnswered answered) {
        Verifying before = now();
        if (!before.is() || before.attempt() != answered.attempt()) {
            return;
        }
        become(before.answered(answered.answers(), draft.now.plus(Pacing.servers(before.rounds()))));
        if (answered.answers().stream().allMatch(ServerAnswer::shows)) {
            verified();
        } else if (!before.told() && draft.isDue(before.since().plus(Pacing.LAG_TELL))) {
            tellLagging("asked on until they do, at most " + Uptime.text(Pacing.LAG_PATIENCE));
            become(now().nowTold());
        }
    }

    /** Asks when it is time, and stops when patience is over. */
    void follow() {
        if (!now().is()) {
            return;
        }
        if (draft.isDue(patienceEnds())) {
            abandon("not asked any more after " + Uptime.text(Pacing.LAG_PATIENCE));
        } else if (draft.isDue(now().askAt())) {
            become(now().asking(draft.now));
            ask();
        }
    }

    /** Stops asking, and says so. */
    void abandon(String why) {
        if (now().is()) {
            tellLagging(why);
            become(Verifying.NONE);
        }
    }

    /**
     * True when the first round went out in this turn. What is to be done next waits for the next turn, which comes at once: where
     * there is no server to ask, the switch is told as verified before another one begins.
     */
    boolean begun() {
        return begun;
    }

    Duration wakeAt() {
        if (begun) {
            return draft.now.plus(NEXT_TURN);
        }
        return now().is() ? Uptime.earlier(now().askAt(), patienceEnds()) : Uptime.NEVER;
    }

    private void ask() {
        Verifying now = now();
        draft.effect(new Effect.AskServers(
                now.attempt(),
                draft.service.targets().get(now.move().to()).records(),
                now.shown().keySet()));
    }

    private void verified() {
        Map<String, Object> fields = fields();
        if (!now().shown().isEmpty()) {
            fields.put("servers", now().serverWords());
        }
        fields.put("took-ms", draft.now.minus(now().move().decidedAt()).toMillis());
        draft.tell(EventName.SWITCH_VERIFIED, fields);
        become(Verifying.NONE);
    }

    private void tellLagging(String next) {
        Map<String, Object> fields = fields();
        String missing = now().laggingWords();
        fields.put("reason", missing.isEmpty() ? "the name servers have not answered yet" : missing);
        if (!now().shown().isEmpty()) {
            fields.put("servers", now().serverWords());
        }
        fields.put("took-ms", draft.now.minus(now().move().decidedAt()).toMillis());
        fields.put("next", next);
        draft.tell(EventName.SWITCH_LAGGING, fields);
    }

    private Map<String, Object> fields() {
        Map<String, Object> fields = draft.moveFields(now().move());
        if (!now().changeId().isEmpty()) {
            fields.put("change-id", now().changeId());
        }
        return fields;
    }

    private Duration patienceEnds() {
        return now().since().plus(Pacing.LAG_PATIENCE);
    }

    private Verifying now() {
        return draft.state().verifying();
    }

    private void become(Verifying next) {
        draft.become(draft.state().withVerifying(next));
    }
}
