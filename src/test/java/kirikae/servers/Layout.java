package kirikae.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The files that each kind of name server needs in its folder, and how it is started. */
final class Layout {
    private final ZoneServer server;
    private final Path folder;

    Layout(ZoneServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** Writes all files; gives the command that runs the server in the foreground. */
    List<String> write(String zoneFile) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("zone"), zoneFile);
        return switch (server.software()) {
            case BIND -> bind("type primary; file \"zone\"; allow-update { key k1; };");
            case KNOT -> knot();
            case POWERDNS -> powerDns();
        };
    }

    /** A BIND that has the zone from another server, asked every {@code seconds} seconds; nobody notifies it. */
    List<String> secondary(ZoneServer primary, int seconds) throws IOException {
        Files.createDirectories(folder);
        return bind("type secondary; primaries { 127.0.0.1 port " + primary.port()
                + "; }; file \"copy\"; max-refresh-time " + seconds + "; min-refresh-time " + seconds + "; notify no;");
    }

    private List<String> bind(String zone) throws IOException {
        Files.writeString(folder.resolve("named.conf"), """
                key "k1" { algorithm %s; secret "%s"; };
                options {
                  directory "%s"; pid-file none; session-keyfile "%s/session.key"; managed-keys-directory "%s";
                  listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
                  recursion no; dnssec-validation no; notify no; allow-transfer { 127.0.0.1; };
                };
                controls { };
                zone "%s" { %s };
                """.formatted(
                server.algorithm(), server.secret(), folder, folder, folder, server.port(), server.zone(), zone));
        // A copy, because AppArmor confines the installed one to folders of its own.
        Path named = folder.resolve("named");
        Files.copy(Path.of(Software.BIND.program), named, StandardCopyOption.REPLACE_EXISTING);
        return List.of(
                named.toString(),
                "-n",
                "1",
                "-g",
                "-c",
                folder.resolve("named.conf").toString());
    }

    private List<String> knot() throws IOException {
        Path data = Files.createDirectories(folder.resolve("db"));
        Files.writeString(folder.resolve("knot.conf"), """
                server:
                    rundir: %s
                    listen: 127.0.0.1@%d
                    udp-workers: 1
                    tcp-workers: 1
                    background-workers: 1
                log:
                  - target: stderr
                    any: info
                database:
                    storage: %s
                    journal-db-max-size: 10M
                    timer-db-max-size: 1M
                    kasp-db-max-size: 10M
                key:
                  - id: k1
                    algorithm: %s
                    secret: %s
                acl:
                  - id: update
                    key: k1
                    action: update
                  - id: transfer
                    address: 127.0.0.1
                    action: transfer
                zone:
                  - domain: %s
                    storage: %s
                    file: zone
                    acl: [update, transfer]
                    zonefile-sync: -1
                    zonefile-load: difference
                    journal-content: all
                """.formatted(
                        folder, server.port(), data, server.algorithm(), server.secret(), server.zone(), folder));
        return List.of(Software.KNOT.program, "-c", folder.resolve("knot.conf").toString());
    }

    private List<String> powerDns() throws IOException {
        Path database = folder.resolve("pdns.sqlite");
        Files.writeString(folder.resolve("pdns.conf"), """
                launch=gsqlite3
                gsqlite3-database=%s
                local-address=127.0.0.1
                local-port=%d
                socket-dir=%s
                dnsupdate=yes
                daemon=no
                guardian=no
                disable-syslog=yes
                receiver-threads=1
                distributor-threads=1
                setuid=
                setgid=
                """.formatted(database, server.port(), folder));
        if (Files.notExists(database)) {
            Shell.run(
                    Files.readString(Path.of("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql")),
                    "/usr/bin/sqlite3",
                    database.toString());
            pdnsutil("load-zone", server.zone(), folder.resolve("zone").toString());
            pdnsutil("import-tsig-key", "k1", server.algorithm(), server.secret());
            pdnsutil("set-meta", server.zone(), "TSIG-ALLOW-DNSUPDATE", "k1");
            pdnsutil("set-meta", server.zone(), "ALLOW-DNSUPDATE-FROM", "127.0.0.0/8");
            pdnsutil("set-meta", server.zone(), "SOA-EDIT-DNSUPDATE", "INCREASE");
        }
        return List.of(Software.POWERDNS.program, "--config-dir=" + folder);
    }

    private void pdnsutil(String... arguments) {
        String[] command = new String[arguments.length + 2];
        command[0] = "/usr/bin/pdnsutil";
        command[1] = "--config-dir=" + folder;
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Shell.run("", command);
    }
}
