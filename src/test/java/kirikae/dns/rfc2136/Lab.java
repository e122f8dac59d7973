package kirikae.dns.rfc2136;

import java.time.Clock;
import kirikae.dns.Timeouts;
import kirikae.model.Secret;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.ProviderSettings.Rfc2136;
import kirikae.model.Settings.Tsig;
import kirikae.model.Settings.Verification;
import kirikae.servers.ZoneServer;

/** The provider as it is configured for a test's server. */
final class Lab {
    private Lab() {}

    static Rfc2136Provider provider(ZoneServer server) {
        return provider(server, key("k1", server), Clock.systemUTC());
    }

    static Rfc2136Provider provider(ZoneServer server, Tsig key, Clock clock) {
        return new Rfc2136Provider(settings(server.port(), key), Timeouts.STANDARD, clock);
    }

    static Rfc2136 settings(int port, Tsig key) {
        return new Rfc2136(new Endpoint("127.0.0.1", port), key, new Verification.ReadBack());
    }

    static Tsig key(String name, ZoneServer server) {
        Tsig.Algorithm algorithm =
                server.algorithm().equals("hmac-sha512") ? Tsig.Algorithm.HMAC_SHA512 : Tsig.Algorithm.HMAC_SHA256;
        return new Tsig.Key(name, algorithm, new Secret(server.secret()));
    }
}
