"""Isian tambahan: questionnaires of the area's own, put in from an XLSForm, and withdrawn when they are asked no more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from fieldapp.domain.roles import may
from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services import history, supplements
from fieldapp.services.checking import FieldProblems
from ui import theme
from ui.kit import Banner, Button, Cell, CodeChoice, Column, DataTable, EmptyState, Field, TextField, chip_cell, column, row
from ui.operation import Job, Operation
from ui.settings.parts import Section

if TYPE_CHECKING:
    from fieldapp.problems import Problem
    from fieldapp.services.history import RecordChange
    from fieldapp.services.supplements import SupplementView
    from fieldapp.services.workspace import Workspace
    from ui.kit.table import Cells

TALLEST = 300
_SUBJECTS = (supplements.HOUSEHOLD, supplements.PERSON)


class Supplements(Section):
    """``told(sentence)`` when something was put in or withdrawn."""

    told = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws, self.title = ws, _("Isian tambahan")
        self.listed: dict[str, SupplementView] = {}
        self.reason = "" if may(ws.user.role, "write", "supplement", "reference") else _("Isian tambahan diatur koordinator.")
        self.table = DataTable(
            _("Isian tambahan"),
            [
                Column(_("Judul")),
                Column(_("Tentang"), 86),
                Column(_("Versi"), 56, right=True),
                Column(_("Dibuat"), 150),
                Column(_("Keadaan"), 104),
            ],
            row_height=52,
        )
        self.table.chosen.connect(lambda _key: self._say_withdraw())
        self.nothing = EmptyState(_("Belum ada isian tambahan. Koordinator menambahkannya dari berkas XLSForm."), icon="clipboard-list")
        self.withdraw = Button(_("Tarik"), icon="x", run=self.withdraw_chosen)
        self.named = Field(_("Judul"), TextField(placeholder=_("mis. Air musim kemarau"), limit=120))
        self.about = Field(
            _("Ditanyakan tentang"), CodeChoice([(_SUBJECTS[0], _("Keluarga")), (_SUBJECTS[1], _("Warga"))], columns=2, advance=False)
        )
        self.add = Button(_("Tambah dari berkas XLSForm"), icon="file-up", run=self.ask)
        self.trouble = Banner("bad", "")
        self.trouble.hide()
        self.add_setting(
            _("Isian tambahan di wilayah ini"),
            _("Ditanyakan kepada keluarga atau warga di samping kuesioner yang sudah ada, oleh semua yang bertugas di wilayah ini."),
            self.table, self.nothing, row(self.withdraw, None),
        )  # fmt: skip
        self.add_setting(
            _("Menambah"),
            _(
                "Berkas XLSForm (.xlsx, .xls) atau .md. Formulir dengan form_id yang sama menjadi versi berikutnya; jawaban lama tetap terbaca."
            ),
            column(self.named, self.about, self.trouble, row(self.add, None), spacing=8),
        )
        self._choice.set_value(supplements.HOUSEHOLD)
        self.add.disable(self.reason)
        self.withdraw.disable(self.reason)

    @property
    def _choice(self) -> CodeChoice:
        assert isinstance(self.about.entry, CodeChoice)
        return self.about.entry

    @property
    def _name(self) -> TextField:
        assert isinstance(self.named.entry, TextField)
        return self.named.entry

    def opened(self) -> None:
        """Read the supplements there are, with who put them in."""

        def read(_job: Job) -> list[tuple[SupplementView, RecordChange | None]]:
            found = supplements.supplements(self.ws)
            return [(one, next(iter(history.of_record(self.ws, "supplement", one.id)[-1:]), None)) for one in found]

        work = Operation(read, self)
        work.succeeded.connect(self._show)
        work.start()

    def _show(self, found: list[tuple[SupplementView, RecordChange | None]]) -> None:
        self.listed = {one.id: one for one, _made in found}
        self.table.set_rows([_cells(one, made) for one, made in found], list(self.listed))
        if found and not self.table.current():
            self.table.set_current(found[0][0].id)
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.withdraw.setVisible(bool(found))
        self.restyle()
        self._say_withdraw()

    def restyle(self) -> None:
        """As high as its rows, up to a part of the page."""
        super().restyle()
        if hasattr(self, "table"):
            self.table.setFixedHeight(min(self.table.natural_height(), theme.size(TALLEST)))

    def _say_withdraw(self) -> None:
        one = self.listed.get(self.table.current())
        self.withdraw.disable(self.reason or ("" if one is not None and one.active else _("Yang dipilih sudah ditarik.")))

    # What is done

    def ask(self) -> None:
        """Let the system ask for the form's file."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = _("Formulir ({kinds})").format(kinds="*.xlsx *.xls *.md")
        name, _kind = QFileDialog.getOpenFileName(self, _("Tambah dari berkas XLSForm"), folder, kinds)
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Put a form in; what is wrong in it is told with its sheet and row."""
        title, subject = self._name.value(), self._choice.value() or supplements.HOUSEHOLD
        self.named.set_note("")
        self.trouble.hide()
        self.add.busy(True)
        work = Operation(
            lambda _job: supplements.add(
                self.ws, path, title, supplements.PERSON if subject == supplements.PERSON else supplements.HOUSEHOLD
            ),
            self,
        )
        work.succeeded.connect(lambda _made: self._added(title))
        work.failed.connect(self._refused)
        work.crashed.connect(lambda code: self._say(_("Ada yang keliru di program. Kode {code}.").format(code=code)))
        work.finished.connect(lambda: self.add.busy(False))
        work.start()

    def _added(self, title: str) -> None:
        self._name.set_value("")
        self.told.emit(_("{title} ditambahkan. Rekan menerimanya pada sinkron berikut.").format(title=title))
        self.opened()

    def _refused(self, problem: Problem) -> None:
        if isinstance(problem, FieldProblems) and "title" in problem.notes:
            self.named.set_note(problem.notes["title"].text, "error")
            self._name.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._say(problem.sentence)

    def _say(self, sentence: str) -> None:
        self.trouble.say("bad", sentence, _("Tidak ada yang ditambahkan."))
        self.trouble.show()

    def withdraw_chosen(self) -> None:
        """Stop asking the supplement chosen; what was answered stays."""
        one = self.listed.get(self.table.current())
        if one is None or self.withdraw.reason:
            return
        work = Operation(lambda _job: supplements.withdraw(self.ws, one.id), self)
        work.succeeded.connect(lambda _nothing: self._withdrawn(one.title))
        work.failed.connect(lambda problem: self._say(problem.sentence))
        work.start()

    def _withdrawn(self, title: str) -> None:
        self.told.emit(_("{title} ditarik. Jawaban yang sudah ada tetap terbaca.").format(title=title))
        self.opened()


def _cells(one: SupplementView, made: RecordChange | None) -> Cells:
    about = _("Warga") if one.subject_kind == supplements.PERSON else _("Keluarga")
    form, _at, version = one.form.partition("@")
    by = Cell(made.by_name, second=date_medium(made.day) if made.day else "") if made is not None else Cell("–", "muted")
    state = chip_cell(_("Dipakai"), "ok", "check") if one.active else chip_cell(_("Ditarik"), "mute")
    return [Cell(one.title, "strong", second=form), about, version, by, state]
