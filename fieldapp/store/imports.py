"""What an import asks of the file and puts into it: many records by a few statements, who is here by number, batches, remembered columns."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldapp.domain import nouns
from fieldapp.domain.merge import replay
from fieldapp.domain.moments import moment, zone_of
from fieldapp.domain.ops import Bucket, Op, sign
from fieldapp.store import aliases, rows
from fieldapp.store.likeness import Candidate, candidate, people
from fieldapp.store.rows import Connection, Found, Kept
from fieldapp.store.tables import (
    SYNCED,
    assessment,
    card,
    colleague,
    desil,
    dwelling,
    household,
    import_batch,
    mapping,
    outbox,
    person,
    programme,
    shadow,
)
from fieldapp.store.transaction import Transaction

CHUNK = 800
AT_ONCE = 500  # records written by one statement


class Pile:
    """Records gathered within a transaction and written many at once: the same rows, and the same signed changes, as one by one."""

    def __init__(self, act: Transaction) -> None:
        """Gather for this transaction; what is gathered goes out under the act it was gathered in."""
        self.act = act
        self._rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._shadows: list[dict[str, Any]] = []
        self._sent: list[dict[str, Any]] = []

    def add(self, noun: nouns.Noun) -> None:
        """Keep a new record; who made it, when and its short code are filled in here."""
        entity = nouns.ENTITY_OF[type(noun)]
        told = {name: getattr(noun, name) for name in nouns.field_names(entity)}
        told |= {
            "created_by": self.act.author.user_id, "created_at": moment(self.act.author.clock.now()), "zone": zone_of(noun.region_id),
            "code": self.act._next_code(),  # noqa: SLF001 - the other door of the same house
        }  # fmt: skip
        told = {name: list(value) if isinstance(value, tuple) else value for name, value in told.items() if value not in (None, (), {})}
        self.record(entity, noun.id, "put", told, None, root=noun.root_id, bucket=(noun.region_id, noun.bucket_class))

    def record(
        self,
        entity: str,
        row_id: str,
        kind: str,
        told: Mapping[str, Any],
        kept: Kept | None,
        *,
        root: str = "",
        bucket: Bucket | None = None,
    ) -> tuple[Op, Kept]:
        """Change a record that stands as ``kept`` (None: there is none); returns the op, and how the record stands after it."""
        row = kept.row if kept else None
        root, bucket = (row.root, row.bucket) if row else (root, bucket or ("00", "reference"))
        op = self.act._op(entity, row_id, kind, told, row, root, bucket, None)  # noqa: SLF001 - as above
        if kept is None or kept.pending == 0:
            self._shadows.append(_shadow(entity, row_id, kept, op))
        after = Kept(replay(row, op, nouns.policies_of(entity)), kept.seq if kept else 0, (kept.pending if kept else 0) + 1)
        self._rows[entity].append(rows.values_of(entity, row_id, after.row, after.seq, after.pending))
        self._send(op, entity, row_id)
        home = row_id if entity == "household" else after.row.data.get("household_id")
        if home:
            self.act.touched.add(home)
        if len(self._sent) >= AT_ONCE:
            self.write()
        return op, after

    def _send(self, op: Op, entity: str, row_id: str) -> None:
        signed = sign(op, self.act.author.device_id, self.act.author.key)
        self._sent.append({
            "op": op.op, "act": op.act, "entity": entity, "row_id": row_id, "root": op.root, "raw": signed.raw, "signature": signed.signature,
            "device": signed.device, "state": "waiting", "made_at": op.at,
        })  # fmt: skip
        self.act.written.append(json.dumps(signed.told()).encode())

    def write(self) -> None:
        """Write what is gathered; call it once more at the end."""
        for entity, values in self._rows.items():
            rows.write_many(self.act.con, entity, values)
        if self._shadows:
            insert = upsert(shadow)
            put = {name: insert.excluded[name] for name in self._shadows[0] if name not in ("entity", "row_id")}
            self.act.con.execute(insert.on_conflict_do_update(index_elements=["entity", "row_id"], set_=put), self._shadows)
        if self._sent:
            self.act.con.execute(sa.insert(outbox), self._sent)
        self._rows, self._shadows, self._sent = defaultdict(list), [], []


def _shadow(entity: str, row_id: str, kept: Kept | None, op: Op) -> dict[str, Any]:
    region, cls = kept.row.bucket if kept else op.bucket
    return {
        "entity": entity, "row_id": row_id, "known": kept is not None, "root_id": op.root, "region_id": region, "bucket_class": cls,
        "data": kept.row.data if kept else {}, "tags": kept.row.tags if kept else {}, "seq": kept.seq if kept else 0,
    }  # fmt: skip


def kept_many(con: Connection, entity: str, ids: Iterable[str]) -> dict[str, Kept]:
    """Return these records as they stand, by id; the bin too."""
    table = SYNCED[entity]
    return {
        row.id: rows.kept_from(entity, row) for some in _chunks(ids) for row in con.execute(sa.select(table).where(table.c.id.in_(some)))
    }


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    listed = list(dict.fromkeys(values))
    return (listed[start : start + CHUNK] for start in range(0, len(listed), CHUNK))


# Who is here


def people_by_nik(con: Connection, niks: Iterable[str]) -> dict[str, list[Found]]:
    """Return who stands here under these NIK, the record that stands for a merged one; the bin does not count."""
    told: list[tuple[str, str]] = []
    for some in _chunks(niks):
        query = sa.select(person.c.nik, person.c.id).where(person.c.nik.in_(some), ~person.c.deleted).order_by(person.c.id)
        told += [(row.nik, row.id) for row in con.execute(query)]
    stands = aliases.upward(con, "person", (row_id for _nik, row_id in told)) if told else {}
    people = {row.id: row for row in people_by_id(con, stands.values())}
    found: dict[str, list[Found]] = defaultdict(list)
    for nik, row_id in told:
        row = people.get(stands[row_id])
        if row is not None and all(row.id != one.id for one in found[nik]):
            found[nik].append(row)
    return found


def people_by_id(con: Connection, ids: Iterable[str]) -> list[Found]:
    """Return these people that are not in the bin."""
    return [row for some in _chunks(ids) for row in con.execute(sa.select(person).where(person.c.id.in_(some), ~person.c.deleted))]


def people_in(con: Connection, household_ids: Iterable[str]) -> dict[str, list[Found]]:
    """Return the members of these families, those of families merged into them too, by the family that stands."""
    homes = list(dict.fromkeys(household_ids))
    owner = {row_id: home for home, below in aliases.downward(con, "household", homes).items() for row_id in below}
    found: dict[str, list[Found]] = defaultdict(list)
    for some in _chunks(owner):
        query = sa.select(person).where(person.c.household_id.in_(some), ~person.c.deleted, person.c.merged_into.is_(None))
        for row in con.execute(query.order_by(person.c.id)):
            found[owner[row.household_id]].append(row)
    return found


def families_by_kk(con: Connection, kks: Iterable[str]) -> dict[str, Found]:
    """Return the families that stand here under these KK; the bin does not count."""
    told: dict[str, str] = {}
    for some in _chunks(kks):
        query = sa.select(household.c.kk, household.c.id).where(household.c.kk.in_(some), ~household.c.deleted).order_by(household.c.id)
        for row in con.execute(query):
            told.setdefault(row.kk, row.id)
    stands = aliases.upward(con, "household", told.values()) if told else {}
    homes = {row.id: row for row in families_by_id(con, stands.values())}
    return {kk: homes[stands[row_id]] for kk, row_id in told.items() if stands[row_id] in homes}


def families_by_id(con: Connection, ids: Iterable[str]) -> list[Found]:
    """Return these families that are not in the bin."""
    return [row for some in _chunks(ids) for row in con.execute(sa.select(household).where(household.c.id.in_(some), ~household.c.deleted))]


def standing(con: Connection, ids: Iterable[str], *, entity: str = "household") -> dict[str, str]:
    """Return for each of these families, or people, the one that stands for it."""
    wanted = {row_id for row_id in ids if row_id}
    return aliases.upward(con, entity, wanted) if wanted else {}


def points_of(con: Connection, dwelling_ids: Iterable[str]) -> dict[str, Found]:
    """Return these houses by their id."""
    return {row.id: row for some in _chunks(dwelling_ids) for row in con.execute(sa.select(dwelling).where(dwelling.c.id.in_(some)))}


def namesakes(con: Connection, days: Iterable[str]) -> list[Found]:
    """Return ``id``, ``household_id``, ``name``, ``nik``, ``birth_date`` of the people born on these days."""
    columns = (person.c.id, person.c.household_id, person.c.name, person.c.nik, person.c.birth_date)
    living = (~person.c.deleted, person.c.merged_into.is_(None))
    return [
        row
        for some in _chunks(days)
        for row in con.execute(sa.select(*columns).where(person.c.birth_date.in_(some), *living).order_by(person.c.id))
    ]


def candidates_in(con: Connection, regions: Sequence[str], ids: Iterable[str]) -> Iterator[Candidate]:
    """Yield everyone of these villages, and these people of elsewhere, ready to be compared."""
    for region_id in regions:
        yield from (candidate(row) for row in con.execute(people().where(card.c.region_id == region_id)))
    for some in _chunks(ids):
        yield from (candidate(row) for row in con.execute(people().where(person.c.id.in_(some))))


# What instruments told


def answers_of(con: Connection, form: str, subjects: Iterable[str]) -> dict[str, Found]:
    """Return the newest answers of an instrument about each of these subjects."""
    found: dict[str, Found] = {}
    homes = _families_of(con, subjects)
    for some in _chunks(homes):
        query = sa.select(assessment).where(assessment.c.household_id.in_(some), assessment.c.form == form, ~assessment.c.deleted)
        for row in con.execute(query.order_by(assessment.c.id)):
            found[row.subject_id] = row
    return found


def _families_of(con: Connection, subjects: Iterable[str]) -> list[str]:
    """Return the families by whom answers about families and people are found: only there an index leads."""
    listed = list(dict.fromkeys(subjects))
    homes = dict.fromkeys(listed)
    for some in _chunks(listed):
        homes |= dict.fromkeys(con.execute(sa.select(person.c.household_id).where(person.c.id.in_(some))).scalars())
    return [home for home in homes if home]


def told_in(con: Connection, form: str, region_id: str) -> list[Found]:
    """Return the newest answers of an instrument about every subject of an area, in the order they were first kept."""
    inside = sa.or_(assessment.c.region_id == region_id, assessment.c.region_id.like(f"{region_id}.%"))
    query = sa.select(assessment).where(assessment.c.form == form, ~assessment.c.deleted)
    query = query if region_id == "00" else query.where(inside)
    newest: dict[str, Found] = {}
    for row in con.execute(query.order_by(assessment.c.id)):
        newest[row.subject_id] = row  # keeps the place of the first
    return list(newest.values())


def families_by_answer(con: Connection, form: str, question: str, values: Iterable[str], region_id: str) -> dict[str, str]:
    """Return the family by what an instrument was answered at one question about a family or one of its people: answer -> family."""
    wanted = set(values)
    found: dict[str, str] = {}
    for row in told_in(con, form, region_id):
        told = (row.answers or {}).get(question)
        if told in wanted and row.household_id:
            found.setdefault(told, row.household_id)
    stands = aliases.upward(con, "household", found.values()) if found else {}
    return {told: stands[home] for told, home in found.items()}


def deciles(con: Connection, household_ids: Iterable[str]) -> dict[str, str]:
    """Return the newest decile told of each of these families."""
    found: dict[str, str] = {}
    for some in _chunks(household_ids):
        query = sa.select(desil.c.household_id, desil.c.value).where(desil.c.household_id.in_(some), ~desil.c.deleted)
        found |= {row.household_id: row.value for row in con.execute(query.order_by(desil.c.dated, desil.c.id))}
    return found


# Programmes


def programmes(con: Connection) -> Sequence[Found]:
    """Return the aid programmes, the newest first."""
    return con.execute(sa.select(programme).where(~programme.c.deleted).order_by(programme.c.id.desc())).all()


def enrolments(con: Connection, programme_id: str) -> Sequence[Found]:
    """Return who is named in a programme, in the order of its sheet."""
    table = SYNCED["enrolment"]
    return con.execute(sa.select(table).where(table.c.programme_id == programme_id, ~table.c.deleted).order_by(table.c.id)).all()


# Batches


def batches(con: Connection, *, file_sha: str | None = None, batch_id: str | None = None, limit: int = 100) -> Sequence[Found]:
    """Return imports with ``by_name``, the newest first: all, or those of one file, or one; not the notes of what they changed."""
    query = sa.select(import_batch, colleague.c.name.label("by_name")).outerjoin(colleague, colleague.c.id == import_batch.c.created_by)
    query = query.where(~import_batch.c.deleted, import_batch.c.batch_id.is_(None))
    if file_sha is not None:
        query = query.where(import_batch.c.file_sha == file_sha)
    if batch_id is not None:
        query = query.where(import_batch.c.id == batch_id)
    return con.execute(query.order_by(import_batch.c.id.desc()).limit(limit)).all()


def records_of(con: Connection, batch_id: str) -> dict[str, list[Found]]:
    """Return the records that came with an import and are not in the bin, by noun."""
    told = {}
    for entity, table in SYNCED.items():
        found = con.execute(sa.select(table).where(table.c.batch_id == batch_id, ~table.c.deleted).order_by(table.c.id)).all()
        if found:
            told[entity] = list(found)
    return told


def hanging(con: Connection, batch_id: str, household_ids: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return what was written for these families since and by no part of the import, as (noun, id, family)."""
    told: list[tuple[str, str, str]] = []
    nouns_of_families = [entity for entity, table in SYNCED.items() if "household_id" in table.c]
    for some in _chunks(household_ids):
        for entity in nouns_of_families:
            table = SYNCED[entity]
            other = sa.or_(table.c.batch_id.is_(None), table.c.batch_id != batch_id)
            query = sa.select(table.c.id, table.c.household_id).where(table.c.household_id.in_(some), other, ~table.c.deleted)
            told += [(entity, row.id, row.household_id) for row in con.execute(query)]
    return told


# Remembered columns


def mapping_for(con: Connection, headings: str) -> Found | None:
    """Return how a table with these headings (their SHA-256) was read last time, or None."""
    return con.execute(sa.select(mapping).where(mapping.c.headings == headings)).one_or_none()


def keep_mapping(con: Connection, headings: str, form: str, told: Mapping[str, Any], at: str) -> None:
    """Remember how a table with these headings is read."""
    insert = upsert(mapping).values(headings=headings, format=form, told=dict(told), used_at=at)
    put = {name: insert.excluded[name] for name in ("format", "told", "used_at")}
    con.execute(insert.on_conflict_do_update(index_elements=["headings"], set_=put))
