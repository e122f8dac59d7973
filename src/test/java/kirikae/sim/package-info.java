/**
 * The simulation: the core's own classes driven through months of bad luck in virtual time. Owns: a world of hosts, zones and
 * operators, a small shell as the daemon has one, the faults, and the invariants. Must not: read a clock, sleep, or use
 * randomness other than the printed seed.
 */
package kirikae.sim;
