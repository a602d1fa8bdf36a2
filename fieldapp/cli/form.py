"""Form: check a questionnaire before anyone uses it, and fill one without a window."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldapp import problems
from fieldapp.cli.answer import Answer, Table
from fieldapp.cli.helping import Command, Group
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.forms import Form
    from fieldapp.forms.session import Session


def add_to(app: typer.Typer) -> None:
    """Add the word to the commands."""
    words = typer.Typer(cls=Group, rich_markup_mode=None, help=_("Periksa atau isi formulir (XLSForm)."))
    app.add_typer(words, name="form")

    @words.command("check", cls=Command, help=_("Periksa formulir: dapat dibaca, dan apa yang belum dapat dijalankan."))
    def check(files: Annotated[list[str], typer.Argument(metavar="FORMULIR…")]) -> Answer:
        """Read each questionnaire and say what is strange."""
        found = [(name, opened_form(name)) for name in files]
        rows = tuple((name, form.reference, str(len(form.questions())), str(len(form.warnings))) for name, form in found)
        data = [
            {
                "file": name,
                "form": form.reference,
                "title": form.title(),
                "questions": len(form.questions()),
                "warnings": list(form.warnings),
            }
            for name, form in found
        ]
        told = [f"{name}: {warning}" for name, form in found for warning in form.warnings]
        strange = sum(len(form.warnings) for _name, form in found)
        problem = problems.FORM_REMARKS(count=strange) if strange else None
        return Answer(data, told, Table((_("Berkas"), _("Formulir"), _("Isian"), _("Catatan")), rows), problem)

    @words.command("fill", cls=Command, help=_("Isi formulir tanpa jendela; jawaban yang berlaku dan penilaiannya dicetak."))
    def fill(
        file: Annotated[str, typer.Argument(metavar="FORMULIR")],
        answers: Annotated[
            list[str] | None, typer.Option("--answer", metavar="JALUR=NILAI", help=_("Satu jawaban; boleh berulang."))
        ] = None,
        day: Annotated[str | None, typer.Option("--day", metavar="TTTT-BB-HH", help=_("Hari pengisian; tanpa ini hari ini."))] = None,
    ) -> Answer:
        """Answer a questionnaire and return what counts, what is missing and the score."""
        session = opened_form(file).open(today=_day(day))
        for told in answers or ():
            path, sign, value = told.partition("=")
            if not (sign and path):
                raise problems.WRONG_USE(what=_("Jawaban {text} tidak berbentuk JALUR=NILAI.").format(text=told))
            session.set(path, value)
        return _filled(session)


def opened_form(name: str) -> Form:
    """Return the questionnaire in this file, or the shipped one of this name; raises FILE_UNREADABLE and what reading raises."""
    from fieldapp import forms

    path = Path(name)
    if path.is_file():
        return forms.load(path)
    if path.suffix:
        raise problems.FILE_UNREADABLE(name=path.name)
    return forms.shipped_form(name)


def _day(text: str | None) -> date:
    from fieldapp.domain.moments import ZONES, utc_now

    if text is None:
        return utc_now().astimezone(ZONES["WIB"]).date()
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise problems.WRONG_USE(what=_("Hari {text} tidak ada. Tulis seperti 2026-11-23.").format(text=text)) from wrong


def _filled(session: Session) -> Answer:
    kept, missing, wrong = session.relevant_answers(), session.missing(), session.wrong()
    scores = session.scores()
    data: dict[str, Any] = {
        "form": session.form.reference,
        "answers": kept,
        "missing": list(missing),
        "wrong": {path: session.problem(path) for path in wrong},
        "scores": scores,
    }
    rows = tuple((path, session.label(path), str(value)) for path, value in kept.items())
    lines = [_("{count} jawaban berlaku, {missing} wajib belum diisi.").format(count=len(kept), missing=len(missing))]
    lines += [f"{path}: {session.problem(path)}" for path in wrong]
    lines += [f"{path}: {_('belum diisi')}" for path in missing]
    if scores:
        lines.append(_("Penilaian (indikatif): {verdict}").format(verdict=scores.get("verdict")))
    problem = problems.FORM_INCOMPLETE(count=len(missing) + len(wrong)) if missing or wrong else None
    return Answer(data, lines, Table((_("Jalur"), _("Pertanyaan"), _("Jawaban")), rows), problem)
