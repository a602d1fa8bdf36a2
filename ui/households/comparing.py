"""The half of a form that looks for who is here already: shown while typing, asked about before keeping, told apart with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from fieldapp.language import _
from fieldapp.services import duplicates, settings
from fieldapp.services.matches import Match, likely_matches
from fieldapp.services.registration import FieldNote, NewPerson
from fieldapp.services.workspace import Workspace
from ui.households.beside import beside
from ui.households.fields import Fields
from ui.households.likely import LikelyPanel
from ui.kit import Button, Page, Tabs, Undo


@dataclass(frozen=True, slots=True)
class Alike:
    """What came of keeping when somebody very much alike was not told apart yet: nothing was kept."""

    found: tuple[Match, ...]


class Comparing(Page):
    """A form page with the panel of who is alike. The editor says what is typed and what is kept."""

    tabs: Tabs
    save_button: Button

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.fields = Fields({}, self)
        self._asked = 0
        self.likely = LikelyPanel()
        self.likely.opened.connect(lambda key: self.go.emit("households", {"household": key}))
        self.likely.used.connect(self._use)
        self.likely.marked.connect(self._marked)

    # What a form says

    def _person(self) -> NewPerson:
        """Return the person as typed."""
        raise AssertionError

    def _names(self) -> tuple[str, str, str]:
        """Return the names of the fields for name, NIK and place of the match note: name, sex, birth date."""
        raise AssertionError

    def _kk_and_region(self) -> tuple[str, str]:
        """Return what else matches are found by."""
        return "", ""

    def _check(self) -> dict[str, FieldNote]:
        """Return what is said of each field."""
        raise AssertionError

    def _draft_key(self) -> str:
        """Return the name the draft is kept under, or "" when it is not kept."""
        return ""

    def _draft(self) -> dict[str, Any]:
        """Return what is typed as the draft."""
        return {}

    def corrected(self) -> str:
        """Return the id of the record being corrected, or "" while a new one is written."""
        return ""

    def rebuild(self) -> None:
        """Build the form anew, empty."""
        raise AssertionError

    def drop_draft(self) -> None:
        """Nothing of the draft stays."""
        raise AssertionError

    def _say(self, sentence: str) -> None:
        self.toast.emit(sentence, None)

    # Who is alike

    def _with_matches(self, notes: dict[str, FieldNote]) -> dict[str, FieldNote]:
        """Say at the name that others are alike; a warning never stops anyone."""
        name = self._names()[0]
        if self.likely.matches and name in self.fields.fields and (name not in notes or notes[name].kind != "error"):
            count = len(self.likely.matches)
            beside_it = _("{count} warga mirip, lihat di kanan (F6)").format(count=count)
            elsewhere = _("{count} warga mirip, lihat bagian Mungkin terdaftar").format(count=count)
            notes[name] = FieldNote("warn", elsewhere if self.likely.narrow else beside_it)
        return notes

    def _find_likely(self) -> None:
        if not self._compares():
            return
        self._asked += 1
        asked, read = self._asked, self._likely_reader()

        def show(found: tuple[Match, ...]) -> None:
            if asked == self._asked:
                self.likely.show_matches(found)
                self.fields.show_notes(self._with_matches(self._check()))
                names = [_("Isian"), _("Mungkin terdaftar ({count})").format(count=len(self.likely.matches))]
                self.tabs.set_names(names)
                self.actions_changed.emit()

        beside(self, read, show, self._say)

    def _likely_reader(self) -> Callable[[], tuple[Match, ...]]:
        """Return what reads who is like the person as typed now, but for whom a person said that it is someone else."""
        person, (kk, region), mine = self._person(), self._kk_and_region(), self._mine()

        def read() -> tuple[Match, ...]:
            found = likely_matches(self.ws, person, kk=kk, region_id=region or None)
            apart = {one for pair in duplicates.judged(self.ws, list(mine)) for one in pair} if mine else set()
            return tuple(match for match in found if match.person_id not in mine | apart)

        return read

    def _mine(self) -> set[str]:
        """Return the ids of the persons this very form is about."""
        return set()

    # Telling apart

    def _tell_apart(self, result: object) -> None:
        """Keep with the new record why it is not one of those it looks like."""
        reasons = dict(self.likely.reasons)
        if not reasons or self.corrected():
            return

        def keep() -> None:
            made = self._made_person(result)
            for other, reason in reasons.items():
                duplicates.differ(self.ws, "person", made, other, reason)

        beside(self, keep, lambda _none: None, self._say)

    def _made_person(self, result: object) -> str:
        """Return the id of the person just registered."""
        return str(result)

    def _compares(self) -> bool:
        """Whether this form is about a person who could be here already."""
        return self._names()[0] in self.fields.fields

    def _marked(self) -> None:
        """Somebody was told apart: a correction keeps that at once, a new record with itself."""
        self.tabs.choose(0)
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fields.show_notes(self._with_matches(self._check()))
        self.actions_changed.emit()
        mine = next(iter(self._mine()), "")
        if not self.corrected() or not mine:
            return
        reasons, self.likely.reasons = dict(self.likely.reasons), {}

        def keep() -> list[str]:
            return [duplicates.differ(self.ws, "person", mine, other, reason) for other, reason in reasons.items()]

        def take_back(made: list[str]) -> None:
            for one in made:
                duplicates.take_back(self.ws, one)

        def done(made: list[str]) -> None:
            undo = Undo(lambda: beside(self, lambda: take_back(made), lambda _none: self._find_likely(), self._say), _("Batalkan"))
            self.toast.emit(_("Dicatat: memang berbeda. Tidak ditanyakan lagi."), undo)
            self._find_likely()

        beside(self, keep, done, self._say)

    def mark_different(self) -> None:
        """Tell apart who is alike, with the reason typed (Alt+B)."""
        self.tabs.choose(1)
        self.likely.mark()

    def _use(self, match: Match) -> None:
        """The family is here already: the draft goes, and comes back with Ctrl+Z."""
        key, told = self._draft_key(), self._draft()
        self.rebuild()
        self.drop_draft()

        def put_back() -> None:
            beside(self, lambda: settings.put(self.ws, key, told), lambda _none: self.go.emit(self._page(), self._way_back()), self._say)

        self.toast.emit(_("Draf dibuang. {name} dibuka.").format(name=match.name), Undo(put_back, _("Kembalikan draf")))
        self.go.emit("households", {"household": match.household_id})

    def _page(self) -> str:
        """Return the key of this page."""
        raise AssertionError

    def _way_back(self) -> dict[str, Any]:
        """Return the context this draft is reached by."""
        return {}
