/**
 * Tells people and machines what happened: what a notification says, how each kind of channel is spoken to, and the queues in which
 * they wait. Must not know a rule of deciding, nor the journal.
 */
package kirikae.notify;
