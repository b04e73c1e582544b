"""How a request came, as the proxies that are trusted say it (`PORTAL_PROXIES`); from anyone else, nothing is heard.

`X-Forwarded-Proto` tells whether the reader came over TLS, `X-Forwarded-For` from where. Both are taken off every
request: what is trusted is then in the scope, where Django reads it, and what is not is nowhere.
"""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address

SAID_BY_PROXIES = {b"x-forwarded-proto", b"x-forwarded-for", b"x-forwarded-host", b"forwarded"}
SCHEMES = ("http", "https")


def behind_proxies(application, trusted: Iterable[IPv4Network | IPv6Network]):
    """Wrap an ASGI application so that it sees the scheme and the address of the reader, not of the last proxy."""
    trusted = tuple(trusted)

    def is_trusted(address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in trusted)

    async def hearing(scope, receive, send):
        if scope["type"] != "http":
            return await application(scope, receive, send)
        client = scope.get("client")
        said = [(name, value) for name, value in scope["headers"] if name in SAID_BY_PROXIES]
        if said:
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair not in said]}
            if client and is_trusted(client[0]):
                scope |= heard(said, client, is_trusted)
        return await application(scope, receive, send)

    return hearing


def heard(said, client, is_trusted) -> dict:
    """The scheme that the nearest proxy saw, and the nearest address that is not a trusted proxy's."""
    schemes, passed = words(said, b"x-forwarded-proto"), words(said, b"x-forwarded-for")
    changed: dict = {}
    if schemes and schemes[-1].lower() in SCHEMES:
        changed["scheme"] = schemes[-1].lower()
    nearest = next((address for address in reversed(passed) if not is_trusted(address)), None)
    if nearest or passed:
        changed["client"] = (nearest or passed[0], 0)
    return changed


def words(said, wanted: bytes) -> list[str]:
    values = [value.decode("latin-1") for name, value in said if name == wanted]
    return [word.strip() for word in ",".join(values).split(",") if word.strip()]
