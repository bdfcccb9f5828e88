"""Which server an address is of, and the rule that nothing goes to another one."""

from collections.abc import Set
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final, Self
from urllib.parse import unquote_plus, urljoin, urlsplit, urlunsplit

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, SourceFault

_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Origin:
    """A scheme, a host and a port: what a credential belongs to."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Self:
        """The origin of an address. Raises ValueError for what is none, or could be read in more than one way."""
        if any(mark <= " " or mark in "\\\x7f" for mark in url):
            msg = "an address has no spaces and no backslashes"
            raise ValueError(msg)
        parts = urlsplit(url)
        scheme = parts.scheme.lower()
        if scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
            msg = "no address of a server"
            raise ValueError(msg)
        host = parts.hostname.rstrip(".")
        return cls(scheme, host if host.isascii() else host.encode("idna").decode(), parts.port or _PORTS[scheme])

    @property
    def said(self) -> str:
        """The host as faults name it, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def is_this_machine(self) -> bool:
        """Whether it is a server on this machine, which no network lies before."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def origin_of(url: str, said: str | None = None) -> Origin:
    """The origin of an address. Raises NeedsPerson for what is none, naming it as `said`, or by itself."""
    try:
        return Origin.of(url)
    except ValueError as fault:
        host = url.partition("?")[0][:200] if said is None else said
        raise NeedsPerson(words("web.url.bad", host=host), words("web.remedy.url")) from fault


def shown(url: str) -> str:
    """An address as faults name it, without what may be secret in it. Raises ValueError for what is none."""
    origin = Origin.of(url)
    return f"{origin.scheme}://{origin.said}{urlsplit(url).path}"[:200]


def below(base: str, path: str) -> str:
    """The address of a path below another: of `https://host/rt` and `/REST` it is `https://host/rt/REST`."""
    if not path:
        return base
    path = path.replace("#", "%23")  # else what follows it, parameters and all, would not be sent
    parts = urlsplit(base)
    if path.startswith("?"):
        return urlunsplit((parts.scheme, parts.netloc, parts.path, path[1:], ""))
    stem = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    return f"{stem}/{path.lstrip('/')}"


def joined(
    link: str, page: str, origin: Origin, key: str, *, without: str | None = None, hidden: Set[str] = frozenset()
) -> str:
    """The address that a link on a page leads to, where it is of the same origin.

    `without` names a parameter that is left out of it, and `hidden` are values that are, whatever the parameter is
    called: the server may repeat the sign-in's, and links are kept. Raises NeedsPerson, with the sentence `key`, for
    any other origin, for http where https was, and for what is no address.
    """
    try:
        found = urljoin(page, link)
        other = Origin.of(found)
    except ValueError as fault:
        raise NeedsPerson(words("web.link.bad", host=origin.said), words("web.remedy.url")) from fault
    if other != origin:
        raise elsewhere(key, origin, other)
    parts = urlsplit(found)
    # Compared as they are read, whichever way the server writes them; what stays is left as it writes it.
    pairs = [(pair, *(unquote_plus(side) for side in pair.partition("=")[::2])) for pair in parts.query.split("&")]
    query = "&".join(pair for pair, name, value in pairs if name != without and value not in hidden)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def elsewhere(key: str, origin: Origin, other: Origin) -> SourceFault:
    """The fault of being sent to another origin, which it names."""
    where = f"{other.scheme}://{other.said}"[:200]
    return NeedsPerson(words(key, host=origin.said, other=where), words("web.remedy.elsewhere", other=where))
