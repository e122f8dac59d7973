package kirikae.cli;

import java.io.IOException;
import kirikae.daemon.Daemon;
import kirikae.model.Settings.Endpoint;

/** The name server of the demo: the daemon's own, or a BIND beside it. */
interface DemoDns {
    /** What the configuration says of it. */
    String provider();

    /** The provider's name there. */
    String name();

    /** Where visitors ask it once the daemon runs. */
    Endpoint at(Daemon daemon);

    /** Ends it, when it is a process of the demo's. */
    void close() throws IOException;

    /** The DNS server inside the daemon. */
    static DemoDns builtin() {
        return new DemoDns() {
            @Override
            public String provider() {
                return "providers.local { type = builtin, listen = \"127.0.0.1:0\" }   # a DNS server inside the daemon";
            }

            @Override
            public String name() {
                return "local";
            }

            @Override
            public Endpoint at(Daemon daemon) {
                return java.util.Optional.ofNullable(daemon.nameServers().get(name()))
                        .orElseThrow();
            }

            @Override
            public void close() {}
        };
    }
}
