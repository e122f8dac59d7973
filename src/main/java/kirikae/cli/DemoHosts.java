package kirikae.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The two web hosts of the demo. Where the system has 127.0.0.2 and 127.0.0.3 (Linux does) they live there on one port, so that the
 * DNS answer can be followed like any other. Else both live on 127.0.0.1, and the DNS answers are addresses for documentation.
 *
 * @param webAddress the A record of the web host
 * @param sorryAddress the A record of the maintenance page
 */
record DemoHosts(DemoHost web, DemoHost sorry, String webAddress, String sorryAddress) implements AutoCloseable {
    private static final String WEB_PAGE = "hello from the web host";
    private static final String SORRY_PAGE = "sorry, back soon";
    private static final int TRIES = 20;

    /** Opens both. */
    static DemoHosts open() throws IOException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            DemoHost web;
            try {
                web = new DemoHost(new InetSocketAddress("127.0.0.2", 0), WEB_PAGE);
            } catch (IOException e) {
                break; // the system has no such address
            }
            try {
                int port = web.address().getPort();
                DemoHost sorry = new DemoHost(new InetSocketAddress("127.0.0.3", port), SORRY_PAGE);
                return new DemoHosts(web, sorry, "127.0.0.2", "127.0.0.3");
            } catch (IOException e) {
                web.close(); // somebody has this port there: take another
            }
        }
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new DemoHosts(new DemoHost(any, WEB_PAGE), new DemoHost(any, SORRY_PAGE), "192.0.2.2", "192.0.2.3");
    }

    /** True when the A records are where the hosts really are. */
    boolean isAtItsAddress() {
        return web.address().getAddress().getHostAddress().equals(webAddress);
    }

    /** Where the host with this A record is reached. */
    InetSocketAddress reachedAt(String record) {
        return record.equals(webAddress) ? web.address() : sorry.address();
    }

    @Override
    public void close() {
        web.close();
        sorry.close();
    }
}
