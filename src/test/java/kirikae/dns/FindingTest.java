package kirikae.dns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How findings read. */
class FindingTest {
    @Test
    void aFindingPrintsItsLevelFirst() {
        assertThat(Finding.ok("credentials found")).hasToString("OK credentials found");
        assertThat(Finding.warn("slow")).hasToString("WARN slow");
        assertThat(Finding.fail("gone")).hasToString("FAIL gone");
    }
}
