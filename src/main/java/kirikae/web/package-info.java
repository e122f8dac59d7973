/** What is shown and ordered over HTTP: JSON, live events, pages, metrics, the control socket. Knows only the model. */
package kirikae.web;
