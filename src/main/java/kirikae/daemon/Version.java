package kirikae.daemon;

import java.util.Optional;

/** The version of the jar, from its manifest. */
public final class Version {
    private Version() {}

    /** Such as "0.1.0"; "development" outside a jar. */
    public static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
