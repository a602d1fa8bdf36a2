"""Export: residents, instruments, aid or columns of one's own choice as a sheet, with numbers hidden unless there is a reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldapp import problems, resources
from fieldapp.cli.answer import Answer
from fieldapp.cli.helping import Command
from fieldapp.cli.laptop import opened
from fieldapp.cli.told import progress, told
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.exchange.exporting import Exported


def add_to(app: typer.Typer) -> None:
    """Add the word to the commands."""

    @app.command(
        "export", cls=Command, help=_("Tulis lembar: penduduk, bdt_2015, regsosek_2022_k, bantuan, rtm, tambahan, atau kolom pilihan.")
    )
    def send_out(
        ctx: typer.Context,
        name: Annotated[str, typer.Argument(metavar="FORMAT")],
        out: Annotated[Path, typer.Option("--out", metavar="BERKAS", help=_("Lembar yang ditulis (.xlsx)."))],
        region: Annotated[str | None, typer.Option("--region", metavar="KODE", help=_("Hanya wilayah ini."))] = None,
        text: Annotated[str, typer.Option("--find", metavar="TEKS", help=_("Hanya keluarga yang cocok dengan kata ini."))] = "",
        filters: Annotated[
            str, typer.Option("--filter", metavar="KODE", help=_("Hanya keluarga dengan saringan ini, mis. desil_1,lansia."))
        ] = "",
        columns: Annotated[str, typer.Option("--columns", metavar="KOLOM", help=_("Untuk format kolom, mis. name,kk,village."))] = "",
        programme: Annotated[
            str, typer.Option("--programme", metavar="NAMA", help=_("Untuk format bantuan: nama atau nomor program."))
        ] = "",
        full: Annotated[bool, typer.Option("--full", help=_("NIK dan KK lengkap; perlu --reason."))] = False,
        reason: Annotated[str, typer.Option("--reason", metavar="ALASAN", help=_("Untuk apa lembar ini; dicatat."))] = "",
        labels: Annotated[bool, typer.Option("--labels", help=_("Jawaban dalam kata, bukan kode."))] = False,
        changes: Annotated[bool, typer.Option("--changes", help=_("Tambah kolom Perubahan sejak ekspor terakhir."))] = False,
        changes_out: Annotated[
            Path | None, typer.Option("--changes-out", metavar="BERKAS", help=_("Tulis perubahan sejak ekspor terakhir ke lembar lain."))
        ] = None,
    ) -> Answer:
        """Write the sheet."""
        from fieldapp.exchange import exporting
        from fieldapp.services.finding import Query

        if region is not None and not resources.is_region(region):
            raise problems.REGION_UNKNOWN(code=region)
        chosen = _listed(columns)
        known = exporting.columns()
        if unknown := [field for field in chosen if field not in known]:
            raise problems.WRONG_USE(
                what=_("--columns tidak mengenal {given}. Pilihan: {known}.").format(given=", ".join(unknown), known=", ".join(known))
            )
        wanted = exporting.Wanted(
            query=Query(text, region, _listed(filters)), full=full, reason=reason, columns=chosen, labels=labels, programme=programme, changes=changes,
            changes_out=changes_out,
        )  # fmt: skip
        with opened(told(ctx)) as ws, progress(_("Menulis lembar")) as step:
            done = exporting.export(ws, name, out, wanted, progress=lambda rows: step(rows, 0, _("{rows} baris").format(rows=rows)))
        return _answer(done, out)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _answer(done: Exported, out: Path) -> Answer:
    lines = [_("{rows} baris ditulis ke {name}.").format(rows=done.rows, name=out.name)]
    data: dict[str, object] = {"rows": done.rows, "file": str(out), "changes": None}
    if done.changes is not None:
        counts = {"new": len(done.changes.new), "changed": len(done.changes.changed), "gone": len(done.changes.gone)}
        data["changes"] = {"since": done.changes.since, **counts}
        lines.append(_("Sejak ekspor terakhir: {new} baru, {changed} diubah, {gone} hilang.").format(**counts))
    return Answer(data, lines)
