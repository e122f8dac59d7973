package kirikae.dns.route53;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.CidrRoutingConfig;
import software.amazon.awssdk.services.route53.model.GeoLocation;
import software.amazon.awssdk.services.route53.model.GeoProximityLocation;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * Says in words what makes a record set more than a simple one. Such a set answers some askers or some moments only, so it is shown
 * and never touched.
 */
final class Routing {
    private Routing() {}

    /** "weighted 10, set 'blue'"; empty for a simple record set. */
    static String words(ResourceRecordSet set) {
        List<String> words = new ArrayList<>();
        add(words, "weighted %s", set.weight());
        add(words, "latency %s", set.regionAsString());
        add(words, "failover %s", set.failoverAsString());
        add(words, "multivalue answer %s", set.multiValueAnswer());
        Optional.ofNullable(set.geoLocation()).map(Routing::place).ifPresent(words::add);
        Optional.ofNullable(set.geoProximityLocation()).map(Routing::near).ifPresent(words::add);
        Optional.ofNullable(set.cidrRoutingConfig()).map(Routing::network).ifPresent(words::add);
        add(words, "set '%s'", set.setIdentifier());
        add(words, "health check %s", set.healthCheckId());
        add(words, "traffic policy instance %s", set.trafficPolicyInstanceId());
        return String.join(", ", words);
    }

    private static void add(List<String> words, String format, @Nullable Object value) {
        Optional.ofNullable(value).ifPresent(there -> words.add(format.formatted(there)));
    }

    private static String place(GeoLocation place) {
        return "geolocation " + join(place.continentCode(), place.countryCode(), place.subdivisionCode());
    }

    private static String near(GeoProximityLocation place) {
        return "geoproximity " + join(place.awsRegion(), place.localZoneGroup());
    }

    private static String network(CidrRoutingConfig config) {
        return "network " + join(config.collectionId(), config.locationName());
    }

    private static String join(@Nullable String... parts) {
        return Stream.of(parts)
                .flatMap(part -> Optional.ofNullable(part).stream())
                .collect(Collectors.joining("/"));
    }
}
