/** Builds everything; owns the loops, the clock, the timers, reload and stop. */
package kirikae.daemon;
