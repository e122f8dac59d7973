package kirikae.intake;

/**
 * The memory that bodies of one listener may fill together. Small bodies draw nothing, so that nobody can keep a heartbeat out by
 * filling it. Used on the listener's event loop only.
 */
final class Pantry {
    private static final int SMALL = 4 * 1024;

    private final long most;
    private long filled;

    /** Takes its size in bytes. */
    Pantry(long most) {
        this.most = most;
    }

    /** A place for one body. */
    Shelf shelf() {
        return new Shelf();
    }

    /** What one body fills. */
    final class Shelf {
        private long length;
        private long drawn;

        /** True when there is room for so many bytes more. */
        boolean put(int bytes) {
            long draw = Math.max(0, length + bytes - SMALL);
            if (filled + draw - drawn > most) {
                return false;
            }
            length += bytes;
            filled += draw - drawn;
            drawn = draw;
            return true;
        }

        /** The body is not needed any more. */
        void clear() {
            filled -= drawn;
            drawn = 0;
            length = 0;
        }
    }
}
