package kirikae.probe;

/** One connection, confined to one event loop. Owns its socket. Must not know what is asked over it. */
interface Wire {
    /** The answer is over and the connection stays: this ear hears if it ends meanwhile, where the transport notices. */
    void rest(Ear watcher);

    /**
     * Sends one more request on a connection that rested; what follows goes to this ear: at once that it broke, if the
     * peer has closed it or sent something unasked for.
     */
    void ask(byte[] request, Ear ear);

    /** Closes at once; nothing is told any more. Harmless when closed. */
    void close();
}
