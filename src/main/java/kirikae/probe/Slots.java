package kirikae.probe;

import io.netty.channel.unix.Buffer;
import io.netty.util.internal.CleanableDirectBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Small pieces of memory that the kernel writes to while an operation is under way: as many as operations at a time, taken
 * in slabs and used again. Confined to one event loop.
 */
final class Slots {
    /** Bytes of a piece. */
    static final int SIZE = 512;

    private static final int SLAB = 64;

    private final List<CleanableDirectBuffer> slabs = new ArrayList<>();
    private int[] free = new int[SLAB];
    private int count;

    /** Takes a piece; gives its number. */
    int take() {
        if (count == 0) {
            grow();
        }
        count--;
        return free[count];
    }

    /** Gives a piece back. */
    void release(int slot) {
        free[count] = slot;
        count++;
    }

    /** Where a piece is. */
    long address(int slot) {
        return Buffer.memoryAddress(slab(slot)) + offset(slot);
    }

    /** The memory that a piece lies in, from {@link #offset} on. */
    ByteBuffer slab(int slot) {
        return slabs.get(slot / SLAB).buffer();
    }

    /** Where in {@link #slab} a piece begins. */
    int offset(int slot) {
        return slot % SLAB * SIZE;
    }

    /** Gives all memory back; only when no operation is under way. */
    void close() {
        slabs.forEach(CleanableDirectBuffer::clean);
        slabs.clear();
        count = 0;
    }

    private void grow() {
        int first = slabs.size() * SLAB;
        slabs.add(Buffer.allocateDirectBufferWithNativeOrder(SLAB * SIZE));
        if (free.length < first + SLAB) {
            free = java.util.Arrays.copyOf(free, Math.max(free.length * 2, first + SLAB));
        }
        for (int i = SLAB - 1; i >= 0; i--) {
            release(first + i);
        }
    }
}
