package kirikae.notify;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes our secrets out of what a receiver says: it may repeat the request. */
record Redaction(List<String> secrets) {
    private static final int SHORTEST = 6;

    /** The secrets of a request: its address, path and query, and the values of its headers. */
    static Redaction of(HttpCall call) {
        URI url = URI.create(call.url().reveal());
        Stream<String> address = Stream.of(
                call.url().reveal(),
                Optional.ofNullable(url.getRawPath()).orElse(""),
                Optional.ofNullable(url.getRawQuery()).orElse(""));
        Stream<String> pieces = Stream.of((Optional.ofNullable(url.getRawPath()).orElse("") + "/"
                        + Optional.ofNullable(url.getRawQuery()).orElse(""))
                .split("[/&=]"));
        Stream<String> headers = call.headers().entrySet().stream()
                .filter(header -> !header.getKey().equalsIgnoreCase("User-Agent")
                        && !header.getKey().equalsIgnoreCase("Content-Type"))
                .map(Map.Entry::getValue)
                .flatMap(value -> Stream.concat(Stream.of(value), Stream.of(value.split(" "))));
        return new Redaction(Stream.of(address, headers, pieces)
                .flatMap(all -> all)
                .filter(text -> text.length() >= SHORTEST)
                .toList());
    }

    /** The text with stars for secrets. */
    String cleaned(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "****");
        }
        return clean;
    }
}
