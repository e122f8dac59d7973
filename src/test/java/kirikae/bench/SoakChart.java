package kirikae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws the rows of {@link SoakBench}: resident memory and live heap over time. Arguments: the rows; the picture to write. */
final class SoakChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 300;
    private static final int LEFT = 48;
    private static final int BOTTOM = 36;
    private static final int TOP = 16;
    private static final int RIGHT = 140;

    private record Point(double seconds, double value) {}

    public static void main(String[] arguments) throws IOException {
        List<Point> resident = new ArrayList<>();
        List<Point> live = new ArrayList<>();
        for (String row :
                Files.readAllLines(Path.of(arguments[0])).stream().skip(1).toList()) {
            String[] cells = row.split(",");
            double seconds = Double.parseDouble(cells[0]);
            resident.add(new Point(seconds, Double.parseDouble(cells[1])));
            if (!cells[2].isEmpty()) {
                live.add(new Point(seconds, Double.parseDouble(cells[2])));
            }
        }
        Files.writeString(Path.of(arguments[1]), picture(resident, live));
    }

    private static String picture(List<Point> resident, List<Point> live) {
        double end = resident.get(resident.size() - 1).seconds();
        double top = Math.ceil(resident.stream().mapToDouble(Point::value).max().orElse(1) / 20) * 20;
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                        + "\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n"
                        + "<title>Memory of the daemon during the soak</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (double value = 0; value <= top; value += 20) {
            double y = y(value, top);
            svg.append(text(LEFT - 6, y + 4, "end", "#444", String.valueOf((int) value)));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    y,
                    y));
        }
        for (int minute = 0; minute <= end / 60; minute += 10) {
            svg.append(text(x(minute * 60, end), HEIGHT - BOTTOM + 18, "middle", "#444", minute + " min"));
        }
        svg.append(line(resident, end, top, "#1f5fa8", "resident, MB"));
        svg.append(line(live, end, top, "#b3541e", "heap after GC, MB"));
        return svg.append("</svg>\n").toString();
    }

    private static String line(List<Point> points, double end, double top, String colour, String name) {
        StringBuilder path = new StringBuilder();
        points.forEach(point ->
                path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.seconds(), end), y(point.value(), top))));
        double last = y(points.get(points.size() - 1).value(), top);
        return "<polyline fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"2\" points=\""
                + path.toString().strip() + "\"/>\n" + text(WIDTH - RIGHT + 8, last + 4, "start", colour, name);
    }

    private static String text(double x, double y, String anchor, String colour, String words) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                colour,
                words);
    }

    private static double x(double seconds, double end) {
        return LEFT + seconds / end * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
    }
}
