package kirikae.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A figure over time, and whether it grows: the medians of the quarters, and the slope of the second half. */
final class Growth {
    private record Point(double seconds, double value) {}

    private final List<Point> points = new ArrayList<>();

    void add(double seconds, double value) {
        points.add(new Point(seconds, value));
    }

    /** The median of one quarter of the time, 0 to 3. */
    double quarter(int index) {
        int size = points.size();
        List<Double> values = points.subList(size * index / 4, size * (index + 1) / 4).stream()
                .map(Point::value)
                .sorted()
                .toList();
        return values.isEmpty() ? Double.NaN : values.get(values.size() / 2);
    }

    /** The slope of the second half by least squares, per hour. */
    double slopePerHour() {
        List<Point> half = points.subList(points.size() / 2, points.size());
        double time = half.stream().mapToDouble(Point::seconds).average().orElse(0);
        double value = half.stream().mapToDouble(Point::value).average().orElse(0);
        double above = half.stream()
                .mapToDouble(p -> (p.seconds() - time) * (p.value() - value))
                .sum();
        double below = half.stream()
                .mapToDouble(p -> (p.seconds() - time) * (p.seconds() - time))
                .sum();
        return below == 0 ? 0 : above / below * 3600;
    }

    /** One line for people. */
    String line(String name, String unit) {
        return String.format(
                Locale.ROOT,
                "%-26s medians of the quarters %.1f %.1f %.1f %.1f %s; slope of the second half %+.2f %s an hour",
                name,
                quarter(0),
                quarter(1),
                quarter(2),
                quarter(3),
                unit,
                slopePerHour(),
                unit);
    }
}
