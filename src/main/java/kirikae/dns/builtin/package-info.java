/** An authoritative DNS server inside the daemon, behind the port. */
package kirikae.dns.builtin;
