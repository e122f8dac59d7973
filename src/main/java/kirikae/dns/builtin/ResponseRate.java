package kirikae.dns.builtin;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps the server from being aimed at others by forged senders: a network (/24 or /56) gets 100 UDP replies a second, 200 at
 * once; beyond that every second question is answered with TC alone, which is no longer than the question, and the rest with
 * nothing. Loopback is exempt: no packet from outside can carry it, and everything on this machine is us. Remembers the 4,096
 * networks heard last. Used on the server's thread only.
 */
final class ResponseRate {
    static final double A_SECOND = 100;
    static final double AT_ONCE = 200;
    private static final int MOST_NETWORKS = 4096;
    private static final int IPV4_PREFIX_BYTES = 3;
    private static final int IPV6_PREFIX_BYTES = 7;

    private final LongSupplier nanoTime;
    private final Map<Long, Network> networks = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Network> eldest) {
            return size() > MOST_NETWORKS;
        }
    };

    /** What a client gets. */
    enum Measure {
        ANSWER,
        SLIP,
        DROP
    }

    private static final class Network {
        private double left = AT_ONCE;
        private long since;
        private long beyond;

        Network(long now) {
            since = now;
        }

        Measure next(long now) {
            left = Math.min(AT_ONCE, left + (now - since) / 1e9 * A_SECOND);
            since = now;
            if (left >= 1) {
                left--;
                return Measure.ANSWER;
            }
            return beyond++ % 2 == 0 ? Measure.SLIP : Measure.DROP;
        }
    }

    ResponseRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts one question of a client and says what it gets. */
    Measure next(InetAddress client) {
        if (client.isLoopbackAddress()) {
            return Measure.ANSWER;
        }
        long now = nanoTime.getAsLong();
        return networks.computeIfAbsent(prefix(client.getAddress()), key -> new Network(now))
                .next(now);
    }

    int remembered() {
        return networks.size();
    }

    private static long prefix(byte[] address) {
        int bytes = address.length == 4 ? IPV4_PREFIX_BYTES : IPV6_PREFIX_BYTES;
        long prefix = address.length;
        for (int i = 0; i < bytes; i++) {
            prefix = prefix << 8 | (address[i] & 0xff);
        }
        return prefix;
    }
}
