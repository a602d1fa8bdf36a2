"""Find: families by name, NIK, KK, telephone, village or RT, as in the window's list."""

from __future__ import annotations

from typing import Annotated

import typer

from fieldapp import problems, resources
from fieldapp.cli.answer import Answer, Table
from fieldapp.cli.helping import Command
from fieldapp.cli.laptop import opened
from fieldapp.cli.told import told
from fieldapp.language import _


def add_to(app: typer.Typer) -> None:
    """Add the word to the commands."""

    @app.command("find", cls=Command, help=_("Cari keluarga: nama, NIK, KK, desa, RT/RW."))
    def find(
        ctx: typer.Context,
        text: Annotated[list[str], typer.Argument(metavar="TEKS")],
        region: Annotated[str | None, typer.Option("--region", metavar="KODE", help=_("Hanya di desa ini."))] = None,
        limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=_("Paling banyak sekian."), show_default=False)] = 50,
    ) -> Answer:
        """Return the families that fit."""
        from fieldapp.services import households

        wanted = " ".join(text)
        if region is not None and not resources.is_region(region):
            raise problems.REGION_UNKNOWN(code=region)
        with opened(told(ctx)) as ws:
            ids = households.household_ids(ws, wanted, region=region)
            cards = households.household_cards(ws, ids[:limit], wanted)
        lines = [_("{count} keluarga cocok.").format(count=len(ids))]
        if len(ids) > limit:
            lines.append(_("Ditampilkan {limit} yang pertama.").format(limit=limit))
        rows = tuple(
            (
                c.name + (f" ({c.matched})" if c.matched else ""),
                c.kk or "–",
                c.place,
                c.village,
                str(c.members),
                c.desil or "–",
                c.chip.text,
            )
            for c in cards
        )
        headings = (_("Nama"), _("KK"), _("RT/RW"), _("Desa"), _("Anggota"), _("Desil"), _("Tanda"))
        return Answer(data={"count": len(ids), "households": list(cards)}, lines=lines, table=Table(headings, rows))
