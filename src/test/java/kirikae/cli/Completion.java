package kirikae.cli;

import picocli.AutoComplete;
import picocli.CommandLine;

/** The completion for bash: picocli's, and behind it the names of services and targets, asked of the running daemon. */
final class Completion {
    private static final String OWN = """
            # The rest completes services and targets: asked of the daemon over its control socket, in a few milliseconds, with curl.
            # Without curl, without the daemon or without the right to use its socket there is nothing to complete, and no message.
            function _kirikae_names() {
              local socket=/run/kirikae/control.sock i
              for ((i = 1; i < COMP_CWORD; i++)); do
                [ "${COMP_WORDS[i]}" = --socket ] && socket=${COMP_WORDS[i+1]}
              done
              curl -fs --max-time 1 --unix-socket "$socket" "http://kirikae/api/v1/services$1" 2>/dev/null \\
                | grep -o '"name":"[A-Za-z0-9._-]*","'"$2"'":' | cut -d'"' -f4
            }

            # What stands before the cursor and is neither an option nor an option's value.
            function _kirikae_words() {
              local i word
              for ((i = 1; i < COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                case $word in
                  @VALUES@) i=$((i + 1)) ;;
                  -*) ;;
                  *) echo "$word" ;;
                esac
              done
            }

            function _kirikae() {
              _complete_kirikae
              local current=${COMP_WORDS[COMP_CWORD]} words
              mapfile -t words < <(_kirikae_words)
              [[ $current == -* ]] && return 0
              case "${COMP_WORDS[COMP_CWORD-1]}" in
                --service) mapfile -t COMPREPLY < <(compgen -W "$(_kirikae_names '' names)" -- "$current"); return 0 ;;
                @VALUES@) return 0 ;;
              esac
              case "${words[0]}:${#words[@]}" in
                status:1 | plan:1 | switch:1 | hold:1 | release:1)
                  mapfile -t COMPREPLY < <(compgen -W "$(_kirikae_names '' names)" -- "$current") ;;
                switch:2)
                  mapfile -t COMPREPLY < <(compgen -W "auto $(_kirikae_names "/${words[1]}" verdict)" -- "$current") ;;
              esac
              return 0
            }
            complete -F _kirikae -o default kirikae
            """;

    private Completion() {}

    /** The script. */
    static String bash() {
        CommandLine main = Commands.whole();
        String generated = AutoComplete.bash("kirikae", main);
        String values = new CommandManual()
                .shown()
                .flatMap(command -> command.options().stream())
                .filter(option -> option.arity().max() > 0)
                .map(option -> option.longestName())
                .distinct()
                .sorted()
                .collect(java.util.stream.Collectors.joining(" | "));
        int registered = generated.indexOf("# Define a completion specification");
        return generated.substring(0, registered) + OWN.replace("@VALUES@", values);
    }
}
