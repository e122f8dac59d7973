/**
 * Appends events to the one durable file, syncs, rotates, replays, and says the same facts as log lines. Must not know what an
 * event means beyond what is still in force.
 */
package kirikae.journal;
