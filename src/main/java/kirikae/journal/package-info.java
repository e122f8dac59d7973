/** Appends events to the one durable file, syncs, rotates, replays. Must not know what an event means beyond what is still in force. */
package kirikae.journal;
