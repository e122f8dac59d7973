package kirikae.journal;

import static kirikae.journal.Fixture.event;
import static kirikae.journal.Fixture.hold;
import static kirikae.journal.Fixture.lines;
import static kirikae.journal.Fixture.look;
import static kirikae.journal.Fixture.names;
import static kirikae.journal.Fixture.opened;
import static kirikae.journal.Fixture.release;
import static kirikae.journal.Fixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import kirikae.model.Event;
import kirikae.model.EventName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault F25 of the list: the state file truncated, garbage, of another version, unwritable. */
class DamageTest {
    private static final String ASIDE = "events.jsonl.damaged-20261122T090000.123Z";

    @TempDir
    Path dir;

    private Path file;

    @BeforeEach
    void name() {
        file = dir.resolve("events.jsonl");
    }

    private void append(byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"time\":\"2026-11-22T09:0",
                "{\"time\":\"2026-11-22T09:00:00.000Z\",\"event\":\"hold\",\"service\":\"web\"}",
                "{\"event\":\"ho\0\0\0\0",
                "\0\0\0\0\0\0"
            })
    void aTornLastLineIsCutOffAndToldAndCostsNothing(String torn) throws IOException {
        write(dir, hold(0, "web"), event(1, EventName.CHECK_UP));
        append(torn.getBytes(StandardCharsets.UTF_8));
        Opening.Opened opened = look(dir);
        assertThat(opened.damage()).isEqualTo(Opening.Damage.TORN_END);
        assertThat(opened.complaints())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("cut off an unfinished last line of " + file);
        assertThat(opened.replay()).containsExactly(hold(0, "web"), event(1, EventName.CHECK_UP));
        assertThat(opened.standing().isOverrideProved("never")).isTrue();
        assertThat(lines(dir)).hasSize(2);
        assertThat(look(dir).complaints()).as("told once").isEmpty();
    }

    @Test
    void f38WhatWasTornIsToldWithoutItsControlCharacters() throws IOException {
        write(dir, hold(0, "web"));
        append("{\"time\u202e\u009b".getBytes(StandardCharsets.UTF_8));
        assertThat(look(dir).complaints().get(0)).endsWith("{\"time\\u202e\\u009b");
    }

    @Test
    void garbageInTheMiddleIsQuarantinedAndOnlyLaterOverridesAreProved() throws IOException {
        write(dir, hold(0, "web"), hold(1, "api"));
        append("garbage\n\n{\"time\":true}\n".getBytes(StandardCharsets.UTF_8));
        append((EventJson.encode(release(2, "api")).text() + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] before = Files.readAllBytes(file);

        Opening.Opened opened = look(dir);
        assertThat(opened.damage()).isEqualTo(Opening.Damage.LOST_LINES);
        assertThat(opened.complaints())
                .containsExactly("2 unreadable lines in " + file + ", the last is line 5; the file is kept as " + ASIDE
                        + ", the other lines are carried over");
        assertThat(Files.readAllBytes(dir.resolve(ASIDE))).isEqualTo(before);
        assertThat(opened.standing().override("web")).contains(hold(0, "web"));
        assertThat(opened.standing().isOverrideProved("web")).isFalse();
        assertThat(opened.standing().isOverrideProved("never")).isFalse();
        assertThat(opened.standing().isOverrideProved("api")).isTrue();
        assertThat(lines(dir)).hasSize(4);
        assertThat(lines(dir).get(2)).contains("\"event\":\"journal-error\"", ASIDE, "\"damaged\":true");
    }

    @Test
    void aCrashBeforeTheHoldsAreJournalledDoesNotForgetTheDamage() throws IOException {
        write(dir, hold(0, "web"));
        append(new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
        look(dir);
        Opening.Opened second = look(dir);
        assertThat(second.damage()).isEqualTo(Opening.Damage.LOST_LINES);
        assertThat(second.complaints()).isEmpty();
        write(dir, hold(5, "web"));
        assertThat(look(dir).standing().isOverrideProved("web")).isTrue();
        assertThat(look(dir).standing().isOverrideProved("api")).isFalse();
        write(dir, event(6, EventName.STARTED));
        Opening.Opened settled = look(dir);
        assertThat(settled.damage()).isEqualTo(Opening.Damage.NONE);
        assertThat(settled.standing().isOverrideProved("api")).isTrue();
    }

    @Test
    void aBinaryFileIsKeptAsideWhole() throws IOException {
        byte[] noise = new byte[3 << 20];
        new Random(7).nextBytes(noise);
        Files.write(file, noise);
        Opening.Opened opened = look(dir);
        assertThat(opened.damage()).isEqualTo(Opening.Damage.LOST_LINES);
        assertThat(Files.readAllBytes(dir.resolve(ASIDE))).isEqualTo(noise);
        assertThat(opened.replay()).hasSize(1).first().extracting(Event::name).isEqualTo(EventName.JOURNAL_ERROR);
        assertThat(look(dir).complaints()).isEmpty();
    }

    @Test
    void oneEndlessLineIsReadInBoundedMemory() throws IOException {
        byte[] endless = new byte[8 << 20];
        java.util.Arrays.fill(endless, (byte) 'x');
        Files.write(file, endless);
        append(("\n" + EventJson.encode(hold(0, "web")).text() + "\n").getBytes(StandardCharsets.UTF_8));
        Opening.Opened opened = look(dir);
        assertThat(opened.standing().isOverrideProved("web")).isTrue();
        assertThat(opened.complaints()).hasSize(1).first().asString().startsWith("1 unreadable line in ");
    }

    @Test
    void cuttingPastAnOverrideIsNoticed() throws IOException {
        write(dir, event(0, EventName.STARTED), hold(1, "web"), event(2, EventName.CHECK_UP));
        String first = lines(dir).get(0);
        Files.writeString(file, first + "\n");
        Opening.Opened opened = look(dir);
        assertThat(opened.damage()).isEqualTo(Opening.Damage.LOST_LINES);
        assertThat(opened.complaints()).hasSize(1).first().asString().contains("was cut: an override had been synced");
        assertThat(opened.standing().isOverrideProved("web")).isFalse();
        assertThat(look(dir).damage()).isEqualTo(Opening.Damage.LOST_LINES);
    }

    @Test
    void cuttingOffWhatIsNoOverrideCostsNothing() throws IOException {
        write(dir, hold(1, "web"), event(2, EventName.CHECK_UP));
        String all = Files.readString(file);
        Files.writeString(file, all.substring(0, all.length() - 10));
        Opening.Opened opened = look(dir);
        assertThat(opened.damage()).isEqualTo(Opening.Damage.TORN_END);
        assertThat(opened.replay()).containsExactly(hold(1, "web"));
    }

    @Test
    void aMissingFileIsDamageOnlyWhenAnOverrideWasInIt() throws IOException {
        write(dir, event(0, EventName.STARTED));
        Files.delete(file);
        assertThat(look(dir).damage()).isEqualTo(Opening.Damage.NONE);
        write(dir, hold(1, "web"));
        Files.delete(file);
        Opening.Opened opened = look(dir);
        assertThat(opened.damage()).isEqualTo(Opening.Damage.LOST_LINES);
        assertThat(opened.complaints())
                .containsExactly(file + " is missing although an override had been synced to it");
    }

    @Test
    void aMissingFileIsReplayedFromTheOlderEdition() throws IOException {
        write(dir, event(0, EventName.ALERT, "service", "web"));
        Files.move(file, dir.resolve("events.jsonl.1"));
        Opening.Opened opened = look(dir);
        assertThat(opened.damage()).isEqualTo(Opening.Damage.NONE);
        assertThat(opened.standing().isAlerting("web")).isTrue();
        assertThat(opened.complaints()).containsExactly(file + " is missing; replayed from " + file + ".1");
        assertThat(lines(dir)).hasSize(1);
    }

    @Test
    void eventsOfANewerVersionAreKeptAndSkipped() throws IOException {
        String newer = "{\"time\":\"2026-11-22T09:00:00Z\",\"event\":\"lease-lost\",\"holder\":{\"a\":[1,2]}}";
        write(dir, hold(0, "web"));
        append((newer + "\n").getBytes(StandardCharsets.UTF_8));
        Opening.Opened opened = look(dir);
        assertThat(opened.damage()).isEqualTo(Opening.Damage.NONE);
        assertThat(opened.replay()).containsExactly(hold(0, "web"));
        append("garbage\n".getBytes(StandardCharsets.UTF_8));
        look(dir);
        assertThat(lines(dir)).as("carried over as it was").contains(newer);
    }

    @Test
    void aFileThatIsAFolderDoesNotStopTheStart() throws IOException {
        Files.createDirectory(file);
        Fixture.Recorder watch = new Fixture.Recorder();
        Opening.Opened opened = opened(dir, Fixture.LIMITS, watch, Disk.REAL);
        opened.journal().close();
        assertThat(opened.damage()).isEqualTo(Opening.Damage.LOST_LINES);
        assertThat(opened.complaints()).isNotEmpty();
        assertThat(look(dir).complaints()).isEmpty();
        assertThat(names(dir)).contains(ASIDE);
    }

    @Test
    void keepsAFewDamagedFilesNotAll() throws IOException {
        write(dir, hold(0, "web"));
        for (int i = 0; i < 6; i++) {
            append("garbage\n".getBytes(StandardCharsets.UTF_8));
            var clock = java.time.InstantSource.fixed(Fixture.T0.plusSeconds(i));
            ((Opening.Opened) Journal.open(dir, Fixture.LIMITS, new Fixture.Recorder(), clock))
                    .journal()
                    .close();
        }
        assertThat(names(dir).stream().filter(name -> name.contains("damaged")))
                .containsExactly(
                        "events.jsonl.damaged-20261122T090003.123Z",
                        "events.jsonl.damaged-20261122T090004.123Z",
                        "events.jsonl.damaged-20261122T090005.123Z");
    }

    @Test
    void anUnreadableMarkSaysNothing() throws IOException {
        write(dir, hold(0, "web"));
        Files.write(dir.resolve("events.mark"), new byte[] {(byte) 0xff, 0, 1});
        assertThat(look(dir).damage()).isEqualTo(Opening.Damage.NONE);
    }
}
