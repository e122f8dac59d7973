package kirikae.dns.route53;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import kirikae.dns.Finding;
import kirikae.dns.ProviderException;
import kirikae.model.DomainName;
import kirikae.model.ProviderError;
import kirikae.model.ProviderError.Kind;
import kirikae.model.RecordSet;
import software.amazon.awssdk.services.route53.model.GetHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.HostedZoneConfig;

/**
 * Tries what a switch will need: credentials, zone, reading, asking about a change, the clock. The change itself is not tried: that
 * would be one. Must not: write, or throw for what a provider says.
 */
final class Preflight {
    private static final Duration SKEW_WORTH_A_WORD = Duration.ofMinutes(1);
    private static final Duration SKEW_REFUSED = Duration.ofMinutes(5); // AWS Signature Version 4
    private static final String NO_CHANGE = "C0000000000000";

    private final Api api;
    private final Zones zones;
    private final Listing listing;
    private final List<Finding> findings = new ArrayList<>();

    Preflight(Api api, Zones zones, Listing listing) {
        this.api = api;
        this.zones = zones;
        this.listing = listing;
    }

    /** All findings in order; it stops where the next step makes no sense. */
    List<Finding> run(String zone, Set<DomainName> names) {
        if (credentials()) {
            zoneId(zone).ifPresent(id -> inZone(id, names));
        }
        return List.copyOf(findings);
    }

    private void inZone(String id, Set<DomainName> names) {
        zone(id, names);
        records(id, names);
        getChange();
        findings.add(Finding.ok("ChangeResourceRecordSets is not tried, because that would be a change; the policy that"
                + " 'kirikae check --iam-policy' prints allows it, and a switch by hand proves it"));
    }

    private boolean credentials() {
        return step("credentials", "GetCallerIdentity", "*", () -> {
            String source = api.prepare();
            findings.add(Finding.ok("credentials found" + (source.isEmpty() ? "" : " (" + source + ")")));
        });
    }

    private Optional<String> zoneId(String zone) {
        List<String> id = new ArrayList<>(1);
        step("zone " + zone, "ListHostedZonesByName", "*", () -> id.add(zones.id(zone, api.deadline())));
        return id.stream().findFirst();
    }

    private void zone(String id, Set<DomainName> names) {
        try {
            Instant before = Instant.now();
            GetHostedZoneResponse answer = api.call(
                    "GetHostedZone",
                    api.deadline(),
                    (client, bounds) ->
                            client.getHostedZone(request -> request.id(id).overrideConfiguration(bounds)));
            clock(answer, before, Instant.now());
            Optional.ofNullable(answer.hostedZone()).ifPresent(zone -> zone(id, zone, names));
        } catch (ProviderException e) {
            String next = NextStep.of("GetHostedZone", arn(id), e.error());
            findings.add(
                    e.error().kind() == Kind.DENIED
                            ? Finding.warn("zone " + id
                                    + ": a switch would work, but the zone's name cannot be compared: " + next)
                            : Finding.fail("zone " + id + ": " + next));
        }
    }

    private void zone(String id, HostedZone zone, Set<DomainName> names) {
        boolean hidden = Optional.ofNullable(zone.config())
                .map(HostedZoneConfig::privateZone)
                .orElse(false);
        findings.add(Finding.ok("zone " + id + " is " + (hidden ? "the private zone " : "") + zone.name() + " with "
                + zone.resourceRecordSetCount() + " record sets"));
        Optional<DomainName> apex = Wire.name(zone.name());
        names.stream()
                .filter(name -> apex.filter(name::isWithin).isEmpty())
                .forEach(name -> findings.add(Finding.fail(name + " does not lie in the zone " + zone.name())));
    }

    private void records(String id, Set<DomainName> names) {
        step("reading the records", "ListResourceRecordSets", arn(id), () -> {
            List<RecordSet> found = listing.at(id, names, api.deadline());
            findings.add(Finding.ok("ListResourceRecordSets is allowed: " + found.size() + " record sets at "
                    + names.size() + " names"));
            absent(names, found);
        });
    }

    private void absent(Set<DomainName> names, List<RecordSet> found) {
        Set<DomainName> there = found.stream().map(RecordSet::name).collect(Collectors.toSet());
        names.stream()
                .filter(name -> !there.contains(name))
                .forEach(name -> findings.add(Finding.warn(name + " has no records yet")));
    }

    /** An unknown change is refused by name only to those who may ask. */
    private void getChange() {
        try {
            api.call(
                    "GetChange",
                    api.deadline(),
                    (client, bounds) ->
                            client.getChange(request -> request.id(NO_CHANGE).overrideConfiguration(bounds)));
            findings.add(Finding.ok("GetChange is allowed"));
        } catch (ProviderException e) {
            findings.add(getChange(e.error()));
        }
    }

    private static Finding getChange(ProviderError error) {
        return switch (error.kind()) {
            case CONFLICT, INVALID -> Finding.ok("GetChange is allowed");
            case DENIED, CREDENTIALS, CLOCK ->
                Finding.fail("following a change: " + NextStep.of("GetChange", "arn:aws:route53:::change/*", error));
            case TRANSIENT, AMBIGUOUS, NO_ZONE -> Finding.warn("GetChange could not be tried: " + error);
        };
    }

    private void clock(GetHostedZoneResponse answer, Instant before, Instant after) {
        answer.sdkHttpResponse()
                .firstMatchingHeader("Date")
                .flatMap(Preflight::instant)
                .ifPresent(theirs -> {
                    Instant ours = before.plus(Duration.between(before, after).dividedBy(2));
                    findings.add(clock(Duration.between(theirs, ours)));
                });
    }

    private static Finding clock(Duration ahead) {
        String text = "this clock is " + ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of")
                + " Route 53's";
        if (ahead.abs().compareTo(SKEW_REFUSED) >= 0) {
            return Finding.fail(text + "; from 5 minutes on requests are refused");
        }
        return ahead.abs().compareTo(SKEW_WORTH_A_WORD) >= 0
                ? Finding.warn(text + "; from 5 minutes on requests are refused")
                : Finding.ok(text);
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private interface Step {
        void take() throws ProviderException;
    }

    private static String arn(String zone) {
        return "arn:aws:route53:::hostedzone/" + zone;
    }

    private boolean step(String what, String action, String resource, Step step) {
        try {
            step.take();
            return true;
        } catch (ProviderException e) {
            findings.add(Finding.fail(what + ": " + NextStep.of(action, resource, e.error())));
            return false;
        }
    }
}
