package kirikae.dns;

/**
 * A name server to be asked.
 *
 * @param name what it is called in events
 * @param host its address or host name; IPv6 without brackets
 * @param port its port
 */
public record NameServer(String name, String host, int port) {}
