package kirikae.config;

import java.util.Optional;
import kirikae.message.Fault;
import kirikae.message.Mention;
import kirikae.message.Parsed;
import kirikae.message.Template;

/** Reads a message, and tells what is wrong with it by the line it stands in. */
final class MessageReader {
    private static final int LONGEST = 65_536;
    private final ChannelNames channels;
    private final Report report;

    MessageReader(ChannelNames channels, Report report) {
        this.channels = channels;
        this.report = report;
    }

    /** The message as written; only good while the report has no errors. */
    String read(Value value) {
        Optional<String> text = value.text();
        if (text.isPresent() && text.get().length() > LONGEST) {
            value.error("longer than " + LONGEST + " characters");
            return "";
        }
        text.filter(written -> !written.isBlank()).ifPresent(written -> check(value, written));
        return text.orElse("");
    }

    private void check(Value value, String text) {
        Parsed parsed = Template.parse(text);
        if (parsed instanceof Parsed.Bad bad) {
            for (Fault fault : bad.faults()) {
                report.error(place(value, text, fault.line()), fault.words(), "");
            }
        } else if (parsed instanceof Parsed.Good good) {
            for (Mention mention : good.template().mentions()) {
                channels.fault(mention.channel())
                        .ifPresent(words -> report.error(
                                place(value, text, mention.line()),
                                "@" + mention.channel() + ": " + words,
                                channels.suggestion(mention.channel())));
            }
            for (Fault unknown : good.template().unknownVariables()) {
                report.warn(place(value, text, unknown.line()), unknown.words());
            }
        }
    }

    private static Place place(Value value, String text, int line) {
        return TextLines.place(value.place(), text, line);
    }
}
