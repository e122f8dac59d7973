package kirikae.notify;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A channel that is one HTTP request: a form, and the sender that all such channels share. */
public final class FormSender implements Sender {
    private final HttpForm form;
    private final HttpSender http;
    private final InstantSource clock;

    /** Takes how the request looks, who sends it, and the wall clock for signatures. */
    public FormSender(HttpForm form, HttpSender http, InstantSource clock) {
        this.form = form;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Outcome> send(Notice notice) {
        try {
            return http.send(form.call(notice, clock.instant())).toCompletionStage();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(new Outcome.Refused("cannot be written: " + e.getMessage()));
        }
    }
}
