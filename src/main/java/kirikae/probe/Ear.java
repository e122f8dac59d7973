package kirikae.probe;

/** Hears what happens to a {@link Wire}, on its event loop; nothing after the end of it, and nothing once it was closed. */
interface Ear {
    /** The connection is open (with TLS: the certificate is good); the request, if any, is sent after this. */
    void opened(Wire wire);

    /**
     * Bytes came.
     *
     * @param bytes where they are, from 0; valid during this call only
     * @param length how many of them
     */
    void heard(byte[] bytes, int length);

    /** The peer sends nothing more. The wire still wants to be closed. */
    void ended();

    /** The connection broke, or never was; the wire is closed. May come before the opening call returns. */
    void broke(Throwable cause);
}
