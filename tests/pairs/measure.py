"""How many of the pairs that are one are said to be, and how many of those said to be one are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fieldapp.domain.likeness import Likeness, compare
from tests.pairs.labelled import Labelled


@dataclass(slots=True)
class Counted:
    """Pairs by what they are and what was said."""

    found: int = 0
    missed: int = 0
    wrong: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 1.0

    def take(self, same: bool, said: bool) -> None:
        name = ("found" if said else "missed") if same else ("wrong" if said else "right")
        setattr(self, name, getattr(self, name) + 1)


def judge(pair: Labelled) -> Likeness:
    return compare(pair.first, pair.second, holders=pair.holders)


def count(pairs: Iterable[Labelled], strengths: tuple[str, ...] = ("Sangat mirip", "Mungkin")) -> Counted:
    told = Counted()
    for pair in pairs:
        told.take(pair.same, judge(pair).strength in strengths)
    return told
