package kirikae.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Who is told of what: the half of a configuration that no decision depends on.
 *
 * @param channels by name
 * @param told who is told of what belongs to no service
 * @param services by the service's name, every service
 */
public record Notices(Map<String, Channel> channels, List<String> told, Map<String, OfService> services) {
    /** Nobody is told of anything. */
    public static final Notices NONE = new Notices(Map.of(), List.of(), Map.of());

    /** Copies its collections. */
    public Notices {
        channels = Map.copyOf(channels);
        told = List.copyOf(told);
        services = Map.copyOf(services);
    }

    /** What holds for a service; nothing special for one that is not known. */
    public OfService of(String service) {
        return services.getOrDefault(service, OfService.quiet(told));
    }

    /**
     * What is told of one service.
     *
     * @param host what the message calls {@code host.name}
     * @param address what the message calls {@code host.ip}; may be empty
     * @param message the template of alerts, recoveries and reminders; empty for none
     * @param told who is told, beside those that the message mentions
     * @param renotify how often a lasting alert is told again; zero for never
     * @param onSwitch what is done after the names have come to a target, by the target's name
     */
    public record OfService(
            String host,
            String address,
            String message,
            List<String> told,
            Duration renotify,
            Map<String, OnSwitch> onSwitch) {
        /** Copies its collections. */
        public OfService {
            told = List.copyOf(told);
            onSwitch = Map.copyOf(onSwitch);
        }

        /** A service that says nothing of its own. */
        static OfService quiet(List<String> told) {
            return new OfService("", "", "", told, Duration.ZERO, Map.of());
        }
    }

    /** What is done after the names have come to a target. */
    public sealed interface OnSwitch {
        /** Run a program with the event as JSON on its standard input. */
        record Command(List<String> command) implements OnSwitch {
            /** Copies the list. */
            public Command {
                command = List.copyOf(command);
            }
        }

        /** Send to a channel. */
        record Call(String channel) implements OnSwitch {}
    }
}
