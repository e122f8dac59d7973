package kirikae.daemon;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kirikae.core.Actual;
import kirikae.core.Outlook;
import kirikae.core.Plan;
import kirikae.dns.DnsProvider;
import kirikae.dns.Finding;
import kirikae.dns.NameServer;
import kirikae.dns.NameServers;
import kirikae.dns.ProviderException;
import kirikae.model.Channel;
import kirikae.model.Observation;
import kirikae.model.RecordSet;
import kirikae.model.ServerAnswer;
import kirikae.model.Service;
import kirikae.model.Settings;
import kirikae.model.Settings.IsolationRule;
import kirikae.model.Settings.Verification;
import kirikae.probe.Reach;

/**
 * Tries from outside the daemon what a switch will need, short of a change: credentials, zones, records, plans, anchors. Owns what it
 * opens, and closes it. Must not: listen, write, or print.
 */
public final class OnlineCheck {
    private static final Duration NAME_SERVER_DEADLINE = Duration.ofSeconds(2);
    private static final Duration ANCHOR_DEADLINE = Duration.ofSeconds(2); // as long as the daemon itself waits

    private OnlineCheck() {}

    /**
     * What was found.
     *
     * @param services by the service's name, in the order of the configuration
     * @param anchors empty without anchors
     * @param channels empty without channels
     */
    public record Report(Map<String, List<Finding>> services, List<Finding> anchors, List<Finding> channels) {
        /** How many findings are of a level. */
        public long count(Finding.Level level) {
            return java.util.stream.Stream.of(
                            services.values().stream().flatMap(List::stream), anchors.stream(), channels.stream())
                    .flatMap(all -> all)
                    .filter(finding -> finding.level() == level)
                    .count();
        }
    }

    /** Tries everything of a configuration, one after the other; blocks, at most 8 s for each step. */
    public static Report run(Settings settings) {
        Map<String, List<Finding>> findings = new LinkedHashMap<>();
        try (OpenProviders providers = new OpenProviders(settings.providers())) {
            for (Service service : settings.services()) {
                findings.put(service.name(), of(service, providers.of(service), verification(settings, service)));
            }
        }
        return looked(findings, settings);
    }

    private static Report looked(Map<String, List<Finding>> findings, Settings settings) {
        IsolationRule rule = settings.isolation();
        Map<String, Channel> channels = new TreeMap<>(settings.notices().channels());
        if (rule.anchors().isEmpty() && channels.isEmpty()) {
            return new Report(findings, List.of(), List.of());
        }
        Vertx vertx = Network.open();
        try {
            Reach reach = new Reach(vertx, new ClientSSLOptions());
            List<Finding> anchors = rule.anchors().isEmpty() ? List.of() : anchors(rule, reach);
            ChannelLook look = new ChannelLook(place -> answer(reach.ask(place, ANCHOR_DEADLINE)));
            return new Report(findings, anchors, look.of(channels.values()));
        } finally {
            vertx.close().onFailure(cause -> {
                throw new IllegalStateException("the network did not close", cause);
            });
        }
    }

    private static Verification verification(Settings settings, Service service) {
        return Optional.ofNullable(settings.providers().get(service.provider()))
                .orElseThrow()
                .verification();
    }

    private static List<Finding> of(Service service, DnsProvider provider, Verification verification) {
        Set<kirikae.model.DomainName> names = Set.copyOf(service.names());
        List<Finding> findings = new ArrayList<>(provider.preflight(service.zone(), names));
        if (findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAIL)) {
            return findings;
        }
        try {
            List<RecordSet> live = provider.read(service.zone(), names);
            findings.addAll(compared(service, Outlook.of(service, live)));
            findings.addAll(nameServers(service, provider, verification, live));
        } catch (ProviderException e) {
            if (findings.stream().allMatch(finding -> finding.level() == Finding.Level.OK)) {
                findings.add(Finding.fail("the live records cannot be read: " + e.error()));
            }
        }
        return findings;
    }

    /** Whether the name servers answer what the writing side shows now: each that does not would hold {@code switch-verified} up. */
    private static List<Finding> nameServers(
            Service service, DnsProvider provider, Verification verification, List<RecordSet> live) {
        try {
            List<NameServer> servers = ServerDesk.servers(provider, verification, service.zone());
            return new NameServers(NAME_SERVER_DEADLINE)
                    .ask(servers, ServerDesk.wanted(service, live)).stream()
                            .map(OnlineCheck::finding)
                            .toList();
        } catch (ProviderException e) {
            return List.of(Finding.warn("the zone's name servers are not known: " + e.error()));
        }
    }

    private static Finding finding(ServerAnswer answer) {
        return answer.shows()
                ? Finding.ok("name server " + answer.server() + " answers the same records, "
                        + answer.took().toMillis() + " ms")
                : Finding.warn("name server " + answer.server() + ": " + answer.missing()
                        + "; a switch would not count as verified");
    }

    private static List<Finding> compared(Service service, Outlook outlook) {
        List<Finding> findings = new ArrayList<>();
        findings.add(shown(service, outlook.actual()));
        if (!outlook.ttlDifference().isEmpty()) {
            findings.add(Finding.warn(outlook.ttlDifference() + "; put right at the next switch"));
        }
        for (Outlook.Leg leg : outlook.legs()) {
            if (leg.plan() instanceof Plan.Refused refused) {
                findings.add(Finding.fail(leg.from() + " -> " + leg.to() + " is not possible: " + refused.reason()));
            } else if (leg.plan() instanceof Plan.Apply apply) {
                findings.add(Finding.ok(leg.from() + " -> " + leg.to() + " is possible: "
                        + apply.change().deletes().size() + " DELETE, "
                        + apply.change().creates().size() + " CREATE"));
            }
        }
        return findings;
    }

    private static Finding shown(Service service, Actual actual) {
        if (actual instanceof Actual.At at) {
            return Finding.ok("the live records show "
                    + service.targets().get(at.target()).name());
        }
        String repair = "; nothing is switched until they show a target again";
        return actual instanceof Actual.Drifted drifted
                ? Finding.fail("drift: " + drifted.why() + repair)
                : Finding.fail("there are no live records at the service's names" + repair);
    }

    private static List<Finding> anchors(IsolationRule rule, Reach reach) {
        List<Finding> findings = new ArrayList<>();
        int good = 0;
        for (URI anchor : rule.anchors()) {
            Observation seen = answer(reach.ask(anchor, ANCHOR_DEADLINE));
            boolean answers = seen.outcome() == Observation.Outcome.SUCCESS;
            good += answers ? 1 : 0;
            findings.add(answers ? Finding.ok(anchor + " answers") : Finding.warn(anchor + ": " + seen.reason()));
        }
        if (good < rule.required()) {
            findings.add(Finding.fail(good + " of " + rule.anchors().size() + " anchors answer, " + rule.required()
                    + " must: the daemon would think that it is cut off"));
        }
        return findings;
    }

    private static Observation answer(Future<Observation> asked) {
        try {
            return asked.toCompletionStage()
                    .toCompletableFuture()
                    .get(ANCHOR_DEADLINE.toSeconds() * 2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Observation.unknown("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            return Observation.unknown("could not ask: " + e);
        }
    }
}
