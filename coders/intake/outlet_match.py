"""Which outlet of the workspace an article means, by the name or the web host that it gives.

A name counts as people compare names: capitals, accents and a "www." are forgiven, nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from eventbook.schema.article import Outlet
from eventbook.schema.text import slug


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets of a workspace, by id and by web host."""

    by_id: dict[str, Outlet]
    by_host: dict[str, tuple[Outlet, ...]]

    def named(self, name: str) -> Outlet | None:
        """Return the outlet of a name."""
        return self.by_id.get(slug(name)) if name else None

    def at(self, url: str) -> Outlet | None:
        """Return the one outlet whose host, or a host above it, an address is on."""
        host = host_of(url)
        while "." in host:
            found = self.by_host.get(host, ())
            if found:
                return found[0] if len(found) == 1 else None
            host = host.partition(".")[2]
        return None


def outlets_known(outlets: Iterable[Outlet]) -> Outlets:
    """Return outlets, ready to be looked up."""
    every = tuple(outlets)
    hosts: dict[str, tuple[Outlet, ...]] = {}
    for one in every:
        for host in one.hosts:
            hosts[host] = (*hosts.get(host, ()), one)
    return Outlets({one.id: one for one in every}, hosts)


def host_of(url: str) -> str:
    """Return the host of an address, without `www.`; nothing where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
