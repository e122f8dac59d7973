package kirikae.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A large file cut into pieces that are parsed one after the other: the library keeps every word of what it parses at the same
 * time, which for 10,000 services is more than the whole heap. Cut is the block {@code services} alone, between two services; each
 * piece has its lines where the file has them. Must not: understand more of HOCON than quotes, comments, braces and line ends.
 *
 * @param frame the file without what is in the block
 * @param parts each a block {@code services} with some of its content
 */
record Pieces(String frame, List<String> parts) {
    private static final int WORTH_IT = 256 * 1_024;
    private static final int PART = 128 * 1_024;
    private static final String SERVICES = "services";

    /** The pieces; none for a small file, or for one that is written in a way that cannot be cut safely. */
    static Optional<Pieces> of(String text) {
        return text.length() < WORTH_IT ? Optional.empty() : new Cutter(text).cut();
    }

    /** Walks through the text once. */
    private static final class Cutter {
        private final String text;
        private final List<Integer> cuts = new ArrayList<>();
        private int at;
        private int depth;
        private int statement;
        private int open = -1;
        private int close = -1;
        private boolean inside;
        private char last = '\n';

        Cutter(String text) {
            this.text = text;
        }

        Optional<Pieces> cut() {
            while (at < text.length() && depth >= 0) {
                step(text.charAt(at));
            }
            return depth != 0 || close < 0 || cuts.size() < 2 ? Optional.empty() : Optional.of(pieces());
        }

        private void step(char c) {
            if (c == '"') {
                skipQuoted();
            } else if (c == '#' || text.startsWith("//", at)) {
                at = end(text.indexOf('\n', at));
                return;
            } else if (c == '{' || c == '[') {
                open(c);
            } else if (c == '}' || c == ']') {
                close();
            } else if (c == '\n' || c == ',') {
                separate(c);
            }
            last = Character.isWhitespace(c) ? last : c;
            at++;
        }

        /** Ends on the last quote. */
        private void skipQuoted() {
            if (text.startsWith("\"\"\"", at)) {
                at = end(text.indexOf("\"\"\"", at + 3)) + 2;
                while (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    at++;
                }
                return;
            }
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                at += text.charAt(at) == '\\' ? 1 : 0;
            }
        }

        private int end(int found) {
            return found < 0 ? text.length() : found;
        }

        private void open(char c) {
            if (depth == 0 && c == '{' && open < 0 && isServices(text.substring(statement, at))) {
                open = at + 1;
                cuts.add(open);
                inside = true;
            }
            depth++;
        }

        private static boolean isServices(String key) {
            String bare = key.strip();
            return bare.equals(SERVICES) || bare.equals(SERVICES + " =") || bare.equals(SERVICES + " :");
        }

        private void close() {
            depth--;
            if (depth == 0 && inside) {
                inside = false;
                close = at;
                if (close - open < WORTH_IT) { // perhaps another block is the large one
                    open = -1;
                    close = -1;
                    cuts.clear();
                }
            }
            statement = depth == 0 ? at + 1 : statement;
        }

        private void separate(char c) {
            if (depth == 0) {
                statement = at + 1;
            }
            boolean between = inside && depth == 1 && c == '\n' && (last == '}' || last == ',');
            if (between && at + 1 - cuts.get(cuts.size() - 1) > PART) {
                cuts.add(at + 1);
            }
        }

        private Pieces pieces() {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < cuts.size(); i++) {
                int from = cuts.get(i);
                int to = i + 1 < cuts.size() ? cuts.get(i + 1) : close;
                parts.add(lines(0, from) + SERVICES + " {" + text.substring(from, to) + "\n}");
            }
            return new Pieces(text.substring(0, open) + lines(open, close) + text.substring(close), parts);
        }

        /** As many line ends as there are between two places. */
        private String lines(int from, int to) {
            return "\n".repeat((int)
                    text.substring(from, to).chars().filter(c -> c == '\n').count());
        }
    }
}
