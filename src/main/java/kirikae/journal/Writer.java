package kirikae.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import kirikae.model.Event;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that touches the file after the start. Takes everything that waits, writes it, syncs once, then tells all of
 * them in order; nothing waits on purpose. What fails and is to be kept goes to the backlog, which is written before anything
 * newer. Must not decide what an event means.
 *
 * <p>An all-or-nothing event is written alone, so that it can be taken out again when its patience ended during the sync.
 */
final class Writer implements Runnable {
    private static final int BATCH = 1_000;
    private static final long LOOK_MILLIS = 1_000;

    private final BlockingQueue<Waiting> queue;
    private final JournalFile file;
    private final StateLock lock;
    private final Trouble trouble;
    private final Retained backlog;
    private long late;

    /** Works this queue into this file until it meets a STOP, then gives the lock back. */
    Writer(BlockingQueue<Waiting> queue, JournalFile file, StateLock lock, Trouble trouble, int backlog) {
        this.queue = queue;
        this.file = file;
        this.lock = lock;
        this.trouble = trouble;
        this.backlog = new Retained(backlog);
    }

    @Override
    public void run() {
        try {
            boolean going = true;
            while (going) {
                going = turn();
            }
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    private boolean turn() throws InterruptedException {
        @Nullable Waiting first = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            look();
            return true;
        }
        switch (first.kind()) {
            case KEPT -> writeKept(gather(first));
            case ALL_OR_NOTHING -> writeAlone(first);
            case STOP -> {
                return false;
            }
        }
        file.rotateIfLong();
        return true;
    }

    private List<Waiting> gather(Waiting first) {
        List<Waiting> batch = new ArrayList<>(List.of(first));
        @Nullable Waiting next = queue.peek();
        while (next != null && next.kind() == Waiting.Kind.KEPT && batch.size() < BATCH) {
            queue.remove();
            batch.add(next);
            next = queue.peek();
        }
        return batch;
    }

    private void writeKept(List<Waiting> batch) {
        List<Line> lines = new ArrayList<>(backlog.lines());
        batch.forEach(waiting -> lines.add(waiting.line()));
        try {
            file.keep(lines, file.write(lines));
            backlog.clear();
            recovered();
            batch.forEach(waiting -> waiting.done().complete(null));
        } catch (IOException | RuntimeException e) {
            batch.forEach(waiting -> backlog.add(late(waiting.line().event())));
            late += batch.size();
            fail(batch, e, "it is kept in memory and written when the disk works again");
        }
    }

    private void writeAlone(Waiting waiting) {
        try {
            flushBacklog();
            if (waiting.done().isDone()) {
                return;
            }
            List<Line> lines = List.of(waiting.line());
            long end = file.write(lines);
            if (waiting.done().complete(null)) {
                file.keep(lines, end);
            } else {
                file.withdraw();
            }
            recovered();
        } catch (IOException | RuntimeException e) {
            fail(List.of(waiting), e, "nothing was done; try again when it works");
        }
    }

    /** Between events: is the file still ours, does the disk work again? */
    private void look() {
        try {
            file.ready();
            flushBacklog();
            recovered();
        } catch (IOException | RuntimeException e) {
            trouble.begin(text(e));
        }
    }

    private void flushBacklog() throws IOException {
        if (!backlog.isEmpty()) {
            List<Line> lines = backlog.lines();
            file.keep(lines, file.write(lines));
            backlog.clear();
        }
    }

    private void recovered() {
        trouble.end("the journal is synced again; " + late + (late == 1 ? " event was late" : " events were late"));
        late = 0;
    }

    private void fail(List<Waiting> batch, Exception e, String consequence) {
        trouble.begin(text(e));
        JournalException told = new JournalException(text(e) + "; " + consequence, e);
        batch.forEach(waiting -> waiting.done().completeExceptionally(told));
    }

    private void end() {
        file.close();
        try {
            lock.close();
        } catch (IOException e) {
            trouble.begin("the journal's lock was not given back: " + Reasons.of(e));
        }
    }

    private static String text(Exception e) {
        return "the journal cannot be written: " + Reasons.of(e);
    }

    /** The event with {@code late} = true: it happened at its time, but was synced later. */
    private static Line.Known late(Event event) {
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        fields.put("late", true);
        return EventJson.encode(new Event(event.time(), event.name(), fields));
    }
}
