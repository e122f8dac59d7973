package kirikae.dns.rfc2136;

import kirikae.servers.Software;

class KnotContractTest extends ServerContract {
    KnotContractTest() {
        super(Software.KNOT);
    }
}
