package kirikae.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A small web host of the demo: one page, and it can die and come back at its address. */
final class DemoHost implements AutoCloseable {
    private final String page;
    private InetSocketAddress address;
    private HttpServer server;

    /** Opens at an address; port 0 takes a free one. */
    DemoHost(InetSocketAddress address, String page) throws IOException {
        this.page = page;
        this.server = open(address);
        this.address = server.getAddress();
    }

    /** Where it answers while it lives. */
    InetSocketAddress address() {
        return address;
    }

    /** What it says. */
    String page() {
        return page;
    }

    /** Stops answering: connections are refused from now on. */
    void die() {
        server.stop(0);
    }

    /** Answers again at the same address. */
    void comeBack() throws IOException {
        server = open(address);
    }

    @Override
    public void close() {
        die();
    }

    private HttpServer open(InetSocketAddress where) throws IOException {
        HttpServer opened = HttpServer.create(where, 16);
        opened.createContext("/", this::answer);
        opened.start();
        return opened;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = (page + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
