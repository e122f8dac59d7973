package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkTest {
    @Test
    void aSilentNameServerIsGivenUpBeforeAProbesTimeIsOver() {
        assertThat(Network.options().getAddressResolverOptions().getQueryTimeout())
                .isEqualTo(2_000);
        assertThat(Network.options().getPreferNativeTransport()).isTrue();
    }
}
