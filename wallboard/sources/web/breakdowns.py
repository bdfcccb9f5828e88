"""What a connection that broke down says of itself, as a fault; the libraries' own words are never passed on."""

import socket
import ssl
from collections.abc import Iterator
from http.client import BadStatusLine, HTTPException, IncompleteRead, RemoteDisconnected
from typing import Final

from urllib3.exceptions import InvalidHeader

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.sources.web.origin import Origin

_MOST_CAUSES: Final = 30
_ALERT: Final = ("\x15\x03", "\\x15\\x03")
"""How TLS refuses what is none of its own, as it is or as the library quotes it."""
# What OpenSSL makes of an answer that is none of its protocol, such as a web server's in plain words.
_NO_TLS: Final = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"})
_BROKEN: Final = (IncompleteRead, RemoteDisconnected, ConnectionResetError, BrokenPipeError)
# By OpenSSL's x509_vfy.h.
_CERTIFICATE: Final = {
    9: ("web.certificate.expired", "web.remedy.renew"),
    10: ("web.certificate.expired", "web.remedy.renew"),
    18: ("web.certificate.unknown", "web.remedy.certificate"),
    19: ("web.certificate.unknown", "web.remedy.certificate"),
    20: ("web.certificate.unknown", "web.remedy.certificate"),
    21: ("web.certificate.unknown", "web.remedy.certificate"),
    62: ("web.certificate.name", "web.remedy.name"),
    64: ("web.certificate.name", "web.remedy.name"),
}
# By type, or by name where the libraries have types of their own: the first that fits.
_KINDS: Final[
    tuple[tuple[tuple[type[BaseException], ...], tuple[str, ...], tuple[type[SourceFault], str, str]], ...]
] = (
    ((socket.gaierror,), ("NameResolutionError",), (Passing, "web.address", "web.remedy.network")),
    ((ConnectionRefusedError,), (), (Passing, "web.refused", "web.remedy.network")),
    ((), ("InvalidSchema", "InvalidProxyURL", "ProxySchemeUnknown"), (NeedsPerson, "web.proxy", "web.remedy.proxy")),
    ((ssl.SSLEOFError, ssl.SSLZeroReturnError), (), (Passing, "web.broken", "web.remedy.wait")),
    ((ssl.SSLError,), (), (NeedsPerson, "web.tls", "web.remedy.url")),
    (_BROKEN, ("IncompleteRead",), (Passing, "web.broken", "web.remedy.wait")),
    ((HTTPException,), (), (NeedsPerson, "web.strange", "web.remedy.url")),
    (
        (UnicodeError,),
        ("InvalidURL", "LocationParseError", "InvalidHeader"),
        (NeedsPerson, "web.url.bad", "web.remedy.url"),
    ),
)
_NOT_ENCRYPTED: Final = (NeedsPerson, "web.not-encrypted", "web.remedy.not-encrypted")
_OTHER: Final = ("web.certificate.other", "web.remedy.certificate")
_SILENT: Final = (ConnectionResetError, RemoteDisconnected)
"""How a server ends a connection to which it has not said a word."""


class NoHandshakeError(ssl.SSLError):
    """A server that never answered encrypted ended the connection when it was asked to."""


def fault_of(broken: BaseException, origin: Origin, *, is_first_word: bool = False) -> SourceFault:
    """The fault that an exception of the libraries or the system stands for.

    `is_first_word` tells that the server has not said a word to anybody yet: one that ends a plain connection without
    any may be one that speaks encrypted alone.
    """
    causes = list(_causes(broken))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            key, remedy = _CERTIFICATE.get(cause.verify_code, _OTHER)
            return NeedsPerson(words(key, host=origin.said), words(remedy))
    for cause in causes:
        if type(cause).__name__ == "ProxyError":
            return Passing(words("web.proxy", host=origin.said), words("web.remedy.proxy"))
        # Before the name: requests wraps it in one of the same, which else is of a header of ours.
        if isinstance(cause, InvalidHeader):
            return Passing(words("web.lengths", host=origin.said), words("web.remedy.between"))
    for cause in causes:
        found = _at_the_wrong_port(cause, origin) or _known(cause)
        if found is not None:
            kind, key, remedy = found
            if is_first_word and origin.scheme == "http" and isinstance(cause, _SILENT):
                remedy = "web.remedy.perhaps-encrypted"
            return kind(words(key, host=origin.said), words(remedy))
    return Passing(words("web.unreachable", host=origin.said), words("web.remedy.network"))


def is_stale(broken: BaseException) -> bool:
    """Whether the server may have closed the connection before it took the request, if it said nothing."""
    return any(
        isinstance(cause, RemoteDisconnected | ConnectionResetError | BrokenPipeError) for cause in _causes(broken)
    )


def _at_the_wrong_port(cause: BaseException, origin: Origin) -> tuple[type[SourceFault], str, str] | None:
    """What is to be said where one end speaks TLS and the other does not."""
    if isinstance(cause, NoHandshakeError) or (isinstance(cause, ssl.SSLError) and cause.reason in _NO_TLS):
        return _NOT_ENCRYPTED
    if isinstance(cause, BadStatusLine) and origin.scheme == "http" and str(cause).strip("'").startswith(_ALERT):
        return NeedsPerson, "web.encrypted", "web.remedy.encrypted"
    return None


def _known(cause: BaseException) -> tuple[type[SourceFault], str, str] | None:
    name = type(cause).__name__
    return next((found for kinds, names, found in _KINDS if isinstance(cause, kinds) or name in names), None)


def _causes(broken: BaseException) -> Iterator[BaseException]:
    """The exception and all that it was made from, each once, the outermost first."""
    waiting, seen = [broken], set[int]()
    while waiting and len(seen) < _MOST_CAUSES:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = (getattr(one, "reason", None), one.__cause__, one.__context__, *one.args)
        waiting += [cause for cause in inner if isinstance(cause, BaseException)]
