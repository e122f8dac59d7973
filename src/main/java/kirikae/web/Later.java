package kirikae.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Owns the way back from the daemon's threads to a visitor's event loop, and the one answer when nothing comes back. */
record Later(Vertx vertx) {
    /** Answers with what the stage gives, on the caller's event loop; 503 when it fails. */
    <T> void answer(HttpServerRequest request, CompletionStage<T> stage, Consumer<T> answer) {
        Context loop = vertx.getOrCreateContext();
        Future.fromCompletionStage(stage, loop).onComplete(ended -> {
            if (ended.succeeded()) {
                answer.accept(ended.result());
            } else {
                WebReply.error(request, 503, "the daemon did not answer in time; try again, and look at /healthz");
            }
        });
    }
}
