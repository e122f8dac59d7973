package kirikae.daemon;

import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.ext.mail.MailConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import kirikae.model.Channel;
import kirikae.model.Notices;
import kirikae.model.Notices.OnSwitch;
import kirikae.notify.ChatForm;
import kirikae.notify.ExecSender;
import kirikae.notify.FormSender;
import kirikae.notify.HttpForm;
import kirikae.notify.HttpSender;
import kirikae.notify.MailSender;
import kirikae.notify.Notice;
import kirikae.notify.PagerDutyForm;
import kirikae.notify.Sender;
import kirikae.notify.WebhookForm;
import kirikae.notify.sns.SnsSender;

/**
 * Who carries a notification to its channel. Owns the senders, each made at its first use, and the threads that may block for them. Safe to call from
 * any thread.
 */
final class Couriers implements AutoCloseable {
    private static final Duration ON_SWITCH = Duration.ofSeconds(60);
    private static final int THREADS = 4;
    private static final int WAITING = 1_000;
    private static final Path MACHINE = Path.of("/proc/sys/kernel/hostname");

    private final Vertx vertx;
    private final HttpSender http;
    private final ThreadPoolExecutor threads;
    private final Map<String, Made> made = new HashMap<>();
    private Notices notices;

    private record Made(Channel channel, Sender sender) {}

    /** Takes where connections live, and the first configuration. */
    Couriers(Vertx vertx, Notices notices) {
        this.vertx = vertx;
        this.notices = notices;
        this.http = new HttpSender(vertx, new ClientSSLOptions(), HttpSender.DEADLINE);
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "notify-work");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Knows another configuration from now on. */
    synchronized void replace(Notices next) {
        notices = next;
        made.entrySet().removeIf(entry -> {
            boolean stays = entry.getValue().channel().equals(next.channels().get(entry.getKey()));
            if (!stays) {
                entry.getValue().sender().close();
            }
            return !stays;
        });
    }

    /** Who carries this one; empty when nobody is configured to. */
    synchronized Optional<Sender> of(Notice notice) {
        if (notice.channel().endsWith(Audience.ON_SWITCH)) {
            return action(notice);
        }
        Channel channel = notices.channels().get(notice.channel());
        if (channel == null) {
            return Optional.empty();
        }
        return Optional.of(made.computeIfAbsent(channel.name(), name -> new Made(channel, sender(channel)))
                .sender());
    }

    private Optional<Sender> action(Notice notice) {
        OnSwitch action = notices.of(notice.service())
                .onSwitch()
                .get(notice.event().text("to").orElse(""));
        return action instanceof OnSwitch.Command command
                ? Optional.of(new ExecSender(command.command(), ON_SWITCH, threads))
                : Optional.empty();
    }

    private Sender sender(Channel channel) {
        if (channel instanceof Channel.Webhook webhook) {
            return sender(new WebhookForm(webhook));
        } else if (channel instanceof Channel.PagerDuty pagerDuty) {
            return sender(new PagerDutyForm(pagerDuty, machine()));
        } else if (channel instanceof Channel.Slack slack) {
            return sender(new ChatForm(ChatForm.Kind.SLACK, slack.url()));
        } else if (channel instanceof Channel.Teams teams) {
            return sender(new ChatForm(ChatForm.Kind.TEAMS, teams.url()));
        } else if (channel instanceof Channel.Sns sns) {
            return new SnsSender(sns, http, threads);
        } else if (channel instanceof Channel.Email email) {
            return new MailSender(vertx, email, machine(), new MailConfig(), HttpSender.DEADLINE);
        } else if (channel instanceof Channel.Exec exec) {
            return new ExecSender(exec.command(), exec.timeout(), threads);
        }
        throw new IllegalStateException("no way to speak to a channel of kind " + channel.kind());
    }

    private Sender sender(HttpForm form) {
        return new FormSender(form, http, InstantSource.system());
    }

    /** This machine's name, as the kernel knows it: no name server is asked. */
    private static String machine() {
        try {
            return Files.readString(MACHINE).strip().replaceAll("[^A-Za-z0-9.-]", "-");
        } catch (IOException e) {
            return "kirikae";
        }
    }

    @Override
    public synchronized void close() {
        made.values().forEach(entry -> entry.sender().close());
        made.clear();
        http.close();
        threads.shutdownNow();
    }
}
