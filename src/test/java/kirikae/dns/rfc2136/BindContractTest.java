package kirikae.dns.rfc2136;

import kirikae.servers.Software;

class BindContractTest extends ServerContract {
    BindContractTest() {
        super(Software.BIND);
    }
}
