"""The fields of a form by the names the services know them by: their values, what is said of each, and the way to the wrong ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.language import _
from fieldapp.services.registration import FieldNote, reference_choices
from ui.kit import ComboField, DateField, Field, PickField, TextField
from ui.kit.pick import Found

PAUSE_MS = 150


def coded(question: str, *, none: str = "–") -> ComboField:
    """Return a list of the answers to a Dukcapil question, each behind its code so that typing the code finds it."""
    return ComboField([("", none), *((code, f"{code}  {text}") for code, text in reference_choices(question))])


class CodedPick(PickField):
    """A long list of coded answers (eighty-nine occupations): type letters of the word, or its code."""

    def __init__(self, question: str) -> None:
        self._choices = reference_choices(question)
        super().__init__(self._look, placeholder=_("ketik, mis. buruh"), letters=1)

    def _look(self, text: str) -> list[Found]:
        wanted = text.casefold().split()
        found = [(code, label) for code, label in self._choices if all(word in f"{code} {label}".casefold() for word in wanted)]
        found.sort(key=lambda pair: (pair[0] != text.strip(), not pair[1].casefold().startswith(text.casefold().strip())))
        return [(code, label, _("kode {code}").format(code=code)) for code, label in found]

    def set_code(self, code: str) -> None:
        """Show the answer with this code."""
        self.set_chosen(code, dict(self._choices).get(code, code))


def value_of(entry: QWidget) -> Any:
    """Return what an input holds: text, a code, or a day."""
    if isinstance(entry, DateField):
        return entry.day()
    if isinstance(entry, PickField):
        return entry.chosen()
    assert isinstance(entry, (TextField, ComboField))
    return entry.value()


def put_value(entry: QWidget, value: Any) -> None:
    """Show a value in an input. A text that is not in a list is added to it: what others wrote stays."""
    if isinstance(entry, DateField):
        entry.set_day(value if isinstance(value, date) else None)
    elif isinstance(entry, CodedPick):
        entry.set_code(value or "")
    elif isinstance(entry, PickField):
        entry.set_chosen(value[0], value[1]) if value else entry.set_chosen("", "")
    elif isinstance(entry, ComboField):
        if value and entry.findData(value) < 0:
            entry.addItem(value, value)
        entry.set_value(value or "")
    elif isinstance(entry, TextField):
        entry.set_value(value or "")


class Fields(QObject):
    """Fields by name. ``changed()`` 150 ms after the last key; an error is shown once its field was left, or all of them after F8."""

    changed = Signal()
    counted = Signal(int)

    def __init__(self, fields: Mapping[str, Field], parent: QWidget) -> None:
        super().__init__(parent)
        self.fields = dict(fields)
        self.notes: dict[str, FieldNote] = {}
        self._left: set[str] = set()
        self._names: dict[QObject, str] = {field.entry: name for name, field in self.fields.items()}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        for field in self.fields.values():
            self._listen(field.entry)

    def _listen(self, entry: QWidget) -> None:
        entry.installEventFilter(self)
        for name in ("edited", "changed", "committed"):
            signal = getattr(entry, name, None)
            if signal is not None:
                signal.connect(lambda *_told: self._pause.start())

    def __getitem__(self, name: str) -> Field:
        """Return a field by its name."""
        return self.fields[name]

    def value(self, name: str) -> Any:
        """Return what a field holds."""
        return value_of(self.fields[name].entry)

    def put(self, name: str, value: Any) -> None:
        """Show a value in a field; nothing is told."""
        put_value(self.fields[name].entry, value)

    def flush(self) -> None:
        """Do at once what would follow the last key in a moment."""
        if self._pause.isActive():
            self._pause.stop()
            self.changed.emit()

    def forget(self) -> None:
        """Show no errors: the form begins anew."""
        self._left.clear()
        self.show_notes({})

    # Notes

    def show_notes(self, notes: Mapping[str, FieldNote]) -> None:
        """Take what is said of the fields now, and show of the errors those whose fields were left."""
        self.notes = {**notes, **self._wrong_days()}
        for name, field in self.fields.items():
            note = self.notes.get(name)
            shown = note is not None and (note.kind != "error" or name in self._left)
            wanted = (note.text, note.kind) if note is not None and shown else ("", "help")
            if (field.note.text(), field.state) != wanted:
                field.set_note(*wanted)
        self.counted.emit(len(self.wrong()))

    def _wrong_days(self) -> dict[str, FieldNote]:
        days = ((name, field.entry) for name, field in self.fields.items() if isinstance(field.entry, DateField))
        return {name: FieldNote("error", entry.error()) for name, entry in days if entry.error()}

    def errors(self) -> list[str]:
        """Return the names of all wrong fields in reading order, shown or not."""
        return [
            name for name, field in self.fields.items() if name in self.notes and self.notes[name].kind == "error" and not field.isHidden()
        ]

    def wrong(self) -> list[str]:
        """Return the names of the fields that show an error."""
        return [name for name in self.errors() if name in self._left]

    def show_all(self) -> bool:
        """Show every error; tell whether there is one."""
        self._left |= set(self.fields)
        self.show_notes(self.notes)
        return bool(self.errors())

    def go_to_wrong(self, step: int = 1) -> None:
        """Put the keys into the next (1) or previous (-1) wrong field."""
        self.flush()
        self.show_all()
        wrong, order = self.errors(), list(self.fields)
        if not wrong:
            return
        here = self._names.get(QApplication.focusWidget() or self, "")
        at = order.index(here) if here else (-1 if step > 0 else len(order))
        places = [order.index(name) for name in wrong]
        later = [place for place in places if place > at] if step > 0 else [place for place in reversed(places) if place < at]
        self.focus(order[(later or (places if step > 0 else places[::-1]))[0]])

    def focus(self, name: str) -> None:
        """Put the keys into a field, its text marked."""
        entry = self.fields[name].entry
        entry.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(entry, TextField):
            entry.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field that is left may show its error; a list that opens does not count as leaving."""
        name = self._names.get(watched)
        if name and event.type() == QEvent.Type.FocusOut and not (isinstance(watched, PickField) and watched.popup_open()):
            self._left.add(name)
            self._pause.start(0 if not self._pause.isActive() else PAUSE_MS)
        return super().eventFilter(watched, event)
