"""Report: papers as PDF, the same as the window prints."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldapp import problems
from fieldapp.cli.answer import Answer, Table
from fieldapp.cli.helping import Command, Group
from fieldapp.cli.laptop import opened
from fieldapp.cli.told import told
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.reports import Paper
    from fieldapp.services.workspace import Workspace

SIZES = ("F4", "A4")
LATEST = "latest"
Out = Annotated[Path, typer.Option("--out", metavar="BERKAS", help=_("Tulis PDF ke sini."))]
Size = Annotated[str | None, typer.Option("--paper", metavar="F4|A4", help=_("Ukuran kertas; tanpa ini menurut pengaturan."))]


def add_to(app: typer.Typer) -> None:
    """Add the word, with the papers under it, to the commands."""
    words = typer.Typer(cls=Group, rich_markup_mode=None, help=_("Cetak laporan ke PDF."))
    app.add_typer(words, name="report")

    @words.command("list", cls=Command, help=_("Laporan yang ada."))
    def listed() -> Answer:
        """List the papers."""
        from fieldapp import reports

        cards = reports.names()
        return Answer(list(cards), table=Table((_("Nama"), _("Laporan"), _("Kelompok")), tuple((c.name, c.title, c.group) for c in cards)))

    @words.command("kunjungan", cls=Command, help=_("Laporan kunjungan rumah."))
    def kunjungan(
        ctx: typer.Context,
        out: Out,
        visit: Annotated[str, typer.Option("--visit", metavar="ID|latest", help=_("Kunjungan mana; latest yang terakhir."))] = LATEST,
        household: Annotated[str | None, typer.Option("--household", metavar="TEKS", help=_("Dengan latest: keluarga ini."))] = None,
        paper: Size = None,
    ) -> Answer:
        """Print the report of a visit."""
        with opened(told(ctx)) as ws:
            made = visit_paper(ws, visit_id(ws, visit, household), size(ws, paper))
        return kept(out, made)

    @words.command("rekap-desa", cls=Command, help=_("Rekap satu desa."))
    def rekap_desa(
        ctx: typer.Context,
        out: Out,
        region: Annotated[str, typer.Option("--region", metavar="KODE", help=_("Desa mana, mis. 18.11.02.2002."))],
        starts: Annotated[str | None, typer.Option("--from", metavar="TTTT-BB-HH", help=_("Dari hari ini; tanpa ini awal tahun."))] = None,
        ends: Annotated[str | None, typer.Option("--to", metavar="TTTT-BB-HH", help=_("Sampai hari ini; tanpa ini sekarang."))] = None,
        paper: Size = None,
    ) -> Answer:
        """Print the recap of a village."""
        with opened(told(ctx)) as ws:
            today = ws.today()
            period = (_day(starts) or date(today.year, 1, 1), _day(ends) or today)
            if period[1] < period[0]:
                raise problems.WRONG_USE(
                    what=_("Akhir {ends} sebelum awal {starts}. Periksa --from dan --to.").format(starts=period[0], ends=period[1])
                )
            made = recap_paper(ws, region, period, size(ws, paper))
        return kept(out, made)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise problems.WRONG_USE(what=_("Hari {text} tidak ada. Tulis seperti 2026-11-23.").format(text=text)) from wrong


def size(ws: Workspace, told_size: str | None) -> str:
    """Return F4 or A4, as told or as the settings say; raises WRONG_USE."""
    from fieldapp.services import settings

    wanted = told_size or str(settings.get(ws, "paper"))
    if wanted not in SIZES:
        raise problems.WRONG_USE(what=_("Ukuran kertas {size} tidak ada. Pilih F4 atau A4.").format(size=wanted))
    return wanted


def visit_id(ws: Workspace, told_id: str, household: str | None) -> str:
    """Return the visit meant: by id, or the newest one (of the first family that fits the text); raises REPORT_EMPTY."""
    from fieldapp.services import households, visits

    if told_id != LATEST:
        return told_id
    if household:
        found = [households.household(ws, one).last_visit for one in households.household_ids(ws, household)[:20]]
        newest = next((line.id for line in found if line is not None), None)
    else:
        done = visits.visit_list(ws, only="done", limit=1)
        newest = done[0].visit_id if done else None
    if newest is None:
        raise problems.REPORT_EMPTY()
    return newest


def visit_paper(ws: Workspace, visit: str, paper: str) -> Paper:
    """Return the report of a visit, numbered and noted as issued; raises VISIT_UNKNOWN."""
    from fieldapp import reports
    from fieldapp.services import documents, photos, settings, visits

    view = visits.visit_view(ws, visit)
    number, document = documents.next_number(ws, ws.today()), documents.new_document_id()
    made = reports.visit_report(
        view,
        lambda sha: photos.photo_bytes(ws, sha),
        paper=paper,
        letterhead=settings.letterhead(ws),
        signers=settings.signers(ws, view.region_id),
        number=number,
        document_id=document,
        issued_on=ws.today(),
        by=ws.user.name,
    )
    documents.issue(
        ws,
        document,
        kind="kunjungan",
        number=number,
        subject_id=view.id,
        household_id=view.household_id,
        region_id=view.region_id,
        sha256=made.sha256,
    )
    return made


def recap_paper(ws: Workspace, region: str, period: tuple[date, date], paper: str) -> Paper:
    """Return the recap of a village over a period, both days included; raises REGION_UNKNOWN and REPORT_EMPTY."""
    from fieldapp import reports
    from fieldapp.services import documents, recap, settings

    found = recap.village_recap(ws, region, period=period)
    if not found.rows:
        raise problems.REPORT_EMPTY()
    number, document = documents.next_number(ws, ws.today()), documents.new_document_id()
    made = reports.village_recap(
        found,
        paper=paper,
        letterhead=settings.letterhead(ws),
        signers=settings.signers(ws, region),
        number=number,
        document_id=document,
        issued_on=ws.today(),
        by=ws.user.name,
    )
    documents.issue(
        ws,
        document,
        kind="rekap-desa",
        number=number,
        subject_id=region,
        household_id=None,
        region_id=region,
        sha256=made.sha256,
    )
    return made


def kept(out: Path, paper: Paper) -> Answer:
    """Write the PDF and say where it is; raises FOLDER_UNWRITABLE."""
    if out.is_dir():
        raise problems.WRONG_USE(what=_("{out} adalah folder. Tulis nama berkasnya, mis. laporan.pdf.").format(out=out.name))
    paper.write(out)
    data = {"file": str(out), "pages": paper.pages, "sha256": paper.sha256, "bytes": len(paper.pdf)}
    return Answer(data, [_("{file}: {pages} halaman.").format(file=out, pages=paper.pages)])
