package kirikae.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kirikae.model.Event;
import kirikae.model.EventName;

/**
 * Opens a journal: lock, read, judge the damage, mend. Owns the rules of contract.md section 5 about quarantine; must not append.
 *
 * <table>
 * <caption>What is found and what is done</caption>
 * <tr><td>nothing at all</td><td>a new file</td></tr>
 * <tr><td>an unfinished last line</td><td>cut off, told</td></tr>
 * <tr><td>lines that are no events</td><td>the file kept aside, the others carried over, and a journal-error with {@code damaged}
 * = true at the last such place</td></tr>
 * <tr><td>shorter than the mark, or missing although the mark knows of an override</td><td>the same, with the journal-error at the
 * end</td></tr>
 * <tr><td>missing, an older edition there</td><td>replayed from that one</td></tr>
 * <tr><td>cannot be read</td><td>kept aside, a new file with the journal-error</td></tr>
 * </table>
 */
final class Start {
    private final Path dir;
    private final Vault vault;
    private final JournalLimits limits;
    private final JournalWatch watch;
    private final InstantSource clock;
    private final Disk disk;
    private final String aside;
    private final List<String> complaints = new ArrayList<>();

    /** Prepares to open this folder. */
    Start(Path dir, JournalLimits limits, JournalWatch watch, InstantSource clock, Disk disk) {
        this.dir = dir;
        this.vault = new Vault(dir, limits.oldFiles());
        this.limits = limits;
        this.watch = new GuardedWatch(watch);
        this.clock = clock;
        this.disk = disk;
        this.aside = Vault.damagedName(clock.instant());
    }

    /** Opens it, once. */
    Opening open() {
        try {
            Vault.makeFolder(dir);
            Optional<StateLock> lock = StateLock.take(dir);
            return lock.isPresent() ? open(lock.get()) : new Opening.InUse(inUse());
        } catch (IOException e) {
            return new Opening.Unusable("cannot use the state folder " + dir + ": " + Reasons.of(e)
                    + "; it must be a folder that this user may write (state-dir)");
        }
    }

    private String inUse() {
        String holder = StateLock.holder(dir).map(who -> " (" + who + ")").orElse("");
        return "another kirikae" + holder + " already uses " + dir + "; stop it, or give this one its own state-dir";
    }

    private Opening open(StateLock lock) {
        Reading reading = read();
        Standing standing = reading.found().retained().standing();
        List<Event> replay = reading.found().retained().events();
        Trouble trouble = new Trouble(watch);
        JournalFile file =
                new JournalFile(reading.found(), new JournalFile.Ground(vault, disk, lock, clock), limits, watch);
        try {
            file.ready();
        } catch (IOException | RuntimeException e) {
            String what = "the journal cannot be written: " + Reasons.of(e);
            complaints.add(what);
            trouble.begin(what);
        }
        Opening.Damage damage = standing.isDamaged() ? Opening.Damage.LOST_LINES : reading.damage();
        return new Opening.Opened(new Journal(file, lock, trouble, limits), standing, replay, complaints, damage);
    }

    private record Reading(JournalFile.Found found, Opening.Damage damage) {}

    private Reading read() {
        long marked = new OverrideMark(dir, disk).read();
        try {
            if (Files.exists(vault.events())) {
                return readPresent(marked);
            }
            return readOlder(marked);
        } catch (IOException e) {
            String what = "cannot read " + vault.events() + " (" + Reasons.of(e) + "), kept as " + aside;
            return lost(new Retained(limits.newest()), what);
        }
    }

    private Reading readPresent(long marked) throws IOException {
        Replay replay = Replay.read(vault.events(), limits.newest());
        if (replay.broken() > 0) {
            String many = replay.broken() + " unreadable lines in " + vault.events() + ", the last is line ";
            String one = "1 unreadable line in " + vault.events() + ", line ";
            String what = (replay.broken() == 1 ? one : many) + replay.lastBroken() + "; the file is kept as " + aside
                    + ", the other lines are carried over";
            Replay marker = replay.again(vault.events(), limits.newest(), damaged(what));
            complaints.add(what);
            return new Reading(found(marker.retained(), 0, true), Opening.Damage.LOST_LINES);
        }
        if (replay.goodEnd() < marked) {
            String what = vault.events() + " was cut: an override had been synced up to byte " + marked + ", "
                    + replay.goodEnd() + " are left; kept as " + aside;
            return lost(replay.retained(), what);
        }
        if (replay.torn().isEmpty()) {
            return new Reading(found(replay.retained(), replay.goodEnd(), false), Opening.Damage.NONE);
        }
        complaints.add("cut off an unfinished last line of " + vault.events() + ": " + replay.torn());
        return new Reading(found(replay.retained(), replay.goodEnd(), false), Opening.Damage.TORN_END);
    }

    private Reading readOlder(long marked) throws IOException {
        Retained older = new Retained(limits.newest());
        if (Files.exists(vault.old(1))) {
            older = Replay.read(vault.old(1), limits.newest()).retained();
            complaints.add(vault.events() + " is missing; replayed from " + vault.old(1));
        }
        if (marked > 0) {
            return lost(older, vault.events() + " is missing although an override had been synced to it");
        }
        return new Reading(found(older, 0, true), Opening.Damage.NONE);
    }

    private Reading lost(Retained retained, String what) {
        complaints.add(what);
        retained.add(damaged(what));
        return new Reading(found(retained, 0, true), Opening.Damage.LOST_LINES);
    }

    private JournalFile.Found found(Retained retained, long length, boolean stale) {
        return new JournalFile.Found(retained, length, stale, aside);
    }

    private Line.Known damaged(String what) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("reason", what);
        fields.put("damaged", true);
        return EventJson.encode(new Event(clock.instant(), EventName.JOURNAL_ERROR, fields));
    }
}
