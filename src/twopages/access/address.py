"""From which address a request comes: the peer's, or what proxies that are trusted say about it."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

from twopages.errors import SettingError

_SITE = 64  # bits of an IPv6 address that one customer of a provider has alone; the rest is theirs to vary


class Proxies:
    """The proxies whose `X-Forwarded-For` is believed: addresses and networks with commas between."""

    def __init__(self, named: str) -> None:
        try:
            self._networks = tuple(ip_network(name.strip()) for name in named.split(",") if name.strip())
        except ValueError as error:
            raise SettingError(
                f"TWOPAGES_PROXIES is {named!r}: {error}.", "Give addresses or networks with commas between."
            ) from error

    def client(self, scope: Scope) -> str:
        """The address that a request comes from, of IPv6 the network of 64 bits; empty where there is none (a socket of this machine).

        Each proxy adds at the end whom it heard it from. So the last one counts that is no proxy of ours: what stands before it anybody can
        have written.
        """
        found = _read((scope.get("client") or ("",))[0])
        for told in reversed(_forwarded(scope) if self._networks else []):
            before = _read(told)
            if before is None or not self._trusts(found):
                break
            found = before
        return _shown(found)

    def _trusts(self, address: IPv4Address | IPv6Address | None) -> bool:
        return address is not None and any(address in network for network in self._networks)


def _forwarded(scope: Scope) -> list[str]:
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return ",".join(lines).split(",") if lines else []


def _read(text: str) -> IPv4Address | IPv6Address | None:
    """An address, with a port or without; None for anything else."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def _shown(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), _SITE), strict=False))
    return str(address or "")
