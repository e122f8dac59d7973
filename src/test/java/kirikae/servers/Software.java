package kirikae.servers;

import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The name servers that tests run against. */
public enum Software {
    BIND("/usr/sbin/named", "bind9"),
    KNOT("/usr/sbin/knotd", "knot"),
    POWERDNS("/usr/sbin/pdns_server", "pdns-server pdns-backend-sqlite3 sqlite3");

    final String program;
    private final String packages;

    Software(String program, String packages) {
        this.program = program;
        this.packages = packages;
    }

    /** Skips the test where the program is missing; fails it with {@code -Dkirikae.programs=required}. */
    public void need() {
        need(program, packages);
        need("/usr/bin/dig", "bind9-dnsutils");
        need("/usr/bin/nsupdate", "bind9-dnsutils");
    }

    private static void need(String file, String packages) {
        boolean there = Path.of(file).toFile().canExecute();
        String missing = file + " is missing: apt-get install " + packages;
        if (!there && "required".equals(System.getProperty("kirikae.programs"))) {
            Assertions.fail(missing);
        }
        Assumptions.assumeTrue(there, missing);
    }
}
