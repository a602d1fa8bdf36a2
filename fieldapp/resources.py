"""The files Pilar ships: where they lie, and the list of every place in the country, found while typing.

The list is read on first use only (91,599 places, about a tenth of a second) and then kept: three arrays and two texts.
Its lines stand in order of code, so what lies under a place is one unbroken stretch of lines.
"""

from __future__ import annotations

import heapq
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path

from fieldapp import problems
from fieldapp.domain.regions import LEVELS, Region, dotted, fold, is_code, level_of, parent_of, written_path

__all__ = ["KnownRegions", "Region", "children", "find", "folder", "full_name", "is_region", "path", "region"]
ROOT = Path(__file__).resolve().parent.parent / "resources"
_NOISE = {"desa", "ds", "kel", "kelurahan", "kec", "kecamatan", "prov", "provinsi"}
_SHORT = {
    "dki": "daerah khusus ibukota", "diy": "daerah istimewa yogyakarta", "jabar": "jawa barat", "jateng": "jawa tengah",
    "jatim": "jawa timur", "sumut": "sumatera utara", "sumbar": "sumatera barat", "sumsel": "sumatera selatan",
    "babel": "bangka belitung", "kepri": "kepulauan riau", "ntb": "nusa tenggara barat", "ntt": "nusa tenggara timur",
    "kalbar": "kalimantan barat", "kalteng": "kalimantan tengah", "kalsel": "kalimantan selatan", "kaltim": "kalimantan timur",
    "kaltara": "kalimantan utara", "sulut": "sulawesi utara", "sulteng": "sulawesi tengah", "sulsel": "sulawesi selatan",
    "sultra": "sulawesi tenggara", "sulbar": "sulawesi barat", "malut": "maluku utara",
}  # fmt: skip
_CODE_TYPED = re.compile(r"[\d.]*\d[\d.]*")
_STEPS = (10**8, 10**6, 10**4, 1)  # how far apart the ten-digit codes of two neighbours of a level stand


def folder(*parts: str) -> Path:
    """Return a folder or file among the shipped resources, ``folder("letters", "kop.json")``."""
    return ROOT.joinpath(*parts)


def _offsets(text: str) -> array[int]:
    """Return where each line of the text starts."""
    return array("I", accumulate((len(line) + 1 for line in text.split("\n")), initial=0))


def _depth(number: int) -> int:
    """Return 0 for a province .. 3 for a village, from the ten-digit code."""
    return 3 if number % 10**4 else 2 if number % 10**6 else 1 if number % 10**8 else 0


class _Places:
    """The list as it lies in memory."""

    def __init__(self, text: str) -> None:
        codes, _, self.names = text.partition("\n\n")
        self.numbers = array("Q", map(int, codes.split("\n")))
        self.starts = _offsets(self.names)
        self.folded = " " + fold(self.names).replace("\n", "\n ")
        self.folded_starts = _offsets(self.folded)

    def name(self, line: int) -> str:
        return self.names[self.starts[line] : self.starts[line + 1] - 1]

    def folded_name(self, line: int) -> str:
        return self.folded[self.folded_starts[line] : self.folded_starts[line + 1] - 1]

    def code(self, line: int) -> str:
        number = self.numbers[line]
        return dotted(f"{number:010d}"[: (2, 4, 6, 10)[_depth(number)]]) or ""

    def line(self, code: str) -> int:
        number = int(code.replace(".", "").ljust(10, "0"))
        line = bisect_left(self.numbers, number)
        if line == len(self.numbers) or self.numbers[line] != number:
            raise problems.REGION_UNKNOWN(code=code)
        return line

    def stretch(self, line: int) -> tuple[int, int]:
        """Return the lines of a place and of everything under it, the end exclusive."""
        number = self.numbers[line]
        return line, bisect_left(self.numbers, number + _STEPS[_depth(number)], lo=line)

    def region(self, line: int) -> Region:
        code = self.code(line)
        return Region(code, level_of(code), self.name(line), parent_of(code))

    @cached_property
    def squeezed(self) -> str:
        """The folded names without spaces, to find Sido Mulyo when "sidomulyo" was typed; made when first needed."""
        return "\n" + self.folded.replace(" ", "")

    @cached_property
    def squeezed_starts(self) -> array[int]:
        """Where each line of :attr:`squeezed` starts; its first line end belongs to no line."""
        return _offsets(self.squeezed[1:])

    @cached_property
    def above_villages(self) -> list[int]:
        """The lines of everything larger than a village."""
        return [line for line, number in enumerate(self.numbers) if not number % 10**4]

    def matches(self, word: str) -> list[int]:
        """Return the lines in whose own name some word begins with this one."""
        found: list[int] = []
        text, starts, wanted = self.folded, self.folded_starts, " " + word
        at = text.find(wanted)
        while at >= 0:
            line = bisect_right(starts, at) - 1
            found.append(line)
            at = text.find(wanted, starts[line + 1] - 1)
        return found

    def written_otherwise(self, word: str) -> Iterator[int]:
        """Yield the lines that begin with this word when spaces do not count."""
        if len(word) < 4:
            return
        at = self.squeezed.find("\n" + word)
        while at >= 0:
            yield bisect_right(self.squeezed_starts, at) - 1
            at = self.squeezed.find("\n" + word, at + 1)


@cache
def _places() -> _Places:
    import zstandard

    return _Places(zstandard.ZstdDecompressor().decompress(ROOT.joinpath("regions", "wilayah.txt.zst").read_bytes()).decode())


def region(id: str) -> Region:
    """Return the place with this Kemendagri code; raises REGION_UNKNOWN."""
    if not is_code(id):
        raise problems.REGION_UNKNOWN(code=id)
    places = _places()
    return places.region(places.line(id))


def is_region(id: str) -> bool:
    """Say whether the list holds this code."""
    try:
        region(id)
    except problems.Problem:
        return False
    return True


class KnownRegions:
    """The list as something one can ask ``code in …``; read only when asked."""

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and is_region(code)


def path(id: str) -> tuple[Region, ...]:
    """Return the place with all above it, province first; raises REGION_UNKNOWN."""
    found = [region(id)]
    while found[0].parent:
        found.insert(0, region(found[0].parent))
    return tuple(found)


def full_name(id: str) -> str:
    """Return "Sungai Cambai, Mesuji Timur, Kab. Mesuji, Lampung"; raises REGION_UNKNOWN."""
    return written_path(path(id))


def children(id: str | None = None) -> list[Region]:
    """Return what lies directly under a place, in order of code; without a place the provinces. Raises REGION_UNKNOWN."""
    places = _places()
    start, end, depth = (0, len(places.numbers), 0) if id is None else (*places.stretch(places.line(region(id).id)), id.count(".") + 1)
    return [places.region(line) for line in range(start, end) if _depth(places.numbers[line]) == depth]


def find(text: str, within: str | None = None, level: str | None = None, limit: int = 20) -> list[Region]:
    """Return the places that fit what was typed, best first: beginnings of words in any order, or of a code.

    Each word must begin a word of the place's own name or of a place above it, and at least one its own, so "cambai mesuji"
    finds the village. ``within`` keeps to what lies under a place (REGION_UNKNOWN), ``level`` to one level.
    Show each with :func:`full_name`: names alone are never enough.
    """
    places = _places()
    inside = (0, len(places.numbers)) if within is None else places.stretch(places.line(region(within).id))
    depth = None if level is None else LEVELS.index(level)
    typed = text.strip()
    if _CODE_TYPED.fullmatch(typed):
        return [places.region(line) for line in _under_code(places, typed, inside, depth, limit)]
    words = _words(typed)
    if not words:
        return []
    return [places.region(line) for line in _by_words(places, words, inside, depth, limit)]


def _words(typed: str) -> list[str]:
    words = [part for word in fold(typed).split() for part in _SHORT.get(word, word).split()]
    return [word for word in words if word not in _NOISE] or words


def _under_code(places: _Places, typed: str, inside: tuple[int, int], depth: int | None, limit: int) -> list[int]:
    digits = typed.replace(".", "")[:10]
    first = int(digits.ljust(10, "0"))
    start = max(bisect_left(places.numbers, first), inside[0])
    end = min(bisect_left(places.numbers, first + 10 ** (10 - len(digits))), inside[1])
    lines = (line for line in range(start, end) if depth is None or _depth(places.numbers[line]) == depth)
    return heapq.nsmallest(limit, lines, key=lambda line: (_depth(places.numbers[line]), line))


def _by_words(places: _Places, words: list[str], inside: tuple[int, int], depth: int | None, limit: int) -> list[int]:
    if len(words) == 1 and len(words[0]) <= 2:
        candidates = _short(places, words[0], inside, depth)
    else:
        candidates = _candidates(places, words, inside) or _candidates(places, words, inside, otherwise=True)
        if len(words) > 1 and len(candidates) < limit:
            candidates |= {line for line in places.written_otherwise("".join(words)) if inside[0] <= line < inside[1]}
    fitting = (line for line in candidates if depth is None or _depth(places.numbers[line]) == depth)
    phrase = " " + " ".join(words)
    return heapq.nsmallest(limit, fitting, key=lambda line: _rank(places, line, phrase, words))


def _short(places: _Places, word: str, inside: tuple[int, int], depth: int | None) -> set[int]:
    """Return what fits one or two letters: larger places only when the whole country is asked, or every keystroke would cost."""
    whole = inside == (0, len(places.numbers)) and depth != 3
    return {line for line in (places.above_villages if whole else range(*inside)) if f" {word}" in places.folded_name(line)}


def _candidates(places: _Places, words: list[str], inside: tuple[int, int], *, otherwise: bool = False) -> set[int]:
    """Return the lines that every word reaches, from its own name or from above, and that some word names itself."""
    own = [sorted({*places.matches(word), *places.written_otherwise(word)}) if otherwise else places.matches(word) for word in words]
    common = [inside]
    for lines in own:
        common = _overlap(common, _merged(places, lines))
    return {line for lines in own for start, end in common for line in lines[bisect_left(lines, start) : bisect_left(lines, end)]}


def _merged(places: _Places, lines: list[int]) -> list[tuple[int, int]]:
    """Return the stretches under these lines, in order and apart from each other."""
    found: list[tuple[int, int]] = []
    reached = 0
    for line in lines:
        if line >= reached:
            stretch = places.stretch(line) if places.numbers[line] % 10**4 == 0 else (line, line + 1)
            reached = stretch[1]
            found.append(stretch)
    return found


def _overlap(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            found.append((start, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return found


def _rank(places: _Places, line: int, phrase: str, words: list[str]) -> tuple[int, int, int, int]:
    """Order candidates: the whole name, then names that begin so, then more own words, then the larger place, then the code."""
    name = places.folded_name(line).rstrip()
    bare = name.removeprefix(" kabupaten").removeprefix(" kota")
    fit = 0 if phrase in (name, bare) else 1 if name.startswith(phrase) or bare.startswith(phrase) else 2
    missing = sum(f" {word}" not in name for word in words)
    return fit, missing, _depth(places.numbers[line]), line
