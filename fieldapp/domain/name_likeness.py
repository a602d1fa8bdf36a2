"""How alike two names are, and how much that says: two people called Siti prove little, two called Tumiar Nainggolan much.

Names are compared word by word, after :func:`fieldapp.domain.names.words` has folded titles, Muh./Moh., oe/u and doubled letters away.
What agrees is counted in bits by the rarity of the word (an event of one in a thousand is ten bits); what disagrees is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from typing import Literal

from fieldapp.domain.names import fold, words

Verdict = Literal["same", "near", "part", "other", "unknown"]
Shares = Mapping[str, float]  # share of people who carry a word, 0..1

# How often the commonest words stand in names, per thousand people (rounded from school and voter lists; rarer ones count as one).
_PER_THOUSAND = {
    120: "muhammad",
    80: "siti",
    40: "nur ahmad sri",
    25: "abdul dwi putri agus",
    15: "dewi tri eko ani wati andi rizki ayu ade made wayan ketut nyoman i ni putu kadek komang la wa ode bin binti yuni",
    10: "aminah fatimah slamet suparman lestari wahyu wahyuni hidayat setiawan saputra santoso budi indah eka rina ita sari yanti fitri "
    "kurniawan nurhayati susanti hasan asep ujang siregar handayani rahayu ningsih maryam sumiyati suryani wulandari ramadhan pratama",
    5: "hidayah hasanah astuti hartono sutrisno mulyono sugeng supriyadi suyatno paimin paijo ngadiman wagiman kasiman painem ngatiyem "
    "sulastri suharti tumini kartini mariyem joko arif hendra dian ratna yusuf ibrahim ismail umar ali rahman rahmat rahmad hamid aziz rohman "
    "halimah aisyah khadijah zainab maimunah zubaidah rohani nurdin anwar effendi efendi saleh iskandar rudi deni dedi hadi sukardi "
    "supardi sumarno suharto suparmi sukinah tukiyem tugiman sukirman wibowo nugroho prasetyo purnomo utami safitri puspita",
}
_COMMON = {fold(word): per / 1000 for per, listed in _PER_THOUSAND.items() for word in listed.split()}
_RARE = 0.001  # the share of a word that is not listed
MOST_BITS = 20.0  # no name says more: cousins carry their grandfather's
SHARED_IN_FAMILY = 3.0  # bits that agreeing words may still say when another word differs: brothers share marga and father's name
SPELLING = 0.5  # taken off when a word is only spelt otherwise (Achmad, Ahmad)
SLIP = 2.5  # taken off for a slip of the hand: one letter wrong, missing, doubled or swapped
SHORTENED = 3.0  # taken off when one is the beginning of the other (Supri, Supriyadi)
INITIAL = 1.5  # bits of a letter that fits a word (S., Slamet): one in three would by chance
ANOTHER = 9.0  # taken off for a word that is another (Aminah, Aisyah): people do not change their names
ALMOST = 6.5  # taken off for a word that resembles but is no slip (Rina, Rini): twins are named so
FOREWORD = 4.0  # taken off when the other word is only Muhammad, Ahmad, Siti, Nur: left out and mixed up at every counter
LACKING = 1.0  # taken off for a word the other name lacks
TURNED = 0.5  # taken off when the words stand in another order

_FOREWORDS = frozenset({"muhamad", "ahmad", "siti", "nur", "abdul", "sri", "i", "ni"})
_SHORT_FORMS = {
    "abd": "abdul", "abdl": "abdul", "st": "siti", "sti": "siti", "ach": "ahmad", "akh": "ahmad", "ahmd": "ahmad", "achmad": "ahmad",
    "akhmad": "ahmad", "hi": "haji", "nurul": "nur", "wyn": "wayan", "kt": "ketut", "kdk": "kadek", "kd": "kadek", "nym": "nyoman", "km": "komang",
}  # fmt: skip
_SOUNDS = (("kh", "h"), ("ch", "h"), ("sy", "s"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("dz", "s"), ("ph", "p"), ("ai", "ae"), ("v", "p"),
           ("f", "p"), ("q", "k"), ("x", "s"), ("z", "s"), ("y", "i"), ("ie", "i"))  # fmt: skip
_DOUBLED = re.compile(r"([a-z])\1+")
_INNER_H = re.compile(r"(?<=.)h")
_ALIAS = re.compile(r"\b(?:alias|als|al)\b\.?|[()/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How far two names agree: ``bits`` for (or against, negative) one person, ``percent`` of the letters, and the verdict.

    "same" differs at most in spelling; "near" by a slip of the hand; "part" lacks words or has initials; "other" has a word of its own on
    each side; "unknown" when a name is missing. ``twin``: one letter stands for another or is added (Nayla, Nayra; Dian, Diana), as twins
    are named.
    """

    bits: float
    percent: int
    verdict: Verdict
    twin: bool = False


NOTHING = NameLikeness(0.0, 0, "unknown")


@dataclass(slots=True)
class _Tally:
    """What the words have said so far; ``letters`` are (agreeing, all)."""

    bits: float = 0.0
    against: float = 0.0
    agreeing: float = 0.0
    letters: float = 0.0
    slips: int = 0
    partial: int = 0
    letters_changed: int = 0


@lru_cache(maxsize=60_000)
def sound(word: str) -> str:
    """Return how a folded word is said, so that Achmad is Ahmad, Rizky is Riski, Fitri is Pitri and Fatimah is Patima."""
    told = word
    for written, said in _SOUNDS:
        told = told.replace(written, said)
    told = _DOUBLED.sub(r"\1", _INNER_H.sub("", told)).removesuffix("h")
    return f"{told[:-1]}t" if len(told) > 3 and told.endswith("d") else told or word


@lru_cache(maxsize=60_000)
def spoken(name: str) -> tuple[str, ...]:
    """Return the words of a name with the usual short forms (Abd., St.) written out; Md. after I or Ni is Made, not Muhammad."""
    told = [_SHORT_FORMS.get(word, word) for word in words(name)] if name.strip() else []
    if len(told) > 2 and told[0] in {"i", "ni"} and told[1] == "muhamad":
        told[1] = "made"
    return tuple(told)


def _broad(spoken_word: str) -> str:
    """Return a sound with o as a and old j as y inside: Rohman is Rahman, Hidajat Hidayat; but Eko is not Eka, Joko not Yoko."""
    return spoken_word[:1] + spoken_word[1:-1].replace("o", "a").replace("j", "i") + spoken_word[1:][-1:]


def said(name: str) -> str:
    """Return the key under which equally sounding names fall together, whatever the order of their words."""
    return " ".join(sorted(sound(word) for word in spoken(name)))


def surprise(word: str, shares: Shares | None = None) -> float:
    """Return how many bits it says that two people share this word; ``shares`` of the caller's own people win over the built-in list."""
    share = (shares or {}).get(word) or _COMMON.get(word, _RARE)
    return max(2.5, min(11.0, -log2(share)))


def compare_names(first: str, second: str, shares: Shares | None = None) -> NameLikeness:
    """Return how alike two names are as written; of a name with an alias the likelier one counts."""
    mine = [spoken(part) for part in _ALIAS.split(first) if part.strip()]
    theirs = [spoken(part) for part in _ALIAS.split(second) if part.strip()]
    found = [_compare(one, other, shares) for one in mine for other in theirs if one and other]
    return max(found, key=lambda told: told.bits, default=NOTHING)


def _compare(first: tuple[str, ...], second: tuple[str, ...], shares: Shares | None) -> NameLikeness:
    if first == second:
        bits = min(MOST_BITS, sum(surprise(word, shares) if len(word) > 1 else INITIAL for word in first))
        return NameLikeness(bits, 100, "same")
    mine, theirs = _joined(first, second), _joined(second, first)
    tally = _Tally()
    places = _pair_up(mine, theirs, tally, shares)
    _weigh_rest(
        {at: word for at, word in enumerate(mine) if at not in places},
        {at: word for at, word in enumerate(theirs) if at not in places.values()},
        tally,
    )
    if list(places.values()) != sorted(places.values()):
        tally.bits -= TURNED
    percent = round(100 * tally.agreeing / tally.letters) if tally.letters else 0
    if tally.against or not places:
        return NameLikeness(min(tally.bits, SHARED_IN_FAMILY) - (tally.against or ANOTHER), percent, "other")
    verdict: Verdict = "part" if tally.partial else "near" if tally.slips else "same"
    return NameLikeness(min(MOST_BITS, tally.bits), percent, verdict, tally.letters_changed > 0)


def _joined(name: tuple[str, ...], other: tuple[str, ...]) -> list[str]:
    """Join neighbours that the other name writes as one word (Nur Hayati, Nurhayati); "Abdul" and a name join without their l, too."""
    told: list[str] = []
    known = {sound(word) for word in other}
    for word in name:
        pair = f"{told[-1]}{word}" if told else ""
        fused = next(
            (form for form in (pair, pair.replace("ulr", "ur").replace("uls", "us")) if pair and sound(_plain(form)) in known), None
        )
        if fused and word not in other:
            told[-1] = fused
        else:
            told.append(word)
    return told


def _plain(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)


def _pair_up(mine: list[str], theirs: list[str], tally: _Tally, shares: Shares | None) -> dict[int, int]:
    """Pair words that agree, the surest first; returns place in the one name by place in the other."""
    grades = []
    for at, word in enumerate(mine):
        for place, other in enumerate(theirs):
            told = _agree(word, other)
            if told:
                grades.append((-told[0], abs(at - place), at, place, told[1]))
    places: dict[int, int] = {}
    for grade, _away, at, place, how in sorted(grades):
        if at not in places and place not in places.values():
            places[at] = place
            _count(tally, mine[at], theirs[place], -grade, how, shares)
    return dict(sorted(places.items()))


def _count(tally: _Tally, word: str, other: str, grade: float, how: str, shares: Shares | None) -> None:
    long = max(len(word), len(other))
    tally.agreeing += long * grade
    tally.letters += long
    bits = min(surprise(word, shares), surprise(other, shares))
    if how == "initial":
        tally.bits += INITIAL
        tally.partial += 1
        return
    tally.bits += max(1.0, bits - {"same": 0.0, "spelling": SPELLING, "slip": SLIP, "short": SHORTENED}[how])
    tally.letters_changed += _like_twins(word, other, how)
    tally.slips += how == "slip"
    tally.partial += how == "short"


@lru_cache(maxsize=60_000)
def _agree(word: str, other: str) -> tuple[float, str] | None:
    """Return the grade (0..1) and the way in which two words are one, or None when they are two."""
    if word == other:
        return 1.0, "same"
    short, long = sorted((word, other), key=len)
    if len(short) == 1:
        return (0.5, "initial") if long.startswith(short) else None
    if sound(word) == sound(other) or (len(short) >= 5 and _broad(sound(word)) == _broad(sound(other))):
        return 0.97, "spelling"
    if _slipped(word, other):
        return 0.88, "slip"
    return (0.6, "short") if len(short) >= 4 and long.startswith(short) else None


def _slipped(word: str, other: str) -> bool:
    """Say whether one is a slip of the other: by how they are written or said, a letter of five and more, two of eight and more."""
    short = min(len(word), len(other))
    if short < 5 or _ending_only(word, other):
        return False
    allowed = 2 if short >= 8 else 1
    return _apart(word, other) <= allowed or (short >= 6 and _apart(sound(word), sound(other)) <= 1 and _apart(word, other) <= 3)


def _like_twins(word: str, other: str, how: str) -> bool:
    """Say whether a letter stands for another, or the short word lacks but the last: not lost, doubled or turned round as hands do."""
    if how == "short":
        return abs(len(word) - len(other)) <= 2
    return how == "slip" and len(word) == len(other) and sorted(word) != sorted(other)


def _ending_only(word: str, other: str) -> bool:
    """Say whether only the ending names another sex or sibling: Suharto and Suharti, Yanto and Yanti, Fauzan and Fauzi are two people."""
    vowels = "aiou"
    if word[:-1] == other[:-1] and word[-1] in vowels and other[-1] in vowels:
        return True
    endings = (("man", "mi"), ("no", "ni"), ("wan", "wati"), ("din", "dah"), ("ul", "ah"), ("in", "ah"))
    return any(
        first.endswith(end) and second.endswith(turn) and first[: -len(end)] == second[: -len(turn)]
        for end, turn in endings
        for first, second in ((word, other), (other, word))
    )


def _apart(word: str, other: str) -> int:
    from rapidfuzz.distance import OSA

    return OSA.distance(word, other)


def _weigh_rest(mine: dict[int, str], theirs: dict[int, str], tally: _Tally) -> None:
    """Take off for words, by their place, that found no other: those on both sides contradict, those on one side are only lacking.

    A foreword was merely left out when the other name begins with a word they share: Muhammad Rizki and Rizki Pratama.
    """
    lacking = _left_out(mine, theirs) + _left_out(theirs, mine)
    left, right = list(mine.values()), list(theirs.values())
    both = min(len(left), len(right))
    for word, other in zip(left, right, strict=False):
        alike = 1 - _apart(word, other) / max(len(word), len(other))
        forewords = word in _FOREWORDS and other in _FOREWORDS
        tally.against += FOREWORD if forewords else ALMOST if alike >= 0.6 else ANOTHER
        tally.letters += max(len(word), len(other))
        tally.agreeing += max(len(word), len(other)) * alike * 0.5
    for word in lacking + left[both:] + right[both:]:
        tally.bits -= LACKING / 2 if word in _FOREWORDS or len(word) == 1 else LACKING
        tally.letters += len(word) / 2
        tally.partial += 1


def _left_out(words_left: dict[int, str], others_left: dict[int, str]) -> list[str]:
    """Take the first word out of those left when it is a foreword that the other name, beginning otherwise, left out."""
    return [words_left.pop(0)] if words_left.get(0) in _FOREWORDS and others_left and 0 not in others_left else []
