"""Gathers every sentence Pilar says into the English catalogue and counts those that still lack a translation.

    python tools/words.py            add the new sentences to pilar.po, drop the old ones, write pilar.mo
    python tools/words.py --check    change nothing; ends with 1 when a sentence lacks English or a file is stale

The sentences are read from the code as Python reads it: `_("…")`, `plural("…", "…", n)`, `Kind("code", "…")`, and the tables below,
whose lines are wrapped only where they are shown. Both files are the same wherever they are made: no clock, no line numbers.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "resources" / "i18n" / "en" / "LC_MESSAGES" / "pilar.po"
MO = PO.with_suffix(".mo")
ROOMS = ("fieldapp", "ui")
HEADERS = [
    ("Project-Id-Version", "pilar"),
    ("Language", "en"),
    ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
]
# Where a table's lines are wrapped when shown: (file, the first name inside `_(…)`) → (file of the table, its name).
TABLES = {
    ("fieldapp/exchange/residents.py", "TITLES"): ("fieldapp/exchange/resident_columns.py", "TITLES"),
    ("fieldapp/forms/score.py", "_FIELDS"): ("fieldapp/forms/score.py", "_FIELDS"),
    ("fieldapp/forms/source.py", "cure"): ("fieldapp/forms/source.py", "_REASONS"),
    ("fieldapp/services/checking.py", "text"): ("fieldapp/services/checking.py", "BASES"),
    ("fieldapp/services/aid.py", "SOURCES"): ("fieldapp/services/aid.py", "SOURCES"),
    ("fieldapp/services/labels.py", "BASES"): ("fieldapp/services/checking.py", "BASES"),
    ("fieldapp/services/visits.py", "KINDS"): ("fieldapp/services/visits.py", "KINDS"),
    ("ui/households/form.py", "reason"): ("fieldapp/services/checking.py", "NO_NIK_REASONS"),
    ("ui/households/form.py", "proof"): ("ui/households/form.py", "_PROOFS"),
}
# What `_(…)` is given here are sentences of Kinds, read where the Kinds are made, or the parameter of `_` itself.
FOLLOWED = {("fieldapp/language.py", "sentence"), ("fieldapp/problems.py", "self"), ("fieldapp/services/states.py", "kind")}
Id = str | tuple[str, str]


class Words(Catalog):
    """A catalogue whose header tells no time and no maker."""

    mime_headers = property(lambda _catalogue: HEADERS)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _table(tree: ast.Module, name: str) -> Iterator[str]:
    """Yield the lines of a module's table: a mapping's values, a list's texts, of a list of pairs the last text of each."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            value: Any = node.value  # type: ignore[attr-defined]
            value = value.args[0] if isinstance(value, ast.Call) else value  # MappingProxyType({…})
            for line in value.values if isinstance(value, ast.Dict) else value.elts:
                text = _text(line.elts[-1] if isinstance(line, ast.Tuple) else line)
                if text is None:
                    raise SystemExit(f"{name}: {ast.unparse(line)} is no text")
                yield text


def _said(place: str, call: ast.Call, trees: dict[str, ast.Module]) -> Iterator[tuple[str, Id]]:
    """Yield (file, message) of one call; stops at a wrapped expression of which we do not know where its sentences stand."""
    name = _name(call)
    texts = [_text(part) for part in call.args]
    if name == "plural" and len(texts) > 1 and texts[0] and texts[1]:
        yield place, (texts[0], texts[1])
    elif name == "Kind" and len(texts) > 1 and texts[1]:
        yield place, texts[1]
    elif name == "_" and texts and texts[0]:
        yield place, texts[0]
    elif name in ("_", "plural", "Kind"):
        root = next((node.id for node in ast.walk(call.args[0]) if isinstance(node, ast.Name)), "")
        if (place, root) in TABLES:
            home, table = TABLES[place, root]
            yield from ((home, text) for text in _table(trees[home], table))
        elif (place, root) not in FOLLOWED:
            raise SystemExit(f"{place}:{call.lineno}: {ast.unparse(call)} is no sentence; name its table in tools/words.py")


def messages(root: Path = ROOT) -> dict[Id, list[str]]:
    """Return every message of the source with the files that say it, in the order of the files."""
    paths = sorted(path for room in ROOMS for path in (root / room).rglob("*.py"))
    trees = {path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}
    found: dict[Id, list[str]] = {}
    for place, tree in trees.items():
        calls = sorted((node for node in ast.walk(tree) if isinstance(node, ast.Call)), key=lambda node: (node.lineno, node.col_offset))
        for call in calls:
            for home, message in _said(place, call, trees):
                places = found.setdefault(message, [])
                if home not in places:
                    places.append(home)
    return found


def translations(po: Path = PO) -> dict[Id, Id]:
    """Return what the catalogue holds, message → English; untranslated ones are left out."""
    if not po.exists():
        return {}
    with po.open("rb") as file:
        held = read_po(file, locale="en")
    return {_id(message.id): _id(message.string) for message in held if message.id and message.string and all(message.string)}


def _id(text: Any) -> Id:
    return text if isinstance(text, str) else (text[0], text[1])


def catalogue(found: dict[Id, list[str]], english: dict[Id, Id]) -> Words:
    """Return the catalogue of these messages with the English there is."""
    words = Words(
        locale="en",
        fuzzy=False,
        header_comment="# Pilar in English. Sentences come from the code (make words); the English is written here.",
    )
    for message, places in found.items():
        words.add(message, english.get(message, ""), locations=[(place, 0) for place in sorted(places)])
    return words


def written(words: Words) -> tuple[bytes, bytes]:
    """Return the bytes of pilar.po and of pilar.mo."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, words, width=0, include_lineno=False)
    write_mo(mo, words)
    return po.getvalue(), mo.getvalue()


def main(*, check: bool) -> int:
    """Bring both files up to date, or with ``check`` only say whether they are; returns the exit code."""
    found, english = messages(), translations()
    missing = [message for message in found if message not in english]
    files = dict(zip((PO, MO), written(catalogue(found, english)), strict=True))
    stale = [path.name for path, content in files.items() if not path.exists() or path.read_bytes() != content]
    print(f"{len(found):,} sentences, {len(missing):,} without English")
    for message in missing:
        print(f"  {found[message][0]}: {message if isinstance(message, str) else message[0]}")
    if check:
        print(*(f"{name} is stale, run: make words" for name in stale), sep="\n", end="\n" if stale else "")
        return 1 if missing or stale else 0
    PO.parent.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
