package kirikae.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kirikae.model.DomainName;
import kirikae.model.Network;

/** Hosts, addresses and ports as people write them. Never asks a resolver. */
final class AddressText {
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.|$)){4}(?<!\\.)");
    private static final Pattern IPV6_SHAPE = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:\\[([^\\]]+)]|([^:\\[\\]]+))(?::(\\d{1,5}))?");
    private static final Pattern NETWORK = Pattern.compile("([0-9A-Fa-f:.]{2,45})(?:/(\\d{1,3}))?");
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final int LAST_PORT = 65_535;

    private AddressText() {}

    /**
     * A host with or without a port.
     *
     * @param host an address literal or a name; IPv6 without brackets
     * @param port empty when none was written
     */
    record HostPort(String host, OptionalInt port) {}

    /** True for an IPv4 address in four decimal numbers. */
    static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    /** True for an IPv6 address; an IPv4 address in IPv6 clothes is not one. */
    static boolean isIpv6(String text) {
        return text.indexOf(':') >= 0
                && IPV6_SHAPE.matcher(text).matches()
                && literal(text).map(address -> address instanceof Inet6Address).orElse(false);
    }

    /** True for an address of this machine's loopback, or the name localhost. */
    static boolean isLoopback(String host) {
        if (host.equalsIgnoreCase("localhost")) {
            return true;
        }
        return (isIpv4(host) || isIpv6(host))
                && literal(host).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    /** Takes an address, which is a network of one, or "address/bits". */
    static Optional<Network> network(String text) {
        Matcher parts = NETWORK.matcher(text);
        if (!parts.matches() || !(isIpv4(parts.group(1)) || isIpv6(parts.group(1)))) {
            return Optional.empty();
        }
        int most = isIpv4(parts.group(1)) ? 32 : 128;
        int bits = parts.group(2) == null ? most : Integer.parseInt(parts.group(2));
        return bits > most ? Optional.empty() : literal(parts.group(1)).map(address -> Network.of(address, bits));
    }

    /** Takes "host", "host:port", an address, or "[address]:port". */
    static Optional<HostPort> hostPort(String text) {
        if (isIpv6(text)) {
            return Optional.of(new HostPort(text, OptionalInt.empty()));
        }
        Matcher shape = HOST_AND_PORT.matcher(text);
        if (!shape.matches()) {
            return Optional.empty();
        }
        String bracketed = shape.group(1);
        String host = bracketed == null ? shape.group(2) : bracketed;
        boolean good = bracketed == null ? isHost(host) : isIpv6(host);
        OptionalInt port =
                shape.group(3) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(shape.group(3)));
        return good && port.orElse(0) <= LAST_PORT ? Optional.of(new HostPort(host, port)) : Optional.empty();
    }

    /** True for an IPv4 address or a name; a text of digits and dots that is no address is not a name. */
    static boolean isHost(String text) {
        if (DIGITS_AND_DOTS.matcher(text).matches()) {
            return isIpv4(text);
        }
        return name(text).isPresent();
    }

    /** The name, or nothing when the text is none. */
    static Optional<DomainName> name(String text) {
        try {
            return Optional.of(DomainName.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The name, or a problem. */
    static Optional<DomainName> name(Value value, String written) {
        try {
            return Optional.of(DomainName.of(written));
        } catch (IllegalArgumentException e) {
            value.error(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Only called with the shape of a literal, for which the JDK asks no resolver. */
    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
