package kirikae.cli;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import kirikae.daemon.OpenProviders;
import kirikae.dns.ProviderException;
import kirikae.dns.route53.IamPolicy;
import kirikae.model.Settings;

/** What {@code check --iam-policy} prints: the policy alone on the one writer, what to know about it on the other. */
final class PolicyText {
    private final PrintWriter out;
    private final PrintWriter err;

    PolicyText(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Prints the policy with a placeholder for each zone whose id only Route 53 knows. Gives the exit code. */
    int offline(Settings settings) {
        return print(IamPolicy.of(settings.providers(), settings.services()), Map.of());
    }

    /** Looks the zones' ids up first. Gives the exit code. */
    int online(Settings settings) {
        IamPolicy policy = IamPolicy.of(settings.providers(), settings.services());
        Map<String, String> ids = new LinkedHashMap<>();
        boolean all = true;
        try (OpenProviders providers = new OpenProviders(settings.providers())) {
            for (String zone : policy.namedZones()) {
                try {
                    ids.put(zone, providers.of(policy.anyService(zone)).zoneId(zone));
                } catch (ProviderException e) {
                    all = false;
                    err.println("kirikae: the id of the zone " + zone + " cannot be looked up: " + e.error());
                }
            }
        }
        int code = print(policy, ids);
        return all ? code : Exit.FAILED;
    }

    private int print(IamPolicy policy, Map<String, String> ids) {
        if (policy.isEmpty()) {
            err.println("kirikae: no service of this configuration lives in Route 53: there is nothing to allow");
            return Exit.FAILED;
        }
        JsonObject json =
                policy.json(zone -> ids.getOrDefault(zone, zone.indexOf('.') < 0 ? zone : IamPolicy.placeholder(zone)));
        out.println(json.encodePrettily());
        policy.namedZones().stream().filter(zone -> !ids.containsKey(zone)).forEach(this::unknown);
        long size = json.encode().length();
        if (size > IamPolicy.LONGEST) {
            err.println("note: this is " + size + " characters, and a managed policy takes " + IamPolicy.LONGEST
                    + ": make one policy of each statement, or put patterns in place of the names"
                    + " (ForAllValues:StringLike, \"*.example.com\")");
        }
        who(policy);
        return Exit.DONE;
    }

    private void unknown(String zone) {
        err.println("note: put the hosted zone id of " + zone + " in place of " + IamPolicy.placeholder(zone)
                + ", or let it be looked up: kirikae check --iam-policy --online."
                + " With the id as 'zone' in the configuration ListHostedZonesByName is not needed at all");
    }

    private void who(IamPolicy policy) {
        String named = policy.identities().stream()
                .filter(identity -> !identity.isEmpty())
                .collect(Collectors.joining(", "));
        if (!named.isEmpty()) {
            err.println("note: it is for " + named
                    + (policy.identities().contains("") ? " and for the identity that Kirikae runs with" : "")
                    + (named.contains("the role ")
                            ? "; whoever takes a role needs sts:AssumeRole on it, and the role must trust him"
                            : ""));
        }
    }
}
