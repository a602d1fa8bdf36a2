"""All that was done for a family, by whomever, newest first, on one line of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from fieldapp.domain.codes import label
from fieldapp.domain.moments import local
from fieldapp.domain.nouns import IDENTITY
from fieldapp.domain.roles import sees_identity
from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services import history
from fieldapp.services.answers import form_title
from fieldapp.services.labels import field_label, noun_label, value_text
from fieldapp.services.subjects import NOBODY
from fieldapp.store import aliases, conflicts, households, persons, subjects
from fieldapp.store import history as kept

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection

Kind = Literal[
    "visit", "assessment", "document", "change", "register", "difference", "desil",
    "event", "ppks", "consent", "aid", "merge", "import", "bin",
]  # fmt: skip
# What stands on the line already as an event of its own, or says nothing to a person.
UNTOLD = frozenset({"dwelling_id", "household_id", "merged_into", "undone_at", "household_ids", "other", *history.NOT_SHOWN})
WITH_FAMILY = frozenset({"address", "hamlet", "rt", "rw"})  # of the house: the family's own fields say the same
SENSITIVE = "confidential"
_EVENTS = {
    "lahir": "baby",
    "meninggal": "minus",
    "pindah_masuk": "log-in",
    "kembali": "log-in",
    "pindah_keluar": "log-out",
    "pisah_kk": "split",
}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that was done; ``at`` is a UTC moment and, with ``id`` for equal moments, orders the line."""

    id: str
    at: str
    day: date
    icon: str
    kind: Kind
    tone: str
    title: str
    text: str
    by_name: str
    target_id: str


@dataclass(slots=True)
class _Told:
    """An entry before it is put in words; what is dear to say is said only when it is shown."""

    id: str
    at: str
    icon: str
    kind: Kind
    title: str
    target_id: str
    text: str = ""
    by: str | None = None
    day: date | None = None
    tone: str = "muted"
    words: Callable[[], str] | None = None


@dataclass(slots=True)
class _Family:
    """Under which ids a family and its people stand, and what they are called."""

    con: Connection
    ids: list[str]
    people: dict[str, str]
    hidden: set[str] = field(default_factory=set)

    def name(self, person_id: str | None) -> str:
        """Return a person's name, also of one who lives elsewhere by now."""
        if person_id and person_id not in self.people:
            found = persons.one(self.con, person_id)
            self.people[person_id] = (found.name if found else None) or NOBODY
        return self.people.get(person_id or "") or NOBODY


def timeline(ws: Workspace, household_id: str, *, before: TimelineEntry | None = None, limit: int = 20) -> tuple[TimelineEntry, ...]:
    """Return what was done for a family, and for those merged into it, newest first; ``before`` is the last entry of the page before."""
    with ws.reading() as con:
        ids = aliases.family_ids(con, household_id)
        people = {row.id: row.name for row in kept.members_ever(con, ids)}
        hidden = set() if sees_identity(ws.user.role, "person", "general") else set(IDENTITY)
        family = _Family(con, ids, people, hidden)
        names = subjects.colleagues(con)
        told = sorted((one for source in _SOURCES for one in source(family)), key=lambda one: (one.at, one.id), reverse=True)
        after = (before.at, before.id) if before else None
        wanted = [one for one in told if after is None or (one.at, one.id) < after][:limit]
        return tuple(_entry(one, names, ws) for one in wanted)


def _entry(told: _Told, names: dict[str, str], ws: Workspace) -> TimelineEntry:
    day = told.day or local(told.at, ws.zone).date()
    text = told.words() if told.words else told.text
    by = history.name_of(ws, names, told.by)
    return TimelineEntry(told.id, told.at, day, told.icon, told.kind, told.tone, told.title, text, by, told.target_id)


def _order(day: str, made_at: str | None) -> str:
    """What belongs to a day stands there; within the day the moment of writing orders."""
    return made_at if made_at and made_at[:10] == day else f"{day}T12:00:00.000Z"


def _visits(family: _Family) -> Iterator[_Told]:
    found = kept.in_family(family.con, "visit", family.ids, "visited_on", "summary", "photos")
    for number, row in enumerate(sorted(found, key=lambda r: (r.visited_on, r.id)), 1):
        photos = len(row.photos or ())
        text = " ".join(part for part in (row.summary or "", _("{count} foto.").format(count=photos) if photos else "") if part)
        yield _Told(
            row.id, _order(row.visited_on, row.created_at), "clipboard-list", "visit", _("Kunjungan ke-{number}").format(number=number), row.id, text,
            row.created_by, date.fromisoformat(row.visited_on), "primary",
        )  # fmt: skip


def _assessments(family: _Family) -> Iterator[_Told]:
    titles: dict[str | None, str] = {}
    for row in kept.verdicts(family.con, family.ids):
        title = titles[row.form] if row.form in titles else titles.setdefault(row.form, form_title(row.form))
        text = _("{verdict} (indikatif). {summary}").format(verdict=row.verdict, summary=row.summary or "") if row.verdict else ""
        yield _Told(
            row.id, _order(row.assessed_on, row.created_at), "house", "assessment", title, row.visit_id or row.id, text, row.created_by,
            date.fromisoformat(row.assessed_on), {"ok": "ok", "bad": "bad"}.get(row.kind or "", "muted"),
        )  # fmt: skip


def _desils(family: _Family) -> Iterator[_Told]:
    for row in kept.in_family(family.con, "desil", family.ids, "value", "source", "dated"):
        text = _("{source} per {day}").format(source=row.source, day=date_medium(row.dated)) if row.dated else row.source or ""
        at = row.created_at or f"{row.dated}T00:00:00.000Z"
        yield _Told(row.id, at, "pencil", "desil", _("Desil {value}").format(value=row.value), row.id, text, row.created_by)


def _documents(family: _Family) -> Iterator[_Told]:
    for row in kept.in_family(family.con, "document", family.ids, "issued_at", "number"):
        yield _Told(
            row.id, row.issued_at, "file-text", "document", _("Surat dicetak"), row.id, row.number or "", row.created_by, tone="info"
        )


def _registered(family: _Family) -> Iterator[_Told]:
    for row_id in family.ids:
        row = households.one(family.con, row_id)
        if row is not None and row.created_at:
            yield _Told(row.id, row.created_at, "user-plus", "register", _("Didaftarkan"), row.id, row.code or "", row.created_by)


def _imports(family: _Family) -> Iterator[_Told]:
    batches = {row.id: row for row in kept.imports_of(family.con, family.ids, "household")}
    batches |= {row.id: row for row in kept.imports_of(family.con, list(family.people), "person")}
    for row in batches.values():
        if row.created_at:
            title = _("Diimpor dari lembar {format}").format(format=(row.format or "").replace("_", " "))
            yield _Told(row.id, row.created_at, "file-spreadsheet", "import", title, row.id, "", row.created_by)


def _events(family: _Family) -> Iterator[_Told]:
    for row in kept.events_of(family.con, family.ids):
        if row.reason == "terdaftar":
            continue
        reason = label("keanggotaan", "alasan", row.reason)
        title = _("{name}: {event}").format(name=family.name(row.person_id), event=reason[:1].lower() + reason[1:])
        icon = _EVENTS.get(row.reason or "", "users")
        at = _order(row.since, row.created_at)
        yield _Told(
            row.id, at, icon, "event", title, row.person_id or row.id, row.note or "", row.created_by, date.fromisoformat(row.since), "info"
        )


def _ppks(family: _Family) -> Iterator[_Told]:
    """A sensitive kind is not named here: whoever needs it opens the case, which is written down."""
    for row in kept.in_family(family.con, "ppks_case", family.ids, "person_id", "kind", "since", "bucket_class"):
        kind = _("data peka") if row.bucket_class == SENSITIVE else label("ppks", "jenis", row.kind)
        who = family.name(row.person_id) if row.person_id else _("Keluarga")
        at = _order(row.since, row.created_at) if row.since else row.created_at
        if at:
            day = date.fromisoformat(row.since) if row.since else None
            yield _Told(row.id, at, "heart", "ppks", _("PPKS: {kind}").format(kind=kind), row.id, who, row.created_by, day, "info")


def _consents(family: _Family) -> Iterator[_Told]:
    for row in kept.in_family(family.con, "consent", family.ids, "person_id", "given", "given_on", "purpose"):
        parts = (family.name(row.person_id) if row.person_id else "", label("persetujuan", "tujuan", row.purpose))
        title = _("Persetujuan: {answer}").format(answer=label("persetujuan", "jawaban", row.given).lower())
        at = _order(row.given_on, row.created_at)
        text = " · ".join(part for part in parts if part)
        yield _Told(row.id, at, "file-check-2", "consent", title, row.id, text, row.created_by, date.fromisoformat(row.given_on))


def _aid(family: _Family) -> Iterator[_Told]:
    found = kept.in_family(family.con, "enrolment", family.ids, "programme_id", "subject_kind", "subject_id")
    programmes = {row.id: row.name for row in kept.in_family(family.con, "programme", [r.programme_id for r in found], "name", by="id")}
    for row in found:
        if row.created_at:
            title = _("Bantuan: {programme}").format(programme=programmes.get(row.programme_id) or NOBODY)
            who = family.name(row.subject_id) if row.subject_kind == "person" else _("Keluarga")
            yield _Told(row.id, row.created_at, "hand-coins", "aid", title, row.id, who, row.created_by, tone="info")


def _mergers(family: _Family) -> Iterator[_Told]:
    for row in kept.mergers_of(family.con, [*family.ids, *family.people]):
        what = family.name(row.survivor_id) if row.entity == "person" else noun_label(row.entity)
        title = _("{name}: dua catatan digabung").format(name=what)
        if row.created_at:
            yield _Told(row.id, row.created_at, "merge", "merge", title, row.survivor_id, "", row.created_by)
        if row.undone_at:
            title = _("{name}: penggabungan dibatalkan").format(name=what)
            yield _Told(f"{row.id}/undone", row.undone_at, "undo-2", "merge", title, row.survivor_id)


def _changes(family: _Family) -> Iterator[_Told]:
    """What anybody changed in the family, its people, its house, its PPKS and its aid; one entry for each act and record."""
    under = kept.ids_under(family.con, family.ids)
    pasts = kept.of_records(family.con, [*family.ids, *family.people, *under])
    hidden = UNTOLD | family.hidden
    said: dict[tuple[str, str], tuple[str, str, Kind]] = {}
    for act in history.by_act(pasts, hidden):
        first, kind = act[0], history.kind_of(act)
        of_house = WITH_FAMILY if first.entity == "dwelling" else frozenset()
        if of_house and not any(past.steps.keys() - hidden - of_house for past in act):
            continue
        about = (kind, first.row_id if first.entity == "person" else first.entity)
        if about not in said:
            said[about] = _act_words(kind, _called(family, first.entity, first.row_id))
        title, icon, what = said[about]
        told = _Told(f"{first.act}{first.row_id}", first.at, icon, what, title, first.row_id, by=first.by)
        if what == "change" and not _is_sensitive(family, first.entity, first.row_id):
            told.words = _sentence(family, act, hidden | of_house)
        yield told


def _act_words(kind: str, name: str) -> tuple[str, str, Kind]:
    """Return title, icon and kind of the entry of an act."""
    return {
        "deleted": (_("{name}: dimasukkan ke tempat sampah").format(name=name), "trash-2", _BIN),
        "restored": (_("{name}: dikembalikan dari tempat sampah").format(name=name), "archive-restore", _BIN),
        "moved": (_("{name}: pindah wilayah").format(name=name), "map-pin", _CHANGE),
        "chosen": (_("{name}: isian berbeda diputuskan").format(name=name), "git-compare-arrows", _CHANGE),
    }.get(kind, (_("{name} diubah").format(name=name), "pencil", _CHANGE))


_BIN: Kind = "bin"
_CHANGE: Kind = "change"


def _called(family: _Family, entity: str, row_id: str) -> str:
    return family.name(row_id) if entity == "person" else noun_label(entity)


def _is_sensitive(family: _Family, entity: str, row_id: str) -> bool:
    if entity != "ppks_case":
        return False
    return any(row.bucket_class == SENSITIVE for row in kept.in_family(family.con, entity, [row_id], "bucket_class", by="id"))


def _sentence(family: _Family, act: list[kept.Past], hidden: set[str] | frozenset[str]) -> Callable[[], str]:
    def words() -> str:
        return "; ".join(_line(change) for change in history.in_words(family.con, act, hidden))

    return words


def _line(change: history.FieldChange) -> str:
    empty = _("kosong")
    said = change.after if change.before == empty else f"{change.before} → {change.after}"
    line = f"{change.label}: {said}"
    return _("{change} (menunggu pilihan)").format(change=line) if change.aside else line


def _differences(family: _Family) -> Iterator[_Told]:
    for row in conflicts.unsettled(family.con, [*family.ids, *family.people]):
        if row.name in family.hidden:
            continue
        values = " / ".join(value_text(row.entity, row.name, value["value"]) for value in row.told["values"])
        title = _("{field} berbeda").format(field=field_label(row.entity, row.name))
        at = next((value["at"] for value in reversed(row.told["values"]) if value.get("at")), None)
        if at:
            yield _Told(row.id, at, "git-compare-arrows", "difference", title, row.id, values, tone="bad")


_SOURCES: Sequence[Callable[[_Family], Iterator[_Told]]] = (
    _visits, _assessments, _desils, _documents, _registered, _imports, _events, _ppks, _consents, _aid, _mergers, _changes, _differences,
)  # fmt: skip

__all__ = ["TimelineEntry", "form_title", "timeline"]
