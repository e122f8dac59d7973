package kirikae.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReloadingTest {
    @Test
    void saysWhatChanged() {
        assertThat(Reloading.words(Fields.of(
                        "services",
                        3L,
                        "added",
                        "a b",
                        "changed",
                        "",
                        "removed",
                        "z",
                        "reason",
                        "the records of removed services are left as they are",
                        "restart-needed",
                        "listen")))
                .isEqualTo("the configuration is in force: 3 services\n  added: a b\n  removed: z"
                        + " (the records of removed services are left as they are)"
                        + "\n  changed, but only a restart puts it in force: listen");
        assertThat(Reloading.words(Fields.of("services", 1L, "added", "", "changed", "", "removed", "")))
                .isEqualTo("the configuration is in force: 1 service, the same as before");
    }
}
