package kirikae.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the command line says about itself, as parts of kirikae(1). */
final class CommandManual {
    private static final Set<String> EVERYWHERE = Set.of("--config", "--socket", "--help", "--version");

    private final CommandLine main =
            Commands.whole().setOut(new PrintWriter(System.out)).setErr(new PrintWriter(System.err));

    /** The page, given its frame. */
    String page(String frame) {
        return frame.replace("@COMMANDS@", commands())
                .replace("@OPTIONS@", options(main.getCommandSpec()))
                .replace("@EXIT@", exits());
    }

    /** Every command that is shown, in the order of the usage text. */
    Stream<CommandSpec> shown() {
        return main.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(spec -> !spec.usageMessage().hidden());
    }

    /** Options of this command alone. */
    static List<OptionSpec> own(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !EVERYWHERE.contains(option.longestName()))
                .filter(option -> !option.hidden())
                .toList();
    }

    private String commands() {
        return shown().map(this::command).collect(Collectors.joining("\n"));
    }

    private String command(CommandSpec command) {
        List<String> lines = new ArrayList<>();
        lines.add(".SS " + quoted(synopsis(command)));
        for (String sentence : command.usageMessage().description()) {
            lines.add(Roff.prose(sentence));
        }
        command.positionalParameters().forEach(parameter -> lines.add(parameter(parameter)));
        own(command).forEach(option -> lines.add(option(option)));
        return String.join("\n", lines);
    }

    private static String synopsis(CommandSpec command) {
        StringBuilder line = new StringBuilder(command.name());
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            line.append(' ').append(parameter.required() ? parameter.paramLabel() : "[" + parameter.paramLabel() + "]");
        }
        for (OptionSpec option : own(command)) {
            String text = option.longestName() + (takesValue(option) ? " " + option.paramLabel() : "");
            line.append(' ').append(option.required() ? text : "[" + text + "]");
        }
        return line.toString();
    }

    private static String quoted(String text) {
        return "\"" + Roff.literal(text).replace("\"", "\\(dq") + "\"";
    }

    private static String parameter(PositionalParamSpec parameter) {
        return ".TP\n\\fI" + parameter.paramLabel() + "\\fR\n" + meaning(parameter);
    }

    private static String option(OptionSpec option) {
        String names = Stream.of(option.names()).map(Roff::bold).collect(Collectors.joining(", "));
        return ".TP\n" + names + (takesValue(option) ? " \\fI" + option.paramLabel() + "\\fR" : "") + "\n"
                + meaning(option);
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    private static String meaning(ArgSpec argument) {
        return Roff.prose(sentence(String.join(" ", argument.description()).replace("%n", " ")));
    }

    private static String sentence(String text) {
        String end = text.endsWith(".") ? "" : ".";
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1) + end;
    }

    private static String options(CommandSpec command) {
        return command.options().stream()
                .filter(option -> EVERYWHERE.contains(option.longestName()))
                .map(CommandManual::option)
                .collect(Collectors.joining("\n"));
    }

    private String exits() {
        return main.getCommandSpec().usageMessage().exitCodeList().entrySet().stream()
                .map(exit -> ".TP\n.B " + exit.getKey() + "\n" + sentence(exit.getValue()))
                .collect(Collectors.joining("\n"));
    }
}
