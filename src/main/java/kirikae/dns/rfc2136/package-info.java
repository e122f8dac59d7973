/**
 * Name servers that take dynamic updates (RFC 2136), such as BIND, Knot and PowerDNS. Owns: messages, signatures, and what the
 * server's answers mean. Must not: decide, retry or pace.
 */
package kirikae.dns.rfc2136;
