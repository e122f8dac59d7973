package kirikae.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Draws what was measured, as PNG, without a display. */
final class Chart {
    private static final int WIDTH = 900;
    private static final int LEFT = 170;
    private static final int LINE = 44;
    private static final Color OURS = new Color(0x1f6f5c);
    private static final Color THEIRS = new Color(0x9aa5b1);
    private static final Color[] LINES = {
        OURS, new Color(0xc0562f), new Color(0x4b6cb7), new Color(0x8a5a9e), new Color(0x6b7280)
    };

    private Chart() {}

    /** One bar. */
    record Bar(String name, double value) {}

    /** One point of a line. */
    record Point(double x, double y) {}

    /** Bars of one kind, longest value to the right. */
    static void bars(Path file, String title, List<Bar> bars) throws IOException {
        int height = 70 + bars.size() * LINE;
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = pen(image, title);
        double most = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            int y = 60 + i * LINE;
            int length = (int) ((WIDTH - LEFT - 100) * bar.value() / most);
            pen.setColor(isOurs(bar.name()) ? OURS : THEIRS);
            pen.fillRect(LEFT, y, length, LINE - 16);
            pen.setColor(Color.BLACK);
            pen.drawString(bar.name(), 20, y + 19);
            pen.drawString(String.format(Locale.ROOT, "%.1f", bar.value()), LEFT + length + 8, y + 19);
        }
        write(image, file);
    }

    /** Lines over two logarithmic axes; powers of ten are marked. */
    static void lines(Path file, String title, String x, String y, Map<String, List<Point>> series) throws IOException {
        int height = 520;
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = pen(image, title);
        List<Point> all = series.values().stream().flatMap(List::stream).toList();
        Scale across = Scale.over(all.stream().mapToDouble(Point::x).toArray(), 90, WIDTH - 200);
        Scale up = Scale.over(all.stream().mapToDouble(Point::y).toArray(), height - 70, 60);
        pen.setColor(Color.LIGHT_GRAY);
        for (int p = across.low; p <= across.high; p++) {
            int at = across.at(Math.pow(10, p));
            pen.drawLine(at, 60, at, height - 70);
            pen.drawString(power(p), at - 14, height - 50);
        }
        for (int p = up.low; p <= up.high; p++) {
            int at = up.at(Math.pow(10, p));
            pen.drawLine(90, at, WIDTH - 200, at);
            pen.drawString(power(p), 30, at + 5);
        }
        pen.setColor(Color.DARK_GRAY);
        pen.drawString(x, 90, height - 22);
        pen.drawString(y, 20, 50);
        int next = 0;
        for (Map.Entry<String, List<Point>> line : series.entrySet()) {
            pen.setColor(LINES[next % LINES.length]);
            line(pen, line.getValue(), across, up);
            pen.drawString(line.getKey(), WIDTH - 190, 80 + next * 24);
            next++;
        }
        write(image, file);
    }

    private static void line(Graphics2D pen, List<Point> points, Scale across, Scale up) {
        pen.setStroke(new BasicStroke(2.5f));
        for (int i = 0; i < points.size(); i++) {
            int x = across.at(points.get(i).x());
            int y = up.at(points.get(i).y());
            pen.fillOval(x - 4, y - 4, 8, 8);
            if (i > 0) {
                pen.drawLine(
                        across.at(points.get(i - 1).x()),
                        up.at(points.get(i - 1).y()),
                        x,
                        y);
            }
        }
    }

    /** A logarithmic axis. */
    private record Scale(int low, int high, int from, int to) {
        static Scale over(double[] values, int from, int to) {
            double least = java.util.Arrays.stream(values).min().orElse(1);
            double most = java.util.Arrays.stream(values).max().orElse(10);
            int low = (int) Math.floor(Math.log10(least));
            return new Scale(low, Math.max(low + 1, (int) Math.ceil(Math.log10(most))), from, to);
        }

        int at(double value) {
            return from + (int) ((to - from) * (Math.log10(value) - low) / (high - low));
        }
    }

    private static String power(int exponent) {
        return exponent >= 0
                ? String.format(Locale.ROOT, "%,d", (long) Math.pow(10, exponent))
                : String.valueOf(Math.pow(10, exponent));
    }

    private static boolean isOurs(String name) {
        return name.startsWith("kirikae") || name.startsWith("engine");
    }

    private static Graphics2D pen(BufferedImage image, String title) {
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        pen.setColor(Color.BLACK);
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
        pen.drawString(title, 20, 32);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        return pen;
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("no writer of PNG");
        }
        System.out.println("chart: " + file);
    }
}
