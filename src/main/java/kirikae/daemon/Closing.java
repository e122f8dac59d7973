package kirikae.daemon;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One step of taking the daemon down; one that fails or is late is said, and the next is taken all the same. */
interface Closing {
    /** Closes something; blocks within its own bound. */
    Object run() throws Exception;

    /** Runs one step and lets nothing escape. */
    static void quietly(String what, Closing closing) {
        Logger log = LoggerFactory.getLogger(Closing.class);
        try {
            Object unused = closing.run();
            log.debug("closed {} {}", what, unused);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.warn("{} did not close in time: {}", what, e.toString());
        }
    }
}
