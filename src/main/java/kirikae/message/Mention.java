package kirikae.message;

/**
 * A channel that a message names with {@code @}.
 *
 * @param channel without the sign
 * @param line the line in the message, from 1
 */
public record Mention(String channel, int line) {}
