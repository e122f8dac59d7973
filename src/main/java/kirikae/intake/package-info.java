/** Is told: heartbeats over HTTP. Must not decide anything. */
package kirikae.intake;
