"""The review list: pairs that may be one record kept twice, found over the whole register, decided one by one by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.roles import may, sees_identity
from fieldapp.services.households import place_of
from fieldapp.services.matches import family_suspicions, suspicions
from fieldapp.services.regions import region_name
from fieldapp.store import households, persons, suspects

if TYPE_CHECKING:
    from fieldapp.services.merging import Entity
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found

Key = tuple[int, str, str]
LEAST_REASON = 3  # letters that say more than a key pressed by chance


@dataclass(frozen=True, slots=True)
class PairCard:
    """Two records that may be one; ``first`` and ``second`` are names, ``lines`` (sign, what, value) as the search told them."""

    entity: Entity
    first_id: str
    second_id: str
    first: str
    second: str
    first_place: str
    second_place: str
    score: int
    strength: Literal["Sangat mirip", "Mungkin"]
    why: str
    lines: tuple[tuple[str, str, str], ...]
    first_household: str
    second_household: str

    @property
    def id(self) -> str:
        """Return one text for both."""
        return f"{self.first_id}/{self.second_id}"


@dataclass(frozen=True, slots=True)
class Pairs:
    """A page of the review list; ``after`` goes to the next page, None on the last."""

    cards: tuple[PairCard, ...]
    after: Key | None
    total: int


def look_for_pairs(
    ws: Workspace, *, region: str | None = None, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[int, int]:
    """Search the register for pairs and keep what was found; returns (families, persons) found. ``progress`` may raise to cancel.

    A village takes a blink, a whole kabupaten minutes: run it beside the window.
    """
    if not sees_identity(ws.user.role, "person", "general"):
        raise problems.OP_NOT_ALLOWED()
    homes = [_line("household", one) for one in family_suspicions(ws, region=region)]
    people = [_line("person", one) for one in suspicions(ws, region=region, progress=progress)]
    with ws.writing() as con:
        suspects.replace(con, region, _not_within(con, people, homes))
    return len(homes), len(people)


def _line(entity: str, one: Any) -> dict[str, Any]:
    told = one.told
    return {
        "first_id": one.first_id, "second_id": one.second_id, "entity": entity, "region_id": one.region_id, "score": told.score,
        "strength": told.strength, "why": told.why, "lines": [list(line) for line in told.lines],
    }  # fmt: skip


def _not_within(con: Connection, people: list[dict[str, Any]], homes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the families, and the people whose families are not in the list themselves: merging the families pairs those."""
    yield from homes
    listed = {(one["first_id"], one["second_id"]) for one in homes}
    home_of: dict[str, str] = {}
    ids = [one[side] for one in people for side in ("first_id", "second_id")]
    for start in range(0, len(ids), suspects.CHUNK):
        home_of |= suspects.homes_of(con, ids[start : start + suspects.CHUNK])
    for one in people:
        first, second = sorted((home_of.get(one["first_id"], ""), home_of.get(one["second_id"], "")))
        if (first, second) not in listed:
            yield one


def pairs(ws: Workspace, entity: Entity, *, region: str | None = None, after: Key | None = None, limit: int = 50) -> Pairs:
    """Return pairs nobody has decided about, the likeliest first (fast)."""
    with ws.reading() as con:
        found = suspects.page(con, entity, region, after, limit)
        cards = tuple(_card(con, row) for row in found)
        total = suspects.count(con, entity, region)
    last = found[-1] if len(found) == limit else None
    return Pairs(cards, (last.score, last.first_id, last.second_id) if last else None, total)


def waiting(ws: Workspace) -> int:
    """Return how many pairs wait for a decision, families and persons."""
    with ws.reading() as con:
        return suspects.count(con, "household", None) + suspects.count(con, "person", None)


def _card(con: Connection, row: Found) -> PairCard:
    sides = [_side(con, row.entity, row_id) for row_id in (row.first_id, row.second_id)]
    return PairCard(
        row.entity, row.first_id, row.second_id, sides[0][0], sides[1][0], sides[0][1], sides[1][1], row.score, row.strength, row.why,
        tuple((line[0], line[1], line[2]) for line in row.lines), sides[0][2], sides[1][2],
    )  # fmt: skip


def _side(con: Connection, entity: str, row_id: str) -> tuple[str, str, str]:
    """Return name, place and family of a record."""
    person = persons.one(con, row_id) if entity == "person" else None
    home_id = (person.household_id if person else row_id) or ""
    line = households.line_of(con, home_id)
    name = (person.name if person else line.name if line else None) or "–"
    place = f"{place_of(line.rt, line.rw)} {region_name(line.region_id)}" if line else ""
    return name, place, home_id


def differ(ws: Workspace, entity: Entity, first_id: str, second_id: str, reason: str) -> str:
    """Say that two records that look alike are not the same, and why; returns the judgement's id. Raises REASON_MISSING, OP_NOT_ALLOWED."""
    if len(reason.strip()) < LEAST_REASON:
        raise problems.REASON_MISSING()
    if not may(ws.user.role, "write", "judgement", "general"):
        raise problems.OP_NOT_ALLOWED()
    first, second = sorted((first_id, second_id))
    kind = nouns.Household if entity == "household" else nouns.Person
    with ws.transaction() as act:
        about = act.get(kind, first)
        made = nouns.Judgement(
            id=new_id(), root_id=about.root_id, region_id=about.region_id, bucket_class=about.bucket_class, entity=entity,
            first_id=first, second_id=second, verdict="different", reason=reason.strip(),
        )  # fmt: skip
        return act.add(made).id


def take_back(ws: Workspace, judgement_id: str) -> None:
    """Take a judgement back: the pair may be found again."""
    with ws.transaction() as act:
        act.delete(nouns.Judgement, judgement_id)


def judged(ws: Workspace, row_ids: list[str]) -> set[tuple[str, str]]:
    """Return the pairs, ids sorted, said to be different, of which one is among these."""
    with ws.reading() as con:
        return suspects.judged_with(con, row_ids)


__all__ = ["PairCard", "Pairs", "differ", "judged", "look_for_pairs", "pairs", "take_back", "waiting"]
