package kirikae.daemon;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** When those who were told of a lasting alert are told again. Lives on the decision loop; must not tell anything itself. */
final class Reminders {
    private final DecisionLoop loop;
    private final Function<String, Duration> every;
    private final Consumer<String> remind;
    private final Map<String, Long> armed = new HashMap<>();
    private long number;

    /** Takes how often a service wants to be reminded (zero for never), and who reminds. */
    Reminders(DecisionLoop loop, Function<String, Duration> every, Consumer<String> remind) {
        this.loop = loop;
        this.every = every;
        this.remind = remind;
    }

    /** The service's alert lasts; the last telling was so long ago. */
    void alerting(String service, Duration ago) {
        Duration pause = every.apply(service);
        if (pause.isZero()) {
            armed.remove(service);
            return;
        }
        long mine = ++number;
        armed.put(service, mine);
        Duration rest = pause.minus(ago);
        loop.at(loop.now().plus(rest.isNegative() ? Duration.ZERO : rest), () -> due(service, mine));
    }

    /** It does not last any more. */
    void over(String service) {
        armed.remove(service);
    }

    private void due(String service, long mine) {
        if (Long.valueOf(mine).equals(armed.get(service))) {
            alerting(service, Duration.ZERO);
            remind.accept(service);
        }
    }
}
