package kirikae.journal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import kirikae.model.EventName;
import org.slf4j.LoggerFactory;

/** A second JVM for what can only be seen from outside: being killed, and a stdout that nobody reads. */
final class Child {
    private Child() {}

    /** The command that runs a mode of {@link #main}. */
    static List<String> command(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", path.replace(File.pathSeparator + File.pathSeparator, File.pathSeparator)));
        command.add(Child.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "append" -> append(Path.of(arguments[1]), Long.parseLong(arguments[2]));
            case "log" -> log(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
            case "say" -> say();
            case "open" ->
                System.out.println(Journal.open(
                        Path.of(arguments[1]), JournalLimits.standard(), new Fixture.Recorder(), Fixture.CLOCK));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Appends for ever; says each number when it is synced. */
    private static void append(Path dir, long first) throws InterruptedException {
        JournalLimits limits = JournalLimits.standard().withFileBytes(64 << 10);
        Journal journal = ((Opening.Opened) Journal.open(dir, limits, new Fixture.Recorder(), Fixture.CLOCK)).journal();
        Semaphore room = new Semaphore(200);
        for (long n = first; ; n++) {
            room.acquire();
            long number = n;
            journal.append(Fixture.event(n, EventName.CHECK_UP, "n", n)).whenComplete((nothing, failure) -> {
                room.release();
                System.out.println(failure == null ? "synced " + number : "failed " + failure);
            });
        }
    }

    /** Logs many lines, then writes a file that says how many were lost. */
    private static void log(Path done, int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            EventLog.write(Fixture.event(i, EventName.CHECK_UP, "service", "web", "n", (long) i));
        }
        Files.writeString(done, "lost " + LogQueue.lost());
        System.exit(0);
    }

    /** A few lines of every kind. */
    private static void say() {
        EventLog.write(Fixture.event(0, EventName.STARTED, "version", "0.1.0"));
        EventLog.write(Fixture.event(0, EventName.CHECK_DOWN, "reason", "a\nb\u001b[2J"));
        EventLog.write(Fixture.event(0, EventName.ALERT, "service", "web"));
        LoggerFactory.getLogger("kirikae.probe")
                .debug("hostile\r\nmessage", new IllegalStateException("x\u001b[2J\ny"));
        LoggerFactory.getLogger("io.netty.x").info("noise");
        LoggerFactory.getLogger("org.xbill.x").info("noise");
        new org.xbill.DNS.Message().getHeader();
        io.vertx.core.json.JsonObject.of("a", 1).encode();
        LogQueue.flush();
        LoggerFactory.getLogger("kirikae").error("after the end");
    }
}
