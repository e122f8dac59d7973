/** Benchmarks, each a process of its own beside the packaged jar; docs/BENCHMARKS.md says how to run them. No test runs them. */
package kirikae.bench;
