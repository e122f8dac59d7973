package kirikae.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kirikae.faults.WireServer.Reply;
import kirikae.faults.WireServer.Request;

/** Every request, in order of arrival, and the rate they made. The oldest go when it is full. */
public final class RequestLog {
    private static final int LONGEST = 200_000;
    private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private final Deque<Entry> entries = new ArrayDeque<>();

    /** One request. */
    public static final class Entry {
        private final long ms;
        private final long nanos = System.nanoTime();
        private final RequestKind kind;
        private final Request request;
        private volatile String outcome = "";

        private Entry(long ms, RequestKind kind, Request request) {
            this.ms = ms;
            this.kind = kind;
            this.request = request;
        }

        /** When it arrived, in milliseconds since 1970. */
        public long ms() {
            return ms;
        }

        /** When it arrived, by {@link System#nanoTime}: for whoever measures in the same process. */
        public long nanos() {
            return nanos;
        }

        /** What it asked for. */
        public RequestKind kind() {
            return kind;
        }

        /** Its parameters, decoded. */
        public Map<String, String> query() {
            return request.query();
        }

        /** Its path, not decoded. */
        public String path() {
            return request.path();
        }

        /** Its body. */
        public String body() {
            return request.body();
        }

        /** One of its headers, empty without it; the name in lower case. */
        public String header(String name) {
            return request.header(name);
        }

        /** Status and code, or what was done instead of answering; empty while it is worked on. */
        public String outcome() {
            return outcome;
        }

        String json() {
            String query = request.query().entrySet().stream()
                    .map(pair -> pair.getKey() + "=" + pair.getValue())
                    .collect(Collectors.joining("&", "?", ""));
            return "{\"ms\":" + ms + ",\"kind\":\"" + kind.text() + "\",\"method\":\"" + request.method()
                    + "\",\"target\":" + quoted(request.path() + (query.length() > 1 ? query : "")) + ",\"outcome\":"
                    + quoted(outcome) + ",\"body\":" + quoted(request.body()) + "}";
        }
    }

    synchronized Entry begin(RequestKind kind, Request request) {
        if (entries.size() == LONGEST) {
            entries.removeFirst();
        }
        Entry entry = new Entry(System.currentTimeMillis(), kind, request);
        entries.addLast(entry);
        return entry;
    }

    void end(Entry entry, Reply reply) {
        entry.outcome = outcome(reply);
    }

    synchronized List<Entry> all() {
        return List.copyOf(entries);
    }

    synchronized void clear() {
        entries.clear();
    }

    /** The most requests that came within any second. */
    synchronized int busiestSecond() {
        Deque<Long> window = new ArrayDeque<>();
        int most = 0;
        for (long ms : entries.stream().mapToLong(Entry::ms).sorted().toArray()) {
            window.addLast(ms);
            while (window.getFirst() <= ms - 1_000) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }

    private static String outcome(Reply reply) {
        if (reply instanceof Reply.Answer answer) {
            Matcher code = CODE.matcher(answer.body());
            return answer.status() + (code.find() ? " " + code.group(1) : "");
        }
        return reply.getClass().getSimpleName();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
