/**
 * Looks once, on time: http, tcp, exec. Owns: when each check is looked at, the connections and processes of a look, and
 * what a look says (success, failure, or unknown when the fault is our own). Must not: decide anything, remember an
 * outcome, or change anything outside.
 */
package kirikae.probe;
