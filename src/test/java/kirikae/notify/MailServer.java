package kirikae.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server on loopback that speaks enough of SMTP, in the clear and after STARTTLS, and answers a command as it is told to. */
final class MailServer implements AutoCloseable {
    private final ServerSocket listener;
    private final SSLContext tls;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "mail");
        thread.setDaemon(true);
        return thread;
    });

    /** Takes the certificate for STARTTLS. */
    MailServer(SSLContext tls) throws IOException {
        this.tls = tls;
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How it answers a verb from now on, as "451 later"; an empty answer is silence. */
    void answer(String verb, String line) {
        answers.put(verb, line);
    }

    /** Every command, with TLS: before those that came encrypted. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    List<String> mails() {
        return List.copyOf(mails);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            say(plain, answers.getOrDefault("CONNECT", "220 mail.test ESMTP"));
            if (converse(plain, "", "250-mail.test\r\n250-STARTTLS\r\n250-8BITMIME\r\n250 SIZE 1000000")) {
                SSLSocket secure =
                        (SSLSocket) tls.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
                secure.setUseClientMode(false);
                secure.startHandshake();
                converse(secure, "TLS:", "250-mail.test\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME");
            }
        } catch (IOException e) {
            commands.add("ended: " + e.getClass().getSimpleName());
        }
    }

    /** Speaks until the end; true when TLS is to begin. */
    private boolean converse(Socket socket, String mark, String hello) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add(mark + line);
            String verb = line.split(" ")[0].toUpperCase(java.util.Locale.ROOT);
            if (verb.equals("STARTTLS")) {
                say(socket, "220 go on");
                return true;
            }
            if (verb.equals("DATA") && !answers.containsKey("DATA")) {
                say(socket, "354 go on");
                StringBuilder mail = new StringBuilder();
                for (String text = in.readLine(); text != null && !text.equals("."); text = in.readLine()) {
                    mail.append(text).append('\n');
                }
                mails.add(mail.toString());
                say(socket, answers.getOrDefault("END", "250 taken"));
            } else {
                String usual = verb.equals("EHLO") ? hello : verb.equals("AUTH") ? "235 welcome" : "250 well";
                say(socket, answers.getOrDefault(verb, verb.equals("QUIT") ? "221 bye" : usual));
            }
        }
        return false;
    }

    private static void say(Socket socket, String line) throws IOException {
        if (!line.isEmpty()) {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
