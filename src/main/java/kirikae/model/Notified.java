package kirikae.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * How the journal says who is to be told of an event: the event itself names the channels, so that event and intent are one line
 * that is synced or not; a later event with the same id says that it was delivered or given up. Owns the names of these fields
 * and the making of ids.
 */
public final class Notified {
    /** The channels, with a space between. */
    public static final String CHANNELS = "notify";
    /** Which notification a delivery or a failure belongs to. */
    public static final String ID = "id";
    /** True at a failure after which nothing more is tried. */
    public static final String GIVEN_UP = "given-up";

    private static final int ID_BYTES = 15;

    private Notified() {}

    /** The channels that an event names. */
    public static List<String> channels(Event event) {
        return event.text(CHANNELS)
                .filter(text -> !text.isBlank())
                .map(text -> List.of(text.strip().split(" +")))
                .orElse(List.of());
    }

    /** The id of the notification of one event to one channel: the same before and after a restart, and at every try. */
    public static String id(Event event, String channel) {
        String text = String.join(
                "\n",
                String.valueOf(event.time().toEpochMilli()),
                event.name().text(),
                event.service().orElse(""),
                event.text("check").orElse(""),
                channel);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "msg_" + HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** True for an event after which a notification is no longer pending. */
    public static boolean isEnd(Event event) {
        return switch (event.name()) {
            case NOTIFY_DELIVERED -> true;
            case NOTIFY_FAILED -> event.text(GIVEN_UP).filter("true"::equals).isPresent();
            default -> false;
        };
    }
}
