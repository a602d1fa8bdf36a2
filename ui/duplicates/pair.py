"""Two records side by side: every field with both values and the one that will stay, and the people who stand in both families."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from ui.kit import (
    Action,
    Banner,
    Button,
    Card,
    Cell,
    Column,
    DataTable,
    Field,
    Label,
    PageHeader,
    StateChip,
    TextField,
    column,
    frame,
    row,
    scrolled,
)
from ui.kit.arrange import empty

if TYPE_CHECKING:
    from fieldapp.services.merging import MemberPair, MergeField, MergeForm, Pick, Side
    from ui.kit.table import Cells

_NAMES = {"first": 1, "second": 2}
_ROW = 34


class PairView(QWidget):
    """What was chosen stands in ``picks``, ``survivor`` and ``joined``. ``merge_wanted()``, ``different(reason)``, ``opened(household id)``."""

    merge_wanted = Signal()
    different = Signal(str)
    opened = Signal(str)
    changed = Signal()

    def __init__(self, *, may: str) -> None:
        super().__init__()
        self.form: MergeForm | None = None
        self.survivor: Pick = "first"
        self.picks: dict[str, Pick] = {}
        self.joined: dict[str, bool] = {}
        self.why = Banner("soft", "", icon="scale")
        self.differ_button = Button(_("Tandai berbeda"), icon="x", hint="Alt+B", run=self.ask_reason)
        self.merge_button = Button(_("Gabungkan"), "primary", icon="merge", hint="Ctrl+Return", run=self.merge_wanted.emit)
        for button in (self.differ_button, self.merge_button):
            button.disable(may)
        self.header = PageHeader("", actions=[self.differ_button, self.merge_button])
        self.sides = row(spacing=12)
        self.fields = DataTable(
            _("Isian kedua catatan"), [Column(_("Isian"), 168), Column(_("1 · Catatan pertama")), Column(_("2 · Catatan kedua"))]
        )
        self.fields.opened.connect(self.toggle)
        self.people = DataTable(
            _("Anggota di kedua keluarga"),
            [Column(_("Satu orang"), 96), Column(_("Di catatan pertama")), Column(_("Di catatan kedua")), Column(_("Tanda"))],
        )
        self.people.opened.connect(self.toggle_member)
        self.reason = TextField("", placeholder=_("mis. anak dengan nama sama, beda ibu"), limit=200)
        self.tell = Button(_("Simpan alasan"), icon="check", hint="Enter", run=self._differ)
        self._arrange()

    def _arrange(self) -> None:
        self.strip = frame(
            row((Field(_("Mengapa memang berbeda? Dibaca rekan dan koordinator."), self.reason, reserve=False), 1), self.tell, spacing=10,
                margins=(14, 10, 14, 12)),
            "warnbox",
        )  # fmt: skip
        self.strip.hide()
        self.fields_card = Card(_("Yang tetap dipakai"), spacing=6).tight()
        self.hint = Label(_("1 atau 2 memilih nilai · Enter menukar · Alt T menukar catatan yang tetap"), "cap", wrap=True)
        self.fields_card.add(frame(row(self.hint, margins=(16, 0, 16, 0)))).add(self.fields)
        self.people_card = Card(_("Anggota"), spacing=6).tight()
        self.joining = Label("", "small", wrap=True)
        self.people_card.add(self.people).add(frame(row((self.joining, 1), margins=(16, 4, 16, 10))))
        body = column(self.strip, self.why, self.sides, self.fields_card, self.people_card, None, spacing=10, margins=(20, 12, 20, 12))
        self.setLayout(column(self.header, (scrolled(body, _("Pasangan")), 1), spacing=0))

    # What is shown

    def show_form(self, form: MergeForm, why: str, strength: str) -> None:
        """Show two records with the proposal; what was chosen for others is forgotten."""
        self.form, self.survivor = form, form.survivor
        self.picks = {field.name: field.pick for field in form.fields}
        self.joined = {f"{pair.first_id}/{pair.second_id}": pair.joined for pair in form.pairs}
        self.strip.hide()
        self.reason.set_value("")
        chips = (
            [StateChip(_("Sangat mirip") if strength == "Sangat mirip" else _("Mungkin"), "bad" if strength == "Sangat mirip" else "warn")]
            if strength
            else []
        )
        self.header.set_title(form.first.name, _("dan {second}").format(second=form.second.name))
        self.header.set_chips(chips)
        self.why.say(
            "soft", why or _("Dipilih untuk digabung"), _("Tidak ada yang hilang: penggabungan dapat dibatalkan kapan saja."), icon="scale"
        )
        self.people_card.setVisible(form.entity == "household")
        self._show()
        self.fields.set_current(form.fields[0].name if form.fields else "")

    def _show(self) -> None:
        if self.form is None:
            return
        empty(self.sides)
        for place, side in (("first", self.form.first), ("second", self.form.second)):
            self.sides.addWidget(self._side(side, stays=place == self.survivor, number=_NAMES[place]), 1)
        current = self.fields.current()
        self.fields.set_rows([self._cells(field) for field in self.form.fields], [field.name for field in self.form.fields])
        self.fields.set_current(current)
        self.fields.setFixedHeight(self.fields.natural_height())
        person = self.people.current()
        self.people.set_rows([self._member(pair) for pair in self.form.pairs], list(self.joined))
        self.people.set_current(person or next(iter(self.joined), ""))
        self.people.setVisible(bool(self.form.pairs))
        self.people.setFixedHeight(self.people.natural_height())
        names = ", ".join(self.form.joining)
        self.joining.setText(
            _("Ikut dari catatan kedua: {names}").format(names=names) if names else _("Tidak ada anggota lain di catatan kedua.")
        )
        self.changed.emit()

    def _side(self, side: Side, *, stays: bool, number: int) -> Card:
        card = Card(look="softbox" if stays else "card", spacing=3)
        open_it = Button(_("Buka"), "link", height=28, name=_("Buka {name}").format(name=side.name), run=lambda: self.opened.emit(side.id))
        if self.form is None or self.form.entity != "household":
            open_it.hide()
        chip = StateChip(_("Tetap"), "ok", "check") if stays else StateChip(_("Menjadi bagiannya"), "mute", "merge")
        card.add(row(Label(str(number), "strong", tint="muted"), (Label(side.name, "strong", wrap=True), 1), chip, spacing=8))
        where = " · ".join(part for part in (f"{side.place} {side.village}".strip(), side.code) if part)
        known = _("{members} anggota · {visits} kunjungan").format(members=side.members, visits=side.visits)
        card.add(Label(where, "cap", wrap=True)).add(row(Label(known, "cap"), None, open_it)).add(Label(side.written, "cap", wrap=True))
        return card

    def _cells(self, field: MergeField) -> Cells:
        if field.same:
            return [Cell(field.label, "muted"), Cell(field.first, "muted"), Cell(_("sama"), "muted")]
        pick = self.picks[field.name]
        cells = [Cell(text or "–", kind="ok", icon="check") if side == pick else Cell(text or "–", "muted")
                 for side, text in (("first", field.first), ("second", field.second))]  # fmt: skip
        return [Cell(field.label, "strong"), *cells]

    def _member(self, pair: MemberPair) -> Cells:
        on = self.joined[f"{pair.first_id}/{pair.second_id}"]
        tick = Cell(_("Ya"), kind="ok", icon="check") if on else Cell(_("Bukan"), "muted")
        return [tick, Cell(pair.first, "strong"), pair.second, Cell(pair.why, "muted")]

    # What is chosen

    def pick(self, side: Pick) -> None:
        """Take one side's value for the field under the keys."""
        name = self.fields.current()
        if self.form and name in self.picks and not any(field.same for field in self.form.fields if field.name == name):
            self.picks[name] = side
            self._show()

    def toggle(self, name: str) -> None:
        """Take the other side's value of a field."""
        if name in self.picks:
            self.fields.set_current(name)
            self.pick("second" if self.picks[name] == "first" else "first")

    def toggle_member(self, key: str) -> None:
        """Say that two members are one person, or are not."""
        if key in self.joined:
            self.joined[key] = not self.joined[key]
            self._show()

    def swap(self) -> None:
        """Let the other record be the one that stays; the values chosen stay chosen."""
        self.survivor = "second" if self.survivor == "first" else "first"
        self._show()

    def ask_reason(self) -> None:
        """Ask why the two are not the same."""
        if self.form and not self.differ_button.reason:
            self.strip.show()
            self.reason.setFocus()

    def _differ(self) -> None:
        self.different.emit(self.reason.value())

    @property
    def take(self) -> tuple[str, ...]:
        """Return the fields in which the value of the record that goes is taken."""
        return tuple(name for name, side in self.picks.items() if side != self.survivor)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the members who are one person, the one that stays first."""
        wanted = [tuple(key.split("/")) for key, on in self.joined.items() if on]
        return tuple((first, second) if self.survivor == "first" else (second, first) for first, second in wanted)

    @property
    def ids(self) -> tuple[str, str]:
        """Return the ids of the record that stays and of the other."""
        assert self.form is not None
        both = (self.form.first.id, self.form.second.id)
        return both if self.survivor == "first" else (both[1], both[0])

    def acts(self) -> list[Action]:
        """Return what can be done by key."""
        if self.form is None:
            return []
        return [
            Action(_("Pakai nilai catatan pertama"), lambda: self.pick("first"), "1", "check"),
            Action(_("Pakai nilai catatan kedua"), lambda: self.pick("second"), "2", "check"),
            Action(_("Tukar catatan yang tetap"), self.swap, "Alt+T", "arrow-left-right"),
            Action(_("Tandai berbeda"), self.ask_reason, "Alt+B", "x", self.differ_button.reason),
            Action(_("Gabungkan"), self.merge_wanted.emit, "Ctrl+Return", "merge", self.merge_button.reason),
        ]
