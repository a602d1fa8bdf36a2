"""Print recall and precision of likeness over the labelled pairs, by half and by kind, with the worst mistakes."""

from __future__ import annotations

import sys
from dataclasses import asdict

from fieldapp.domain.likeness import Traits
from tests.pairs.labelled import Labelled, labelled
from tests.pairs.measure import count, judge

WORST = 12


def _written(one: Traits) -> str:
    return ", ".join(str(value) for value in asdict(one).values() if value not in {"", True})


def _line(title: str, pairs: list[Labelled]) -> str:
    alike, strong = count(pairs), count(pairs, ("Sangat mirip",))
    return (
        f"{title:22} {len(pairs):5} {sum(pair.same for pair in pairs):5}   {alike.recall:7.1%} {alike.precision:7.1%}"
        f"   {strong.recall:7.1%} {strong.precision:7.1%}   {alike.missed:3} {alike.wrong:3}"
    )


def _mistakes(pairs: list[Labelled]) -> list[str]:
    told = [(pair, judge(pair)) for pair in pairs]
    wrong = sorted(((pair, said) for pair, said in told if pair.same != bool(said.strength)), key=lambda two: -abs(two[1].bits))
    return [
        f"{'terlewat' if pair.same else 'salah'} {pair.kind}: {said.bits:+.1f} {said.why}\n    {_written(pair.first)}\n    {_written(pair.second)}"
        for pair, said in wrong[:WORST]
    ]


def main() -> None:
    pairs = labelled()
    halves = {"tuning": [pair for pair in pairs if pair.tuning], "held out": [pair for pair in pairs if not pair.tuning]}
    lines = [f"{'':22} pairs  same    recall  precis.   strong: recall precis.   missed wrong"]
    for title, half in halves.items():
        lines += [
            _line(title, half),
            *(_line(f"  {kind}", [p for p in half if p.kind == kind]) for kind in dict.fromkeys(p.kind for p in half)),
        ]
    shown = halves["tuning"] if "tuning" in sys.argv else pairs
    sys.stdout.write("\n".join([*lines, "", "Worst mistakes:", *_mistakes(shown)]) + "\n")


if __name__ == "__main__":
    main()
