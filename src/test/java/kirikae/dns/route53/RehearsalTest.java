package kirikae.dns.route53;

import static org.assertj.core.api.Assertions.assertThat;

import kirikae.model.ProviderError;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void playsAnAcceptedAndARefusedChange() throws Exception {
        ProviderError refusal = Rehearsal.play();
        assertThat(refusal.kind()).isEqualTo(ProviderError.Kind.TRANSIENT);
        assertThat(refusal.code()).isEqualTo("Throttling");
    }
}
