package kirikae.web;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file of a UNIX socket. The socket is made beside its place and moved there with its permissions set, so that nobody ever
 * meets one with other permissions, and a former one is replaced in one step. All methods block on the disk.
 */
final class SocketFile {
    private static final String MODE = "rw-rw----";
    private static final int LONGEST = 107; // sun_path of unix(7), without its last zero

    private final Path path;
    private final Path fresh;
    private Optional<Object> key = Optional.empty();

    SocketFile(Path path) {
        this.path = path.toAbsolutePath();
        this.fresh = this.path.resolveSibling(this.path.getFileName() + ".new");
    }

    /** Makes the folder, makes sure that nobody lives here, and gives the place to listen at. */
    Path prepare() throws IOException {
        if (fresh.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IOException("the control socket " + path + " cannot be made: a socket's path must not exceed "
                    + (LONGEST - 4) + " bytes; set control-socket to a shorter one");
        }
        try {
            Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(path));
            refuseStrangers();
            Files.deleteIfExists(fresh);
        } catch (FileSystemException e) {
            throw unusable(e);
        }
        return fresh;
    }

    private void refuseStrangers() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("the control socket " + path
                    + " cannot be made: something else is there; move it away or set control-socket");
        }
        if (isAlive()) {
            throw new IOException("the control socket " + path
                    + " is in use: another daemon answers there; stop it, or set control-socket to another path");
        }
    }

    /** Only a listener accepts a connection; the file of a dead one refuses it. */
    private boolean isAlive() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("temporarily unavailable"); // a full backlog is life too
        }
    }

    /** Puts the socket, which listens by now, into its place. */
    Path publish() throws IOException {
        try {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(MODE));
            key = fileKey(fresh);
            return Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw unusable(e);
        }
    }

    /** Takes the file away when it is still ours. */
    Path remove() throws IOException {
        if (key.isPresent() && key.equals(fileKey(path))) {
            Files.deleteIfExists(path);
        }
        return path;
    }

    private static Optional<Object> fileKey(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.ofNullable(Files.readAttributes(
                                file, java.nio.file.attribute.BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey())
                : Optional.empty();
    }

    /** The failure as one line that says what to do. */
    IOException unusable(Throwable cause) {
        String why = cause instanceof AccessDeniedException denied
                ? "no permission for " + denied.getFile()
                : String.valueOf(cause.getMessage());
        return new IOException("the control socket " + path + " cannot be made: " + why
                + "; set control-socket to a path in a folder that this user may write, or start as the right user");
    }
}
