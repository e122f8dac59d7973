package kirikae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import kirikae.model.Secret;

/**
 * The demo's folder: configuration, token, journal. Removed at the end.
 *
 * @param token of the web host's heartbeats
 * @param dns the name server of the demo
 */
record DemoFiles(Path folder, Secret token, DemoDns dns) {
    /** The name that moves. */
    static final String NAME = "www.demo.test";
    /** The host of the heartbeats. */
    static final String HOST = "web-1";

    /** Makes the name server in the demo's folder. */
    interface DnsMaker {
        /** Makes it, and starts it where it is a process. */
        DemoDns make(Path folder) throws IOException, InterruptedException;
    }

    /** Makes the folder, with a configuration for these hosts. */
    static DemoFiles create(DemoHosts hosts, DnsMaker maker) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("kirikae-demo-");
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        DemoFiles files = new DemoFiles(folder, new Secret(HexFormat.of().formatHex(random)), maker.make(folder));
        Files.writeString(files.tokenFile(), files.token.reveal() + "\n");
        Files.writeString(files.config(), text(folder, hosts, files.dns));
        return files;
    }

    /** The configuration. */
    Path config() {
        return folder.resolve("kirikae.conf");
    }

    private Path tokenFile() {
        return folder.resolve("web-1.token");
    }

    /** The configuration's lines. */
    List<String> lines() throws IOException {
        return Files.readAllLines(config());
    }

    /** Ends the name server and removes all of it. */
    void remove() throws IOException {
        dns.close();
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    private static String text(Path folder, DemoHosts hosts, DemoDns dns) {
        int port = hosts.web().address().getPort();
        String elsewhere = hosts.isAtItsAddress() ? "" : ", connect-to = \"127.0.0.1:" + port + "\"";
        return """
                listen.http = "127.0.0.1:0"
                state-dir = "%s/state"
                control-socket = "%s/control.sock"
                %s
                isolation.anchors = ["tcp://%s:%d"]   # is it them, or is it me?
                services.web {
                  provider = %s, zone = "demo.test", names = ["%s"], ttl = 1s
                  primary {
                    A = ["%s"]
                    checks {
                      agent { type = heartbeat, host = "%s", token { file = "web-1.token" }, no-data-window = 3s }
                      site  { type = http, url = "http://%s:%d/", interval = 500ms, timeout = 1s, no-data-window = 3s%s }
                    }
                  }
                  maintenance { A = ["%s"] }
                  recovery.stable-for = 2s
                }
                """.formatted(
                        folder,
                        folder,
                        dns.provider(),
                        hosts.sorry().address().getAddress().getHostAddress(),
                        hosts.sorry().address().getPort(),
                        dns.name(),
                        NAME,
                        hosts.webAddress(),
                        HOST,
                        NAME,
                        port,
                        elsewhere,
                        hosts.sorryAddress());
    }
}
