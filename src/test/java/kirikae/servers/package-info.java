/** Real name servers for tests, each a process of its own with its own folder and port, and the contract that all providers keep. */
package kirikae.servers;
