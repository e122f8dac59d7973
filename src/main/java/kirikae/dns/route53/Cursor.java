package kirikae.dns.route53;

import kirikae.model.DomainName;

/**
 * Where a page of a listing starts. Empty texts are not asked for.
 *
 * @param name an owner name, escaped or not
 * @param type a record type
 * @param identifier a SetIdentifier
 */
record Cursor(String name, String type, String identifier) {
    /** The start of the zone. */
    static final Cursor START = new Cursor("", "", "");

    /** The start of a name. */
    static Cursor at(DomainName name) {
        return new Cursor(name.text(), "", "");
    }
}
