package kirikae.daemon;

import kirikae.dns.DnsProvider;
import kirikae.dns.builtin.BuiltinView;
import kirikae.dns.rfc2136.Rfc2136Provider;
import kirikae.dns.route53.Route53Provider;
import kirikae.model.Settings.ProviderSettings;

/** Makes the providers whose records live outside this process: the daemon's and the commands' alike. Opens nothing yet. */
public final class ProviderFactory {
    private ProviderFactory() {}

    /**
     * The provider as a command beside the daemon sees it. The records of a builtin one are in the daemon: they are read from there
     * by DNS, and cannot be written.
     */
    public static DnsProvider beside(ProviderSettings kind) {
        if (kind instanceof ProviderSettings.Builtin builtin) {
            return new BuiltinView(builtin.listen());
        }
        return remote(kind);
    }

    /** The provider of records that live elsewhere: with Amazon, or on a name server. */
    static DnsProvider remote(ProviderSettings kind) {
        if (kind instanceof ProviderSettings.Rfc2136 rfc2136) {
            return new Rfc2136Provider(rfc2136);
        }
        if (kind instanceof ProviderSettings.Route53 route53) {
            return new Route53Provider(route53);
        }
        throw new IllegalArgumentException("the records of " + kind + " live in this process");
    }
}
