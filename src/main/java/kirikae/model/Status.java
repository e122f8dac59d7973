package kirikae.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the daemon shows of itself at one moment: for {@code kirikae status}, the JSON, the page and the metrics. Plain values,
 * computed from the states, never stored.
 *
 * @param time when
 * @param version of the jar
 * @param started when this process started
 * @param isolated why the daemon is cut off; empty when it is not
 * @param services in the order of the configuration
 */
public record Status(Instant time, String version, Instant started, String isolated, List<ServiceStatus> services) {
    /** Copies the list. */
    public Status {
        services = List.copyOf(services);
    }

    /**
     * One service.
     *
     * @param desired the wanted target's name; empty while none is known
     * @param actual the shown target's name, or "drifted", "absent", "unread"
     * @param detail what is live when it is drifted; else empty
     * @param phase what is being done, in a word: idle, asking, reading, queued, sent, following, pausing
     * @param waiting in words, why nothing is done although something could be; empty when there is nothing to say
     * @param failing the last failure of what is being tried; empty when nothing fails
     * @param alerting true between alert and recovery
     * @param hold the operator's order; its kind is NONE without one
     * @param lastSwitch the last accepted switch; its time is {@link Instant#EPOCH} when none is known
     * @param targets most preferred first
     */
    public record ServiceStatus(
            String name,
            List<DomainName> names,
            String provider,
            String zone,
            String desired,
            String actual,
            String detail,
            String phase,
            String waiting,
            String failing,
            boolean alerting,
            Hold hold,
            LastSwitch lastSwitch,
            List<TargetStatus> targets) {
        /** Copies the lists. */
        public ServiceStatus {
            names = List.copyOf(names);
            targets = List.copyOf(targets);
        }
    }

    /**
     * An operator's order.
     *
     * @param target where it is kept, for SWITCH; else empty
     * @param until when it ends by itself; {@link Instant#MAX} when it does not
     */
    public record Hold(Kind kind, String target, String reason, String actor, Instant until) {
        /** What was ordered. */
        public enum Kind {
            NONE,
            HOLD,
            SWITCH
        }

        /** No order. */
        public static Hold none() {
            return new Hold(Kind.NONE, "", "", "", Instant.MAX);
        }
    }

    /** An accepted switch. */
    public record LastSwitch(Instant time, String from, String to, String reason, String actor, String changeId) {
        /** None known. */
        public static LastSwitch none() {
            return new LastSwitch(Instant.EPOCH, "", "", "", "", "");
        }
    }

    /**
     * One target with its real verdict, whatever an operator has ordered.
     *
     * @param upFor how long it has been UP; zero while it is not
     */
    public record TargetStatus(
            String name, Verdict verdict, Duration upFor, List<String> records, List<CheckStatus> checks) {
        /** Copies the lists. */
        public TargetStatus {
            records = List.copyOf(records);
            checks = List.copyOf(checks);
        }
    }

    /**
     * One check.
     *
     * @param kind heartbeat, http, tcp, exec
     * @param verdict the verdict that counts now
     * @param lastSuccess how long ago; negative when there was none since the start
     * @param lastReport how long ago anything was reported
     * @param reason the last failure's words; empty after a success
     * @param window the no-data window
     * @param windowLeft how much of it is left; zero when it is over
     * @param maint true during planned work
     * @param awaiting true while a verdict from before a pause or isolation waits for fresh evidence
     */
    public record CheckStatus(
            String name,
            String kind,
            Verdict verdict,
            Duration lastSuccess,
            Duration lastReport,
            String reason,
            Duration window,
            Duration windowLeft,
            boolean maint,
            boolean awaiting) {}
}
