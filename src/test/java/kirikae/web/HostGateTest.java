package kirikae.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostGateTest {
    private final HostGate gate = new HostGate("2001:db8::1", List.of("Monitor.example.com", "192.0.2.7"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8787",
                "127.0.0.1",
                "127.0.0.1:1",
                "[::1]:8787",
                "[::1]",
                "[2001:db8::1]:8787",
                "monitor.example.com",
                "monitor.example.com.:443",
                "192.0.2.7"
            })
    void ownNamesPass(String host) {
        assertThat(gate.allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:8787",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1@evil.example",
                "evil.example#localhost",
                "localhost:80:evil",
                "localhost:evil",
                "::1",
                "[::1",
                "127.1",
                "2130706433",
                "0.0.0.0"
            })
    void allElseDoesNot(String host) {
        assertThat(gate.allows(host)).isFalse();
    }
}
