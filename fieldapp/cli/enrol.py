"""Enrol: register this laptop with an office, with the one-time code its admin gave."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from fieldapp import problems
from fieldapp.cli.answer import Answer
from fieldapp.cli.helping import Command
from fieldapp.cli.laptop import passphrase
from fieldapp.cli.told import told
from fieldapp.language import _


def new_passphrase() -> str:
    """Return the passphrase for a new account: from FIELDAPP_PASSPHRASE, else asked for twice."""
    from fieldapp.config import told_passphrase
    from fieldapp.services.accounts import check_passphrase

    first = passphrase(_("Kata sandi baru, paling sedikit 12 huruf: "))
    check_passphrase(first)
    if told_passphrase() is None and sys.stdin.isatty() and passphrase(_("Sekali lagi: ")) != first:
        raise problems.WRONG_USE(what=_("Kedua kata sandi tidak sama. Ulangi pendaftaran."))
    return first


def add_to(app: typer.Typer) -> None:
    """Add the word to the commands."""

    @app.command("enrol", cls=Command, help=_("Daftarkan laptop ini ke kantor dengan kode sekali pakai."))
    def enrol(
        ctx: typer.Context,
        code: Annotated[str, typer.Argument(metavar="KODE")],
        server: Annotated[str, typer.Option("--server", metavar="ALAMAT", help=_("Alamat server, mis. https://pilar.kantor.lan"))],
    ) -> Answer:
        """Make the account the code stands for."""
        from fieldapp.services import regions
        from fieldapp.sync.enrol import enrol as register

        ws = register(told(ctx).home, code, server, new_passphrase())
        try:
            user, places = ws.user, [regions.region_name(r) for r in ws.user.regions]
        finally:
            ws.close()
        line = _("Laptop terdaftar untuk {name} ({title}), wilayah {places}, awalan {prefix}.")
        return Answer(user, [line.format(name=user.name, title=user.title, places=", ".join(places), prefix=user.prefix)])
