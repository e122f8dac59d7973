package kirikae.notify;

import java.time.Instant;

/** How a notification looks as an HTTP request of one kind of channel. Pure. */
public interface HttpForm {
    /**
     * The request.
     *
     * @param now when it is sent, for signatures
     * @throws IllegalArgumentException when it cannot be made safely; the reason holds no secret
     */
    HttpCall call(Notice notice, Instant now);
}
