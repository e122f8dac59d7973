package kirikae.journal;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import kirikae.model.Escapes;

/** Owns how a failed file operation is told to people. Must not decide anything. */
final class Reasons {
    private Reasons() {}

    /** One line: what failed, where it is known, and what the system said. */
    static String of(Exception e) {
        if (e instanceof AccessDeniedException denied) {
            return Escapes.escape("no permission for " + denied.getFile());
        }
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return Escapes.escape(words(e.getClass().getSimpleName()) + ": " + file.getFile());
        }
        String message = e.getMessage();
        return Escapes.escape(message == null ? e.getClass().getSimpleName() : message);
    }

    /** NoSuchFileException as "no such file". */
    private static String words(String className) {
        return className
                .replaceAll("Exception$", "")
                .replaceAll("(?<!^)(?=[A-Z])", " ")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
