package kirikae.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Verification;

/** Reads {@code verify-name-servers}: the word auto, or a list of name servers; an empty list is for none. */
final class VerificationReader {
    private static final String KEY = "verify-name-servers";
    private static final int DNS_PORT = 53;

    private VerificationReader() {}

    /** What proves a switch; the given one where nothing is written. */
    static Verification read(Block block, Verification otherwise) {
        Optional<Value> written = block.find(KEY);
        if (written.isEmpty()) {
            return otherwise;
        }
        if (!written.get().isList() && !written.get().isBlock() && isAuto(written.get())) {
            return new Verification.ZoneServers();
        }
        List<Endpoint> servers = new ArrayList<>();
        for (Value value : written.get().list()) {
            value.text()
                    .ifPresent(text -> server(value, text.strip()).ifPresent(server -> add(value, servers, server)));
        }
        return servers.isEmpty() ? new Verification.ReadBack() : new Verification.Servers(servers);
    }

    private static boolean isAuto(Value value) {
        return value.text().filter(text -> text.strip().equals("auto")).isPresent();
    }

    private static void add(Value value, List<Endpoint> servers, Endpoint server) {
        if (servers.contains(server)) {
            value.error("the same name server twice");
        }
        servers.add(server);
    }

    private static Optional<Endpoint> server(Value value, String text) {
        Optional<AddressText.HostPort> found = AddressText.hostPort(text);
        if (found.isEmpty()) {
            value.error("must be a name server's name or address, with :port where it is not 53");
        }
        return found.map(address -> new Endpoint(address.host(), address.port().orElse(DNS_PORT)));
    }
}
