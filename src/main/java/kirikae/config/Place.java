package kirikae.config;

/**
 * Where something was written.
 *
 * @param file the file as the operator would type it
 * @param line the line, from 1; 0 when unknown
 * @param key the path of the key; empty for a whole file
 */
record Place(String file, int line, String key) {}
