package kirikae.bench;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Watched hosts: sends heartbeats over one kept connection and takes the time of each. */
final class Beater implements Closeable {
    private final Socket socket;
    private final BufferedReader answers;
    private final String host;

    /** The moments, by nanoTime, between which the daemon took a heartbeat. */
    record Beat(long sent, long accepted) {}

    Beater(int port, String host) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(5_000);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        this.host = host;
    }

    Beat beat() throws IOException {
        return beat(host);
    }

    /** Sends one of another host. */
    Beat beat(String of) throws IOException {
        long sent = System.nanoTime();
        int status = status(of);
        long accepted = System.nanoTime();
        if (status != 202) {
            throw new IOException("a heartbeat was answered with " + status);
        }
        return new Beat(sent, accepted);
    }

    /** Sends one and gives what was answered. */
    int status() throws IOException {
        return status(host);
    }

    /** Sends one of each host in one go, then takes the answers; all must be 202. */
    void beatAll(List<String> hosts) throws IOException {
        StringBuilder requests = new StringBuilder();
        hosts.forEach(each -> requests.append(request(each)));
        socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
        for (String each : hosts) {
            int status = answer();
            if (status != 202) {
                throw new IOException("a heartbeat of " + each + " was answered with " + status);
            }
        }
    }

    private int status(String of) throws IOException {
        socket.getOutputStream().write(request(of).getBytes(StandardCharsets.US_ASCII));
        return answer();
    }

    private static String request(String of) {
        return "POST /heartbeat/" + of + " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer " + Homes.TOKEN
                + "\r\nContent-Length: 0\r\n\r\n";
    }

    private int answer() throws IOException {
        String first = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        for (int left = length; left > 0; left--) {
            if (answers.read() < 0) {
                throw new IOException("the daemon ended the connection");
            }
        }
        return Integer.parseInt(first.split(" ")[1]);
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the daemon ended the connection");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
