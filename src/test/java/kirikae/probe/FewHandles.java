package kirikae.probe;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kirikae.model.Check;

/** Run by {@link FewHandlesTest} in a process that may open few files: prints what probes say with none left, and after. */
final class FewHandles {
    private FewHandles() {}

    public static void main(String[] arguments) {
        try {
            run();
            System.exit(0);
        } catch (IOException | RuntimeException | Error e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
    }

    private static void run() throws IOException {
        Lab lab = new Lab();
        int port = lab.answering("HTTP/1.1 200 OK\r\n\r\n");
        Check.Probe http = Probes.http("http://127.0.0.1:" + port + "/", 1_000, "");
        System.out.println("before: " + lab.first(http));
        List<FileInputStream> hogs = new ArrayList<>();
        String refusal = hog(hogs);
        lab.seen.clear();
        lab.next(); // may have begun before
        System.out.println("full (" + refusal + "): " + Lab.text(lab.next().observation()));
        Lab.await(lab.engine.replace(Map.of(Lab.ID, Probes.exec(1_000, "true"))));
        lab.seen.clear();
        System.out.println("plugin: " + Lab.text(lab.next().observation()));
        for (FileInputStream hog : hogs) {
            hog.close();
        }
        System.out.println("after: " + lab.first(http));
    }

    private static String hog(List<FileInputStream> hogs) {
        while (true) {
            try {
                hogs.add(new FileInputStream("/dev/null"));
            } catch (IOException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }
}
