/** The package as users meet it: installed on a real systemd in a sandbox, and its files looked at. */
package kirikae.installed;
