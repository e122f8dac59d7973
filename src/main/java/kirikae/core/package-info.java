/** Decides, purely: verdicts, desired target, plans, flap guard, isolation. Owns every rule of contract.md. Must not: know a clock, randomness, a network, a file or a log; time comes as an argument. */
package kirikae.core;
