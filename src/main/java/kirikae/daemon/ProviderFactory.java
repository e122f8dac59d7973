package kirikae.daemon;

import kirikae.dns.DnsProvider;
import kirikae.dns.builtin.BuiltinView;
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
        return remote((ProviderSettings.Route53) kind);
    }

    /** The provider of records that live with Amazon. */
    static DnsProvider remote(ProviderSettings.Route53 kind) {
        return new Route53Provider(kind);
    }
}
