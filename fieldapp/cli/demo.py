"""Demo: a working day through the real parts, told line by line, with its papers left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fieldapp.cli.answer import Answer
from fieldapp.cli.helping import Command
from fieldapp.cli.told import told
from fieldapp.language import _


def add_to(app: typer.Typer) -> None:
    """Add the word to the commands."""

    @app.command("demo", cls=Command, help=_("Jalankan sehari kerja di desa contoh, tanpa jendela."))
    def demo(
        ctx: typer.Context,
        out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help=_("Letak PDF dan gambar."))] = Path("var/contoh"),
    ) -> Answer:
        """Live the day; every step is checked, and the first one that is not as it should be stops it."""
        from fieldapp.cli.day import live

        before = told(ctx)
        return live(out, say=before.say, tour=before.tour)
