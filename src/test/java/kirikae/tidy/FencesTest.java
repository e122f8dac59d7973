package kirikae.tidy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The fences of architecture.md section 3: who may know whom. */
class FencesTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("kirikae");

    private static final List<String> SIBLINGS = List.of(
            "core",
            "dns",
            "dns.route53",
            "dns.builtin",
            "dns.rfc2136",
            "probe",
            "intake",
            "web",
            "notify",
            "notify.sns",
            "journal",
            "config");

    /** What each package may import of ours, besides itself. */
    private static Map<String, List<String>> allowed() {
        Map<String, List<String>> allowed = new TreeMap<>();
        allowed.put("model", List.of());
        allowed.put("message", List.of("model"));
        for (String sibling : SIBLINGS) {
            allowed.put(sibling, sibling.startsWith("dns.") ? List.of("model", "dns") : List.of("model"));
        }
        // The language of messages lies below those who read, check and write them.
        allowed.put("config", List.of("model", "message"));
        allowed.put("notify", List.of("model", "message"));
        allowed.put("notify.sns", List.of("model", "message", "notify"));
        List<String> lower = new ArrayList<>(SIBLINGS);
        lower.add("model");
        lower.add("message");
        allowed.put("daemon", lower);
        List<String> all = new ArrayList<>(lower);
        all.add("daemon");
        allowed.put("cli", all);
        return allowed;
    }

    @TestFactory
    Stream<DynamicTest> eachPackageImportsOnlyWhatLiesBelow() {
        return allowed().entrySet().stream()
                .map(entry ->
                        DynamicTest.dynamicTest(entry.getKey(), () -> check(fence(entry.getKey(), entry.getValue()))));
    }

    @Test
    void everyClassLivesInAKnownPackage() {
        check(classes()
                .should()
                .resideInAnyPackage(
                        allowed().keySet().stream().map(FencesTest::exactly).toArray(String[]::new)));
    }

    @Test
    void modelAndCoreKnowNoLibraryNoClockNoChanceNoWorld() {
        check(noClasses()
                .that()
                .resideInAnyPackage("kirikae.model..", "kirikae.core..", "kirikae.message..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "io.vertx..",
                                "io.netty..",
                                "software.amazon..",
                                "com.typesafe..",
                                "org.slf4j..",
                                "ch.qos..",
                                "org.xbill..",
                                "picocli..",
                                "java.net.http..",
                                "java.nio.channels..")
                        .or(named(
                                "java.util.Random",
                                "java.util.concurrent.ThreadLocalRandom",
                                "java.security.SecureRandom",
                                "java.util.SplittableRandom",
                                "java.time.Clock",
                                "java.time.InstantSource",
                                "java.lang.Thread",
                                "java.util.Timer",
                                "java.io.File",
                                "java.nio.file.Files")))
                .orShould()
                .accessTargetWhere(oneOf(
                        "java.time.Instant.now",
                        "java.time.LocalDateTime.now",
                        "java.time.ZonedDateTime.now",
                        "java.lang.System.nanoTime",
                        "java.lang.System.currentTimeMillis",
                        "java.lang.System.getenv",
                        "java.lang.System.getProperty",
                        "java.lang.Math.random",
                        "java.util.UUID.randomUUID")));
    }

    @Test
    void awsIsSeenOnlyInItsProviderAndWhereTopicsArePublishedTo() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("kirikae.dns.route53", "kirikae.notify.sns")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.."));
    }

    @Test
    void typesafeIsSeenOnlyInConfig() {
        onlyIn("kirikae.config", "com.typesafe..");
    }

    @Test
    void picocliIsSeenOnlyInCli() {
        onlyIn("kirikae.cli", "picocli..");
    }

    @Test
    void logbackIsSeenOnlyInTheJournal() {
        onlyIn("kirikae.journal", "ch.qos..");
    }

    @Test
    void onlyCliSpeaksToTheTerminalAndEndsTheProcess() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("kirikae.cli..")
                .should()
                .accessTargetWhere(oneOf(
                        "java.lang.System.exit",
                        "java.lang.System.out",
                        "java.lang.System.err",
                        "java.lang.Runtime.exit",
                        "*.printStackTrace")));
    }

    @Test
    void namesAreNounsOfTheDomain() {
        check(noClasses()
                .should()
                .haveNameMatching(".*(Manager|Impl|Utils?|Helpers?)(\\$.*)?")
                .orShould()
                .haveNameMatching(".*[.$]Abstract[A-Z].*"));
    }

    private static ArchRule fence(String name, List<String> may) {
        List<String> seen = new ArrayList<>(may);
        seen.add(name);
        Set<String> known = Set.copyOf(seen.stream().map(FencesTest::exactly).toList());
        DescribedPredicate<JavaClass> ours = resideInAPackage("kirikae..");
        return noClasses()
                .that()
                .resideInAPackage(exactly(name))
                .should()
                .dependOnClassesThat(
                        ours.and(DescribedPredicate.not(resideInAnyPackage(known.toArray(String[]::new)))));
    }

    private static void onlyIn(String ours, String library) {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ours)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    private static String exactly(String name) {
        return "kirikae." + name;
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> set = Set.of(names);
        return DescribedPredicate.describe("are one of " + set, type -> set.contains(type.getName()));
    }

    /** Calls, references and field accesses alike; a member is "owner.name", whatever its parameters; owner "*" is any. */
    private static DescribedPredicate<JavaAccess<?>> oneOf(String... members) {
        Set<String> set = Set.of(members);
        return DescribedPredicate.describe(
                "is one of " + set,
                access -> set.contains(access.getTargetOwner().getName() + "."
                                + access.getTarget().getName())
                        || set.contains("*." + access.getTarget().getName()));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(OURS);
    }
}
