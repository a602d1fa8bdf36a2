"""Finding families: what was typed, a region, filters and an order, answered page by page.

For the window: ask for a page 120 to 150 ms after the last key (at once on Enter), beside the window, and drop answers to older
questions; show ``cards`` and ask for the next page with ``next_key`` when the last twenty rows come into sight; ask :func:`count` and
:func:`chips` beside the window afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from fieldapp import problems
from fieldapp.domain.codes import label
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import ZONES
from fieldapp.domain.nik import mask
from fieldapp.domain.roles import may, sees_identity
from fieldapp.domain.written import date_medium, number
from fieldapp.language import _
from fieldapp.services.households import HouseholdCard, card_chip, place_of
from fieldapp.services.regions import region_name
from fieldapp.store import filters as kept_filters
from fieldapp.store import paging, search
from fieldapp.store import saved_filters as kept

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection

Order = Literal["name", "next", "place", "last", "village"]
ORDERS: tuple[Order, ...] = ("name", "next", "place", "last", "village")
Key = tuple[Any, ...]  # where a page ended; keep it and hand it back
LONGEST_NAME = 60  # letters of the name of a saved filter
IMPORTS = 3  # sheets offered as filters: the newest


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. ``region`` is a code of any level; ``filters`` are codes of :func:`chips`, all of which must hold.

    Only desil and kinds of PPKS widen each other: desil 1 and desil 2 chosen together mean either.
    """

    text: str = ""
    region: str | None = None
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundCard(HouseholdCard):
    """A family that was found. ``matched_as`` is the word of a name that was taken for the misspelt one; None when it fits as typed."""

    matched_as: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page: its families, the key to go on from (None at the end), and how many there are when that is known already."""

    cards: tuple[FoundCard, ...]
    next_key: Key | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a family stands among those found: how many come before it, and the key after which a page begins with it (None: the start)."""

    before: int
    key: Key | None


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter that can be chosen: its code, what to call it, under which heading, and how many families it leaves."""

    code: str
    label: str
    group: str
    count: int


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter with a name."""

    id: str
    name: str
    query: Query


def order_label(order: Order) -> str:
    """Return what an order is called."""
    return {
        "name": _("Urut nama"), "next": _("Urut jadwal"), "place": _("Urut RT/RW"), "last": _("Urut kunjungan terakhir"), "village": _("Urut desa"),
    }[order]  # fmt: skip


def page(ws: Workspace, query: Query, *, order: Order = "name", after: Key | None = None, limit: int = 200) -> Found:
    """Return the families after a key in this order; ``total`` is told when everything fits on the first page.

    With words typed, families whose head begins with the first come before the others, and those found by misspelt words come last.
    """
    wanted = _wanted(ws, query, order)
    with ws.reading() as con:
        lines = list(islice(paging.lines(con, wanted, tuple(after) if after else None), limit + 1))
        shown = lines[:limit]
        cards = _cards(ws, con, wanted, shown)
    more = len(lines) > limit
    return Found(cards, shown[-1].key if more and shown else None, None if more or after else len(shown))


def count(ws: Workspace, query: Query) -> int:
    """Return how many families fit. Reads every hit, up to a quarter of a second in a whole kabupaten: call it beside the window."""
    with ws.reading() as con:
        return paging.count(con, _wanted(ws, query, "name"))


def position_of(ws: Workspace, query: Query, order: Order, household_id: str) -> Place | None:
    """Return where a family stands among those that fit, or None when it does not; ``page(after=place.key)`` begins with it."""
    with ws.reading() as con:
        found = paging.place_of(con, _wanted(ws, query, order), household_id)
    return Place(*found) if found else None


def _wanted(ws: Workspace, query: Query, order: Order) -> paging.Wanted:
    if order not in ORDERS:
        raise ValueError(order)
    codes = tuple(code for code in query.filters if kept_filters.known(code))
    return paging.Wanted(query.text, query.region or None, codes, order, ws.today())


def _cards(ws: Workspace, con: Connection, wanted: paging.Wanted, lines: Sequence[paging.Line]) -> tuple[FoundCard, ...]:
    asked, today = wanted.asked, ws.today()
    seen = sees_identity(ws.user.role, "household", "general")
    names = search.names_of(con, [line.hit for line in lines if line.hit])
    shown = [line.row.household_id for line in lines]
    owners = {home: name for typed in asked.numbers for home, name in search.members_with(con, typed, shown).items()}
    return tuple(
        _card(line, today, owners.get(line.row.household_id) or _member(line, names.get(line.hit, ""), asked.words), seen=seen)
        for line in lines
    )


def _member(line: paging.Line, name: str, words: Sequence[str]) -> str:
    """Return who in the family was found: nobody by name when the head fits as well, or when only the place fits."""
    if name == line.row.name or not name:
        return ""
    if line.instead:
        return name
    fit = search.hit_words(name, words)
    return name if fit and fit > search.hit_words(line.row.name, words) else ""


def _card(line: paging.Line, today: date, member: str, *, seen: bool) -> FoundCard:
    row = line.row
    return FoundCard(
        id=row.household_id, name=row.name, kk=(mask(row.kk) or None) if seen else None, place=place_of(row.rt, row.rw), village=region_name(row.region_id),
        region_id=row.region_id, members=row.members, desil=row.desil, chip=card_chip(row, today, seen=seen),
        next_on=date.fromisoformat(row.next_visit) if row.next_visit else None, matched=member if member and member != row.name else None,
        matched_as=(search.word_meant(member or row.name, line.instead) or member or row.name) if line.instead else None,
    )  # fmt: skip


# Filters


def chips(ws: Workspace, region: str | None = None) -> tuple[FilterChip, ...]:
    """Return the filters there are with how many families each leaves in a region; those of single PPKS kinds only where some are.

    Walks over all lines, about a third of a second in a whole kabupaten: call it beside the window.
    """
    today = ws.today()
    with ws.reading() as con:
        counts = kept_filters.counted(con, region, today)
        imports = kept.newest_imports(con, IMPORTS)
        brought = {row.id: paging.count(con, paging.Wanted("", region, (kept_filters.BATCH + row.id,), "name", today)) for row in imports}
    found = [FilterChip(code, name, group, counts[code]) for code, name, group in _plain(ws)]
    if may(ws.user.role, "read", "ppks_case", "general"):
        found.append(FilterChip("ppks", _("Ada PPKS"), _("PPKS"), counts["ppks"]))
        kinds = [(f"ppks_{kind}", label("ppks", "jenis", kind)) for kind in kept_filters.PPKS_KINDS]
        found += [FilterChip(code, name, _("PPKS"), counts[code]) for code, name in kinds if counts[code]]
    found += [FilterChip(kept_filters.BATCH + row.id, _import_label(ws, row), _("Impor"), brought[row.id]) for row in imports]
    return tuple(found)


def _plain(ws: Workspace) -> list[tuple[str, str, str]]:
    work, people, data = _("Pekerjaan"), _("Anggota"), _("Data")
    found = [
        ("jatuh_tempo", _("Jatuh tempo/lewat"), work), ("belum_dikunjungi", _("Belum pernah dikunjungi"), work), ("berbeda", _("Isian berbeda"), work),
        ("menunggu", _("Menunggu kirim"), work), ("lansia", _("Ada lansia"), people), ("balita", _("Ada balita"), people),
        ("disabilitas", _("Ada disabilitas"), people), ("perempuan_kk", _("Perempuan kepala keluarga"), people),
        *((f"desil_{value}", _("Desil {value}").format(value=value), _("Desil")) for value in range(1, 5)),
        ("desil_0", _("Belum ada desil"), _("Desil")), ("rtlh", _("Rumah tidak layak"), data), ("bantuan", _("Punya bantuan"), data),
        ("digabung", _("Hasil penggabungan"), data),
    ]  # fmt: skip
    # A role that receives no NIK cannot know that one is missing.
    return [*found, ("tanpa_nik", _("Tanpa NIK"), data)] if sees_identity(ws.user.role, "person", "general") else found


def _import_label(ws: Workspace, row: Any) -> str:
    at = datetime.fromisoformat(row.created_at).astimezone(ZONES[ws.zone]).date() if row.created_at else ws.today()
    return _("Impor {day} ({rows} baris)").format(day=date_medium(at), rows=number(row.rows or 0))


def save_filter(ws: Workspace, page: str, name: str, query: Query) -> str:
    """Keep a filter of a page under a name, in place of one of that name; returns its id. Raises FILTER_NAME."""
    told = " ".join(name.split())
    if not 1 <= len(told) <= LONGEST_NAME:
        raise problems.FILTER_NAME(most=LONGEST_NAME)
    row_id = new_id()
    with ws.writing() as con:
        kept.put(con, row_id, page, told, asdict(query))
    return row_id


def saved_filters(ws: Workspace, page: str) -> tuple[SavedFilter, ...]:
    """Return the filters of a page by name; a filter this version does not know is left out of them."""
    with ws.reading() as con:
        found = kept.of_page(con, page)
    return tuple(SavedFilter(row.id, row.name, _read(row.told)) for row in found)


def _read(told: dict[str, Any]) -> Query:
    codes = tuple(code for code in told.get("filters") or () if kept_filters.known(code))
    return Query(told.get("text") or "", told.get("region"), codes)


def forget_filter(ws: Workspace, filter_id: str) -> None:
    """Take a saved filter away; one that is gone already stays gone."""
    with ws.writing() as con:
        kept.forget(con, filter_id)
