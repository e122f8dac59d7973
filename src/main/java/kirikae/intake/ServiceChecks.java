package kirikae.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the service checks of a {@code check_run}: a JSON array of objects, or one object (protocols: Datadog's public API). Reads
 * piece by piece, so that memory does not grow with the body. Fields that an element lacks are empty, those we do not know are
 * passed over, and a field of another type than expected counts as missing: agents of the future are still agents.
 */
final class ServiceChecks {
    private static final int MOST_TAGS = 200;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(1 << 20)
                    .maxNameLength(1 << 12)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser json;
    private final Consumer<ServiceCheck> found;

    private ServiceChecks(JsonParser json, Consumer<ServiceCheck> found) {
        this.json = json;
        this.found = found;
    }

    /**
     * Hands over every element as it is read. Only when this returns was the body whole: until then nothing counts.
     *
     * @throws IOException when it is no such JSON, or the stream fails
     */
    static void read(InputStream body, Consumer<ServiceCheck> found) throws IOException {
        try (JsonParser json = JSON.createParser(body)) {
            new ServiceChecks(json, found).document();
        }
    }

    private void document() throws IOException {
        JsonToken first = json.nextToken();
        if (first == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                element();
            }
        } else {
            element();
        }
        if (json.nextToken() != null) {
            throw new IOException("something stands behind the JSON value");
        }
    }

    private void element() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("a service check is a JSON object");
        }
        String name = "";
        String host = "";
        String message = "";
        int status = -1;
        double time = 0;
        Set<String> tags = Set.of();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field.toLowerCase(Locale.ROOT)) {
                case "check" -> name = text();
                case "host_name" -> host = text();
                case "message" -> message = text();
                case "status" -> status = json.currentToken() == JsonToken.VALUE_NUMBER_INT ? whole() : -1;
                case "timestamp" -> time = json.currentToken().isNumeric() ? json.getDoubleValue() : 0;
                case "tags" -> tags = tags();
                default -> json.skipChildren();
            }
        }
        found.accept(new ServiceCheck(name, host, status, time, message, tags));
    }

    private int whole() throws IOException {
        return json.getNumberType() == JsonParser.NumberType.INT ? json.getIntValue() : -1;
    }

    private String text() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return "";
    }

    private Set<String> tags() throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return Set.of();
        }
        Set<String> tags = new HashSet<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String tag = text();
            if (tags.size() < MOST_TAGS) {
                tags.add(tag);
            }
        }
        return tags;
    }
}
