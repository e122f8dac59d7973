package kirikae.message;

/**
 * Something that is wrong in a message.
 *
 * @param line the line in the message, from 1
 * @param words what is wrong, and what to write instead; holds names of tags, never other text of the message
 */
public record Fault(int line, String words) {}
