package kirikae.daemon;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import kirikae.dns.Finding;
import kirikae.model.Channel;
import kirikae.model.Observation;

/**
 * Whether channels can be reached, short of telling them anything: a connection is opened and nothing is said. A channel that cannot be reached
 * stops no switch, so it is a warning.
 */
final class ChannelLook {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final Function<URI, Observation> ask;

    /** Takes who connects to tcp://host:port and says how that went. */
    ChannelLook(Function<URI, Observation> ask) {
        this.ask = ask;
    }

    /** One finding per channel. */
    List<Finding> of(Iterable<Channel> channels) {
        List<Finding> findings = new ArrayList<>();
        channels.forEach(channel -> findings.add(of(channel)));
        return findings;
    }

    private Finding of(Channel channel) {
        if (channel instanceof Channel.Exec exec) {
            Path program = Path.of(exec.command().get(0));
            boolean good = !program.isAbsolute() || Files.isExecutable(program);
            return good
                    ? Finding.ok(channel.name() + ": the program is there")
                    : Finding.warn(channel.name() + ": " + program + " is not a program that can be run");
        }
        URI place = place(channel);
        Observation seen = ask.apply(place);
        String where = channel.name() + ": " + place.getHost() + ":" + place.getPort();
        return seen.outcome() == Observation.Outcome.SUCCESS
                ? Finding.ok(where + " can be reached; nothing was sent")
                : Finding.warn(where + " cannot be reached: " + seen.reason());
    }

    private static URI place(Channel channel) {
        if (channel instanceof Channel.Webhook webhook) {
            return tcp(URI.create(webhook.url().reveal()));
        } else if (channel instanceof Channel.PagerDuty pagerDuty) {
            return tcp(pagerDuty.url());
        } else if (channel instanceof Channel.Slack slack) {
            return tcp(URI.create(slack.url().reveal()));
        } else if (channel instanceof Channel.Teams teams) {
            return tcp(URI.create(teams.url().reveal()));
        } else if (channel instanceof Channel.Email email) {
            String host = email.host().indexOf(':') >= 0 ? "[" + email.host() + "]" : email.host();
            return URI.create("tcp://" + host + ":" + email.port());
        } else if (channel instanceof Channel.Sns sns) {
            return tcp(URI.create(
                    sns.endpoint().isEmpty() ? "https://sns." + sns.region() + ".amazonaws.com/" : sns.endpoint()));
        }
        throw new IllegalStateException("no place of a channel of kind " + channel.kind());
    }

    /** Only host and port: the rest may be a secret. */
    private static URI tcp(URI url) {
        int port = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("http") ? HTTP : HTTPS;
        return URI.create("tcp://" + Optional.ofNullable(url.getHost()).orElse("") + ":" + port);
    }
}
