package kirikae.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The commands, in the order in which they are listed. Builds only those that the arguments name: looking at the options of all of
 * them takes a quarter of the time until the daemon listens. Must not: interpret an argument.
 */
final class Commands {
    private static final Map<String, Supplier<Object>> ALL = all();

    private Commands() {}

    private static Map<String, Supplier<Object>> all() {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("run", RunCommand::new);
        all.put("check", CheckCommand::new);
        all.put("plan", PlanCommand::new);
        all.put("status", StatusCommand::new);
        all.put("switch", SwitchCommand::new);
        all.put("hold", HoldCommand::new);
        all.put("release", ReleaseCommand::new);
        all.put("events", EventsCommand::new);
        all.put("reload", ReloadCommand::new);
        all.put("notify", NotifyCommand::new);
        all.put("heartbeat", HeartbeatCommand::new);
        all.put("demo", DemoCommand::new);
        return all;
    }

    /** The command line with every command. */
    static CommandLine whole() {
        return with(List.copyOf(ALL.keySet()));
    }

    /** The command line with the commands among these words; with all when there is none, or when help is asked for first. */
    static CommandLine namedIn(String... args) {
        List<String> named =
                Arrays.stream(args).filter(ALL::containsKey).distinct().toList();
        boolean helpFirst = Arrays.stream(args)
                .takeWhile(word -> !ALL.containsKey(word))
                .anyMatch(word -> word.equals("--help") || word.equals("-h"));
        return named.isEmpty() || helpFirst ? whole() : with(named);
    }

    private static CommandLine with(List<String> names) {
        CommandLine main = new CommandLine(new Main());
        ALL.forEach((name, command) -> {
            if (names.contains(name)) {
                main.addSubcommand(name, command.get());
            }
        });
        return main;
    }
}
