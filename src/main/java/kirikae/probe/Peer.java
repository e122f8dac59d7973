package kirikae.probe;

import io.netty.util.NetUtil;
import java.net.IDN;
import java.net.URI;
import java.util.Locale;

/**
 * Where a connection goes.
 *
 * @param host a name or an address literal; an IPv6 literal without brackets
 * @param port 1 to 65535
 */
record Peer(String host, int port) {
    /** Refuses what cannot be connected to. */
    Peer {
        if (host.isEmpty() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("'" + host + ":" + port + "' is no host and port");
        }
    }

    /** Takes "host:port", "host", "[v6]:port", "[v6]" or a bare IPv6 literal. */
    static Peer of(String text, int defaultPort) {
        int bracket = text.indexOf(']');
        int colon = text.lastIndexOf(':');
        if (text.startsWith("[") && bracket > 0) {
            String host = text.substring(1, bracket);
            return new Peer(host, colon > bracket ? portOf(text, colon) : defaultPort);
        }
        boolean bare = colon < 0 || text.indexOf(':') != colon;
        return bare
                ? new Peer(ascii(text), defaultPort)
                : new Peer(ascii(text.substring(0, colon)), portOf(text, colon));
    }

    /** The host and port of an http, https or tcp URL; a URL of another scheme must name its port. */
    static Peer of(URI url) {
        String authority = url.getRawAuthority();
        if (authority == null) {
            throw new IllegalArgumentException("'" + url + "' names no host");
        }
        // Not URI.getHost: it knows no underscore and no international name.
        String place = authority.substring(authority.lastIndexOf('@') + 1);
        String trimmed = place.endsWith(":") ? place.substring(0, place.length() - 1) : place;
        return of(trimmed, defaultPort(url));
    }

    /** 443 for https, 80 for http, 0 (none) otherwise. */
    static int defaultPort(URI url) {
        return switch (String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT)) {
            case "https" -> 443;
            case "http" -> 80;
            default -> 0;
        };
    }

    /** True when the host is an address and not a name. */
    boolean isLiteral() {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    /** The host as it stands in a URL: an IPv6 literal in brackets. */
    String bracketed() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    @Override
    public String toString() {
        return bracketed() + ":" + port;
    }

    private static int portOf(String text, int colon) {
        try {
            return Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' does not end with a port number", e);
        }
    }

    private static String ascii(String host) {
        return host.chars().allMatch(c -> c < 128) ? host : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
    }
}
