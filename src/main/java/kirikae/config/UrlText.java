package kirikae.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/** Reads addresses of the form scheme://host. Must not repeat one in a message, for it may hold a password or a token. */
final class UrlText {
    private static final int LAST_PORT = 65_535;

    private UrlText() {}

    /** The address, or a problem: it needs one of the schemes, a host, a port that exists, and no user info. */
    static Optional<URI> read(Value value, String text, Set<String> schemes) {
        String wanted = String.join(":// or ", schemes.stream().sorted().toList()) + "://";
        URI uri;
        try {
            uri = new URI(new URI(text.strip()).toASCIIString());
        } catch (URISyntaxException e) {
            value.error("is not an address that begins with " + wanted);
            return Optional.empty();
        }
        return fault(uri, schemes, wanted)
                .map(fault -> {
                    value.error(fault);
                    return Optional.<URI>empty();
                })
                .orElse(Optional.of(uri));
    }

    private static Optional<String> fault(URI uri, Set<String> schemes, String wanted) {
        if (uri.getScheme() == null || !schemes.contains(uri.getScheme())) {
            return Optional.of("must begin with " + wanted);
        }
        if (uri.getRawUserInfo() != null
                || String.valueOf(uri.getRawAuthority()).contains("@")) {
            return Optional.of("must not hold a user or a password");
        }
        if (uri.getHost() == null || !isHost(host(uri))) {
            return Optional.of("has no valid host (international names in their xn-- form)");
        }
        return uri.getPort() == 0 || uri.getPort() > LAST_PORT
                ? Optional.of("has a port outside 1 to 65535")
                : Optional.empty();
    }

    private static boolean isHost(String host) {
        return host.indexOf(':') >= 0 ? AddressText.isIpv6(host) : AddressText.isHost(host);
    }

    /** The host, IPv6 without brackets. */
    static String host(URI uri) {
        String host = String.valueOf(uri.getHost());
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
