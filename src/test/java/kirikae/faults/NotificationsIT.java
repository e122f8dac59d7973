package kirikae.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kirikae.notify.HookServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** F37, F38 and what the article's chain is told: the packaged daemon, real channels on loopback. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("faults")
class NotificationsIT {
    private static final String ARTICLE =
            "services.web.message = \"\"\"{{#is_alert}}Server {{host.name}} is down! @webhook-CA-R53-Failover{{/is_alert}}\n"
                    + "{{#is_recovery}}Server {{host.name}} is OK! @webhook-CA-R53-OK{{/is_recovery}}\"\"\"";

    @TempDir
    private Path folder;

    private static String webhook(String name, String url, String more) {
        return "channels." + name + " { type = webhook, url = \"" + url + "\"" + more + " }";
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what).atMost(DaemonLog.PATIENCE).until(condition);
    }

    @Test
    void theArticlesMessageCallsTheArticlesWebhooks() {
        try (HookServer hook = HookServer.start();
                Stage stage = new Stage(folder).services("web")) {
            stage.conf(webhook(
                    "webhook-CA-R53-Failover",
                    hook.url("/trigger/down"),
                    ", headers = { \"Authorization\" : \"CAAuth 0123456789abcdef\", \"Content-Length\": 0 }"));
            stage.conf(webhook("webhook-CA-R53-OK", hook.url("/trigger/ok"), ""));
            stage.conf(ARTICLE);
            DaemonProcess daemon = stage.start("web");
            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "to=maintenance");
            daemon.log().await("event=notify-delivered", "channel=webhook-CA-R53-Failover", "about=alert");
            assertThat(hook.requests()).hasSize(1);
            HookServer.Request down = hook.requests("/trigger/down").get(0);
            assertThat(down.method()).isEqualTo("POST");
            assertThat(down.header("authorization")).isEqualTo("CAAuth 0123456789abcdef");
            assertThat(down.body()).isEmpty();
            stage.beats.alive("web");
            daemon.log().await("event=notify-delivered", "channel=webhook-CA-R53-OK", "about=recovery");
            daemon.log().await("event=switch-verified", "to=primary");
            assertThat(hook.requests()).hasSize(2);
            JsonObject ok = new JsonObject(hook.requests("/trigger/ok").get(0).body());
            assertThat(ok.getString("body"))
                    .contains("Server web is OK! @webhook-CA-R53-OK")
                    .doesNotContain("down");
            assertThat(hook.violations()).isEmpty();
            assertThat(daemon.log().lines()).noneMatch(line -> line.contains("CAAuth") || line.contains("/trigger/"));
        }
    }

    @Test
    void f37ChannelsInEveryMoodHoldNoSwitchUpAndAreTriedAgain() {
        List<HookServer> hooks = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            hooks.add(HookServer.start());
        }
        try (Stage stage = new Stage(folder).services("web")) {
            hooks.get(0).script(HookServer.answer(500, "", "broken"), HookServer.answer(503, "Retry-After: 1\r\n", ""));
            hooks.get(1).mood(HookServer.silence());
            hooks.get(2).mood(HookServer.answer(302, "Location: " + hooks.get(0).url("/elsewhere") + "\r\n", ""));
            hooks.get(3).mood(HookServer.endless(500));
            hooks.get(4).mood(HookServer.drip(500));
            hooks.get(5).mood(HookServer.raw("220 nonsense\r\n\r\n"));
            hooks.get(6).script(HookServer.reset());
            hooks.get(7).mood(HookServer.answer(403, "", "no"));
            List<String> names = new ArrayList<>(List.of("dead", "command"));
            for (int i = 0; i < 9; i++) {
                stage.conf(webhook("hook" + i, hooks.get(i).url("/h"), ""));
                names.add("hook" + i);
            }
            hooks.get(8).close();
            stage.conf(webhook("dead", "http://127.0.0.1:9/h", ""));
            stage.conf(
                    "channels.command { type = exec, command = [\"/bin/sh\", \"-c\", \"sleep 300\"], timeout = 1s }");
            stage.conf("notify = [" + String.join(", ", names) + "]");
            DaemonProcess daemon = stage.start("web");
            long silent = System.nanoTime();
            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "to=maintenance");
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - silent))
                    .isLessThan(15);
            assertThat(stage.shown("web")).containsExactly(Stage.SORRY);

            daemon.log().await("event=notify-delivered", "channel=hook0", "attempt=3");
            daemon.log().await("event=notify-delivered", "channel=hook6", "attempt=2");
            String refused = daemon.log().await("event=notify-failed", "channel=hook2", "given-up=true");
            assertThat(refused).contains("HTTP 302");
            assertThat(daemon.log().await("event=notify-failed", "channel=hook7", "given-up=true"))
                    .contains("HTTP 403: no");
            for (String failing : List.of("hook1", "hook3", "hook4", "hook5", "hook8", "dead", "command")) {
                assertThat(daemon.log().await("event=notify-failed", "channel=" + failing))
                        .contains("tried again");
            }
            assertThat(hooks.get(0).requests("/elsewhere")).isEmpty();
            assertThat(hooks.get(0).requests("/h"))
                    .extracting(HookServer.Request::body)
                    .hasSize(3)
                    .containsOnly(hooks.get(0).requests("/h").get(0).body());

            stage.beats.alive("web");
            daemon.log().await("event=switch-verified", "to=primary");
            assertThat(stage.shown("web")).containsExactly(Stage.PRIMARY);
            assertThat(stage.beats.usualMillis()).isLessThan(1_000);
        } finally {
            hooks.forEach(HookServer::close);
        }
    }

    @Test
    void f37WhatWasNotDeliveredBeforeKillNineIsSentOnceAfterIt() {
        try (HookServer good = HookServer.start();
                HookServer bad = HookServer.start();
                Stage stage = new Stage(folder).services("web")) {
            bad.mood(HookServer.answer(503, "", "later"));
            String key = ", secret = \"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"";
            stage.conf(webhook("good", good.url("/g"), key));
            stage.conf(webhook("bad", bad.url("/b"), key));
            stage.conf("notify = [good, bad]");
            DaemonProcess daemon = stage.start("web");
            stage.beats.silent("web");
            daemon.log().await("event=switch-verified", "to=maintenance");
            daemon.log().await("event=notify-delivered", "channel=good", "about=alert");
            daemon.log().await("event=notify-failed", "channel=bad", "about=alert");
            await(
                    "the delivery is in the journal",
                    () -> stage.journal("notify-delivered").size() == 1);
            daemon.kill();
            bad.mood(HookServer.answer(200, "", ""));
            int before = bad.requests().size();

            DaemonProcess next = stage.start();
            next.log().await("event=notify-delivered", "channel=bad", "about=alert");
            assertThat(bad.requests()).hasSize(before + 1);
            assertThat(bad.requests())
                    .extracting(request -> request.header("webhook-id"))
                    .containsOnly(bad.requests().get(0).header("webhook-id"));
            assertThat(good.requests()).hasSize(1);
            await(
                    "it is in the journal",
                    () -> stage.journal("notify-delivered").size() == 2);
            next.kill();

            DaemonProcess third = stage.start("web");
            third.log().await("event=notify-delivered", "channel=good", "about=recovery");
            // The third start within two minutes is told as a crash loop; the alert is not told again to anybody.
            third.log().await("event=notify-delivered", "channel=good", "about=crash-loop");
            assertThat(about(bad, "alert")).isEqualTo(before + 1);
            assertThat(about(good, "alert")).isEqualTo(1);
            assertThat(about(good, "recovery")).isEqualTo(1);
        }
    }

    private static long about(HookServer hook, String event) {
        return hook.requests().stream()
                .filter(request ->
                        new JsonObject(request.body()).getString("event_type").equals(event))
                .count();
    }

    @Test
    void f37AReloadLosesNothingThatWaits() {
        try (HookServer hook = HookServer.start();
                Stage stage = new Stage(folder).services("web")) {
            hook.mood(HookServer.answer(503, "", "later"));
            stage.conf(webhook("hook", hook.url("/old"), "")).conf("notify = [hook]");
            DaemonProcess daemon = stage.start("web");
            stage.beats.silent("web");
            daemon.log().await("event=notify-failed", "channel=hook", "about=alert");
            stage.conf(webhook("hook", hook.url("/new"), ""));
            stage.write();
            hook.mood(HookServer.answer(200, "", ""));
            daemon.signal("HUP");
            daemon.log().await("event=config-reloaded");
            daemon.log().await("event=notify-delivered", "channel=hook", "about=alert");
            assertThat(hook.requests("/new").size() + hook.requests("/old").size())
                    .isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void f38HostileWordsOfAHostAreInertInEveryChannel() throws IOException {
        String hostile =
                "dead\r\nX-Evil: 1\r\n\r\n\"}, \"admin\": true, {\" @pager <!channel> ${HOME} $HOSTNAME {{host.name}} \u2028\u202e";
        Path seen = folder.resolve("seen");
        try (HookServer hook = HookServer.start();
                Stage stage = new Stage(folder).services("web")) {
            stage.conf(
                    webhook(
                            "json",
                            hook.url("/json"),
                            ", headers { X-Status = \"$ALERT_STATUS\" }, payload = \"\"\"{\"s\": \"$ALERT_STATUS\", \"m\": $EVENT_MSG}\"\"\""));
            stage.conf(webhook(
                    "form", hook.url("/form"), ", encode = form, payload = \"\"\"{\"s\": \"$ALERT_STATUS\"}\"\"\""));
            stage.conf(webhook("pager", hook.url("/pager"), ""));
            stage.conf("channels.slack { type = slack, url = \"" + hook.url("/slack") + "\" }");
            stage.conf("channels.program { type = exec, command = [\"/bin/sh\", \"-c\", \"cat > " + seen + "\"] }");
            stage.conf(
                    "services.web.message = \"\"\"{{#is_alert}}down: {{{reason}}} {{reason}} @json @form @slack @program{{/is_alert}}\"\"\"");
            DaemonProcess daemon = stage.start("web");
            stage.beats.silent("web");
            assertThat(stage.beats.say("web", "/fail", Beats.TOKEN, hostile)).isEqualTo(202);
            for (String channel : List.of("json", "form", "slack", "program")) {
                daemon.log().await("event=notify-delivered", "channel=" + channel);
            }
            daemon.log().await("event=switch-verified", "to=maintenance");
            HookServer.Request json = hook.requests("/json").get(0);
            JsonObject body = new JsonObject(json.body());
            assertThat(body.fieldNames()).containsExactly("s", "m");
            assertThat(body.getString("s")).contains("\"}, \"admin\": true");
            assertThat(body.getString("m")).contains("{{host.name}}", "&quot;}, &quot;admin&quot;: true");
            assertThat(json.headers()).doesNotContainKey("x-evil");
            assertThat(json.header("x-status")).contains("$HOSTNAME").matches("[ -~]+");
            assertThat(hook.requests("/form").get(0).body().split("&")).hasSize(1);
            assertThat(new JsonObject(hook.requests("/slack").get(0).body()).getString("text"))
                    .contains("&lt;!channel&gt;")
                    .doesNotContain("<!channel>");
            assertThat(Files.readAllLines(seen)).hasSize(1);
            assertThat(hook.requests("/pager")).isEmpty();
            assertThat(hook.violations()).isEmpty();
            assertThat(daemon.log().lines())
                    .allMatch(text -> text.matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z (INFO |WARN |ERROR).*"));
        }
    }

    @Test
    void plannedWorkPagesNobody() {
        try (HookServer hook = HookServer.start();
                Stage stage = new Stage(folder).services("web")) {
            stage.conf(webhook("hook", hook.url("/h"), "")).conf("notify = [hook]");
            DaemonProcess daemon = stage.start("web");
            try {
                assertThat(stage.beats.say("web", "/maint?for=10m", Beats.TOKEN, "kernel update"))
                        .isEqualTo(202);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            daemon.log().await("event=switch-verified", "to=maintenance");
            assertThat(hook.requests()).isEmpty();
            assertThat(daemon.log().with("event=alert")).isEmpty();
        }
    }

    @Test
    void aTargetsCommandAndWebhookAreRunAfterTheRecordsAreInSync() throws IOException {
        Path seen = folder.resolve("seen");
        Path program = folder.resolve("program");
        Files.writeString(program, "#!/bin/sh\ncat >> " + seen + "\nexit 0\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        try (HookServer hook = HookServer.start();
                Stage stage = new Stage(folder).services("web")) {
            stage.conf(webhook("ca", hook.url("/ca"), ""));
            stage.conf("services.web.maintenance.on-switch { command = [\"" + program + "\"] }");
            stage.conf("services.web.maintenance.CNAME = \"sorry.example.net\"");
            stage.conf("services.web.primary.on-switch { webhook = ca }");
            DaemonProcess daemon = stage.start("web");
            stage.beats.silent("web");
            int mark = daemon.log().mark();
            String verified = daemon.log().await(mark, "event=switch-verified", "to=maintenance");
            assertThat(DaemonLog.value(verified, "notify")).isEqualTo("web/on-switch");
            daemon.log().await("event=notify-delivered", "channel=web/on-switch");
            JsonObject event = new JsonObject(Files.readString(seen));
            assertThat(event.getString("event")).isEqualTo("switch-verified");
            assertThat(event.getJsonObject("fields").getString("to")).isEqualTo("maintenance");
            assertThat(hook.requests()).isEmpty();
            stage.beats.alive("web");
            daemon.log().await("event=notify-delivered", "channel=ca", "about=switch-verified");
            assertThat(new JsonObject(hook.requests("/ca").get(0).body()).getString("title"))
                    .contains("switched to primary");
        }
    }
}
