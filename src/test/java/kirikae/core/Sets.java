package kirikae.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kirikae.model.DomainName;
import kirikae.model.RecordChange;
import kirikae.model.RecordData;
import kirikae.model.RecordSet;
import kirikae.model.Service;
import kirikae.model.Target;

/**
 * Record sets, changes and services as a table writes them: {@code "www A 60 192.0.2.1,192.0.2.2"}, {@code "www A alias Z2
 * d111.cloudfront.net"}, several of them with {@code ";"} between, and {@code "[weighted set 'blue']"} behind one with routing. A
 * name without a dot is one below example.com, {@code @} is example.com itself.
 */
final class Sets {
    private Sets() {}

    static List<RecordSet> all(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(";")).map(Sets::one).toList();
    }

    static RecordSet one(String text) {
        String simple = text.strip();
        String routing = "";
        if (simple.endsWith("]")) {
            routing = simple.substring(simple.indexOf('[') + 1, simple.length() - 1);
            simple = simple.substring(0, simple.indexOf('[')).strip();
        }
        String[] words = simple.split(" +", 4);
        if (words[2].equals("alias")) {
            String[] alias = words[3].split(" ");
            return RecordSet.alias(
                    name(words[0]), words[1], new RecordData.Alias(alias[0], DomainName.of(alias[1]), false));
        }
        RecordData values = new RecordData.Values(Long.parseLong(words[2]), List.of(words[3].split(", ?")));
        return new RecordSet(name(words[0]), words[1], values, routing);
    }

    static DomainName name(String word) {
        return DomainName.of(word.equals("@") ? "example.com" : word.contains(".") ? word : word + ".example.com");
    }

    /** A service whose names are those of its targets' records, primary first, maintenance last. */
    static Service service(String... targets) {
        List<Target> all = new ArrayList<>();
        Set<DomainName> names = new LinkedHashSet<>();
        for (int i = 0; i < targets.length; i++) {
            List<RecordSet> records = all(targets[i]);
            records.forEach(set -> names.add(set.name()));
            String name = i == 0 ? Target.PRIMARY : i == targets.length - 1 ? Target.MAINTENANCE : "standby" + i;
            all.add(new Target(name, records, List.of()));
        }
        return new Service(
                "web",
                "aws",
                "example.com",
                List.copyOf(names),
                all,
                new Service.AlertWhen(1),
                new Service.Recovery(Service.Recovery.Mode.AUTOMATIC, Duration.ofSeconds(60)),
                new Service.FlapGuard(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(1)));
    }

    /** A change of one address record at this name. */
    static RecordChange change(String name) {
        return new RecordChange(all(name + " A 60 192.0.2.1"), all(name + " A 60 192.0.2.2"));
    }
}
