package kirikae.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The cheap server that all probers look at: src/bench/target.c, built here and run as a process of its own. */
final class TargetServer implements AutoCloseable {
    private final Process process;
    private final int port;

    private TargetServer(Process process, int port) {
        this.process = process;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Builds and starts it; further words as in the source. */
    static TargetServer start(Path home, int port, String... words) throws IOException, InterruptedException {
        String program = home.resolve("target").toString();
        Process cc = new ProcessBuilder("cc", "-O2", "-o", program, "src/bench/target.c")
                .inheritIO()
                .start();
        if (cc.waitFor() != 0) {
            throw new IOException("cc does not build src/bench/target.c");
        }
        List<String> command = new java.util.ArrayList<>(List.of(program, String.valueOf(port)));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().read();
        if (!process.isAlive()) {
            throw new IOException("the target server does not run");
        }
        return new TargetServer(process, port);
    }

    int port() {
        return port;
    }

    /** How many requests it has answered. */
    long count() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("GET /count HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return Long.parseLong(
                    answer.substring(answer.indexOf("\r\n\r\n") + 4).strip());
        }
    }

    /** Sends it a signal: STOP makes it take connections (the kernel does) and answer none, CONT ends that. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Ends it at once: from now on its port is closed. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
