package kirikae.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Finds the word that was probably meant. */
public final class Nearest {
    private static final int LONGEST_WORD = 64;
    private static final int SHORTEST_START = 3;

    private Nearest() {}

    /** {@code did you mean 'word'?} for the nearest word, or an empty text when none is near. */
    public static String suggestion(String written, Collection<String> words) {
        if (written.length() > LONGEST_WORD) {
            return "";
        }
        if (written.length() >= SHORTEST_START) {
            List<String> longer =
                    words.stream().filter(word -> word.startsWith(written)).toList();
            if (longer.size() == 1) {
                return "did you mean '" + longer.get(0) + "'?";
            }
        }
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String word : words.stream().sorted().toList()) {
            int distance = distance(plain(written), plain(word));
            if (distance < least) {
                least = distance;
                best = word;
            }
        }
        int most = written.length() < 3 ? 0 : written.length() < 6 ? 1 : 2;
        return least <= most ? "did you mean '" + best + "'?" : "";
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Edits (insert, delete, replace, swap of neighbours) from one word to the other: optimal string alignment. */
    static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int step(int[][] edits, String a, String b, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + change);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}
