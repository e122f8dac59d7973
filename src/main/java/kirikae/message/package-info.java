/** The language of messages, as Datadog has it: a text becomes a template, a template and facts become words and mentions. Pure. */
package kirikae.message;
