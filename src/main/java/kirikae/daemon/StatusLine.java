package kirikae.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kirikae.core.StandingOrder;

/**
 * The daemon in one line for {@code systemctl status}: {@code 12 services, 1 on maintenance (web), 0 holds}. What is as usual is not
 * named; names are cut after three. Pure.
 */
final class StatusLine {
    private static final int NAMES = 3;

    private StatusLine() {}

    /** The line; {@code isolated} is why the daemon is cut off, empty when it is not. */
    static String of(List<Snapshot.Seat> seats, String isolated) {
        Map<String, List<String>> away = new LinkedHashMap<>();
        away.put("maintenance", new ArrayList<>());
        int holds = 0;
        for (Snapshot.Seat seat : seats) {
            String actual = Shown.actual(seat.service(), seat.state());
            if (!actual.equals(seat.service().targets().get(0).name())) {
                away.computeIfAbsent(actual, name -> new ArrayList<>())
                        .add(seat.service().name());
            }
            holds += seat.state().override() instanceof StandingOrder.None ? 0 : 1;
        }
        List<String> parts = new ArrayList<>();
        if (!isolated.isEmpty()) {
            parts.add("cut off");
        }
        parts.add(count(seats.size(), "service"));
        away.forEach((where, names) -> parts.add(part(where, names)));
        parts.add(count(holds, "hold"));
        return String.join(", ", parts);
    }

    private static String part(String where, List<String> names) {
        String place = switch (where) {
            case "drifted", "absent", "unread" -> where;
            default -> "on " + where;
        };
        return names.size() + " " + place + (names.isEmpty() ? "" : " (" + named(names) + ")");
    }

    private static String named(List<String> names) {
        return names.size() <= NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMES)) + " and " + (names.size() - NAMES) + " more";
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
