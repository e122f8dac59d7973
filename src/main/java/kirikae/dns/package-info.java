/**
 * The port to where records live, and one package per provider. Owns: reading, writing and asking about record sets.
 * Must not: decide anything, or know a service.
 */
package kirikae.dns;
