"""Families of a sheet become records here: new ones made, known ones joined and, where asked, changed; what an instrument asked is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.language import _
from fieldapp.services.import_differences import Differing
from fieldapp.services.import_known import Family
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson
from fieldapp.store import imports as kept
from fieldapp.store.imports import Pile

if TYPE_CHECKING:
    from fieldapp.services.import_doubts import Doubt
    from fieldapp.services.import_plan import Choices
    from fieldapp.services.import_steps import Progress
    from fieldapp.store.rows import Connection, Kept

EVERY = 50  # families between two looks at who may have cancelled
_OWN = frozenset(f.name for f in fields(nouns.Person)) & frozenset(f.name for f in fields(IncomingPerson))
BEFORE = "before"  # the format of the notes that hold what stood before a sheet changed it


@dataclass(slots=True)
class Counted:
    """What has become of a sheet so far. ``kept`` counts every record made."""

    households: int = 0
    persons: int = 0
    known_households: int = 0
    known_persons: int = 0
    added_members: int = 0
    changed: int = 0
    waiting: int = 0
    answers: int = 0
    enrolments: int = 0
    dwellings: int = 0


def keep_household(pile: Pile, home: IncomingHousehold, members: Sequence[IncomingPerson], batch_id: str | None) -> tuple[str, list[str]]:
    """Keep a new family with its house and these members; returns its id and theirs."""
    household_id, dwelling_id = new_id(), new_id()
    ids = [new_id() for _member in members]
    head = next((i for i, member in zip(ids, members, strict=True) if member.relation == "1"), ids[0] if ids else None)
    place: dict[str, Any] = {"address": home.address, "hamlet": home.hamlet, "rt": home.rt, "rw": home.rw}
    pile.add(
        nouns.Dwelling(id=dwelling_id, root_id=dwelling_id, region_id=home.region_id, latitude=home.latitude, longitude=home.longitude,
                       household_ids=(household_id,), batch_id=batch_id, **place)
    )  # fmt: skip
    pile.add(
        nouns.Household(id=household_id, root_id=household_id, region_id=home.region_id, kk=home.kk or None, head_id=head, dwelling_id=dwelling_id,
                        basis="e", batch_id=batch_id, **place)
    )  # fmt: skip
    return household_id, keep_members(pile, household_id, home.region_id, members, batch_id, ids)


def keep_members(
    pile: Pile, household_id: str, region_id: str, members: Sequence[IncomingPerson], batch_id: str | None, ids: Sequence[str] = ()
) -> list[str]:
    """Keep these people as members of a family; returns their ids."""
    made = list(ids) or [new_id() for _member in members]
    for person_id, member in zip(made, members, strict=True):
        told: dict[str, Any] = {name: getattr(member, name) or None for name in _OWN}
        pile.add(nouns.Person(id=person_id, root_id=person_id, region_id=region_id, household_id=household_id, batch_id=batch_id, **told))
    return made


def settle_doubts(con: Connection, families: Sequence[Family], found: Sequence[Doubt], choices: Choices) -> tuple[list[Family], int]:
    """Let the choices decide who a row is that looks like someone here; returns the families to take in and how many rows wait.

    A row left out keeps its whole new family out; in a known family only that row waits.
    """
    decided = {doubt.place: (choices.about(doubt), doubt) for doubt in found}
    same = {doubt.person_id for told, doubt in decided.values() if told == "same"}
    people = {row.id: row for row in kept.people_by_id(con, same)}
    homes = {row.id: row for row in kept.families_by_id(con, kept.standing(con, (row.household_id for row in people.values())).values())}
    taken, waiting = [], 0
    for family in families:
        for row in family.fresh:
            told, doubt = decided.get(row.person.place, ("new", None))
            if told == "same" and doubt is not None and doubt.person_id in people:
                row.here = people[doubt.person_id]
                there = homes.get(row.here.household_id)
                if family.here is None and there is not None and (not family.home.kk or not there.kk or there.kk == family.home.kk):
                    family.here = there
        left = [row for row in family.fresh if decided.get(row.person.place, ("new", None))[0] == "skip"]
        if left and family.here is None:
            waiting += len(family.people)
            continue
        waiting += len(left)
        family.people = [row for row in family.people if all(row is not one for one in left)]
        taken.append(family)
    return taken, waiting


@dataclass(slots=True)
class Keeper:
    """Takes the families of one sheet in, within one transaction; each family is one act, so that the office never gets half of it."""

    pile: Pile
    batch_id: str
    form: str
    day: str
    counted: Counted

    def families(self, families: Sequence[Family], found: Sequence[Differing], choices: Choices, step: Progress) -> None:
        """Keep every family; ``step`` is told (done, total) and may raise to cancel."""
        told = self._told_before(families)
        changes = _chosen(found, choices)
        stands = self._stand(changes.values())
        deciles = self._deciles(families)
        for done, family in enumerate(families):
            if done % EVERY == 0:
                step(done, len(families))
            self.pile.act.next_act()
            self._family(family, told, deciles)
            for row in family.people:
                self._change(changes.get(row.person.place, ()), stands)
        self.pile.write()
        step(len(families), len(families))

    def _family(self, family: Family, told: Mapping[str, Any], deciles: Mapping[str, str]) -> None:
        fresh = [row.person for row in family.fresh]
        known = [row for row in family.people if row.here is not None]
        self.counted.known_persons += len(known)
        if family.here is not None:
            home_id, region_id = family.here.id, family.here.region_id
            ids = keep_members(self.pile, home_id, region_id, fresh, self.batch_id)
            self.counted.known_households += 1
            self.counted.added_members += len(ids)
        elif fresh:
            home_id, ids = keep_household(self.pile, family.home, fresh, self.batch_id)
            region_id = family.home.region_id
            self.counted.households += 1
            self.counted.persons += len(ids)
        else:
            home_id, region_id, ids = (known[0].here.household_id if known and known[0].here else ""), family.home.region_id, []
        if self.form and home_id:
            self._answers(family, home_id, region_id, dict(zip((person.place for person in fresh), ids, strict=True)), told)
        if family.home.desil and home_id and deciles.get(home_id) != family.home.desil:
            self._desil(family.home.desil, home_id, region_id)

    def _answers(self, family: Family, home_id: str, region_id: str, made: Mapping[Any, str], told: Mapping[str, Any]) -> None:
        self._answer("household", home_id, home_id, region_id, family.home.answers, told)
        for row in family.people:
            subject = made.get(row.person.place) or (row.here.id if row.here else "")
            self._answer("person", subject, home_id, region_id, row.person.answers, told)

    def _answer(self, kind: str, subject: str, home_id: str, region_id: str, answers: Mapping[str, str], told: Mapping[str, Any]) -> None:
        before = told.get(subject)
        if not answers or not subject or (before is not None and before.answers == answers):
            return
        self.pile.add(
            nouns.Assessment(
                id=new_id(), root_id=home_id, region_id=region_id, household_id=home_id, subject_kind=kind, subject_id=subject, assessed_on=self.day,
                form=self.form, answers=dict(answers), replaces=before.id if before is not None else None, batch_id=self.batch_id,
            )
        )  # fmt: skip
        self.counted.answers += 1

    def _desil(self, value: str, home_id: str, region_id: str) -> None:
        self.pile.add(
            nouns.Desil(id=new_id(), root_id=home_id, region_id=region_id, household_id=home_id, value=value, dated=self.day,
                        source=_("Lembar impor"), batch_id=self.batch_id)
        )  # fmt: skip

    def _told_before(self, families: Sequence[Family]) -> dict[str, Any]:
        if not self.form:
            return {}
        here = [row.here.id for family in families for row in family.people if row.here]
        return dict(kept.answers_of(self.pile.act.con, self.form, [*here, *(family.here.id for family in families if family.here)]))

    def _deciles(self, families: Sequence[Family]) -> dict[str, str]:
        asked = [family.here.id for family in families if family.here and family.home.desil]
        return kept.deciles(self.pile.act.con, asked)

    def _stand(self, changes: Any) -> dict[str, Kept]:
        """Read the records that will be changed, a few questions for all."""
        wanted: dict[str, list[str]] = {}
        for some in changes:
            for one in some:
                wanted.setdefault(one.entity, []).append(one.row_id)
        return {row_id: row for entity, ids in wanted.items() for row_id, row in kept.kept_many(self.pile.act.con, entity, ids).items()}

    def _change(self, fields_: Sequence[Any], stands: dict[str, Kept]) -> None:
        """Change a record as chosen, and note what stood there, so that the import can be undone."""
        by_record: dict[tuple[str, str], dict[str, Any]] = {}
        for one in fields_:
            by_record.setdefault((one.entity, one.row_id), {})[one.field] = one.value
        for (entity, row_id), told in by_record.items():
            row = stands[row_id].row
            if "nik" in told and row.data.get("no_nik_reason"):
                told["no_nik_reason"] = None
            before = {name: row.data.get(name) for name in told}
            op, stands[row_id] = self.pile.record(entity, row_id, "put", told, stands[row_id])
            self.pile.add(
                nouns.ImportBatch(id=new_id(), root_id=row_id, region_id=row.bucket[0], format=BEFORE, batch_id=self.batch_id,
                                  told={"entity": entity, "row": row_id, "op": op.op, "before": before})
            )  # fmt: skip
            self.counted.changed += 1


def _chosen(found: Sequence[Differing], choices: Choices) -> dict[Any, list[Any]]:
    """Return by row what the choices let the sheet change."""
    told: dict[Any, list[Any]] = {}
    for one in found:
        wanted = [field for field in one.fields if field.may_change and ((choices.fill and field.fills) or field.group in choices.change)]
        if wanted:
            told[one.place] = wanted
    return told
