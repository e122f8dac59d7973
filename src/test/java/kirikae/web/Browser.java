package kirikae.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A headless Chromium with a profile of its own, driven over the WebDriver protocol. Reaches loopback only. */
final class Browser implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    Browser(Path profile) throws IOException {
        int port = freePort();
        driver = new ProcessBuilder("chromedriver", "--port=" + port, "--allowed-ips=127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("driver.log").toFile())
                .start();
        String base = "http://127.0.0.1:" + port;
        Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> isReady(base));
        session = base + "/session/" + begin(base, profile);
    }

    private boolean isReady(String base) {
        return call("GET", base + "/status", new JsonObject())
                .getJsonObject("value")
                .getBoolean("ready");
    }

    private String begin(String base, Path profile) {
        JsonArray arguments =
                new JsonArray(new java.util.ArrayList<>(FLAGS)).add("--user-data-dir=" + profile.resolve("profile"));
        JsonObject wanted = new JsonObject()
                .put("browserName", "chrome")
                .put("goog:chromeOptions", new JsonObject().put("args", arguments))
                .put("goog:loggingPrefs", new JsonObject().put("browser", "ALL"));
        JsonObject answer = call(
                "POST",
                base + "/session",
                new JsonObject().put("capabilities", new JsonObject().put("alwaysMatch", wanted)));
        return answer.getJsonObject("value").getString("sessionId");
    }

    /** Loads a page. */
    void open(URI page) {
        call("POST", session + "/url", new JsonObject().put("url", page.toString()));
    }

    /** Runs a function body in the page; gives what it returns. */
    Object run(String script) {
        return call(
                        "POST",
                        session + "/execute/sync",
                        new JsonObject().put("script", script).put("args", new JsonArray()))
                .getValue("value");
    }

    /** What a selector's first element shows; empty when there is none or it is hidden. */
    String text(String selector) {
        return String.valueOf(run("const e = document.querySelector("
                + new JsonArray().add(selector).encode() + "[0]); return e && e.checkVisibility() ? e.innerText : ''"));
    }

    /** Waits for a condition written as an expression of the page. */
    void until(String expression) {
        Awaitility.await(expression)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Boolean.TRUE.equals(run("return Boolean(" + expression + ")")));
    }

    /** Sets the size in CSS pixels, the zoom, and whether light or dark is wanted. */
    void look(int width, int height, double zoom, String scheme) {
        devtools(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", (int) (width / zoom))
                        .put("height", (int) (height / zoom))
                        .put("deviceScaleFactor", zoom)
                        .put("mobile", false));
        JsonObject feature =
                new JsonObject().put("name", "prefers-color-scheme").put("value", scheme);
        devtools("Emulation.setEmulatedMedia", new JsonObject().put("features", new JsonArray().add(feature)));
    }

    /** Takes a picture of what is in view. */
    void picture(Path file) throws IOException {
        String image = call("GET", session + "/screenshot", new JsonObject()).getString("value");
        Files.write(file, Base64.getDecoder().decode(image));
    }

    /** Everything the console said since the last call. */
    List<String> console() {
        JsonArray lines = call("POST", session + "/se/log", new JsonObject().put("type", "browser"))
                .getJsonArray("value");
        return lines.stream()
                .map(line -> ((JsonObject) line).getString("level") + " " + ((JsonObject) line).getString("message"))
                .toList();
    }

    private void devtools(String command, JsonObject params) {
        call(
                "POST",
                session + "/goog/cdp/execute",
                new JsonObject().put("cmd", command).put("params", params));
    }

    private JsonObject call(String method, String url, JsonObject body) {
        HttpRequest.BodyPublisher sent = method.equals("POST")
                ? HttpRequest.BodyPublishers.ofString(body.encode())
                : HttpRequest.BodyPublishers.noBody();
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(Duration.ofSeconds(60))
                            .method(method, sent)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(url + ": " + answer.body());
            }
            return new JsonObject(answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        call("DELETE", session, new JsonObject());
        driver.destroy();
        try {
            if (!driver.waitFor(5, TimeUnit.SECONDS)) {
                driver.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
