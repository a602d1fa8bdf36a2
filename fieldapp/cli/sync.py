"""Sync: send what waits on this laptop and fetch what others sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from fieldapp import problems
from fieldapp.cli.answer import Answer
from fieldapp.cli.helping import Command
from fieldapp.cli.laptop import opened
from fieldapp.cli.told import progress, told
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.sync.session import SyncReport


def add_to(app: typer.Typer) -> None:
    """Add the word to the commands."""

    @app.command("sync", cls=Command, help=_("Kirim yang menunggu, ambil yang baru."))
    def sync(ctx: typer.Context) -> Answer:
        """Come to agree with the office."""
        from fieldapp.sync.session import sync_now

        with opened(told(ctx)) as ws, progress(_("Sinkron")) as step:
            report = sync_now(ws, progress=step)
        return answer_of(report)


def answer_of(report: SyncReport) -> Answer:
    """Say what a sync brought; changes the office refused make it not wholly honoured."""
    line = _("Terkirim {pushed}, diterima {pulled}, foto {photos} terkirim dan {fetched} diambil, dalam {seconds} detik.").format(
        pushed=report.pushed,
        pulled=report.pulled,
        photos=report.photos_sent,
        fetched=report.photos_fetched,
        seconds=f"{report.seconds:.1f}".replace(".", ","),
    )
    lines = [line]
    if report.different:
        lines.append(_("{count} isian berbeda menunggu keputusan.").format(count=report.different))
    if report.note:
        lines.append(report.note)
    return Answer(report, lines, problem=problems.CHANGES_REFUSED(count=report.refused) if report.refused else None)
