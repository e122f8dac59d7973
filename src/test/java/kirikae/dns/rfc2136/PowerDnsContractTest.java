package kirikae.dns.rfc2136;

import kirikae.servers.Software;

class PowerDnsContractTest extends ServerContract {
    PowerDnsContractTest() {
        super(Software.POWERDNS);
    }
}
