package kirikae.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import kirikae.model.Event;
import kirikae.model.EventName;
import kirikae.model.Status;
import kirikae.model.Status.Hold;
import kirikae.model.Status.ServiceStatus;
import kirikae.model.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The status page in a real browser. With {@code -Dkirikae.pictures=docs} it also takes the pictures of the README. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BrowserTest {
    private static final String HOSTILE = "<img src=x onerror=\"window.owned=1\"><script>window.owned=1</script>";

    @TempDir
    static Path folder;

    private static Browser browser;
    private Site site = new Site(() -> Sample.status(Sample.well("code"), Sample.well("shop")));

    @BeforeAll
    static void start() throws Exception {
        Programs.need("chromium", "chromium");
        Programs.need("chromedriver", "chromium-driver");
        browser = new Browser(folder);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void close() {
        browser.open(java.net.URI.create("about:blank"));
        browser.console();
        site.close();
    }

    private void open() {
        browser.look(1280, 900, 1, "light");
        browser.open(site.at("/"));
        browser.until("document.querySelectorAll('.row').length >= 2");
        browser.run("window.sameDocument = true");
    }

    @Test
    void itShowsASwitchWithoutReload() {
        open();
        assertThat(browser.text("#summary")).isEqualTo("All is as it should be");
        assertThat(browser.text("#live-text")).isEqualTo("live");
        assertThat(browser.text("#service-code .place")).isEqualTo("primary");
        site.operator.now = () -> Sample.status(Sample.on("code", "maintenance", Verdict.NO_DATA), Sample.well("shop"));
        site.operator.tell(Sample.event(
                EventName.SWITCH_ACCEPTED,
                "service",
                "code",
                "from",
                "primary",
                "to",
                "maintenance",
                "reason",
                "no heartbeat"));
        browser.until("document.querySelector('#attention-list #service-code .place')?.innerText === 'maintenance'");
        assertThat(browser.text("#summary")).isEqualTo("1 service needs attention · 1 away from its primary");
        assertThat(browser.text("#events li:first-child")).contains("switch-accepted", "code", "primary → maintenance");
        assertThat(browser.run("return document.getElementById('say').textContent"))
                .isEqualTo("code now points to maintenance");
        assertThat(browser.run("return document.querySelector('#service-code .strip').getAttribute('aria-label')"))
                .asString()
                .startsWith("Last 24 hours: on primary, to maintenance at ");
        assertThat(browser.run("return document.title + window.sameDocument")).isEqualTo("(1) Kirikaetrue");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void theTimeLeftRunsDownByItself() {
        ServiceStatus slow = Sample.well("code");
        Instant once = Instant.now();
        site.operator.now = () -> Sample.status(once, slow, Sample.well("shop"));
        open();
        browser.run("window.before = document.querySelector('#service-code .left').innerText");
        browser.until("document.querySelector('#service-code .left').innerText !== window.before");
        assertThat(browser.text("#service-code .left")).endsWith(" left");
    }

    @Test
    void hostileTextStaysText() {
        ServiceStatus hostile = Sample.full(
                "code",
                "primary",
                "primary",
                HOSTILE,
                "idle",
                HOSTILE,
                HOSTILE + "\u202ereversed\u0007",
                true,
                new Hold(Hold.Kind.HOLD, "", HOSTILE, "operator:" + HOSTILE, Instant.MAX),
                kirikae.model.Status.LastSwitch.none(),
                Sample.target(
                        HOSTILE,
                        Verdict.UP,
                        HOSTILE,
                        Sample.check(HOSTILE, "http", Verdict.DOWN, Duration.ofMinutes(1), Duration.ZERO, HOSTILE)));
        site.operator.now = () -> Sample.status(hostile, Sample.well("shop"));
        site.operator.tell(Sample.event(EventName.CHECK_DOWN, "service", "code", "reason", HOSTILE, HOSTILE, HOSTILE));
        open();
        browser.run("document.getElementById('service-code').open = true");
        browser.until("document.querySelector('#service-code table')");
        browser.until("document.querySelectorAll('#events li').length === 1");
        assertThat(browser.text("#service-code .line")).contains(HOSTILE, "\\u202ereversed\\u0007");
        assertThat(browser.text("#service-code table")).contains(HOSTILE);
        assertThat(browser.text("#events li")).contains(HOSTILE);
        assertThat(browser.run(
                        "return String(window.owned) + document.querySelectorAll('main img, main script').length"))
                .isEqualTo("undefined0");
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void itSaysWhenTheDaemonIsLostAndComesBack() {
        open();
        int port = site.port();
        site.close();
        browser.until("!document.getElementById('lost').hidden");
        assertThat(browser.text("#lost"))
                .matches("Lost the daemon since \\d\\d:\\d\\d:\\d\\d\\. What you see is from then\\..*");
        assertThat(browser.text("#live-text")).isEqualTo("lost");
        assertThat(browser.text("#service-code .place")).isEqualTo("primary");
        site = new Site(
                new FakeOperator(
                        () -> Sample.status(Sample.on("code", "maintenance", Verdict.DOWN), Sample.well("new"))),
                port);
        site.operator.tell(Sample.event(EventName.STARTED, "version", "1.2.3"));
        browser.until("document.getElementById('lost').hidden && document.getElementById('service-new')");
        browser.until("document.querySelectorAll('#events li').length === 1");
        assertThat(browser.text("#service-code .place")).isEqualTo("maintenance");
        assertThat(browser.run("return document.getElementById('service-shop') === null && window.sameDocument"))
                .isEqualTo(true);
        assertThat(browser.console())
                .allMatch(line -> line.contains("net::ERR_")); // the browser's own word for a closed port
    }

    @Test
    void aPlainHoldIsNoProblem() {
        Hold hold = new Hold(Hold.Kind.HOLD, "", "disk swap", "operator:root", Instant.MAX);
        site.operator.now =
                () -> Sample.status(held("code", hold, ""), held("shop", hold, "; refused: to maintenance: x"));
        open();
        assertThat(browser.text("#summary")).isEqualTo("1 service needs attention · 2 held");
        assertThat(browser.text("#attention-list h3")).isEqualTo("shop");
        assertThat(browser.text("#quiet-list #service-code .line"))
                .isEqualTo("Held: disk swap, by root, until release");
        assertThat(browser.run("return document.getElementById('service-code').dataset.severity"))
                .isEqualTo("held");
        browser.run("document.getElementById('service-code').open = true");
        browser.until("document.querySelector('#service-code .why')");
        assertThat(browser.text("#service-code .why")).doesNotContain("Does not act");
    }

    private static ServiceStatus held(String name, Hold hold, String more) {
        String waiting = "on hold by root: " + hold.reason() + more;
        kirikae.model.Status.TargetStatus[] targets =
                Sample.well(name).targets().toArray(kirikae.model.Status.TargetStatus[]::new);
        return Sample.full(
                name,
                "primary",
                "primary",
                "",
                "idle",
                waiting,
                "",
                false,
                hold,
                kirikae.model.Status.LastSwitch.none(),
                targets);
    }

    @Test
    void theStripClaimsNothingFromBeforeTheDaemonKnew() {
        Instant now = Instant.now();
        Instant begun = now.minus(Duration.ofHours(6));
        site.operator.now =
                () -> new Status(Instant.now(), "1.2.3", begun, "", List.of(Sample.well("code"), Sample.well("shop")));
        site.operator.tell(Sample.event(begun, EventName.STARTED, "version", "1.2.3"));
        site.operator.tell(Sample.event(
                now.minus(Duration.ofHours(3)), EventName.CONFIG_RELOADED, "added", "mail shop", "removed", ""));
        open();
        browser.until("document.querySelector('#service-code .strip rect.off')");
        assertThat(width("#service-code .strip rect.off")).isBetween(740L, 760L); // 18 of 24 hours
        assertThat(label("code"))
                .startsWith("Last 24 hours: not known before ")
                .contains(", then on primary throughout");
        browser.until("document.querySelectorAll('#service-shop .strip rect.off').length === 2");
        assertThat(width("#service-shop .strip rect.off:nth-of-type(3)")).isBetween(865L, 885L); // 21 of 24 hours
    }

    @Test
    void aDaemonThatRanAllDayKnowsItWhole() {
        open();
        browser.until("document.querySelector('#service-code .strip rect')");
        assertThat(browser.run("return document.querySelectorAll('.strip rect.off').length"))
                .isEqualTo(0);
        assertThat(label("code")).startsWith("Last 24 hours: on primary throughout");
    }

    @Test
    void aLateEventIsDrawnWhereItBelongs() {
        Instant now = Instant.now();
        site.operator.tell(event(now.minus(Duration.ofHours(2)), "maintenance", "primary"));
        open();
        browser.until("document.querySelectorAll('#service-code .strip rect').length === 2");
        site.operator.tell(event(now.minus(Duration.ofHours(8)), "primary", "maintenance"));
        browser.until("document.querySelectorAll('#service-code .strip rect').length === 3");
        assertThat(label("code"))
                .startsWith("Last 24 hours: on primary, to maintenance at ")
                .contains(", to primary at ");
    }

    private static Event event(Instant time, String from, String to) {
        return Sample.event(time, EventName.SWITCH_ACCEPTED, "service", "code", "from", from, "to", to);
    }

    private long width(String selector) {
        return Math.round(Double.parseDouble(String.valueOf(
                browser.run("return document.querySelector('" + selector + "').getAttribute('width')"))));
    }

    private String label(String service) {
        return String.valueOf(browser.run(
                "return document.querySelector('#service-" + service + " .strip').getAttribute('aria-label')"));
    }

    @Test
    void aThousandServicesCanBeSifted() {
        ServiceStatus[] many = IntStream.range(0, 1_000)
                .mapToObj(i -> i == 700 ? Sample.on("s700", "maintenance", Verdict.DOWN) : Sample.well("s" + i))
                .toArray(ServiceStatus[]::new);
        site.operator.now = () -> Sample.status(many);
        open();
        browser.until("document.querySelectorAll('.row').length === 1000");
        assertThat(browser.text("#attention-list h3")).isEqualTo("s700");
        browser.run(
                "const f = document.getElementById('filter'); f.value = 'S99 example'; f.dispatchEvent(new Event('input'))");
        assertThat(shown())
                .containsExactly("s99", "s990", "s991", "s992", "s993", "s994", "s995", "s996", "s997", "s998", "s999");
        browser.run("const f = document.getElementById('filter'); f.value = ''; f.dispatchEvent(new Event('input'));"
                + " document.querySelector('[data-kind=attention]').click()");
        assertThat(shown()).containsExactly("s700");
        browser.run("document.querySelector('[data-kind=held]').click()");
        assertThat(browser.text("#none")).isEqualTo("No service fits.");
        assertThat(browser.console()).isEmpty();
    }

    @SuppressWarnings("unchecked")
    private List<Object> shown() {
        return ((io.vertx.core.json.JsonArray) browser.run(
                        "return [...document.querySelectorAll('.row:not([hidden]) h3')].map(e => e.textContent)"))
                .stream().toList();
    }

    @Test
    void itFitsAPhoneAndTwiceTheSizeAndSpeaksToReaders() {
        FakeOperator night = new FakeOperator(Scene::night);
        night.events.addAll(Scene.events());
        site.close();
        site = new Site(night, 0);
        for (double[] look : new double[][] {{360, 780, 1}, {1280, 900, 2}, {1280, 900, 1}}) {
            browser.look((int) look[0], (int) look[1], look[2], "dark");
            browser.open(site.at("/"));
            browser.until("document.querySelectorAll('.row').length === 10");
            browser.run("document.getElementById('service-shop').open = true");
            assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                    .isEqualTo(true);
        }
        assertThat(browser.run("return [...document.querySelectorAll('button, input, summary, svg, table')]"
                        + ".filter(e => !(e.innerText || e.labels?.length || e.getAttribute('aria-label'))).length"))
                .isEqualTo(0);
        assertThat(browser.run(
                        "return ['header', 'main', 'footer', 'h1', '[role=search]', '[aria-live=polite]', 'html[lang=en]']"
                                + ".filter(s => document.querySelectorAll(s).length !== 1).join()"))
                .isEqualTo("");
        assertThat(browser.console()).isEmpty();
    }

    @ParameterizedScheme
    void textHasContrast(String scheme) {
        FakeOperator night = new FakeOperator(Scene::night);
        night.events.addAll(Scene.events());
        site.close();
        site = new Site(night, 0);
        browser.look(1280, 2400, 1, scheme);
        browser.open(site.at("/"));
        browser.until("document.querySelectorAll('#events li').length > 9");
        browser.run("document.getElementById('service-shop').open = true");
        browser.until("document.querySelector('#service-shop table')");
        assertThat(browser.run(CONTRAST)).isEqualTo("");
    }

    /** Every text that is shown, against the nearest background, by WCAG 2's formula; gives those under 4.5 to 1. */
    private static final String CONTRAST = """
            const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
            const light = c => { const [r, g, b] = c.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
            const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
              if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
            const poor = [];
            for (const e of document.querySelectorAll('body *')) {
              if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
              const a = light(rgb(getComputedStyle(e).color)), b = light(ground(e));
              const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
              if (ratio < 4.5) poor.push(e.className + ' "' + e.textContent.slice(0, 30) + '" ' + ratio.toFixed(2));
            }
            return poor.join('; ');
            """;

    @org.junit.jupiter.params.ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"light", "dark"})
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    private @interface ParameterizedScheme {}

    /** Not kept: to be looked at while the page is changed, with {@code -Dkirikae.looks=FOLDER}. */
    @Test
    void picturesForWhoChangesThePage() throws Exception {
        String wanted = System.getProperty("kirikae.looks", "");
        Path target = wanted.isEmpty() ? folder : Path.of(wanted);
        FakeOperator night = new FakeOperator(Scene::isolated);
        night.events.addAll(Scene.events());
        site.close();
        site = new Site(night, 0);
        for (String scheme : List.of("light", "dark")) {
            for (double[] look : new double[][] {{360, 2600, 1}, {1280, 1800, 2}, {1280, 1400, 1}}) {
                browser.look((int) look[0], (int) look[1], look[2], scheme);
                browser.open(site.at("/"));
                browser.until(
                        "document.querySelectorAll('#events li').length > 9 && document.querySelector('.strip rect')");
                browser.run("document.getElementById('service-shop').open = true");
                browser.until("document.querySelector('#service-shop table')");
                assertThat(browser.text("#isolated")).contains("cut off");
                browser.picture(target.resolve("look-" + scheme + "-" + (int) look[0] + "-" + (int) look[2] + ".png"));
            }
        }
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void picturesForTheReadme() throws Exception {
        String wanted = System.getProperty("kirikae.pictures", "");
        Path target = wanted.isEmpty() ? folder : Path.of(wanted);
        FakeOperator night = new FakeOperator(Scene::night);
        night.events.addAll(Scene.events());
        site.close();
        site = new Site(night, 0);
        for (String scheme : List.of("light", "dark")) {
            browser.look(1280, 1000, 1, scheme);
            browser.open(site.at("/"));
            browser.until(
                    "document.querySelectorAll('#events li').length > 9 && document.querySelector('.strip rect')");
            Path picture = target.resolve("status-" + scheme + ".png");
            browser.picture(picture);
            assertThat(Files.size(picture)).isBetween(20_000L, 300_000L);
        }
    }
}
