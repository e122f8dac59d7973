/** Looks once, on time: http, tcp, exec. Gives observations; must not decide anything. */
package kirikae.probe;
