package kirikae.daemon;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import kirikae.dns.DnsProvider;
import kirikae.dns.ProviderException;
import kirikae.model.ProviderError;

/** Keeps the regular re-reads of one provider within a rate, over all its zones. Blocks its caller: for workers only. */
final class RatePacer implements DnsProvider.Pacer {
    private final long gapNanos;
    private final Semaphore stopped = new Semaphore(0);
    private long next = System.nanoTime();

    /** Takes the rate. */
    RatePacer(int perSecond) {
        this.gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    @Override
    public void await() throws ProviderException {
        long wait = reserve();
        try {
            if (stopped.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                stop();
                throw new ProviderException(
                        new ProviderError(ProviderError.Kind.AMBIGUOUS, "stopped", "the provider is closed"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderException(
                    new ProviderError(ProviderError.Kind.AMBIGUOUS, "stopped", "the daemon stops"), e);
        }
    }

    /** Lets nobody wait any longer. */
    void stop() {
        stopped.release();
    }

    private synchronized long reserve() {
        long now = System.nanoTime();
        long turn = Math.max(now, next);
        next = turn + gapNanos;
        return turn - now;
    }
}
