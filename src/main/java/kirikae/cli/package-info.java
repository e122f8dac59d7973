/** Commands, arguments, exit codes and what they print. No logic. */
package kirikae.cli;
