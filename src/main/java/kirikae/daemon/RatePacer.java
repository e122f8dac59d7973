package kirikae.daemon;

import java.util.concurrent.TimeUnit;
import kirikae.dns.DnsProvider;
import kirikae.dns.ProviderException;
import kirikae.model.ProviderError;

/** Keeps the regular re-reads of one provider within a rate, over all its zones. Blocks its caller: for workers only. */
final class RatePacer implements DnsProvider.Pacer {
    private final long gapNanos;
    private long next = System.nanoTime();

    /** Takes the rate. */
    RatePacer(int perSecond) {
        this.gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    @Override
    public void await() throws ProviderException {
        long wait = reserve();
        try {
            TimeUnit.NANOSECONDS.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException(new ProviderError(ProviderError.Kind.AMBIGUOUS, "stopped", "the daemon stops"), e);
        }
    }

    private synchronized long reserve() {
        long now = System.nanoTime();
        long turn = Math.max(now, next);
        next = turn + gapNanos;
        return turn - now;
    }
}
