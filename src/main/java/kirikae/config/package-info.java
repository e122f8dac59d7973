/** Turns one HOCON file into {@code model.Settings}, or into all its problems at once. The only package that sees com.typesafe. */
package kirikae.config;
