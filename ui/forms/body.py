"""Questions one below the other, with their groups and lists of rows; what an answer changes is shown, hidden and reworded in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.forms import Group, Item, Question, Repeat
from fieldapp.language import _
from fieldapp.problems import Problem
from ui.forms.bound import Bound
from ui.forms.filling import Filling
from ui.forms.places import Place, counts, moved, visible
from ui.forms.question import Answer, Numbered, Shown, shown
from ui.forms.table import RowKeys, RowsTable, fits_a_table
from ui.kit import Button, Card, Label, column, row

_BETWEEN = 12


class Body(QWidget):
    """Some items of a form at one place. ``removing(repeat path, n)`` asks for a row to be taken away."""

    removing = Signal(str, int)
    grown = Signal()
    entered = Signal(object)

    def __init__(
        self, filling: Filling, form_id: str, items: tuple[Item, ...], above: str = "", here: str = "", *, numbered: bool | None = None
    ) -> None:
        super().__init__()
        self.filling, self.form_id = filling, form_id
        self.numbered = _any_number(items) if numbered is None else numbered
        self.places = [_Spot(item, moved(item.path, above, here)) for item in items]
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_BETWEEN)
        self.refresh(frozenset())

    def _make(self, spot: _Spot) -> None:
        """Make the part of an item the first time it counts: most questions of a long form never do."""
        spot.part, spot.whole = self._part(spot.item, spot.path)
        spot.made = True
        if spot.whole is not None:
            before = sum(other.whole is not None for other in self.places[: self.places.index(spot)])
            self._layout.insertWidget(before, spot.whole)
            spot.fresh = True

    def _part(self, item: Item, path: str) -> tuple[Part | None, QWidget | None]:
        if isinstance(item, Question):
            made = shown(self.filling, Place(self.form_id, path), item, numbered=self.numbered)
            if isinstance(made, Answer):
                made.bound.entered.connect(self.entered)
            return made, made
        if isinstance(item, Group):
            inner = Body(self.filling, self.form_id, item.items, item.path, path, numbered=self.numbered)
            self._listen(inner)
            whole = QWidget()
            title = item.label()
            whole.setLayout(column(*((4, Label(title, "h2", wrap=True)) if title else ()), inner, spacing=8))
            return inner, whole
        rows = Rows(self.filling, self.form_id, item, path, numbered=self.numbered)
        self._listen(rows)
        return rows, rows

    def _listen(self, part: Body | Rows) -> None:
        part.removing.connect(self.removing)
        part.grown.connect(self.grown)
        part.entered.connect(self.entered)

    def refresh(self, paths: frozenset[str] | None = None, *, anew: bool = False) -> None:
        """Show what counts now; words and answers only of the changed paths (all for None)."""
        grew = False
        for spot in self.places:
            counting = self._counts(spot)
            if counting and not spot.made:
                self._make(spot)
                grew = True
            if spot.whole is not None:
                self._refresh_part(spot, paths, anew=anew)
                spot.whole.setVisible(counting)
        if grew:
            self.grown.emit()

    def _counts(self, spot: _Spot) -> bool:
        session = self.filling.session(self.form_id)
        if isinstance(spot.item, Repeat):
            return counts(session, spot.item, spot.path)
        inner = isinstance(spot.item, Question) or visible(session, spot.item.items, spot.item.path, spot.path)
        return session.relevant(spot.path) and inner

    def _refresh_part(self, spot: _Spot, paths: frozenset[str] | None, *, anew: bool) -> None:
        part, fresh = spot.part, spot.fresh
        spot.fresh = False
        if isinstance(part, (Body, Rows)):
            part.refresh(paths, anew=anew)
        elif part is not None and not fresh and (anew or paths is None or spot.path in paths):
            part.refresh(anew=anew)

    def _parts(self) -> Iterator[Part]:
        yield from (spot.part for spot in self.places if spot.part is not None)

    def bounds(self) -> Iterator[Bound]:
        """Yield every question that can be answered, in reading order."""
        for part in self._parts():
            if isinstance(part, Answer):
                yield part.bound
            elif isinstance(part, (Body, Rows)):
                yield from part.bounds()

    def rows(self) -> Iterator[Rows]:
        """Yield every list of rows, in reading order."""
        for part in self._parts():
            if isinstance(part, Rows):
                yield part
                yield from part.inner()
            elif isinstance(part, Body):
                yield from part.rows()

    def chain(self) -> Iterator[QWidget]:
        """Yield what Tab walks through, in reading order."""
        for part in self._parts():
            if isinstance(part, Answer):
                yield part.bound.control.keys
            elif isinstance(part, (Body, Rows)):
                yield from part.chain()


@dataclass(slots=True, eq=False)
class _Spot:
    """Where an item of the form stands, and what shows it once it was needed."""

    item: Item
    path: str
    part: Part | None = None
    whole: QWidget | None = None
    made: bool = False
    fresh: bool = False


class Rows(Numbered):
    """A list of rows: a table where rows are short, else a card for each."""

    removing = Signal(str, int)
    grown = Signal()
    entered = Signal(object)

    def __init__(self, filling: Filling, form_id: str, repeat: Repeat, path: str, *, numbered: bool) -> None:
        super().__init__(repeat.number, column_wanted=numbered)
        self.filling, self.form_id, self.repeat, self.path = filling, form_id, repeat, path
        self.table = RowsTable(filling, form_id, repeat, path) if fits_a_table(repeat) else None
        self.cards: list[tuple[Card, Body]] = []
        self.label = Label(repeat.label(), "strong", wrap=True)
        self.add = Button(_("Tambah {what}").format(what=_small(repeat.label())), icon="plus", hint="Alt+T", height=32, run=self.add_row)
        self.said = Label("", "note", tint="bad", wrap=True, side=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._stack = QVBoxLayout()
        self._stack.setSpacing(10)
        if self.table is not None:
            self.said = self.table.sentence
            self._stack.addWidget(self.table)
            self.table.removing.connect(lambda n: self.removing.emit(self.path, n))
            self.table.entered.connect(self.entered)
        foot = row(self.add, (self.said, 1), spacing=10)
        body = column(self._stack, foot, spacing=8)
        gap = 4 if numbered else 0
        self.setLayout(column(row(self.number, (self.label, 1), spacing=gap), row(self._gutter, (body, 1), spacing=gap), spacing=5))
        self.add.setVisible(not repeat.fixed)
        self.restyle()

    def add_row(self) -> None:
        """Add an empty row and go to its first question."""
        try:
            self.filling.add_row(self.form_id, self.path)
        except Problem as problem:
            self.said.setText(problem.sentence)
            return
        self.grown.emit()
        self.focus_row(self.filling.session(self.form_id).rows(self.path))

    def focus_row(self, n: int) -> None:
        """Put the keys into the first question of a row."""
        head = f"{self.path}[{n}]/"
        first = next((bound for bound in self.bounds() if bound.place.path.startswith(head) and not bound.control.widget.isHidden()), None)
        (first.control.keys if first else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, paths: frozenset[str] | None = None, *, anew: bool = False) -> None:
        """Show as many rows as there are, and what they hold."""
        if self.table is not None:
            before = len(self.table.rows)
            self.table.sync(paths, anew=anew or (paths is not None and self.path in paths))
            changed = before != len(self.table.rows)
        else:
            changed = self._sync_cards(paths, anew=anew)
        if changed:
            self.grown.emit()

    def _sync_cards(self, paths: frozenset[str] | None, *, anew: bool) -> bool:
        session = self.filling.session(self.form_id)
        wanted, before = session.rows(self.path), len(self.cards)
        while len(self.cards) < wanted:
            self._add_card(len(self.cards) + 1)
        while len(self.cards) > wanted:
            card, _body = self.cards.pop()
            card.hide()
            card.deleteLater()
        structural = paths is not None and self.path in paths
        for n, (card, body) in enumerate(self.cards, 1):
            body.refresh(None if structural else paths, anew=anew or structural)
            card.title.setText(self._title(n))
        return before != wanted

    def _title(self, n: int) -> str:
        """Name a card by its first answer in words, as the name of a member."""
        head = f"{self.path}[{n}]/"
        session = self.filling.session(self.form_id)
        first = next((item for item in self.repeat.items if isinstance(item, Question) and item.kind == "text" and item.visible), None)
        told = session.value(head + first.name) if first else None
        return f"{self.repeat.label()} {n}: {told}" if told else f"{self.repeat.label()} {n}"

    def _add_card(self, n: int) -> None:
        remove = Button(_("Hapus"), "link", icon="trash-2", hint="Ctrl+Del", height=32, name=_("Hapus baris {n}").format(n=n))
        remove.clicked.connect(lambda: self.removing.emit(self.path, n))
        remove.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        body = Body(self.filling, self.form_id, self.repeat.items, self.repeat.path, f"{self.path}[{n}]")
        body.removing.connect(self.removing)
        body.entered.connect(self.entered)
        keys = RowKeys(self)
        keys.pressed.connect(lambda: self.removing.emit(self.path, n))
        body.grown.connect(lambda: self._watch(body, keys))
        body.grown.connect(self.grown)
        self._watch(body, keys)
        card = Card(self._title(n), right=[] if self.repeat.fixed else [remove])
        card.add(body)
        self.cards.append((card, body))
        self._stack.addWidget(card)

    def _watch(self, body: Body, keys: RowKeys) -> None:
        """Let Ctrl+Del work in every field of a row, also in those that came later."""
        for bound in body.bounds():
            if self.filling.repeat_of(bound.place) == self.path:
                bound.control.keys.installEventFilter(keys)

    def bounds(self) -> Iterator[Bound]:
        """Yield every question that can be answered, row by row."""
        if self.table is not None:
            yield from self.table.bounds()
        for _card, body in self.cards:
            yield from body.bounds()

    def inner(self) -> Iterator[Rows]:
        """Yield lists of rows within the rows."""
        for _card, body in self.cards:
            yield from body.rows()

    def chain(self) -> Iterator[QWidget]:
        """Yield what Tab walks through."""
        if self.table is not None:
            yield from self.table.chain()
        for _card, body in self.cards:
            yield from body.chain()
        yield self.add


Part = Shown | Body | Rows


def _any_number(items: tuple[Item, ...]) -> bool:
    return any(item.number or (isinstance(item, Group) and _any_number(item.items)) for item in items)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
