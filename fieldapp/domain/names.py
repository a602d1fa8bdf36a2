"""Names of people: kept as given, found however they are spelled, sorted without titles."""

from __future__ import annotations

import re
import unicodedata

FRONT = frozenset(
    [
        "prof",
        "dr",
        "drg",
        "drh",
        "ir",
        "drs",
        "dra",
        "h",
        "hj",
        "kh",
        "kyai",
        "nyai",
        "ust",
        "ustadz",
        "ustadzah",
        "habib",
        "rr",
        "r",
        "rd",
        "bapak",
        "bpk",
        "ibu",
        "sdr",
        "sdri",
        "almarhum",
        "almarhumah",
        "alm",
    ]
)
BACK = frozenset(
    [
        "sh",
        "mh",
        "se",
        "mm",
        "mt",
        "st",
        "sst",
        "ssos",
        "ssi",
        "skom",
        "skm",
        "skep",
        "sag",
        "spd",
        "spdi",
        "sip",
        "sap",
        "sfarm",
        "shi",
        "sei",
        "spt",
        "sp",
        "spsi",
        "stp",
        "sked",
        "ssn",
        "shum",
        "strsos",
        "straks",
        "aks",
        "amd",
        "amdkeb",
        "amdkep",
        "amk",
        "ama",
        "msi",
        "mpd",
        "mpdi",
        "mkom",
        "mkes",
        "mkep",
        "mhum",
        "map",
        "mag",
        "msc",
        "mba",
        "mkn",
        "msos",
        "ma",
        "phd",
        "cra",
        "ners",
        "ns",
        "apt",
        "spog",
        "spa",
        "spb",
        "spj",
        "bac",
        "ba",
    ]
)
_MUHAMMAD = frozenset(
    [
        "muh",
        "moh",
        "muhamad",
        "muhammad",
        "mohamad",
        "mohammad",
        "mochamad",
        "mochammad",
        "muchamad",
        "muchammad",
        "mohamed",
        "muhamed",
        "mochd",
        "moch",
        "much",
        "mhd",
        "mohd",
        "md",
    ]
)
_KIN = frozenset({"bin", "binti", "bt", "bte"})
_SPELLING = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"))
_DOUBLED = re.compile(r"([a-z])\1+")
_GLUED = re.compile(r"['’‘`]")
_APART = re.compile(r"[^a-z0-9.]+")


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.lower())
    return _GLUED.sub("", "".join(letter for letter in spread if not unicodedata.combining(letter)))


def _tokens(part: str) -> list[str]:
    """Return the words of a part; dots inside a degree ("s.sos.") are dropped, other dots part words ("muh.amin")."""
    found: list[str] = []
    for token in _APART.sub(" ", part).split():
        joined = token.replace(".", "")
        if joined in BACK and token.strip(".") != joined:
            found.append(joined)
        else:
            found += [piece for piece in token.split(".") if piece]
    return found


def bare_words(name: str) -> list[str]:
    """Return the words of a name without titles in front and degrees behind; a name that is nothing else keeps them."""
    first, *rest = _plain(name).split(",")
    words = _tokens(first)
    start, end = 0, len(words)
    while start < end - 1 and words[start] in FRONT:
        start += 1
    while end > start + 1 and words[end - 1] in BACK and len(words[end - 1]) > 1:
        end -= 1
    bare = words[start:end]
    return bare + [word for part in rest for word in _tokens(part) if word not in BACK]


def words(name: str) -> tuple[str, ...]:
    """Return the words by which a name is searched: folded, in their order, without titles, bin and binti.

    Muh., Moh., M., Mochammad … are one word; oe is u, dj j, tj c, sj sy; doubled letters are one; marks are gone.
    """
    bare = [word for word in bare_words(name) if word not in _KIN] or bare_words(name)
    found = []
    for place, word in enumerate(bare):
        spelled = "muhammad" if word in _MUHAMMAD or (word == "m" and place == 0 and len(bare) > 1) else word
        for old, new in _SPELLING:
            spelled = spelled.replace(old, new)
        found.append(_DOUBLED.sub(r"\1", spelled))
    return tuple(found)


def fold(name: str) -> str:
    """Return the searched form of a name: :func:`words` with one space between."""
    return " ".join(words(name))


def sort_key(name: str) -> str:
    """Return what names are ordered by: the words as spelled, lower case, without titles."""
    return " ".join(bare_words(name))
