package kirikae.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kirikae.config.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said when the command line is not understood: what is wrong, what was probably meant, and the usage line. Exit code 2. */
final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("kirikae: " + sentence(e)
                + suggestion(e).map(text -> "; " + text).orElse(""));
        err.print(command.getHelp().fullSynopsis());
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for more.");
        err.flush();
        return Exit.USAGE;
    }

    private static String sentence(ParameterException e) {
        if (unmatched(e).isPresent()) {
            String word = unmatched(e).get();
            return word.startsWith("-") ? "there is no option '" + word + "' here" : unexpected(e, word);
        }
        String text = String.valueOf(e.getMessage());
        return text.isEmpty()
                ? "the arguments are not understood"
                : text.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + text.substring(1);
    }

    private static String unexpected(ParameterException e, String word) {
        return e.getCommandLine().getSubcommands().isEmpty()
                ? "'" + word + "' is one argument too many"
                : "there is no command '" + word + "'";
    }

    private static Optional<String> suggestion(ParameterException e) {
        return unmatched(e)
                .map(word -> Nearest.suggestion(word, known(e.getCommandLine(), word)))
                .filter(text -> !text.isEmpty());
    }

    private static Optional<String> unmatched(ParameterException e) {
        return e instanceof UnmatchedArgumentException unknown
                ? unknown.getUnmatched().stream().findFirst()
                : Optional.empty();
    }

    private static List<String> known(CommandLine command, String word) {
        if (!word.startsWith("-")) {
            return List.copyOf(command.getSubcommands().keySet());
        }
        List<String> options = new ArrayList<>();
        command.getCommandSpec().options().forEach(option -> options.addAll(List.of(option.names())));
        return options;
    }
}
