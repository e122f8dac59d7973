package kirikae.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Route 53 at the wire in a process of its own, driven by its control API. */
final class FakeProcess implements AutoCloseable {
    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    FakeProcess(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "kirikae.faults.FakeRoute53"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the fake did not start");
        }
        port = Integer.parseInt(line);
    }

    int port() {
        return port;
    }

    String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** Gives the lines of an answer of the control API. */
    List<String> get(String verb) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(endpoint() + "/_fake/" + verb)));
    }

    /** Orders something of the control API. */
    void post(String verb, String body) throws IOException, InterruptedException {
        var unused = send(HttpRequest.newBuilder(URI.create(endpoint() + "/_fake/" + verb))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private List<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the fake said " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body().lines().toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
