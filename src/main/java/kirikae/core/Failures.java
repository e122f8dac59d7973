package kirikae.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import kirikae.core.ServiceState.Failing;
import kirikae.model.EventName;
import kirikae.model.ProviderError;

/** The row of failures of what is being tried: counted, told at once or when it lasts, and paced. */
final class Failures {
    private final Draft draft;

    Failures(Draft draft) {
        this.draft = draft;
    }

    /** One more. */
    void add(ProviderError error) {
        Failing before = draft.state().failing();
        boolean atOnce = Pacing.isToldAtOnce(error.kind());
        boolean worse = atOnce && !Pacing.isToldAtOnce(before.last().kind());
        draft.become(draft.state()
                .withFailing(new Failing(
                        before.isNone() ? draft.now : before.since(), before.count() + 1, error, before.told())));
        if (worse || (atOnce && !before.told())) {
            tell();
        }
    }

    /** Nothing fails any more. */
    void end() {
        draft.become(draft.state().withFailing(Failing.NONE));
    }

    /** Pauses by the error's class and the length of the row. */
    void pause(ProviderError error) {
        int row = Math.max(1, draft.state().failing().count());
        Duration length = Pacing.after(error.kind(), row, draft.service.name());
        draft.work(length.isZero() ? new Work.Idle() : new Work.Pausing(draft.now.plus(length)));
    }

    /** Tells a row that lasts, whatever its class. */
    void tellLate() {
        if (draft.isDue(tellAt())) {
            tell();
        }
    }

    /** When a row that lasts is told; {@link Uptime#NEVER} when there is none, or it has been. */
    Duration tellAt() {
        Failing failing = draft.state().failing();
        boolean silent = !failing.isNone() && !failing.told() && !(draft.state().work() instanceof Work.Following);
        return silent ? failing.since().plus(Pacing.TELL_AFTER) : Uptime.NEVER;
    }

    private void tell() {
        Failing failing = draft.state().failing();
        int started = draft.state().told().started();
        Map<String, Object> fields = started >= 0 ? Draft.fields("to", draft.name(started)) : new LinkedHashMap<>();
        fields.put("reason", failing.last().toString());
        fields.put("attempt", (long) failing.count());
        fields.put("took-ms", draft.now.minus(failing.since()).toMillis());
        fields.put("next", "tried again until it succeeds or is no longer wanted");
        draft.tell(EventName.SWITCH_FAILED, fields);
        draft.become(draft.state().withFailing(new Failing(failing.since(), failing.count(), failing.last(), true)));
    }
}
