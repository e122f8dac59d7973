/**
 * Is told: heartbeats over HTTP. Owns: the HTTP listener with its limits, the heartbeat route, and the question to our own
 * listener. Must not: decide anything, or know a service.
 */
package kirikae.intake;
