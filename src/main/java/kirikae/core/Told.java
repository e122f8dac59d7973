package kirikae.core;

/**
 * What has been told once: a drift, a refused plan, differing TTLs; each the last text or empty.
 *
 * @param started the target of the switch that was told as started; -1 for none
 * @param startedAs who started it from where: the same target wanted by somebody else, or from elsewhere, is told anew
 */
public record Told(String drift, String refused, String ttl, int started, String startedAs) {
    static final Told NOTHING = new Told("", "", "", -1, "");

    Told drift(String text) {
        return new Told(text, refused, ttl, started, startedAs);
    }

    Told refused(String text) {
        return new Told(drift, text, ttl, started, startedAs);
    }

    Told ttl(String text) {
        return new Told(drift, refused, text, started, startedAs);
    }

    Told started(Work.Move move) {
        return new Told(drift, refused, ttl, move.to(), as(move));
    }

    Told ended() {
        return new Told(drift, refused, ttl, -1, "");
    }

    boolean isStarted(Work.Move move) {
        return started == move.to() && startedAs.equals(as(move));
    }

    private static String as(Work.Move move) {
        return move.actor() + " from " + move.from();
    }
}
