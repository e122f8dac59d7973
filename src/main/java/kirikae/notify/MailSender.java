package kirikae.notify;

import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import kirikae.message.Quoting;
import kirikae.model.Channel.Email;
import kirikae.model.Channel.MailTls;
import kirikae.model.Escapes;

/**
 * Sends mail by SMTP. A server's 4yz is tried again, its 5yz is not (RFC 5321 4.2.1). Owns its client, made at the first use; no connection
 * is kept between two mails.
 */
public final class MailSender implements Sender {
    private static final int LINE = 200;
    private static final int PERMANENT = 500;

    private final Vertx vertx;
    private final Email channel;
    private final MailConfig config;
    private final Duration deadline;
    private Optional<MailClient> client = Optional.empty();

    /**
     * Takes the channel.
     *
     * @param machine what the server is greeted with
     * @param base options that hold beside the channel's, as whom to trust
     */
    public MailSender(Vertx vertx, Email channel, String machine, MailConfig base, Duration deadline) {
        this.vertx = vertx;
        this.channel = channel;
        this.deadline = deadline;
        this.config = new MailConfig(base)
                .setHostname(channel.host())
                .setPort(channel.port())
                .setStarttls(channel.tls() == MailTls.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setSsl(channel.tls() == MailTls.TLS)
                .setLogin(channel.user().isEmpty() ? LoginOption.DISABLED : LoginOption.REQUIRED)
                .setOwnHostname(machine)
                .setKeepAlive(false)
                .setMaxPoolSize(1)
                .setConnectTimeout(Math.toIntExact(deadline.toMillis()));
        if (!channel.user().isEmpty()) {
            config.setUsername(channel.user()).setPassword(channel.password().reveal());
        }
    }

    @Override
    public CompletionStage<Outcome> send(Notice notice) {
        CompletableFuture<Outcome> done = new CompletableFuture<>();
        open().sendMail(mail(notice))
                .onSuccess(sent -> done.complete(new Outcome.Delivered()))
                .onFailure(cause -> done.complete(outcome(cause)));
        long timer = vertx.setTimer(deadline.toMillis(), late -> {
            String words = "the mail was not taken within " + deadline.toSeconds() + " s";
            if (done.complete(Outcome.failed(words))) {
                close(); // ends the conversation that hangs; the next try begins a new one
            }
        });
        return done.whenComplete((outcome, failure) -> vertx.cancelTimer(timer));
    }

    private MailMessage mail(Notice notice) {
        MailMessage mail = new MailMessage()
                .setFrom(channel.from())
                .setTo(channel.to())
                .setSubject(notice.title())
                .setText(notice.written(Quoting.PLAIN).spoken() + "\n");
        String domain = channel.from().substring(channel.from().indexOf('@') + 1);
        return mail.addHeader("Message-ID", "<" + notice.id() + "@" + domain + ">")
                .addHeader("Auto-Submitted", "auto-generated"); // RFC 3834: nobody answers it by machine
    }

    private static Outcome outcome(Throwable cause) {
        if (cause instanceof SMTPException said) {
            String line = "SMTP " + said.getReplyCode() + ": "
                    + Escapes.bound(Escapes.escape(String.valueOf(said.getReplyMessage())), LINE);
            return said.getReplyCode() >= PERMANENT ? new Outcome.Refused(line) : Outcome.failed(line);
        }
        return Outcome.failed(
                "no mail server: " + Escapes.bound(Escapes.escape(String.valueOf(cause.getMessage())), LINE));
    }

    private synchronized MailClient open() {
        MailClient now = client.orElseGet(() -> MailClient.create(vertx, config));
        client = Optional.of(now);
        return now;
    }

    @Override
    public synchronized void close() {
        client.ifPresent(open -> {
            var unused = open.close();
        });
        client = Optional.empty();
    }
}
