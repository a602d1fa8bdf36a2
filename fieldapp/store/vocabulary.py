"""Every word of the names and places kept here: what a misspelt word may have meant, and how many people carry it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from fieldapp.store.rows import Connection
from fieldapp.store.tables import word

_WORD = re.compile(r"[a-z]{2,}")
_REGION = "ð"  # begins the words that stand for regions: a letter that no folded word has
SHORTEST = 4  # letters from which a word may be misspelt
LONG = 7  # letters from which two slips are looked for
NEAREST = 12  # words tried instead of one


def region_words(region_id: str) -> str:
    """Return the words by which the index knows the kecamatan and the village a family lives in."""
    parts = region_id.split(".")
    return " ".join(region_word(".".join(parts[:count])) for count in (3, 4) if len(parts) >= count)


def region_word(region_id: str) -> str:
    """Return the word of the index for a kecamatan or a village."""
    return _REGION + region_id.replace(".", "")


def note(con: Connection, came: Iterable[Sequence[str]], went: Iterable[Sequence[str]]) -> None:
    """Count the words of lines that came into the index and of lines that left it."""
    change: Counter[str] = Counter()
    for lines, by in ((came, 1), (went, -1)):
        for line in lines:
            for found in set(_WORD.findall(" ".join(line))):
                change[found] += by
    moved = [(found, by) for found, by in sorted(change.items()) if by]
    if not moved:
        return
    driver = con.connection
    driver.executemany("INSERT INTO word(word, lines) VALUES (?, ?) ON CONFLICT(word) DO UPDATE SET lines = lines + excluded.lines", moved)
    driver.executemany("DELETE FROM word WHERE word = ? AND lines <= 0", [(found,) for found, by in moved if by < 0])


def beginning_with(con: Connection, beginning: str, most: int) -> list[str]:
    """Return the words that begin so, at most one more than ``most``."""
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    query = sa.select(word.c.word).where(word.c.word >= beginning, word.c.word < after).order_by(word.c.word).limit(most + 1)
    return list(con.execute(query).scalars())


@dataclass
class _Known:
    """The words of one file in memory, by their length; what was written since is read before each use."""

    last: int = 0
    by_length: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    lock: Lock = field(default_factory=Lock)

    def renew(self, con: Connection) -> None:
        """Read the words written since the last time; a word nobody carries any more finds nobody and does no harm."""
        with self.lock:
            for row in con.execute(sa.select(word.c.n, word.c.word).where(word.c.n > self.last).order_by(word.c.n)):
                self.by_length[len(row.word)].append(row.word)
                self.last = row.n

    def of_length(self, lengths: Iterable[int]) -> list[str]:
        """Return the words of these lengths."""
        return [found for length in lengths for found in self.by_length.get(length, ())]


_KNOWN: WeakKeyDictionary[sa.Engine, _Known] = WeakKeyDictionary()


def slips(typed: str) -> int:
    """Return how many letters may be wrong in a word: none below four letters, one below seven, two from there on."""
    return 0 if len(typed) < SHORTEST else 1 if len(typed) < LONG else 2


def near(con: Connection, typed: str) -> list[str]:
    """Return words a few letters away from what was typed, the nearest and commonest first; neighbours swapped count as one slip.

    When no whole word is near, the beginnings of longer words are compared, for someone who is still typing.
    """
    allowed = slips(typed)
    if not allowed or not _WORD.fullmatch(typed):
        return []
    known = _KNOWN.setdefault(con.engine, _Known())
    known.renew(con)
    found = _within(typed, known.of_length(range(len(typed) - allowed, len(typed) + allowed + 1)), allowed)
    return _commonest(con, found or _beginnings(typed, known, allowed))


def _within(typed: str, words: Sequence[str], allowed: int) -> dict[str, int]:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    found = extract(typed, words, scorer=OSA.distance, score_cutoff=allowed, limit=NEAREST * 4)
    return {other: distance for other, distance, _place in found if distance}


def _beginnings(typed: str, known: _Known, allowed: int) -> dict[str, int]:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    longer = known.of_length(length for length in known.by_length if length > len(typed) + allowed)
    shortened = [other[: len(typed)] for other in longer]
    found = extract(typed, shortened, scorer=OSA.distance, score_cutoff=allowed, limit=NEAREST * 4)
    return {longer[place]: distance for _other, distance, place in found if distance}


def _commonest(con: Connection, found: dict[str, int]) -> list[str]:
    if not found:
        return []
    lines = {row.word: row.lines for row in con.execute(sa.select(word.c.word, word.c.lines).where(word.c.word.in_(list(found))))}
    return sorted(lines, key=lambda other: (found[other], -lines[other], other))[:NEAREST]
