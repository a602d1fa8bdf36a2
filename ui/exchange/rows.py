"""The rows of a sheet as the tables of the page show them; each is made when it comes into sight, so that ten thousand cost no time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, overload

from fieldapp.domain import nik as numbers
from fieldapp.language import _
from ui.exchange.intake import STRONG, decided
from ui.kit import Cell, Column, chip_cell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldapp.services.import_differences import Differing, FieldDifference
    from fieldapp.services.import_doubts import Doubt
    from fieldapp.services.import_lines import Match
    from fieldapp.services.import_plan import Decision, PlannedFamily
    from fieldapp.services.incoming import Place
    from ui.exchange.faults import Fault, WrongLine
    from ui.exchange.intake import Checked
    from ui.kit.table import Cells

READY, KNOWN, DOUBTS, WRONG = "ready", "known", "doubts", "wrong"


class Lazy(Sequence["Cell | str"]):
    """One row that is made when a cell of it is asked for."""

    __slots__ = ("_count", "_made", "_make")

    def __init__(self, make: Callable[[], Cells], count: int) -> None:
        self._make, self._count, self._made = make, count, None

    _made: Cells | None

    def __len__(self) -> int:
        """How many cells there are."""
        return self._count

    @overload
    def __getitem__(self, at: int) -> Cell | str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Cell | str]: ...
    def __getitem__(self, at: int | slice) -> Cell | str | Sequence[Cell | str]:
        """Return a cell, making the row first."""
        if self._made is None:
            self._made = self._make()
        return self._made[at]


def key_of(place: Place) -> str:
    """Return a row's id in a table."""
    return f"{place[1]}|{place[0]}"


def place_of(key: str) -> Place:
    """Return the sheet and row an id means."""
    row, _bar, sheet = key.partition("|")
    return (sheet, int(row or 0))


def masked(text: str) -> str:
    """Return what stands in a cell as it may be shown: long numbers of people hidden in the middle."""
    bare = text.replace(" ", "")
    return numbers.mask(bare) if bare.isdigit() and len(bare) >= numbers.LENGTH - 1 else text


# Wrong rows


def wrong_columns(*, narrow: bool) -> list[Column]:
    """Return the columns of the wrong rows: row, name, which column, what stands there, and the reason last; few where there is little room."""
    row, name, stands = Column(_("Baris"), 64, right=True), Column(_("Nama"), 0 if narrow else 150), Column(_("Yang tertulis"), 172)
    return [row, name, stands] if narrow else [row, name, Column(_("Kolom"), 120), stands, Column(_("Yang keliru"))]


def wrong_row(checked: Checked, line: WrongLine, column: str, skipped: set[Place], *, narrow: bool) -> Cells:
    """Return a wrong row with the cell that is wrong outlined and whole; ``column`` is the heading looked at when a row has several."""
    fault = next((one for one in line.faults if one.heading == column), line.faults[0] if line.faults else None)
    row, heading = checked.rows.get(line.place), fault.heading if fault else ""
    cell: Cell | str = ""
    if fault is not None and fault.at >= 0:
        cell = Cell((row.text(fault.at) if row is not None else "") or _("kosong"), "wrong")
    if len(line.faults) > 1:
        heading = _("{column}, dan {count} lagi").format(column=heading or _("baris"), count=len(line.faults) - 1)
    told: list[Cell | str] = [Cell(str(line.place[1]), "strong"), line.name or "–"]
    return [*told, cell] if narrow else [*told, heading, cell, _why(line, fault, skipped=line.place in skipped)]


def _why(line: WrongLine, fault: Fault | None, *, skipped: bool) -> Cell:
    if skipped:
        return Cell(_("Dilewati"), "muted", icon="skip-forward")
    if line.waits:
        return Cell(line.why, "muted", icon="clock")
    return Cell(fault.sentence if fault else "", "icon", icon="circle-alert", kind="bad")


# The others


def ready_columns() -> list[Column]:
    """Return the columns of what comes in."""
    return [Column(_("Baris"), 64, right=True), Column(_("Nama")), Column(_("Orang baru"), 100, right=True), Column(_("Sebagai"), 250)]


def ready_rows(checked: Checked) -> Iterator[tuple[str, Cells]]:
    """Yield the families with someone new, or the lines of a list that are new."""
    for match in checked.plan.lines.new if checked.plan.lines is not None else ():
        yield key_of(match.line.place), Lazy(partial(_ready_line, match), 4)
    for family in checked.plan.families:
        if family.new_members:
            yield key_of(family.place), Lazy(partial(_ready_family, family), 4)


def _ready_line(match: Match) -> Cells:
    return [Cell(str(match.line.place[1]), "strong"), match.name, "1", _("Baris daftar")]


def _ready_family(family: PlannedFamily) -> Cells:
    what = _("Keluarga baru") if family.known_id is None else _("Anggota baru di keluarga yang ada")
    return [Cell(str(family.place[1]), "strong"), family.name or "–", str(family.new_members), what]


def known_columns() -> list[Column]:
    """Return the columns of who is here already and of whom the sheet says something else."""
    return [
        Column(_("Baris"), 64, right=True), Column(_("Nama"), 170), Column(_("Isian"), 150), Column(_("Di sini"), 180), Column(_("Di lembar"), 180),
        Column(_("Yang terjadi")),
    ]  # fmt: skip


def known_rows(checked: Checked, change: set[str], *, fill: bool) -> Iterator[tuple[str, Cells]]:
    """Yield field by field what the sheet says otherwise, and whether it will be taken over."""
    for one in checked.plan.differing:
        for at, told in enumerate(one.fields):
            taken = told.may_change and (told.group in change or (told.fills and fill))
            yield f"{one.place[1]}|{at}|{one.place[0]}", Lazy(partial(_known_field, one, told, taken=taken), 6)


def _known_field(one: Differing, told: FieldDifference, *, taken: bool) -> Cells:
    outcome = Cell(_("Tetap seperti di sini"), "muted")
    if taken:
        outcome = Cell(_("Diubah seperti lembar"), "icon", icon="pencil", kind="info")
    elif not told.may_change:
        outcome = Cell(_("Tetap, hanya diubah dengan tangan"), "muted")
    return [Cell(str(one.place[1]), "strong"), one.name, told.label, told.here or "–", told.told or "–", outcome]


def doubt_columns() -> list[Column]:
    """Return the columns of the rows that look like someone here."""
    return [
        Column(_("Baris"), 64, right=True), Column(_("Di lembar"), 180), Column(_("Yang ada di sini"), 210), Column(_("Kemiripan"), 120),
        Column(_("Mengapa")), Column(_("Keputusan"), 150),
    ]  # fmt: skip


def doubt_rows(checked: Checked, decisions: Mapping[Place, Decision]) -> Iterator[tuple[str, Cells]]:
    """Yield the rows that look like someone here with what becomes of them."""
    for doubt in checked.plan.doubts:
        yield key_of(doubt.place), Lazy(partial(_doubt, doubt, decided(doubt, decisions)), 6)
    for match in checked.plan.lines.likely if checked.plan.lines is not None else ():
        yield key_of(match.line.place), Lazy(partial(_likely, match, decisions.get(match.line.place, "skip")), 6)


def _doubt(doubt: Doubt, told: Decision) -> Cells:
    strong = doubt.strength == STRONG
    chip = chip_cell(_("Sangat mirip") if strong else _("Mungkin"), "bad" if strong else "warn")
    here = Cell(doubt.known_name, second=doubt.known_place)
    return [Cell(str(doubt.place[1]), "strong"), doubt.name, here, chip, doubt.why, decision_cell(told)]


def _likely(match: Match, told: Decision) -> Cells:
    why = _("Nama dan tanggal lahir sama, nomornya tidak")
    line = match.line
    return [Cell(str(line.place[1]), "strong"), line.name or "–", match.name, chip_cell(_("Mungkin"), "warn"), why, decision_cell(told)]


def decision_cell(told: Decision) -> Cell:
    """Return what was decided about a row."""
    words, kind, icon = {
        "skip": (_("Dilewati"), "warn", "skip-forward"), "new": (_("Masuk sebagai orang baru"), "ok", "plus"), "same": (_("Orang yang sama"), "info", "check"),
    }[told]  # fmt: skip
    return Cell(words, "icon", icon=icon, kind=kind)
