package kirikae.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The status page's own files, held in memory. Owns which they are; what they show comes over the JSON and the live events. */
final class StatusPage implements WebRoute {
    private final Map<String, Part> parts = new LinkedHashMap<>();

    private record Part(String type, Buffer content) {}

    /** Reads the files from the jar. */
    StatusPage() {
        add("/", "page.html", "text/html; charset=utf-8");
        add("/page.css", "page.css", "text/css; charset=utf-8");
        for (String script : new String[] {"page.js", "data.js", "view.js", "timeline.js"}) {
            add("/" + script, script, "text/javascript; charset=utf-8");
        }
        add("/icon.svg", "icon.svg", "image/svg+xml");
        add("/favicon.ico", "icon.svg", "image/svg+xml");
    }

    private void add(String path, String file, String type) {
        parts.put(path, new Part(type, read("/kirikae/web/" + file)));
    }

    private static Buffer read(String resource) {
        try (InputStream in = StatusPage.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the jar's " + resource + " cannot be read", e);
        }
    }

    @Override
    public boolean matches(String path) {
        return parts.containsKey(path);
    }

    @Override
    public void handle(HttpServerRequest request, Buffer body) {
        Part part = Objects.requireNonNull(parts.get(request.path()));
        WebReply.whole(request, 200, part.type(), part.content());
    }
}
