"""Import: people from a residents sheet, checked row by row first; families with a wrong row stay out as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldapp import problems
from fieldapp.cli.answer import Answer, Table
from fieldapp.cli.helping import Command
from fieldapp.cli.laptop import opened
from fieldapp.cli.told import progress, told
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.exchange.residents import ImportResult, ResidentSheet
    from fieldapp.services.workspace import Workspace

SHOWN = 40  # wrong cells shown on screen; the sheet of wrong rows holds all


def add_to(app: typer.Typer) -> None:
    """Add the word to the commands."""

    @app.command("import", cls=Command, help=_("Ambil warga dari lembar Excel atau CSV (43 kolom penduduk desa)."))
    def take_in(
        ctx: typer.Context,
        file: Annotated[Path, typer.Argument(metavar="BERKAS")],
        region: Annotated[
            str | None, typer.Option("--region", metavar="KODE", help=_("Desa tujuan; perlu bila wilayah tugas lebih dari satu desa."))
        ] = None,
        dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Periksa saja, tidak ada yang disimpan."))] = False,
        skip_wrong: Annotated[bool, typer.Option("--skip-wrong", help=_("Lewati keluarga yang barisnya keliru, ambil yang lain."))] = False,
        wrong: Annotated[
            Path | None, typer.Option("--wrong", metavar="BERKAS", help=_("Tulis baris yang ditolak ke lembar ini untuk diperbaiki."))
        ] = None,
    ) -> Answer:
        """Read, check and take in."""
        from fieldapp.exchange import residents

        if not file.is_file():
            raise problems.FILE_UNREADABLE(name=file.name)
        with opened(told(ctx)) as ws, progress(_("Membaca lembar")) as step:
            sheet = residents.read_residents(file, today=ws.today(), village=region or _only_village(ws))
            step(1, 2, _("Menyimpan keluarga"))
            if wrong is not None and sheet.refused:
                _write_wrong(wrong, sheet)
            taken = None
            if not dry_run and (skip_wrong or not sheet.problems):
                taken = residents.import_residents(ws, sheet, skip_wrong=skip_wrong)
        return _answer(sheet, taken, dry_run=dry_run, skip_wrong=skip_wrong)


def _only_village(ws: Workspace) -> str:
    from fieldapp.services.regions import my_villages

    villages = my_villages(ws)
    if len(villages) != 1:
        raise problems.WRONG_USE(what=_("Desa tujuan belum ditulis. Tambahkan --region dengan kode desa, mis. 18.11.02.2002."))
    return villages[0].id


def _write_wrong(path: Path, sheet: ResidentSheet) -> None:
    from fieldapp.exchange.wrong_rows import write_wrong_rows

    write_wrong_rows(path, sheet)


def _answer(sheet: ResidentSheet, taken: ImportResult | None, *, dry_run: bool, skip_wrong: bool) -> Answer:
    ready = len(sheet.households)
    lines = [
        _("{rows} baris dibaca: {ready} keluarga siap, {wrong} baris keliru, {strange} hal untuk dicermati.").format(
            rows=sheet.rows, ready=ready, wrong=len(sheet.wrong_rows), strange=len(sheet.warnings)
        )
    ]
    if taken is not None:
        lines.append(_("{count} keluarga baru diambil.").format(count=taken.households))
        if taken.known_households:
            lines.append(
                _("{count} keluarga sudah ada di laptop ini; {added} anggota baru ditambahkan kepadanya.").format(
                    count=taken.known_households, added=taken.added_members
                )
            )
    elif dry_run:
        lines.append(_("Hanya diperiksa, tidak ada yang disimpan."))
    data = {
        "rows": sheet.rows,
        "ready": ready,
        "taken": taken.households if taken else 0,
        "known": taken.known_households if taken else 0,
        "added_members": taken.added_members if taken else 0,
        "refused_rows": len(sheet.refused),
        "problems": list(sheet.problems),
        "warnings": list(sheet.warnings),
        "dry_run": dry_run,
    }
    rows = tuple((str(p.row), p.column, p.value_shown, p.sentence) for p in sheet.problems[:SHOWN])
    refused = problems.SHEET_ROWS_LEFT if skip_wrong and not dry_run else problems.SHEET_ROWS_WRONG
    problem = refused(count=len(sheet.wrong_rows)) if sheet.problems else None
    return Answer(data, lines, Table((_("Baris"), _("Kolom"), _("Tertulis"), _("Keterangan")), rows), problem)
