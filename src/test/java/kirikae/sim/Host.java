package kirikae.sim;

import java.util.ArrayList;
import java.util.List;
import kirikae.model.Service;
import kirikae.model.Target;

/** The truth about one target: whether it lives, whatever the daemon thinks. */
final class Host {
    final List<Watch> watches = new ArrayList<>();
    private long deadUntil;
    private long flapUntil;
    private long flapHalf = 1;

    Host(World world, Site site, int index) {
        Target target = site.service.targets().get(index);
        for (int c = 0; c < target.checks().size(); c++) {
            watches.add(new Watch(world, site, this, index, c));
        }
    }

    void dieUntil(long moment) {
        deadUntil = moment;
    }

    void flapUntil(long moment, long half) {
        flapUntil = moment;
        flapHalf = half;
    }

    void revive() {
        deadUntil = 0;
        stopFlapping();
        watches.forEach(Watch::mend);
    }

    void stopFlapping() {
        flapUntil = 0;
    }

    boolean isAlive(long now) {
        return now >= deadUntil && (now >= flapUntil || now / flapHalf % 2 == 0);
    }

    /** What an all-seeing watcher would hold of it. */
    boolean isBad(Service service, long now) {
        long bad = watches.stream().filter(watch -> watch.isBad(now)).count();
        return !watches.isEmpty() && bad >= service.alertWhen().of(watches.size());
    }
}
