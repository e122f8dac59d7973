package kirikae.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A configuration and what is said of it. In the file of cases, a line {@code == TITLE} begins one, {@code --} ends its text,
 * and what is said follows, one a line. In the text, {@code @WEB{a=>b}} stands for a good service with a replaced by b.
 */
record Case(String title, String text, List<String> problems) {
    static List<Case> read(String name) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String part : resource(name).split("(?m)^== ")) {
            if (part.contains("\n--\n")) {
                cases.add(parse(part));
            }
        }
        return cases;
    }

    private static Case parse(String part) {
        String[] halves = part.split("\n--\n?", 2);
        int line = halves[0].indexOf('\n');
        String title = line < 0 ? halves[0] : halves[0].substring(0, line);
        String text = line < 0 ? "" : halves[0].substring(line + 1) + "\n";
        return new Case(
                title,
                expand(text),
                halves[1].lines().filter(said -> !said.isBlank()).toList());
    }

    private static String expand(String text) {
        StringBuilder out = new StringBuilder();
        text.lines().forEach(line -> out.append(line.startsWith("@WEB") ? web(line.substring(4)) : line + "\n"));
        return out.toString();
    }

    private static String web(String replacements) {
        String web = Conf.WEB;
        for (String pair : replacements.split(" @@ ")) {
            String[] sides = pair.strip().split(" => ", -1);
            if (sides.length == 2) {
                if (!web.contains(sides[0])) {
                    throw new IllegalArgumentException(pair);
                }
                web = web.replace(sides[0], sides[1]);
            }
        }
        return web;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(Case.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String toString() {
        return title;
    }
}
