package kirikae.model;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * A range of addresses, as 192.0.2.0/24 or 2001:db8::/32.
 *
 * @param address the bytes of its first address in hexadecimal, 8 or 32 digits
 * @param bits how many of them all its addresses share
 */
public record Network(String address, int bits) {
    /** The network of this address; bits beyond the prefix may be set and count nothing. */
    public static Network of(InetAddress address, int bits) {
        return new Network(HexFormat.of().formatHex(address.getAddress()), bits);
    }

    /** True when the address lies in it. An IPv4 address lies in no IPv6 network. */
    public boolean contains(InetAddress other) {
        byte[] mine = HexFormat.of().parseHex(address);
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
