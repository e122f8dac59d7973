package kirikae.model;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where notifications go. Whatever of it lets somebody send in our name is a {@link Secret}, whole addresses included. */
public sealed interface Channel {
    /** What the configuration calls it. */
    String name();

    /** The kind as written in the configuration. */
    String kind();

    /** How a webhook's payload is written. */
    enum Encoding {
        JSON,
        FORM
    }

    /** Whether a webhook has a body at all. */
    enum Body {
        /** The payload. */
        SENT,
        /** {@code Content-Length = 0} was asked for. */
        NONE
    }

    /**
     * Any HTTP request.
     *
     * @param method in capitals
     * @param url http or https, whole
     * @param headers further ones, without Content-Length, Transfer-Encoding, Host and Connection
     * @param payload a template with Datadog's $VARS; empty for Datadog's default payload
     * @param signing the keys of Standard Webhooks signatures as written: base64, usually after whsec_; empty for none
     */
    record Webhook(
            String name,
            String method,
            Secret url,
            Map<String, Secret> headers,
            Secret payload,
            Encoding encoding,
            Body body,
            List<Secret> signing)
            implements Channel {
        /** Copies its collections, and keeps the order of the headers. */
        public Webhook {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
            signing = List.copyOf(signing);
        }

        @Override
        public String kind() {
            return "webhook";
        }
    }

    /**
     * PagerDuty's Events API v2.
     *
     * @param url where it is, usually https://events.pagerduty.com/v2/enqueue
     */
    record PagerDuty(String name, Secret routingKey, URI url) implements Channel {
        @Override
        public String kind() {
            return "pagerduty";
        }
    }

    /** A Slack incoming webhook. */
    record Slack(String name, Secret url) implements Channel {
        @Override
        public String kind() {
            return "slack";
        }
    }

    /** A Microsoft Teams workflow that is started by a request. */
    record Teams(String name, Secret url) implements Channel {
        @Override
        public String kind() {
            return "teams";
        }
    }

    /**
     * An Amazon SNS topic.
     *
     * @param topic its ARN
     * @param region of the topic
     * @param profile of the AWS files; empty for the usual chain of credentials
     * @param endpoint another address than AWS's own; empty for that
     */
    record Sns(String name, String topic, String region, String profile, String endpoint) implements Channel {
        @Override
        public String kind() {
            return "sns";
        }
    }

    /** How a mail server is spoken to. */
    enum MailTls {
        /** In the clear first, then encrypted or not at all. */
        STARTTLS,
        /** Encrypted from the first byte. */
        TLS,
        /** In the clear. */
        NONE
    }

    /**
     * Mail by SMTP.
     *
     * @param user empty where the server wants none
     * @param password empty where the server wants none
     * @param from the sender's address
     * @param to at least one
     */
    record Email(
            String name, String host, int port, MailTls tls, String user, Secret password, String from, List<String> to)
            implements Channel {
        /** Copies the list. */
        public Email {
            to = List.copyOf(to);
        }

        @Override
        public String kind() {
            return "email";
        }
    }

    /**
     * A command that gets the event as JSON on its standard input.
     *
     * @param command the program and its arguments; never a shell line
     * @param timeout when it is killed with its children
     */
    record Exec(String name, List<String> command, Duration timeout) implements Channel {
        /** Copies the list. */
        public Exec {
            command = List.copyOf(command);
        }

        @Override
        public String kind() {
            return "exec";
        }
    }
}
