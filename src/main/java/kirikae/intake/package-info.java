/**
 * Is told: heartbeats, what Datadog Agents report, service checks over UDP, and triggers. Owns: the HTTP listener with its limits,
 * those routes, who may say what on them, and the question to our own listener. Must not: decide anything, or know a service.
 */
package kirikae.intake;
