package kirikae.config;

import java.util.List;

/**
 * What a check watches: one target of one service. Owns the rule that probes look at the target and never at the switched
 * name (contract.md, "Probes look at the target").
 *
 * @param frame the service
 * @param addresses the target's own A and AAAA values
 * @param known whether the target's records could be read; when not, nothing is said of them
 * @param moved whether any target of the service says where connections to its names go
 */
record Aim(ServiceFrame frame, List<String> addresses, Known known, Moved moved) {
    /** Whether the target's records are known. */
    enum Known {
        YES,
        NO
    }

    /** Whether the service moves connections, or only texts. */
    enum Moved {
        YES,
        NO
    }

    /** The service's name. */
    String service() {
        return frame.service();
    }

    /** True when a connection to the host would go wherever the service's names point. */
    boolean follows(String host) {
        return moved == Moved.YES && frame.owns(host);
    }

    /** The addresses to connect to instead of the host's; empty for a host that the service does not move. */
    List<String> pinned(String host) {
        return follows(host) ? addresses : List.of();
    }

    /** True when the host follows the service's names and the target has no address to use instead. */
    boolean isBlind(String host) {
        return known == Known.YES && follows(host) && addresses.isEmpty();
    }
}
