package kirikae.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import kirikae.model.Settings.Endpoint;

/** The story of the demo, with everything already running: the host dies, the name moves; it comes back, the name moves back. */
final class Demo {
    private static final Duration START_BOUND = Duration.ofSeconds(15);
    private static final Duration SWITCH_BOUND = Duration.ofSeconds(15);
    private static final Duration REST = Duration.ofMillis(1_500);

    private final DemoStage stage;
    private final DemoHosts hosts;
    private final DemoBeats beats;
    private final DemoWitness witness;

    /** A part of the story did not happen; the message says which. */
    static final class Unseen extends Exception {
        private static final long serialVersionUID = 1L;

        Unseen(String message) {
            super(message);
        }
    }

    /** Takes what runs already, and where the name server is. */
    Demo(DemoStage stage, DemoHosts hosts, DemoBeats beats, Endpoint dns) throws IOException {
        this.stage = stage;
        this.hosts = hosts;
        this.beats = beats;
        this.witness = new DemoWitness(dns, DemoFiles.NAME);
    }

    /** Tells it; ends early when a switch is not seen within its bound. */
    void tell() throws Unseen, IOException, InterruptedException {
        if (!stage.waitFor(line -> line.isEvent("check-up"), 2, START_BOUND)) {
            throw new Unseen("the two checks of the web host were not UP within " + START_BOUND.toSeconds() + "s");
        }
        follow(hosts.webAddress(), START_BOUND, "right after the start");
        stay(hosts.webAddress());
        long died = die();
        long away = follow(hosts.sorryAddress(), SWITCH_BOUND, "after the host died");
        legs(died, away, "check-down", "until the silence was 3s long");
        stay(hosts.sorryAddress());
        long returned = comeBack();
        long back = follow(hosts.webAddress(), SWITCH_BOUND, "after the host came back");
        legs(returned, back, "switch-started", "to answer twice and be well for 2s");
        stay(hosts.webAddress());
        summary(away - died, back - returned);
    }

    private long die() {
        stage.say("");
        hosts.web().die();
        beats.die();
        long now = System.nanoTime();
        stage.step(Paint.BAD.on("the web host dies") + ": no page, no heartbeats. The window is 3s.");
        return now;
    }

    private long comeBack() throws IOException {
        stage.say("");
        hosts.web().comeBack();
        beats.comeBack();
        long now = System.nanoTime();
        stage.step(Paint.GOOD.on("the web host is back") + ". It must be well for 2s before the name follows.");
        return now;
    }

    /** Asks the name server until it answers with this address, then goes there. Gives when it was seen. */
    private long follow(String address, Duration bound, String when) throws Unseen, InterruptedException {
        Optional<DemoWitness.Seen> seen = witness.waitFor(address, bound);
        if (seen.isEmpty()) {
            String last = witness.ask();
            throw new Unseen(DemoFiles.NAME + " should be " + address + " within " + bound.toSeconds() + "s " + when
                    + ", but is " + (last.isEmpty() ? "not answered" : last));
        }
        String page = witness.page(hosts.reachedAt(address));
        stage.step(Paint.STRONG.on(DemoFiles.NAME + " is " + address) + ", and there: \"" + page + "\"");
        return seen.get().nanos();
    }

    /** Nothing may move for a while. */
    private void stay(String address) throws Unseen, InterruptedException {
        Optional<String> other = witness.otherThan(address, REST);
        if (other.isPresent()) {
            throw new Unseen(DemoFiles.NAME + " was " + address + " and should stay so, but is " + other.get());
        }
    }

    private void legs(long from, long seen, String event, String words) {
        Optional<Long> noticed = stage.firstAfter(from, event);
        Optional<Long> switched = stage.firstAfter(from, "switch-accepted");
        if (noticed.isPresent() && switched.isPresent()) {
            stage.detail(millis(noticed.get() - from) + " " + words + ", " + millis(switched.get() - noticed.get())
                    + " to switch, " + millis(seen - switched.get()) + " until the next question");
        }
    }

    private void summary(long away, long back) {
        stage.say("");
        stage.say(String.format(
                Locale.ROOT,
                "%s in real DNS answers: %.1f s after the host died, and %.1f s after it came back.",
                Paint.GOOD.on("Both switches were seen"),
                away / 1e9,
                back / 1e9));
        stage.say(witness.questions() + " questions were asked; nothing stays behind on this machine.");
        stage.say("");
        stage.say("Next: put your names and addresses into a copy of conf/kirikae.conf, then");
        stage.say("  " + me() + " check --config kirikae.conf            what would happen, and how fast");
        stage.say("  " + me() + " check --config kirikae.conf --online   are credentials, zone and records right?");
        stage.say("  " + me() + " run --config kirikae.conf --dry-run    everything but writing DNS");
    }

    /** How this program was started: with -jar, the class path is the jar as it was typed. */
    private static String me() {
        String path = System.getProperty("java.class.path", "");
        return path.endsWith(".jar") && !path.startsWith("/usr/") ? "java -jar " + path : "kirikae";
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%,d ms", Math.max(0, Math.round(nanos / 1e6)));
    }
}
