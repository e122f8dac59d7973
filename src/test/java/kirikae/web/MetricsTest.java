package kirikae.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kirikae.model.EventName;
import kirikae.model.Observation.Outcome;
import kirikae.model.Status.Hold;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final Path ALERTS = Path.of("docs/prometheus-alerts.yml");
    private static final Path DASHBOARD = Path.of("docs/grafana-dashboard.json");
    private static final String ODD = "a\"b\\c\nd\u202e";

    private final Site site = new Site(
            () -> Sample.status(Sample.well("code"), Sample.on("shop", "maintenance", Verdict.NO_DATA), odd()));

    @AfterEach
    void close() {
        site.close();
    }

    /** No configuration has such names; the text must stand it all the same. */
    private static ServiceStatus odd() {
        return Sample.with(
                ODD, "drifted", "drifted", Hold.none(), Sample.target("drifted", Verdict.UP, "A 203.0.113.1"));
    }

    /** Tells something of everything, then asks: once a test, since an answer is given out again for 250 ms. */
    private HttpResponse<String> tellAndAsk() {
        site.tally.probed("http", Outcome.SUCCESS, Duration.ofMillis(30));
        site.tally.probed("tcp", Outcome.FAIL_SAID, Duration.ofSeconds(3));
        site.tally.asked("aws", "change", "ok");
        site.tally.decisionLag(Duration.ofNanos(700_000));
        site.tally.loopLag(Duration.ofMillis(2));
        site.operator.tell(Sample.event(EventName.SWITCH_ACCEPTED, "service", "shop", "to", "maintenance"));
        site.operator.tell(Sample.event(EventName.SWITCH_REFUSED, "service", "shop"));
        site.operator.tell(Sample.event(EventName.JOURNAL_ERROR));
        return site.get("/metrics");
    }

    private String scrape() {
        return tellAndAsk().body();
    }

    @Test
    void everyMetricStandsInTheDocument() throws java.io.IOException {
        String document = java.nio.file.Files.readString(java.nio.file.Path.of("docs/WATCHING.md"));
        assertThat(scrape().lines().filter(line -> line.startsWith("# TYPE ")).map(line -> line.split(" ")[2]))
                .hasSizeGreaterThan(25)
                .allSatisfy(name -> assertThat(document).contains("| `" + name + "` |"));
    }

    @Test
    void whatIsKnownAndCountedIsThere() {
        HttpResponse<String> answer = tellAndAsk();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body().lines())
                .contains(
                        "kirikae_service_desired{service=\"code\",target=\"primary\"} 1.0",
                        "kirikae_service_desired{service=\"code\",target=\"maintenance\"} 0.0",
                        "kirikae_service_actual{service=\"shop\",target=\"maintenance\"} 1.0",
                        "kirikae_service_actual{service=\"shop\",target=\"primary\"} 0.0",
                        "kirikae_service_actual{service=\"shop\",target=\"drifted\"} 0.0",
                        "kirikae_target_verdict{service=\"shop\",target=\"primary\",verdict=\"NO_DATA\"} 1.0",
                        "kirikae_target_verdict{service=\"shop\",target=\"primary\",verdict=\"UP\"} 0.0",
                        "kirikae_check_verdict{check=\"agent\",kind=\"heartbeat\",service=\"code\",target=\"primary\",verdict=\"UP\"} 1.0",
                        "kirikae_check_last_success_age_seconds{check=\"agent\",kind=\"heartbeat\",service=\"code\",target=\"primary\"} 7.0",
                        "kirikae_check_window_seconds{check=\"site\",kind=\"http\",service=\"code\",target=\"primary\"} 120.0",
                        "kirikae_switches_total{service=\"shop\",to=\"maintenance\"} 1.0",
                        "kirikae_switches_total{service=\"shop\",to=\"primary\"} 0.0",
                        "kirikae_switches_refused_total{service=\"shop\"} 1.0",
                        "kirikae_switches_refused_total{service=\"code\"} 0.0",
                        "kirikae_journal_errors_total 1.0",
                        "kirikae_heartbeats_refused_total 3.0",
                        "kirikae_events_total{event=\"switch-accepted\"} 1.0",
                        "kirikae_events_total{event=\"crash-loop\"} 0.0",
                        "kirikae_provider_requests_total{operation=\"change\",outcome=\"ok\",provider=\"aws\"} 1.0",
                        "kirikae_probe_duration_seconds_bucket{kind=\"http\",outcome=\"success\",le=\"0.025\"} 0",
                        "kirikae_probe_duration_seconds_bucket{kind=\"http\",outcome=\"success\",le=\"0.05\"} 1",
                        "kirikae_probe_duration_seconds_count{kind=\"tcp\",outcome=\"fail-said\"} 1",
                        "kirikae_decision_lag_seconds_bucket{le=\"0.001\"} 1",
                        "kirikae_isolated 0.0",
                        "kirikae_stream_viewers 0.0")
                .anyMatch(line -> line.startsWith("kirikae_build_info{") && line.contains("version=\"1.2.3\""))
                .anyMatch(line -> line.startsWith("process_start_time_seconds "));
    }

    @Test
    void everySeriesStandsOnce() {
        List<String> series = scrape().lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
        assertThat(series).doesNotHaveDuplicates();
    }

    @Test
    void promtoolAgrees() throws Exception {
        Programs.need("promtool", "prometheus");
        assertThat(promtool(scrape(), "check", "metrics")).isEmpty();
    }

    @Test
    void promtoolTakesTheRules() throws Exception {
        Programs.need("promtool", "prometheus");
        assertThat(promtool("", "check", "rules", "--lint-fatal", ALERTS.toString()))
                .contains("SUCCESS: 12 rules found");
    }

    @Test
    void theRulesRingWhenTheyShould(@TempDir Path folder) throws Exception {
        Programs.need("promtool", "prometheus");
        Path story = folder.resolve("story.yml");
        Files.writeString(story, """
                rule_files: [%s]
                evaluation_interval: 30s
                tests:
                  - interval: 30s
                    input_series:
                      - {series: 'up{job="kirikae",instance="a"}', values: '1x6 0x20'}
                      - {series: 'kirikae_service_desired{instance="a",service="code",target="primary"}', values: '1x20'}
                      - {series: 'kirikae_service_actual{instance="a",service="code",target="primary"}', values: '1x20'}
                      - {series: 'kirikae_service_desired{instance="a",service="shop",target="maintenance"}', values: '1x20'}
                      - {series: 'kirikae_service_actual{instance="a",service="shop",target="maintenance"}', values: '0x20'}
                    alert_rule_test:
                      - {alertname: KirikaeDown, eval_time: 3m}
                      - alertname: KirikaeSwitchPending
                        eval_time: 4m
                        exp_alerts:
                          - exp_labels: {severity: page, instance: a, service: shop, target: maintenance}
                            exp_annotations:
                              summary: shop should point to maintenance and does not
                              description: The change is not applied, or not allowed. `kirikae status shop` says why.
                """.formatted(ALERTS.toAbsolutePath()));
        assertThat(promtool("", "test", "rules", story.toString())).contains("SUCCESS");
    }

    @Test
    void rulesAndDashboardAskOnlyForWhatExists() throws IOException {
        Set<String> known = scrape().lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toSet());
        Set<String> asked = new TreeSet<>(named(Files.readString(ALERTS)));
        asked.addAll(named(Files.readString(DASHBOARD)));
        asked.removeIf(name -> known.contains(name.replaceFirst("_bucket$", "")));
        assertThat(asked).isEmpty();
        assertThat(new JsonObject(Files.readString(DASHBOARD)).getJsonArray("panels"))
                .hasSizeGreaterThan(10);
    }

    private static Set<String> named(String text) {
        Matcher names = Pattern.compile("\\b(kirikae_[a-z_]+|process_[a-z_]+|jvm_[a-z_]+)\\b")
                .matcher(text);
        return names.results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    /** What promtool says; its exit code must be 0. */
    private static String promtool(String input, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
