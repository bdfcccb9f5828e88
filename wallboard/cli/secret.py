"""Keeps the passwords and tokens of sources where only they find them; a secret is never shown, nor an argument."""

import getpass
import os
import sys
from typing import TYPE_CHECKING, Final

from wallboard.cli.ends import ALL_WELL, FALLS_SHORT, Refused, give, tell
from wallboard.cli.finding import board_path
from wallboard.cli.forms import SecretAction
from wallboard.cli.sheet import aligned
from wallboard.collect.plain import said
from wallboard.store.keyrings import Keyring
from wallboard.store.ring import KeyringLocked, KeyringSilent
from wallboard.store.secret_files import delete_private, private_names, write_private
from wallboard.store.secrets import Secrets, Sought, Where, is_name, variable_of, without_line_end

if TYPE_CHECKING:
    from wallboard.config.board import Board

_MOST: Final = 64 * 1024
_PLACES: Final[dict[Where, str]] = {
    "keyring": "in the keyring",
    "environment": "in the environment, {variable}",
    "credentials": "among systemd’s credentials",
    "file": "in its private file, {path}",
}


def secret(action: SecretAction, name: str | None, *, board: str | None = None, in_file: bool = False) -> int:
    """Sets, deletes or lists secrets. `board` says whose `secret_file` and which sources are meant."""
    if action != "list" and name is None:
        raise Refused(f"Which one? `wallboard secret {action} NAME`.")
    if name is not None and not is_name(name):
        raise Refused("A secret’s name is letters, digits, - and _, at most 64.")  # it may be the secret: not repeated
    keyring = Keyring(os.environ)
    if action == "list":
        return _list(name, board, keyring)
    assert name is not None  # noqa: S101 - refused above
    places = Secrets(_secret_file(board), keyring=keyring)
    if action == "set":
        return _set(name, places, keyring, in_file=in_file)
    return _delete(name, places, keyring)


def asked_by(board: "Board") -> dict[str, list[str]]:
    """The names of the secrets that a board's sources ask for, each with these sources."""
    from wallboard.config.kinds import SECRET, values_with_kinds  # noqa: PLC0415 - `set` needs no board

    asked: dict[str, list[str]] = {}
    for source in board.sources:
        data = source.options.model_dump(by_alias=True)
        for _, kind, value in values_with_kinds(type(source.options), (), data):
            if kind == SECRET and source.name not in asked.setdefault(str(value), []):
                asked[str(value)].append(source.name)
    return asked


def where_text(sought: Sought, name: str, places: Secrets) -> str:
    """Where a secret was found, or what is the matter."""
    if sought.where is None:
        return f"! {said(sought.lack.fault)}" if sought.lack is not None else "!"
    return _PLACES[sought.where].format(variable=variable_of(name), path=places.path(name))


def _list(name: str | None, argument: str | None, keyring: Keyring) -> int:
    from wallboard.cli.boards import board_of  # noqa: PLC0415 - polars, which the other two do without
    from wallboard.config.find import sample_path  # noqa: PLC0415 - beside the board alone

    board = board_of(argument)
    asked = asked_by(board)
    wanted = sorted(asked) if name is None else [name]
    places = Secrets(board.secret_file, keyring=keyring)
    found = {one: places.sought(one) for one in wanted}
    if board.files and board.files[0].resolve() == sample_path("demo"):
        tell("There is no board of your own here, so the demo was asked. Name yours with --board.")
        if name is None and (kept := private_names(places.path("any").parent)):
            tell(f"In private files: {', '.join(kept)}. What a keyring has can only be told by name.")
    if not wanted:
        tell(f"No source of {board.organisation.name} asks for a secret.")
    rows = [[one, ", ".join(asked.get(one, ["no source"])), where_text(found[one], one, places)] for one in wanted]
    give("".join(f"{line}\n" for line in aligned(rows)))
    lacks = [sought.lack for sought in found.values() if sought.lack is not None]
    for remedy in dict.fromkeys(said(lack.remedy) for lack in lacks):
        tell(remedy)
    return FALLS_SHORT if lacks else ALL_WELL


def _set(name: str, places: Secrets, keyring: Keyring, *, in_file: bool) -> int:
    value = _asked(name) if sys.stdin is not None and sys.stdin.isatty() else _read()
    why = "" if in_file else _kept(name, value, keyring)
    if why is None:
        tell(f"The secret “{name}” is in the keyring.")
        wanted: Where = "keyring"
    else:
        path = places.path(name)
        write_private(path, value)
        tell(f"{why}The secret “{name}” is in a private file, {path}.")
        wanted = "file"
    now = places.sought(name)
    if now.where not in (None, wanted):
        tell(f"! What counts is another, {where_text(now, name, places)}: it goes before this one.")
        return FALLS_SHORT
    return ALL_WELL


def _kept(name: str, value: str, keyring: Keyring) -> str | None:
    """None once it is in the keyring, else why not."""
    try:
        return None if keyring.set(name, value) else "There is no keyring here. "
    except KeyringLocked:
        return "The keyring is locked; what it may have of that name counts again once it is open. "
    except KeyringSilent:
        return "The keyring does not answer; what it may have of that name counts again once it does. "


def _delete(name: str, places: Secrets, keyring: Keyring) -> int:
    gone, is_sure = [], True
    try:
        if keyring.delete(name):
            gone.append("from the keyring")
    except (KeyringLocked, KeyringSilent) as fault:
        is_sure = False
        does = "is locked" if isinstance(fault, KeyringLocked) else "does not answer"
        tell(f"! The keyring {does}: what it may have of that name stays.")
    path = places.path(name)
    if delete_private(path):
        gone.append(f"its file, {path}")
    tell(f"The secret “{name}” is gone: {', '.join(gone)}." if gone else f"There was no secret “{name}” to be deleted.")
    left = places.sought(name)
    if left.where is not None:
        tell(f"! It is still there, {where_text(left, name, places)}.")
    return ALL_WELL if gone and is_sure and left.where is None else FALLS_SHORT


def _secret_file(argument: str | None) -> str | None:
    """Where the board wants its private files; a board that is not there, or has faults, wants nothing."""
    from wallboard.config.faults import BoardFaults  # noqa: PLC0415 - slow to import
    from wallboard.config.load import load_board  # noqa: PLC0415 - as above

    try:
        return load_board(board_path(argument)).secret_file
    except BoardFaults as faults:
        if argument is not None:
            raise Refused(*map(str, faults.faults)) from faults
        return None


def _asked(name: str) -> str:
    try:
        return _checked(getpass.getpass(f"Secret “{name}”: "))
    except EOFError:
        raise Refused("No secret was typed.") from None


def _read() -> str:
    return _checked(without_line_end(sys.stdin.read(_MOST + 3) if sys.stdin is not None else ""))


def _checked(value: str) -> str:
    if not value:
        raise Refused("No secret was given: type it when asked, or put it into standard input.")
    if len(value.encode(errors="surrogateescape")) > _MOST:
        raise Refused("That is too long for a secret: 64 KiB at most.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refused("A secret is text in UTF-8.") from None
    return value
