package kirikae.dns.route53;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import kirikae.model.DomainName;
import kirikae.model.Service;
import kirikae.model.Settings.ProviderSettings;
import kirikae.model.Settings.ProviderSettings.Route53;

/**
 * The least permissions with which the services of a configuration can be switched: an identity-based IAM policy. Owns its words;
 * sends nothing. The rules of its three condition keys are those of the Route 53 Developer Guide, "Using IAM policy conditions for
 * fine-grained access control".
 *
 * <pre>
 * ChangeResourceRecordSets  on each zone, and there only DELETE and CREATE, only the services' names, only their types
 * ListResourceRecordSets    on each zone: reading what is live
 * GetHostedZone             on each zone: its name (check --online) and its name servers (verify-name-servers)
 * GetChange                 on every change: their ids are not known before
 * ListHostedZonesByName     on everything (it knows no narrower resource); only when a zone is configured by its name
 * </pre>
 *
 * <p>Without UPSERT, IAM itself forbids to overwrite blindly. The services of one zone share a statement, because they share change
 * batches: every value of a batch must be in one statement. A Null condition goes with each key, because {@code ForAllValues} is true
 * for a key that is not there.
 */
public final class IamPolicy {
    /** What IAM takes as one managed policy, white space not counted. */
    public static final int LONGEST = 6_144;

    private static final String KEY = "route53:ChangeResourceRecordSets";

    private final Map<String, List<Service>> zones = new LinkedHashMap<>();
    private final Map<String, ProviderSettings> providers;

    private IamPolicy(Map<String, ProviderSettings> providers, List<Service> services) {
        this.providers = Map.copyOf(providers);
        for (Service service : services) {
            if (this.providers.get(service.provider()) instanceof Route53) {
                zones.computeIfAbsent(service.zone(), zone -> new ArrayList<>()).add(service);
            }
        }
    }

    /** The policy of a configuration's providers, by name, and services. */
    public static IamPolicy of(Map<String, ProviderSettings> providers, List<Service> services) {
        return new IamPolicy(providers, services);
    }

    /** True when no service lives in Route 53. */
    public boolean isEmpty() {
        return zones.isEmpty();
    }

    /** The zones that are configured by name: their ids must be found before the policy is of use. */
    public List<String> namedZones() {
        return zones.keySet().stream().filter(IamPolicy::isName).toList();
    }

    /** A service of a zone, to ask its provider. */
    public Service anyService(String zone) {
        return zones.getOrDefault(zone, List.of()).get(0);
    }

    /** The roles and profiles that need the policy, one text each; empty for the identity that Kirikae finds by itself. */
    public Set<String> identities() {
        Set<String> identities = new TreeSet<>();
        zones.values().stream()
                .flatMap(List::stream)
                .map(this::provider)
                .forEach(kind -> identities.add(
                        !kind.assumeRole().isEmpty()
                                ? "the role " + kind.assumeRole()
                                : kind.profile().isEmpty() ? "" : "the profile " + kind.profile()));
        return identities;
    }

    /** Stands in the policy for the id of a zone that is known by name only. */
    public static String placeholder(String zone) {
        return "ID-OF-" + zone;
    }

    /**
     * The document.
     *
     * @param ids gives the hosted zone id of a zone as it is configured
     */
    public JsonObject json(UnaryOperator<String> ids) {
        JsonArray statements = new JsonArray();
        List<String> all = new ArrayList<>();
        Map<String, List<Service>> byId = new LinkedHashMap<>();
        zones.forEach((zone, services) -> byId.computeIfAbsent(
                        partition(services.get(0)) + "hostedzone/" + Zones.bare(ids.apply(zone)),
                        id -> new ArrayList<>())
                .addAll(services));
        byId.forEach((arn, services) -> {
            all.add(arn);
            statements.add(change(statements.size() + 1, arn, services));
        });
        statements.add(allow("Read", new JsonArray(all), "ListResourceRecordSets", "GetHostedZone"));
        Set<String> changes = new TreeSet<>();
        zones.values().forEach(services -> changes.add(partition(services.get(0)) + "change/*"));
        statements.add(allow("Follow", new JsonArray(List.copyOf(changes)), "GetChange"));
        if (!namedZones().isEmpty()) {
            statements.add(allow("FindZones", new JsonArray().add("*"), "ListHostedZonesByName"));
        }
        return new JsonObject().put("Version", "2012-10-17").put("Statement", statements);
    }

    private JsonObject change(int number, String zone, List<Service> services) {
        Set<String> names = new TreeSet<>();
        Set<String> types = new TreeSet<>();
        services.forEach(service -> {
            service.names().forEach(name -> names.add(normalized(name)));
            types.addAll(service.managedTypes());
        });
        JsonObject equal = new JsonObject()
                .put(KEY + "NormalizedRecordNames", new JsonArray(List.copyOf(names)))
                .put(KEY + "RecordTypes", new JsonArray(List.copyOf(types)))
                .put(KEY + "Actions", new JsonArray().add("CREATE").add("DELETE"));
        JsonObject present = new JsonObject();
        equal.fieldNames().forEach(key -> present.put(key, "false"));
        return allow("Switch" + number, new JsonArray().add(zone), "ChangeResourceRecordSets")
                .put(
                        "Condition",
                        new JsonObject().put("ForAllValues:StringEquals", equal).put("Null", present));
    }

    private static JsonObject allow(String sid, JsonArray resources, String... actions) {
        return new JsonObject()
                .put("Sid", sid)
                .put("Effect", "Allow")
                .put(
                        "Action",
                        new JsonArray(Stream.of(actions)
                                .map(action -> "route53:" + action)
                                .toList()))
                .put("Resource", resources);
    }

    /** Lower case, no last dot, everything but a-z 0-9 - _ . as a backslash and three octal digits. */
    static String normalized(DomainName name) {
        StringBuilder text = new StringBuilder();
        for (char c : name.toString().toCharArray()) {
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
            text.append(plain ? String.valueOf(c) : String.format("\\%03o", (int) c));
        }
        return text.toString();
    }

    private String partition(Service service) {
        return partition(provider(service).region()) + "route53:::";
    }

    private static String partition(String region) {
        if (region.startsWith("cn-") || region.startsWith("aws-cn-")) {
            return "arn:aws-cn:";
        }
        return region.startsWith("us-gov-") || region.startsWith("aws-us-gov-") ? "arn:aws-us-gov:" : "arn:aws:";
    }

    private Route53 provider(Service service) {
        if (providers.get(service.provider()) instanceof Route53 kind) {
            return kind;
        }
        throw new IllegalStateException(service.provider() + " is not Route 53");
    }

    private static boolean isName(String zone) {
        return zone.indexOf('.') >= 0;
    }
}
