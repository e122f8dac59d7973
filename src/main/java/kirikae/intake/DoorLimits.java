package kirikae.intake;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What one listener bears, so that no visitor can hold it (reliability.md section 4). The limits of the request line (4 KiB)
 * and of the headers (8 KiB) are fixed.
 *
 * @param connections open at once; one more closes the connection that has waited longest without a whole request
 * @param head from the opening of a connection to the end of its first request's headers
 * @param idle without a byte in either direction, and from one answer to the next request's headers
 * @param body from the end of the headers to the end of the body
 */
public record DoorLimits(int connections, Duration head, Duration idle, Duration body) {
    static final int REQUEST_LINE_BYTES = 4 * 1024;
    static final int HEADER_BYTES = 8 * 1024;
    private static final int MOST_CONNECTIONS = 4096;

    /** 4,096 connections, or half of this process's file handles when these are fewer; 5 s head, 10 s idle, 5 s body. */
    public static DoorLimits standard() {
        return new DoorLimits(
                (int) Math.min(MOST_CONNECTIONS, fileHandles() / 2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    private static long fileHandles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : MOST_CONNECTIONS;
    }
}
