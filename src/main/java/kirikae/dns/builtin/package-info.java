/**
 * An authoritative DNS server inside the daemon, behind the port. Owns: its zones in memory and the sockets that answer for
 * them. Must not: resolve for anybody, keep anything on disk, or know a service.
 */
package kirikae.dns.builtin;
