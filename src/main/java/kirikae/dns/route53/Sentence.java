package kirikae.dns.route53;

/** Foreign words made fit for one line of a log: the first line only, no control characters, 300 characters at most. */
final class Sentence {
    private static final int LONGEST = 300;

    private Sentence() {}

    /** Refusals of a signature go on for many lines and repeat the session token; their first line says it all. */
    static String of(String text) {
        String line = text.strip().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }
}
