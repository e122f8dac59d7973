/**
 * The words of the product as plain values. Owns: names, records, configuration values, observations, verdicts, events.
 * Must not: know a clock, a network, a file, a log or a library.
 */
package kirikae.model;
