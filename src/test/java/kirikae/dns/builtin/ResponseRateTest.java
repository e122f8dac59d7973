package kirikae.dns.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import kirikae.dns.builtin.ResponseRate.Measure;
import org.junit.jupiter.api.Test;

class ResponseRateTest {
    private final AtomicLong clock = new AtomicLong();
    private final ResponseRate rate = new ResponseRate(clock::get);

    @Test
    void aNetworkIsLimitedAsAWholeAndRecovers() throws Exception {
        for (int i = 0; i < ResponseRate.AT_ONCE; i++) {
            assertThat(next("198.51.100." + i)).isEqualTo(Measure.ANSWER);
        }
        assertThat(next("198.51.100.1")).isEqualTo(Measure.SLIP);
        assertThat(next("198.51.100.2")).isEqualTo(Measure.DROP);
        assertThat(next("198.51.100.3")).isEqualTo(Measure.SLIP);
        assertThat(next("198.51.101.1")).isEqualTo(Measure.ANSWER);
        clock.addAndGet(10_000_000);
        assertThat(next("198.51.100.1")).isEqualTo(Measure.ANSWER);
        assertThat(next("198.51.100.1")).isEqualTo(Measure.DROP);
    }

    @Test
    void ipv6NetworksAreSlash56() throws Exception {
        for (int i = 0; i < ResponseRate.AT_ONCE; i++) {
            next("2001:db8:1:12" + i % 10 + "::" + i);
        }
        assertThat(next("2001:db8:1:1ff::1")).isEqualTo(Measure.SLIP);
        assertThat(next("2001:db8:1:200::1")).isEqualTo(Measure.ANSWER);
    }

    @Test
    void loopbackIsExempt() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            assertThat(next("127.0.0.1")).isEqualTo(Measure.ANSWER);
            assertThat(next("::1")).isEqualTo(Measure.ANSWER);
        }
    }

    @Test
    void memoryIsBounded() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            next("10." + i / 256 + "." + i % 256 + ".1");
        }
        assertThat(rate.remembered()).isEqualTo(4096);
    }

    private Measure next(String client) throws Exception {
        return rate.next(InetAddress.getByName(client));
    }
}
