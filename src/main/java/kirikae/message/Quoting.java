package kirikae.message;

import kirikae.model.Escapes;

/**
 * How values stand in a text of some kind. Words of the template itself are the operator's and are never changed; values may come
 * from a host.
 */
public enum Quoting {
    /** As Datadog: {@code {{x}}} for HTML, {@code {{{x}}}} as it is. */
    DATADOG {
        @Override
        String escaped(String value) {
            return html(value);
        }

        @Override
        String raw(String value) {
            return value;
        }
    },
    /** For people who read plain text: as they are, on one line. */
    PLAIN {
        @Override
        String escaped(String value) {
            return Escapes.escape(value);
        }

        @Override
        String raw(String value) {
            return Escapes.escape(value);
        }
    },
    /** Slack reads &amp;, &lt; and &gt; as its own language: a value must not call a whole channel. */
    SLACK {
        @Override
        String escaped(String value) {
            return angles(Escapes.escape(value));
        }

        @Override
        String raw(String value) {
            return escaped(value);
        }
    },
    /** Adaptive Cards read a little Markdown: a value must not make a link. */
    CARD {
        @Override
        String escaped(String value) {
            return Escapes.escape(value)
                    .replace("\\", "\\\\")
                    .replace("[", "\\[")
                    .replace("]", "\\]");
        }

        @Override
        String raw(String value) {
            return escaped(value);
        }
    };

    /** A value where the template has two braces. */
    abstract String escaped(String value);

    /** A value where the template has three braces. */
    abstract String raw(String value);

    private static String html(String value) {
        return angles(value).replace("\"", "&quot;").replace("'", "&#39;");
    }

    private static String angles(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
