"""Which names and addresses are this machine's own, so that nobody else reaches it by them."""

import re
from ipaddress import ip_address

HOST = re.compile(r"(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+))(?::[0-9]*)?", re.ASCII | re.IGNORECASE)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a host."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def names_loopback(header: str) -> bool:
    """Tell whether a `Host` header has a name that leads every browser to its own machine, with any port."""
    found = HOST.fullmatch(header)
    return found is not None and is_loopback((found[1] or found[2]).lower())
