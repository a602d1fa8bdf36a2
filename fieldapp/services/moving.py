"""People who go from one family to another, split off, come together, move away and come back; families that move to another village."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.codes import DUKCAPIL, codes
from fieldapp.domain.ids import new_id
from fieldapp.domain.roles import covers
from fieldapp.language import _
from fieldapp.services.checking import FieldNote, NewHousehold, check_home
from fieldapp.services.memberships import (
    AWAY,
    HEAD,
    Notes,
    check_day,
    check_left,
    check_relations,
    family_of,
    give_head,
    is_present,
    note_membership,
    person_of,
    present,
)
from fieldapp.services.regions import region_name
from fieldapp.services.registration import household_values, point_values, stop_on_errors
from fieldapp.store import drafts, moving

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection
    from fieldapp.store.transaction import Transaction

# What may bring people of one family into another.
REASONS = ("pisah_kk", "gabung_kk", "kawin", "cerai", "pindah_keluarga", "kembali", "koreksi")
MARRIED = "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Who goes where: ``to`` is a family's id, or a new family as typed (its head is the mover whose relation is 1).

    ``relations`` holds the SHDK code of everyone who comes, and of those left behind whose relation changes with a new head;
    ``heads`` the new head of each family that loses its own; ``marital`` Dukcapil's status of those whose own changes with it.
    """

    person_ids: tuple[str, ...]
    to: str | NewHousehold
    reason: str
    since: date
    relations: Mapping[str, str] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    marital: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def check_move(ws: Workspace, move: Move) -> Notes:
    """Return the note of every field that has one: "since", "to", "home.kk", "relation.<person>", "head.<family>" …; only errors stop.

    Raises PERSON_UNKNOWN and HOUSEHOLD_UNKNOWN.
    """
    with ws.reading() as con:
        people = [person_of(con, person_id) for person_id in dict.fromkeys(move.person_ids)]
        target = family_of(con, move.to) if isinstance(move.to, str) else None
        notes = check_day(ws, move.since, people) | _check_people(people, target) | _check_marital(people, move)
        for left in {p.household_id for p in people if p.household_id}:
            notes |= check_left(con, left, move.person_ids, move.heads, move.relations) | _check_emptied(con, left, people)
        notes |= _check_target(con, people, target, move)
    if move.reason not in REASONS:
        notes["reason"] = FieldNote("error", _("Pilih alasan pindah dari daftar."))
    region = target.region_id if target else move.to.region_id if isinstance(move.to, NewHousehold) else ""
    if target and not any(covers(prefix, region) for prefix in ws.user.regions):
        notes["to"] = FieldNote("error", problems.OUTSIDE_AREA(region=region_name(region)).sentence)
    if isinstance(move.to, NewHousehold):
        notes |= {f"home.{name}": note for name, note in check_home(ws, move.to, None, {p.nik for p in people if p.nik}).items()}
    return notes


def _check_people(people: list[nouns.Person], target: nouns.Household | None) -> Notes:
    notes: Notes = {} if people else {"person_ids": FieldNote("error", _("Belum ada anggota yang dipilih."))}
    for person in people:
        if not is_present(person):
            told = _("{name} tercatat meninggal atau pindah. Perbaiki statusnya dahulu.")
        elif target and person.household_id == target.id:
            told = _("{name} sudah anggota keluarga ini.")
        else:
            continue
        notes[f"person.{person.id}"] = FieldNote("error", told.format(name=person.name or "–"))
    return notes


def _check_marital(people: list[nouns.Person], move: Move) -> Notes:
    notes: Notes = {}
    for person in people:
        told = move.marital.get(person.id)
        if told is not None and told not in codes(DUKCAPIL, "status_kawin"):
            notes[f"marital.{person.id}"] = FieldNote("error", _("Pilih status kawin dari daftar."))
        elif told is None and move.reason in ("kawin", "cerai") and (person.marital == MARRIED) == (move.reason == "cerai"):
            said = _("Status kawin {name} belum disesuaikan. Periksa.").format(name=person.name or "–")
            notes[f"marital.{person.id}"] = FieldNote("warn", said)
    return notes


def _check_emptied(con: Connection, household_id: str, people: list[nouns.Person]) -> Notes:
    leaving = {p.id for p in people}
    if {row.id for row in present(con, household_id)} - leaving:
        return {}
    if drafts.live(con, household_id):
        told = _("Keluarga ini akan kosong, padahal masih ada draf kunjungan. Selesaikan atau hapus draf itu dahulu.")
        return {f"left.{household_id}": FieldNote("error", told)}
    told = _("Keluarga ini akan kosong. Catatannya disimpan di tempat sampah dan kunjungannya tetap dapat dibaca.")
    return {f"left.{household_id}": FieldNote("warn", told)}


def _check_target(con: Connection, people: list[nouns.Person], target: nouns.Household | None, move: Move) -> Notes:
    """Everyone who comes needs a relation there, and the family there exactly one head, who is never guessed."""
    coming = {person.id: move.relations.get(person.id, "") for person in people}
    heads = [person_id for person_id, code in coming.items() if code == HEAD]
    notes = check_relations({person_id: code for person_id, code in coming.items() if code != HEAD})
    if target is None:
        if len(heads) != 1:
            notes["head"] = FieldNote("error", _("Pilih satu kepala keluarga untuk keluarga baru."))
        return notes
    there = present(con, target.id)
    chosen = move.heads.get(target.id)
    if any(row.id == target.head_id for row in there) and not chosen:
        return notes | check_relations(dict.fromkeys(heads, HEAD))
    alone = {row.id for row in there} if not heads else set(heads) if len(heads) == 1 else set[str]()
    if not (chosen in alone if chosen else heads and alone):
        known = _names([*(row.name for row in there), *(person.name for person in people)])
        notes["head"] = FieldNote("error", problems.HEAD_NEEDED(known=known).sentence)
    if chosen:
        others = {row.id: move.relations.get(row.id, "") for row in there if row.id == target.head_id and row.id != chosen}
        notes |= check_relations(others)
    return notes


def _names(names: list[str | None]) -> str:
    return ", ".join(name or "–" for name in names)


def move_members(ws: Workspace, move: Move) -> str:
    """Bring people into another family, or a new one, in one act; returns the id of the family they came to.

    A family nobody is kept in any more goes to the bin, where it stays readable. Raises FieldProblems, PERSON_UNKNOWN, HOUSEHOLD_UNKNOWN.
    """
    stop_on_errors(check_move(ws, move))
    with ws.transaction() as act:
        people = [person_of(act.con, person_id) for person_id in dict.fromkeys(move.person_ids)]
        target = family_of(act.con, move.to) if isinstance(move.to, str) else _found_family(act, move.to, people, move)
        for person in people:
            _bring(act, person, target, move)
        for left in sorted({p.household_id for p in people if p.household_id} - {target.id}):
            _leave_behind(act, left, move)
        head = next((p.id for p in people if move.relations.get(p.id) == HEAD), None) or move.heads.get(target.id)
        if head:
            give_head(act, target.id, head, move.relations)
    return target.id


def _found_family(act: Transaction, new: NewHousehold, people: list[nouns.Person], move: Move) -> nouns.Household:
    head = next(p.id for p in people if move.relations.get(p.id) == HEAD)
    home_id, dwelling_id, values = new_id(), new_id(), household_values(new)
    _build_house(act, dwelling_id, home_id, new, values)
    return act.add(nouns.Household(id=home_id, root_id=home_id, region_id=new.region_id, head_id=head, dwelling_id=dwelling_id, **values))


def _build_house(act: Transaction, dwelling_id: str, household_id: str, new: NewHousehold, values: Mapping[str, Any]) -> None:
    place = {name: values[name] for name in ("address", "hamlet", "rt", "rw")}
    act.add(
        nouns.Dwelling(
            id=dwelling_id, root_id=dwelling_id, region_id=new.region_id, household_ids=(household_id,), **place, **point_values(new)
        )
    )


def _bring(act: Transaction, person: nouns.Person, target: nouns.Household, move: Move) -> None:
    relation = move.relations[person.id]
    changes = {"household_id": target.id, "relation": relation}
    if person.id in move.marital:
        changes["marital"] = move.marital[person.id]
    act.change(nouns.Person, person.id, changes)
    if person.household_id:
        act.touched.add(person.household_id)
    note_membership(act, person, to=target.id, left=person.household_id, relation=relation, since=move.since, reason=move.reason,
                    note=move.note, region_id=target.region_id)  # fmt: skip
    if person.root_id == person.id:
        moving.follow(act, [person.id], target.region_id)


def _leave_behind(act: Transaction, household_id: str, move: Move) -> None:
    home = family_of(act.con, household_id)
    if not moving.left_in(act.con, home.id):
        if home.dwelling_id and act.find(nouns.Dwelling, home.dwelling_id):
            act.remove_elements(nouns.Dwelling, home.dwelling_id, "household_ids", [home.id])
        act.delete(nouns.Household, home.id)
    elif move.heads.get(household_id):
        give_head(act, home.id, move.heads[household_id], move.relations)


def check_away(ws: Workspace, person_ids: tuple[str, ...], since: date, heads: Mapping[str, str], relations: Mapping[str, str]) -> Notes:
    """Return the notes of people moving out of reach; raises PERSON_UNKNOWN."""
    with ws.reading() as con:
        people = [person_of(con, person_id) for person_id in dict.fromkeys(person_ids)]
        notes = check_day(ws, since, people) | _check_people(people, None)
        for left in {p.household_id for p in people if p.household_id}:
            notes |= check_left(con, left, person_ids, heads, relations)
    return notes


def move_away(
    ws: Workspace, person_ids: tuple[str, ...], *, since: date, note: str = "", heads: Mapping[str, str] | None = None,
    relations: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Write down that people moved away (status 3); they stay to be seen in their family. ``note`` says whereto. Raises FieldProblems."""
    heads, relations = heads or {}, relations or {}
    stop_on_errors(check_away(ws, person_ids, since, heads, relations))
    with ws.transaction() as act:
        people = [person_of(act.con, person_id) for person_id in dict.fromkeys(person_ids)]
        for person in people:
            act.change(nouns.Person, person.id, {"status": AWAY})
            note_membership(
                act, person, to=None, left=person.household_id, relation=person.relation, since=since, reason="pindah_keluar", note=note
            )
        for left in sorted({p.household_id for p in people if p.household_id}):
            if heads.get(left):
                give_head(act, left, heads[left], relations)


def come_back(ws: Workspace, person_id: str, *, to: str, relation: str, since: date, note: str = "") -> None:
    """Write down that someone who had moved away lives again in a family, their old one or another; raises FieldProblems."""
    with ws.transaction() as act:
        person, target = person_of(act.con, person_id), family_of(act.con, to)
        notes = check_day(ws, since, [person])
        if person.status != AWAY:
            told = _("{name} tidak tercatat pindah.").format(name=person.name or "–")
            notes[f"person.{person.id}"] = FieldNote("error", told)
        heading = any(row.id == target.head_id for row in present(act.con, target.id))
        notes |= check_relations({person.id: relation} if heading or relation != HEAD else {})
        if not heading and relation != HEAD:
            notes["head"] = FieldNote("error", _("Keluarga ini tanpa kepala keluarga. Pilih hubungan kepala keluarga untuk yang kembali."))
        stop_on_errors(notes)
        act.change(nouns.Person, person.id, {"status": "1", "household_id": target.id, "relation": relation})
        act.touched |= {person.household_id or target.id}
        note_membership(
            act, person, to=target.id, left=None, relation=relation, since=since, reason="kembali", note=note, region_id=target.region_id
        )
        if relation == HEAD:
            give_head(act, target.id, person.id, {})
        if person.root_id == person.id:
            moving.follow(act, [person.id], target.region_id)


def check_household_move(ws: Workspace, household_id: str, new: NewHousehold, since: date) -> Notes:
    """Return the note of every field of a family's new place that has one."""
    notes = check_home(ws, new, household_id, set())
    if since > ws.today():
        notes["since"] = FieldNote("error", _("Tanggal pindah belum terjadi. Periksa tahunnya."))
    return notes


def move_household(ws: Workspace, household_id: str, new: NewHousehold, *, since: date, note: str = "") -> int:
    """Move a whole family with all that is kept of it to another house, in another village too; the old house stays where it stands.

    ``new`` tells the new place; an empty KK keeps the old one. Returns how many records went to another village.
    Raises FieldProblems and HOUSEHOLD_UNKNOWN.
    """
    stop_on_errors(check_household_move(ws, household_id, new, since))
    with ws.transaction() as act:
        home = family_of(act.con, household_id)
        dwelling_id, values = new_id(), household_values(new)
        _build_house(act, dwelling_id, home.id, new, values)
        if home.dwelling_id and act.find(nouns.Dwelling, home.dwelling_id):
            act.remove_elements(nouns.Dwelling, home.dwelling_id, "household_ids", [home.id])
        place = {name: values[name] for name in ("address", "hamlet", "rt", "rw")}
        told = {name: values[name] for name in ("kk", "phone") if values[name]}
        act.change(nouns.Household, home.id, place | told | {"dwelling_id": dwelling_id})
        for row in present(act.con, home.id):
            person = person_of(act.con, row.id)
            note_membership(act, person, to=home.id, left=home.id, relation=person.relation, since=since, reason="pindah_bersama", note=note,
                            region_id=new.region_id)  # fmt: skip
        return moving.follow(act, moving.roots_of_family(act.con, home.id), new.region_id)


__all__ = [
    "REASONS",
    "Move",
    "check_away",
    "check_household_move",
    "check_move",
    "come_back",
    "move_away",
    "move_household",
    "move_members",
]
