"""Refreshes the translations from the catalogue, and compiles them: `python -m tests.translations [LANGUAGE …]`.

The catalogue is data, not calls in source code, so no extracting tool would find it. Of the formats of gettext this
reads and writes what our files need: a header, contexts, plurals, comments of translators, fuzzy marks.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wallboard.core.sentences import SENTENCES

FOLDER = Path(__file__).parents[1] / "assets" / "translations"
FUZZY = "#, fuzzy"
_NEW_HEADER = (
    "Language: {language}\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"
)
_STATEMENT = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])? +(".*")')

Catalogue = Mapping[str, str | tuple[str, str]]


@dataclass(frozen=True)
class Entry:
    """A sentence: its key, its English (one template, or two for one and many), and a string for each of its forms."""

    key: str
    english: tuple[str, ...]
    forms: tuple[str, ...]
    comments: tuple[str, ...] = ()

    @property
    def is_fuzzy(self) -> bool:
        """Whether its English changed since it was translated."""
        return FUZZY in self.comments

    @property
    def is_done(self) -> bool:
        """Whether it may stand on a wall."""
        return all(self.forms) and not self.is_fuzzy


@dataclass(frozen=True)
class Translation:
    """A .po file: its header's text with the comments above it, and its entries in order."""

    header: str
    comments: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def plural_forms(self) -> int:
        """How many forms a counted sentence has in this language."""
        found = re.search(r"nplurals=(\d+)", self.header)
        return int(found[1]) if found else 2


@dataclass
class _Block:
    """The lines of an entry as they are read."""

    comments: list[str] = field(default_factory=list)
    strings: dict[str, str] = field(default_factory=dict)


def read(text: str) -> Translation:
    """A .po file's text; raises ValueError where a line is none of its own kind."""
    header, comments, entries = "", (), []
    for block in _blocks(text):
        kept = tuple(line for line in block.comments if not line.startswith(("#|", "#:")))
        strings = block.strings
        forms = tuple(strings[name] for name in strings if name.startswith("msgstr"))
        if not strings["msgid"]:
            header, comments = forms[0], kept
            continue
        english = tuple(strings[name] for name in ("msgid", "msgid_plural") if name in strings)
        entries.append(Entry(strings["msgctxt"], english, forms, kept))
    return Translation(header, comments, tuple(entries))


def _blocks(text: str) -> Iterator[_Block]:
    block, name = _Block(), ""
    for line in text.splitlines():
        statement = _STATEMENT.fullmatch(line)
        if line.startswith("#") and not line.startswith("#~"):
            block.comments.append(line)
        elif statement:
            name = statement[1] + (statement[2] or "")
            block.strings[name] = ast.literal_eval(statement[3])
        elif line.startswith('"'):
            block.strings[name] += ast.literal_eval(line)
        elif line.strip():
            msg = f"no line of a translation: {line}"
            raise ValueError(msg)
        elif block.strings:
            yield block
            block = _Block()
    if block.strings:
        yield block


def refreshed(old: Translation, catalogue: Catalogue = SENTENCES) -> Translation:
    """The catalogue's sentences in its order: translations are kept, those of changed English marked fuzzy."""
    known = {entry.key: entry for entry in old.entries}
    entries = [_refreshed(known.get(key), key, english, old.plural_forms) for key, english in catalogue.items()]
    return replace(old, entries=tuple(entries))


def _refreshed(known: Entry | None, key: str, found: str | tuple[str, str], plural_forms: int) -> Entry:
    english = (found,) if isinstance(found, str) else tuple(found)
    count = 1 if len(english) == 1 else plural_forms
    if known is None:
        return Entry(key, english, ("",) * count)
    if known.english == english:
        return known
    forms = tuple(known.forms[min(number, len(known.forms) - 1)] for number in range(count))
    marks = () if known.is_fuzzy or not any(forms) else (FUZZY,)
    return Entry(key, english, forms, (*known.comments, *marks))


def written(translation: Translation) -> str:
    """The text of a .po file."""
    head = [*translation.comments, 'msgid ""', 'msgstr ""']
    head += [_quoted(line) for line in translation.header.splitlines(keepends=True)]
    return "\n\n".join(["\n".join(head), *map(_entry, translation.entries)]) + "\n"


def _entry(entry: Entry) -> str:
    lines = [*entry.comments, f"msgctxt {_quoted(entry.key)}"]
    lines += [f"{name} {_quoted(text)}" for name, text in zip(("msgid", "msgid_plural"), entry.english, strict=False)]
    if len(entry.english) == 1:
        return "\n".join([*lines, f"msgstr {_quoted(entry.forms[0])}"])
    return "\n".join([*lines, *(f"msgstr[{number}] {_quoted(form)}" for number, form in enumerate(entry.forms))])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def compiled(translation: Translation) -> bytes:
    """The .mo file of a translation, without what is not done.

    Its form is told in the manual of GNU gettext, "The Format of GNU MO Files": two tables of lengths and offsets,
    sorted by the originals, and the strings, each with a zero byte after it.
    """
    texts = {b"": translation.header.encode()}
    for entry in translation.entries:
        if entry.is_done:
            texts[f"{entry.key}\4{chr(0).join(entry.english)}".encode()] = "\0".join(entry.forms).encode()
    originals = sorted(texts)
    count, head = len(originals), 28
    strings = [*originals, *(texts[original] for original in originals)]
    table, data = b"", b""
    for string in strings:
        table += struct.pack("<2I", len(string), head + 16 * count + len(data))
        data += string + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, head, head + 8 * count, 0, head + 16 * count) + table + data


def files(language: str) -> tuple[Path, Path]:
    """A language's .po and .mo."""
    folder = FOLDER / language / "LC_MESSAGES"
    return folder / "wallboard.po", folder / "wallboard.mo"


def languages() -> list[str]:
    """The languages that are translated into."""
    return sorted(path.parents[1].name for path in FOLDER.glob("*/LC_MESSAGES/wallboard.po"))


def _refresh(language: str) -> list[str]:
    """Writes a language's files, and returns what is left to do as keys."""
    source, target = files(language)
    if source.exists():
        old = read(source.read_text(encoding="utf-8"))
    else:
        source.parent.mkdir(parents=True)
        old = Translation(_NEW_HEADER.format(language=language), (), ())
    new = refreshed(old)
    source.write_text(written(new), encoding="utf-8")
    target.write_bytes(compiled(new))
    return [f"{entry.key} (changed)" if entry.is_fuzzy else entry.key for entry in new.entries if not entry.is_done]


def main(chosen: Iterable[str]) -> None:
    """Refreshes the chosen languages, or all."""
    for language in chosen or languages():
        left = _refresh(language)
        print(f"{language}: {len(left)} of {len(SENTENCES)} sentences left to translate", *left, sep="\n  ")


if __name__ == "__main__":
    main(sys.argv[1:])
