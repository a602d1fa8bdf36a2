"""The place of the act in hand above a family: which acts there are, one at a time, and what follows when it was kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from fieldapp.services.households import HouseholdView
from fieldapp.services.workspace import Workspace
from ui.households.acts import Act, Outcome
from ui.households.beside import beside
from ui.households.care import CaseAct, CloseCaseAct, ConsentAct, DesilAct, GuardianAct, RevealCaseAct
from ui.households.events import BirthAct, CorrectDeathAct, DeathAct
from ui.households.moves import AwayAct, BackAct, MoveAct, MoveHomeAct
from ui.households.removing import RemoveAct
from ui.households.summary import DEAD
from ui.kit import Action, Undo, column

Begin = Callable[[Workspace, HouseholdView, str, dict[str, Any]], Act]


def _death(ws: Workspace, view: HouseholdView, person: str, _about: dict[str, Any]) -> Act:
    dead = any(member.id == person and member.status == DEAD for member in view.members)
    return CorrectDeathAct(ws, view, person) if dead else DeathAct(ws, view, person)


ACTS: dict[str, Begin] = {
    "move": lambda ws, view, person, _about: MoveAct(ws, view, person),
    "join": lambda ws, view, _person, _about: MoveAct(ws, view, everyone=True),
    "away": lambda ws, view, person, _about: AwayAct(ws, view, person),
    "back": lambda ws, view, person, _about: BackAct(ws, view, person),
    "birth": lambda ws, view, _person, _about: BirthAct(ws, view),
    "death": _death,
    "move_home": lambda ws, view, _person, _about: MoveHomeAct(ws, view),
    "guardian": lambda ws, view, person, _about: GuardianAct(ws, view, person),
    "case": lambda ws, view, person, about: CaseAct(ws, view, person if about.get("person") else ""),
    "close_case": lambda ws, view, _person, about: CloseCaseAct(ws, view, about["case"]),
    "reveal_case": lambda ws, view, _person, about: RevealCaseAct(ws, view, about["case"]),
    "consent": lambda ws, view, person, about: ConsentAct(ws, view, person if about.get("person") else ""),
    "desil": lambda ws, view, _person, _about: DesilAct(ws, view),
    "remove": lambda ws, view, person, about: RemoveAct(ws, view, person if about.get("person") else ""),
}
OF_A_PERSON = frozenset({"death", "guardian", "back"})


def offered() -> list[tuple[str, str, str, str]]:
    """Return what can be done about a family: name, words, key, icon."""
    return [
        ("move", _("Pindah anggota atau pisah KK"), "Alt+P", "split"),
        ("join", _("Semua pindah ke keluarga lain (gabung KK)"), "", "users"),
        ("birth", _("Catat kelahiran"), "Alt+L", "baby"),
        ("death", _("Catat meninggal"), "Alt+X", "minus"),
        ("away", _("Pindah keluar"), "Alt+U", "log-out"),
        ("move_home", _("Pindah rumah atau desa"), "Alt+D", "map-pin"),
        ("guardian", _("Wali"), "Alt+W", "user-round-check"),
        ("case", _("Catat PPKS"), "Alt+K", "heart"),
        ("consent", _("Catat persetujuan"), "Alt+S", "file-check-2"),
        ("desil", _("Catat desil"), "", "pencil"),
        ("remove", _("Masukkan keluarga ke tempat sampah"), "Alt+H", "trash-2"),
    ]


class Acting(QWidget):
    """At most one act. ``renewed(family id)`` when one was kept, ``closed()`` when it was left, ``toast(sentence, Undo | None)``."""

    renewed = Signal(str)
    closed = Signal()
    told = Signal(str)
    toast = Signal(str, object)

    def __init__(self, ws: Workspace, owner: QWidget) -> None:
        super().__init__()
        self.ws, self.owner = ws, owner
        self.act: Act | None = None
        self._list = column(spacing=0)
        self.setLayout(self._list)
        self.hide()

    def begin(self, name: str, view: HouseholdView, person_id: str, about: dict[str, Any]) -> None:
        """Begin an act in place of the one in hand; the person is the one chosen, or none where the act is about all."""
        if name in OF_A_PERSON and not any(member.id == person_id for member in view.members):
            self.told.emit(_("Pilih dahulu satu anggota di Ringkasan atau Anggota."))
            return
        self.clear()
        self.act = act = ACTS[name](self.ws, view, person_id, about)
        act.left.connect(self._left)
        act.done.connect(self._done)
        self._list.addWidget(act)
        self.show()
        act.focus_first()

    def clear(self) -> None:
        """Let the act in hand go; nothing of it is kept."""
        act, self.act = self.act, None
        if act is not None:
            act.hide()
            self._list.removeWidget(act)
            act.deleteLater()
        self.hide()

    def _left(self) -> None:
        self.clear()
        self.closed.emit()

    def _done(self, outcome: Outcome) -> None:
        family = outcome.family or (self.act.view.id if self.act else "")
        self.clear()
        back = outcome.back

        def take_back() -> None:
            assert back is not None
            beside(self.owner, back, lambda _none: self._taken_back(outcome.said, family), self.told.emit)

        self.toast.emit(outcome.sentence, Undo(take_back, _("Batalkan")) if back else None)
        self.renewed.emit(family)
        self.closed.emit()

    def _taken_back(self, said: str, family: str) -> None:
        self.told.emit(said)
        self.renewed.emit(family)

    def page_actions(self) -> list[Action]:
        """What can be done while an act is in hand."""
        act = self.act
        if act is None or not act.keep.isEnabled():
            return []
        return [Action(act.keep.words, act.save, "Ctrl+Return", "check")]

    def regions(self) -> list[QWidget]:
        """The first field of the act in hand."""
        return [self.act.first] if self.act else []
