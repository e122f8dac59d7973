package kirikae.dns.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import kirikae.model.RecordSet;
import kirikae.model.Settings.Endpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ServerTest {
    private Lab lab;
    private byte[] query;

    @BeforeEach
    void open() throws Exception {
        lab = new Lab();
        query = Lab.query("dev.code.popowa.com", Type.A).toWire();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void questionsMayBePipelinedAndArriveInPieces() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int id = 0; id < 2_000; id++) {
            query[0] = (byte) (id >> 8);
            query[1] = (byte) id;
            out.writeShort(query.length);
            out.write(query);
        }
        byte[] all = bytes.toByteArray();
        try (Socket socket = Wire.connect(lab.address())) {
            Thread sender = new Thread(() -> {
                try {
                    for (int at = 0; at < all.length; at += 777) {
                        socket.getOutputStream().write(all, at, Math.min(777, all.length - at));
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sender.start();
            for (int id = 0; id < 2_000; id++) {
                assertThat(new Message(Wire.receive(socket)).getHeader().getID())
                        .isEqualTo(id);
            }
            sender.join(5_000);
        }
    }

    @Test
    void nonsenseOverTcpEndsThatConnectionOnly() throws Exception {
        try (Socket reply = Wire.connect(lab.address());
                Socket empty = Wire.connect(lab.address());
                Socket endless = Wire.connect(lab.address())) {
            byte[] answer = query.clone();
            answer[2] |= (byte) 0x80;
            Wire.send(reply, answer);
            Wire.send(empty, new byte[0]);
            endless.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff, 1});
            assertThat(reply.getInputStream().read()).isEqualTo(-1);
            assertThat(empty.getInputStream().read()).isEqualTo(-1);
            assertThat(endless.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(new Message(Wire.overTcp(lab.address(), query)).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void tooManyTcpClientsMakeTheQuietestGo() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try {
            for (int i = 0; i < DnsLoop.MOST_PEERS + 20; i++) {
                clients.add(Wire.connect(lab.address()));
            }
            assertThat(new Message(Wire.overTcp(lab.address(), query)).getRcode())
                    .isEqualTo(Rcode.NOERROR);
            assertThat(clients.get(0).getInputStream().read()).isEqualTo(-1);
            Socket last = clients.get(clients.size() - 1);
            Wire.send(last, query);
            assertThat(new Message(Wire.receive(last)).getRcode()).isEqualTo(Rcode.NOERROR);
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    @Test
    void thousandsOfRandomDatagramsHarmNothing() throws Exception {
        Random random = new Random(20_251_019);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 5_000; i++) {
                byte[] noise = i % 2 == 0 ? noise(random) : mutated(random);
                socket.send(new DatagramPacket(noise, noise.length, lab.address()));
            }
        }
        Responder responder = new Responder(() -> new Zones(java.util.Map.of()), lab.warnings::add);
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = i % 2 == 0 ? noise(random) : mutated(random);
            responder.respond(noise, Responder.Way.UDP); // and without the kernel's losses
        }
        // The kernel may have dropped the first question behind the noise.
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .ignoreException(java.io.IOException.class)
                .untilAsserted(() -> assertThat(Lab.lines(lab.ask("dev.code.popowa.com", Type.A)))
                        .containsExactly("dev.code.popowa.com A 203.0.113.10"));
        assertThat(lab.warnings).isEmpty();
    }

    @Test
    void readersNeverSeeHalfOfAChangeOrAnEmptyName() throws Exception {
        RecordSet current = Lab.a("dev.code.popowa.com", "203.0.113.10");
        RecordSet six = Lab.set("dev.code.popowa.com", "AAAA", "2001:db8::10");
        lab.provider.change(
                "popowa.com", List.of(new kirikae.model.RecordChange(List.of(current, six), List.of(generation(0)))));
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch asking = new CountDownLatch(2);
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                counts.add(readers.submit(() -> read(done, asking)));
            }
            assertThat(asking.await(5, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 1_000; i++) {
                lab.apply(generation(i), generation(i + 1));
            }
            done.set(true);
            for (Future<Integer> count : counts) {
                assertThat(count.get(10, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            readers.shutdownNow();
        }
    }

    @Test
    void aPortInUseIsOneClearLine() {
        BuiltinProvider second = new BuiltinProvider(new Endpoint("127.0.0.1", lab.port), warning -> {});
        assertThatThrownBy(second::start)
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + lab.port + ": address already in use");
        BuiltinProvider elsewhere = new BuiltinProvider(new Endpoint("192.0.2.1", 0), warning -> {});
        assertThatThrownBy(elsewhere::start).hasMessageEndingWith(": no such address on this machine");
    }

    @Test
    void closingFreesThePortWithinASecond() throws Exception {
        try (Socket idle = Wire.connect(lab.address())) {
            Wire.send(idle, query);
            assertThat(new Message(Wire.receive(idle)).getRcode()).isEqualTo(Rcode.NOERROR);
            long start = System.nanoTime();
            lab.provider.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
        try (BuiltinProvider next = new BuiltinProvider(new Endpoint("127.0.0.1", lab.port), warning -> {})) {
            assertThat(next.start().port()).isEqualTo(lab.port);
        }
    }

    /** Even generations are two addresses, odd ones a CNAME to nowhere of ours. */
    private static RecordSet generation(int number) {
        String name = "dev.code.popowa.com";
        return number % 2 == 0
                ? Lab.a(name, "10.0." + number % 256 + ".1", "10.0." + number % 256 + ".2")
                : Lab.set(name, "CNAME", "maintenance" + number + ".example.net");
    }

    private int read(AtomicBoolean done, CountDownLatch asking) throws IOException {
        int count = 0;
        do {
            Message reply = new Message(Wire.overUdp(lab.address(), query));
            assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
            Set<String> values = reply.getSection(Section.ANSWER).stream()
                    .map(each -> each.rdataToString())
                    .collect(java.util.stream.Collectors.toSet());
            if (values.size() == 1) {
                assertThat(values.iterator().next()).startsWith("maintenance");
            } else {
                String first = values.iterator().next();
                String network = first.substring(0, first.lastIndexOf('.'));
                assertThat(values).containsExactlyInAnyOrder(network + ".1", network + ".2");
            }
            asking.countDown();
            count++;
        } while (!done.get());
        return count;
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(600)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] mutated(Random random) {
        byte[] mutated = java.util.Arrays.copyOf(query, query.length + random.nextInt(20));
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        }
        return mutated;
    }
}
