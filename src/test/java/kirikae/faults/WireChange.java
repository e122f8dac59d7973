package kirikae.faults;

/** One action of a batch. */
record WireChange(String action, WireRecord record) {
    @Override
    public String toString() {
        return action + " " + record;
    }
}
