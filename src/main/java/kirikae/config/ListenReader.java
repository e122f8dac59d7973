package kirikae.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import kirikae.model.Network;
import kirikae.model.Settings.Endpoint;
import kirikae.model.Settings.Listen;
import kirikae.model.Settings.Listener;
import kirikae.model.Settings.Tls;

/** Reads where the daemon listens. Owns the rule that tokens do not cross a network in plain text unasked. */
final class ListenReader {
    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9._-]{1,253}|\\[?[0-9a-f:.]{2,45}]?");
    private static final long LARGEST_PEM = 1024L * 1024;
    /** Closes a listener. */
    static final String OFF = "off";

    private final Block block;
    private final Path folder;

    /** Takes the block, and the folder that relative paths start from. */
    ListenReader(Block block, Path folder) {
        this.block = block;
        this.folder = folder;
    }

    /** The listeners; closed ones stand for those with problems. */
    Listen read() {
        block.allow(Keys.LISTEN);
        Optional<Tls> tls = tls(block.block("tls"));
        boolean plainAllowed =
                block.required("allow-plain").flatMap(Value::flag).orElse(true);
        boolean plainTold = plainAllowed || !tls.equals(Optional.of(new Tls.Plain()));
        Listener http = listener("http");
        Listener status = listener("status");
        if (!plainTold) {
            tellPlain("http", http);
            tellPlain("status", status);
        }
        tellSame(http, status);
        Listener dogstatsd = listener("dogstatsd");
        List<Network> allowed = allowFrom();
        tellOpen(dogstatsd, allowed);
        return new Listen(http, tls.orElse(new Tls.Plain()), status, hosts(), dogstatsd, allowed);
    }

    /** Datagrams prove nothing: who may send them from elsewhere must be said. */
    private void tellOpen(Listener dogstatsd, List<Network> allowed) {
        if (dogstatsd instanceof Listener.At at
                && !AddressText.isLoopback(at.endpoint().host())
                && allowed.isEmpty()) {
            block.errorAt(
                    "dogstatsd",
                    at.endpoint() + " is not loopback, and datagrams prove nothing: say who may send them with"
                            + " listen.allow-from = [\"192.0.2.0/24\"]");
        }
    }

    private List<Network> allowFrom() {
        List<Network> networks = new ArrayList<>();
        for (Value value : block.required("allow-from").map(Value::list).orElse(List.of())) {
            Optional<String> text = value.text().map(String::strip);
            Optional<Network> network = text.flatMap(AddressText::network);
            if (text.isPresent() && network.isEmpty()) {
                value.error("must be an address or a network, as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32");
            }
            network.ifPresent(networks::add);
        }
        return List.copyOf(networks);
    }

    private Listener listener(String key) {
        Optional<Value> written = block.required(key);
        String text = written.flatMap(Value::text).map(String::strip).orElse("");
        if (text.equals(OFF) || text.isEmpty()) {
            written.filter(value -> text.isEmpty()
                            && !key.equals("status")
                            && value.text().isPresent())
                    .ifPresent(value -> value.error("must be host:port or \"off\""));
            return new Listener.Off();
        }
        return written.flatMap(value -> endpoint(value, text))
                .<Listener>map(Listener.At::new)
                .orElse(new Listener.Off());
    }

    /** An address to listen on, or a problem. */
    static Optional<Endpoint> endpoint(Value value, String text) {
        Optional<AddressText.HostPort> found = AddressText.hostPort(text.strip())
                .filter(address -> address.port().isPresent());
        if (found.isEmpty()) {
            value.error("must be address:port, as 127.0.0.1:8787, [::1]:8787 or 0.0.0.0:8787");
        }
        return found.map(address -> new Endpoint(address.host(), address.port().orElse(0)));
    }

    private void tellPlain(String key, Listener listener) {
        if (listener instanceof Listener.At at
                && !AddressText.isLoopback(at.endpoint().host())) {
            block.errorAt(
                    key,
                    at.endpoint()
                            + " is not loopback and would carry tokens in plain text: set listen.tls { certificate, key },"
                            + " or say listen.allow-plain = true");
        }
    }

    private void tellSame(Listener http, Listener status) {
        if (http instanceof Listener.At at && at.equals(status) && at.endpoint().port() != 0) {
            block.errorAt("status", "the same address as listen.http; leave it empty to have the page there");
        }
    }

    private Optional<Tls> tls(Block tls) {
        tls.allow(Keys.TLS);
        Optional<String> certificate = tls.text("certificate");
        Optional<String> key = tls.text("key");
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.get().isEmpty() && key.get().isEmpty()) {
            return Optional.of(new Tls.Plain());
        }
        if (certificate.get().isEmpty() || key.get().isEmpty()) {
            String given = certificate.get().isEmpty() ? "key" : "certificate";
            String other = certificate.get().isEmpty() ? "certificate" : "key";
            tls.errorAt(given, "needs listen.tls." + other + " too: both or neither");
            return Optional.empty();
        }
        Optional<Path> certificateFile = file(tls, "certificate", certificate.get());
        Optional<Path> keyFile = file(tls, "key", key.get());
        return certificateFile.isEmpty() || keyFile.isEmpty()
                ? Optional.empty()
                : Optional.of(new Tls.Pem(certificateFile.get(), keyFile.get()));
    }

    /** The text of listen.tls.key could be the key itself by mistake, so that it is not repeated. */
    private Optional<Path> file(Block tls, String key, String written) {
        try {
            Path file = folder.resolve(written).normalize();
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                return holdsPem(tls, key, file);
            }
            tls.errorAt(key, Files.exists(file) ? "this file cannot be read" : "no such file");
        } catch (InvalidPathException e) {
            tls.errorAt(key, "is not a path");
        }
        return Optional.empty();
    }

    /** A file that is no PEM must not wait for the start: a service manager would try that again for ever. */
    private static Optional<Path> holdsPem(Block tls, String key, Path file) {
        String wanted = key.equals("key") ? "PRIVATE KEY-----" : "-----BEGIN CERTIFICATE-----";
        try {
            if (Files.size(file) <= LARGEST_PEM
                    && Files.readString(file, StandardCharsets.ISO_8859_1).contains(wanted)) {
                return Optional.of(file);
            }
            tls.errorAt(key, "this file is not PEM: no " + wanted + " in it");
        } catch (IOException e) {
            tls.errorAt(key, "this file cannot be read");
        }
        return Optional.empty();
    }

    private List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        block.required("hosts")
                .map(Value::list)
                .orElse(List.of())
                .forEach(value -> value.text()
                        .map(text -> text.strip().toLowerCase(Locale.ROOT))
                        .ifPresent(text -> {
                            if (!HOST_NAME.matcher(text).matches()) {
                                value.error("must be a host's name or address, without a port");
                            }
                            hosts.add(text);
                        }));
        return List.copyOf(hosts);
    }
}
