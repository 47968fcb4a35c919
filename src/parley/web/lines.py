"""Which addresses are one line's, so that whoever has many is counted as one."""

import ipaddress


def line_of(address: str) -> str:
    """Return what is counted as one: an address of IPv4, however it is written; of IPv6 the 64 bits that one line is given whole."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, ipaddress.IPv6Address) or found.is_loopback:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((int(found) >> 64 << 64, 64)))
