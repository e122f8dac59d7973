package kirikae.faults;

import java.util.Comparator;
import kirikae.faults.WireServer.Request;

/** A place in a listing: name by reversed labels, then type, then identifier. */
record ListStart(String name, String type, String identifier) implements Comparable<ListStart> {
    private static final Comparator<ListStart> ORDER =
            Comparator.comparing(ListStart::name).thenComparing(ListStart::type).thenComparing(ListStart::identifier);

    static ListStart of(Request request) {
        String name = request.parameter("name");
        String order = name.isEmpty() ? "" : WireName.order(WireName.stored(name));
        return new ListStart(order, request.parameter("type"), request.parameter("identifier"));
    }

    static ListStart of(WireRecord set) {
        return new ListStart(WireName.order(set.name()), set.type(), set.identifier());
    }

    @Override
    public int compareTo(ListStart other) {
        return ORDER.compare(this, other);
    }
}
