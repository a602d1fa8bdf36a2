"""Lines of a sheet about people who should be here already: recipients of aid, who lives under one roof, a supplement list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nik as numbers
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.name_likeness import compare_names
from fieldapp.domain.names import fold
from fieldapp.domain.roles import covers
from fieldapp.services.import_families import BEFORE, Counted
from fieldapp.services.incoming import IncomingLine, IncomingSheet, Place, WrongRow
from fieldapp.services.regions import region_name
from fieldapp.store import imports as kept

if TYPE_CHECKING:
    from fieldapp.services.import_steps import Progress
    from fieldapp.store.imports import Pile
    from fieldapp.store.rows import Connection, Found, Kept

RTM_FORM, RTM_NUMBER = "rtm@1", "NOMOR RUMAH TANGGA"
PERSON, FAMILY, HOUSE = "1", "2", "3"  # who a programme is for: penduduk, keluarga, rumah tangga
HEAD = "1"
_EVERY = 200
_SURE = frozenset({"same", "near"})


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a line means. ``kind`` is "person" or "household"; ``known``: this is kept here already and will not be kept twice."""

    line: IncomingLine
    kind: str
    subject_id: str
    household_id: str
    region_id: str
    name: str
    known: bool = False


@dataclass(frozen=True, slots=True)
class LinePlan:
    """What would become of a list: ``found`` would be kept, ``likely`` has to be confirmed by a person, ``wrong`` names nobody here."""

    found: tuple[Match, ...]
    likely: tuple[Match, ...]
    wrong: tuple[WrongRow, ...]
    programme_id: str | None = None  # of the programme that is here already

    @property
    def new(self) -> tuple[Match, ...]:
        """The lines that are not here yet."""
        return tuple(match for match in self.found if not match.known)


@dataclass(frozen=True, slots=True)
class _Here:
    """Everyone the lines of a list could mean, read at once."""

    people: dict[str, list[Found]]
    families: dict[str, Found]
    houses: dict[str, str]
    homes: dict[str, Found]
    born: dict[str, list[Found]]


def planned(con: Connection, sheet: IncomingSheet, chosen: Mapping[Place, str]) -> LinePlan:
    """Say whom each line means; ``chosen`` names by its place whom a person has pointed out, for a programme of families also a family."""
    here = _here(con, sheet, chosen)
    found: list[Match] = []
    likely: list[Match] = []
    wrong: list[WrongRow] = []
    for line in sheet.lines:
        told = _meant(line, sheet, here, chosen.get(line.place))
        if isinstance(told, WrongRow):
            wrong.append(told)
        else:
            (found if told[1] else likely).append(told[0])
    once, twice = _once(found)
    programme = programme_of(con, sheet) if sheet.programme else None
    known = _known(con, sheet, once, programme)
    told_known = tuple(_with_known(match, known) for match in once)
    return LinePlan(told_known, tuple(likely), (*wrong, *twice), programme.id if programme is not None else None)


def _with_known(match: Match, known: set[tuple[str, str]]) -> Match:
    return replace(match, known=(match.subject_id, _print(match.line)) in known or (match.subject_id, "") in known)


def _once(found: Iterable[Match]) -> tuple[list[Match], list[WrongRow]]:
    """Part the second line about the same one from the first."""
    first: dict[str, Match] = {}
    twice = []
    for match in found:
        seen = first.setdefault(match.subject_id, match)
        if seen is not match:
            twice.append(WrongRow(match.line.place, match.name, (problems.ROW_TWICE(row=seen.line.place[1]).sentence,)))
    return list(first.values()), twice


def _print(line: IncomingLine) -> str:
    return "\n".join(f"{name}\t{text}" for name, text in sorted(line.cells.items()))


def _known(con: Connection, sheet: IncomingSheet, found: Sequence[Match], programme: Found | None) -> set[tuple[str, str]]:
    """Return what is here already: who is named in the programme, or the very answers of a line."""
    if sheet.programme is not None:
        return {(row.subject_id, "") for row in kept.enrolments(con, programme.id)} if programme is not None else set()
    told = kept.answers_of(con, sheet.form, (match.household_id for match in found))
    return {(subject, "\n".join(f"{name}\t{text}" for name, text in sorted((row.answers or {}).items()))) for subject, row in told.items()}


def programme_of(con: Connection, sheet: IncomingSheet) -> Found | None:
    """Return the programme of a sheet that is here already: by its number, else by name and first day."""
    told = sheet.programme
    if told is None:
        return None
    for row in kept.programmes(con):
        same_number = bool(told.number) and row.number == told.number
        same_name = fold(row.name or "") == fold(told.name) and (row.starts_on or "") == _day(told.starts_on)
        if same_number or (same_name and not (told.number and row.number)):
            return row
    return None


def _day(text: str) -> str:
    return text if len(text) == len("2026-11-23") and text[4] == "-" else ""


def _here(con: Connection, sheet: IncomingSheet, chosen: Mapping[Place, str]) -> _Here:
    digits = {text for line in sheet.lines for text in (line.subject, line.nik) if len(text) == numbers.LENGTH}
    by_nik = kept.people_by_nik(con, digits)
    families = kept.families_by_kk(con, digits)
    groups = {line.subject for line in sheet.lines} if sheet.programme and sheet.programme.target == HOUSE else set()
    houses = kept.families_by_answer(con, RTM_FORM, RTM_NUMBER, groups, sheet.region_id) if groups else {}
    pointed = {row.id: [row] for row in kept.people_by_id(con, chosen.values())}
    ids = [*houses.values(), *chosen.values(), *(row.household_id for rows in (*by_nik.values(), *pointed.values()) for row in rows)]
    stands = kept.standing(con, ids)
    homes = {row.id: row for row in kept.families_by_id(con, stands.values())}
    homes |= {row_id: homes[into] for row_id, into in stands.items() if into in homes}
    homes |= {row.id: row for row in families.values()}
    unknown = [line for line in sheet.lines if line.name and line.birth_date and not by_nik.get(line.nik) and not by_nik.get(line.subject)]
    born: dict[str, list[Found]] = defaultdict(list)
    for row in kept.namesakes(con, (line.birth_date for line in unknown)):
        born[row.birth_date].append(row)
    names = {row.household_id for rows in born.values() for row in rows}
    homes |= {row.id: row for row in kept.families_by_id(con, names - homes.keys())}
    return _Here(by_nik | pointed, families, houses, homes, born)


def _meant(line: IncomingLine, sheet: IncomingSheet, here: _Here, chosen: str | None) -> WrongRow | tuple[Match, bool]:
    """Return whom a line means and whether that is sure, or why it means nobody."""
    target = sheet.programme.target if sheet.programme else ""
    if chosen is not None:
        return _pointed(line, here, chosen, target)
    family = here.families.get(line.subject) if target != PERSON else None
    family = family or (here.homes.get(here.houses[line.subject]) if line.subject in here.houses else None)
    if family is not None:
        return Match(line, "household", family.id, family.id, family.region_id, line.name or _head(family, here)), True
    people = here.people.get(line.nik) or here.people.get(line.subject) or []
    if people:
        same = next((row for row in people if not line.name or compare_names(line.name, row.name or "").verdict != "other"), None)
        if same is None:
            told = problems.NIK_ELSEWHERE(
                nik=numbers.mask(people[0].nik), name=people[0].name or "–", place=region_name(people[0].region_id)
            )
            return WrongRow(line.place, line.name, (told.sentence,))
        return _person(line, same, here, target), True
    likely = [row for row in here.born.get(line.birth_date, ()) if compare_names(line.name, row.name or "").verdict in _SURE]
    near = next((row for row in likely if _within(here, row, sheet.region_id)), None)
    return (_person(line, near, here, target), False) if near is not None else _nobody(line)


def _pointed(line: IncomingLine, here: _Here, chosen: str, target: str) -> WrongRow | tuple[Match, bool]:
    """Return whom a person pointed out: someone here, or where aid is for families one of them."""
    picked = here.people.get(chosen)
    if picked:
        return _person(line, picked[0], here, target), True
    home = here.homes.get(chosen) if target in (FAMILY, HOUSE) else None
    if home is None:
        return _nobody(line)
    return Match(line, "household", home.id, home.id, home.region_id, line.name or _head(home, here)), True


def _within(here: _Here, row: Found, region_id: str) -> bool:
    home = here.homes.get(row.household_id)
    return home is not None and covers(region_id, home.region_id)


def _head(family: Found, here: _Here) -> str:
    return next((row.name for rows in here.people.values() for row in rows if row.id == family.head_id), None) or "–"


def _person(line: IncomingLine, row: Found, here: _Here, target: str) -> Match:
    home = here.homes.get(row.household_id)
    home_id, region_id = (home.id, home.region_id) if home is not None else (row.household_id, "")
    if target in (FAMILY, HOUSE):
        return Match(line, "household", home_id, home_id, region_id, row.name or "–")
    return Match(line, "person", row.id, home_id, region_id, row.name or "–")


def _nobody(line: IncomingLine) -> WrongRow:
    subject = line.subject or line.nik
    shown = numbers.mask(subject) if len(subject) == numbers.LENGTH else subject or line.name or "–"
    return WrongRow(line.place, line.name, (problems.SUBJECT_UNKNOWN(subject=shown).sentence,))


# Keeping them


def keep_lines(pile: Pile, sheet: IncomingSheet, told: LinePlan, batch_id: str, day: str, counted: Counted, step: Progress) -> None:
    """Keep the lines that are not here yet: as recipients of the programme, or as answers, and people of one roof under one roof."""
    counted.known_persons += len(told.found) - len(told.new)
    programme_id = _programme(pile, sheet, told, batch_id) if sheet.programme else ""
    stood = kept.answers_of(pile.act.con, sheet.form, (match.household_id for match in told.new)) if sheet.form else {}
    for done, match in enumerate(told.new):
        if done % _EVERY == 0:
            step(done, len(told.new))
        pile.act.next_act()
        common: dict[str, Any] = {
            "id": new_id(), "root_id": match.household_id, "region_id": match.region_id, "household_id": match.household_id, "subject_kind": match.kind,
            "subject_id": match.subject_id, "batch_id": batch_id,
        }  # fmt: skip
        if programme_id:
            pile.add(nouns.Enrolment(programme_id=programme_id, card_no=match.line.card_no or None, told=dict(match.line.cells), **common))
            counted.enrolments += 1
        else:
            before = stood.get(match.subject_id)
            pile.add(
                nouns.Assessment(assessed_on=day, form=sheet.form, answers=dict(match.line.cells), replaces=before.id if before is not None else None, **common)
            )  # fmt: skip
            counted.answers += 1
    pile.write()
    if sheet.form == RTM_FORM:
        _Roofs(pile, batch_id, counted).share(told.found)
    step(len(told.new), len(told.new))


def _programme(pile: Pile, sheet: IncomingSheet, told: LinePlan, batch_id: str) -> str:
    if told.programme_id:
        return told.programme_id
    new = sheet.programme
    assert new is not None, "asked only for sheets of aid"
    programme_id = new_id()
    pile.act.next_act()
    pile.add(
        nouns.Programme(
            id=programme_id, root_id=programme_id, region_id=sheet.region_id, bucket_class="reference", name=new.name or None, number=new.number or None,
            target=new.target or None, source=new.source or None, note=new.note or None, starts_on=_day(new.starts_on) or None,
            ends_on=_day(new.ends_on) or None, batch_id=batch_id,
        )
    )  # fmt: skip
    return programme_id


@dataclass(slots=True)
class _Roofs:
    """Brings the families of one household number under one roof, and notes what stood before."""

    pile: Pile
    batch_id: str
    counted: Counted

    def share(self, found: Sequence[Match]) -> None:
        """Let the families of each number share the house of the one who leads it."""
        groups: dict[str, list[Match]] = defaultdict(list)
        for match in found:
            groups[match.line.group].append(match)
        con = self.pile.act.con
        homes = kept.kept_many(con, "household", (match.household_id for match in found))
        houses = kept.kept_many(
            con, "dwelling", (home.row.data["dwelling_id"] for home in homes.values() if home.row.data.get("dwelling_id"))
        )
        for group in groups.values():
            families = list(dict.fromkeys(match.household_id for match in sorted(group, key=lambda match: match.line.relation != HEAD)))
            if len(families) > 1:
                self.pile.act.next_act()
                self._under_one(families, homes, houses)
        self.pile.write()

    def _under_one(self, families: Sequence[str], homes: dict[str, Kept], houses: dict[str, Kept]) -> None:
        roofs = [homes[home].row.data.get("dwelling_id") for home in families]
        roof = next((one for one in roofs if one in houses), None)
        if roof is None or all(one == roof for one in roofs):
            return
        moving = [home for home, one in zip(families, roofs, strict=True) if one != roof]
        self._elements("add", roof, moving, houses)
        for home in moving:
            before = homes[home].row.data.get("dwelling_id")
            if before in houses and home in (houses[before].row.data.get("household_ids") or ()):
                self._elements("remove", before, [home], houses)
            op, homes[home] = self.pile.record("household", home, "put", {"dwelling_id": roof}, homes[home])
            self._note(homes[home].row.bucket[0], {"entity": "household", "row": home, "op": op.op, "before": {"dwelling_id": before}})
        self.counted.dwellings += 1

    def _elements(self, kind: str, roof: str, families: Sequence[str], houses: dict[str, Kept]) -> None:
        _op, houses[roof] = self.pile.record("dwelling", roof, kind, {"household_ids": sorted(families)}, houses[roof])
        self._note(houses[roof].row.bucket[0], {"entity": "dwelling", "row": roof, kind: {"household_ids": sorted(families)}})

    def _note(self, region_id: str, told: dict[str, Any]) -> None:
        self.pile.add(
            nouns.ImportBatch(id=new_id(), root_id=told["row"], region_id=region_id, format=BEFORE, batch_id=self.batch_id, told=told)
        )
