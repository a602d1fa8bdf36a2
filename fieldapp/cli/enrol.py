"""Enrol: register this laptop with an office, with the one-time code its admin gave."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from fieldapp import problems
from fieldapp.cli.answer import Answer
from fieldapp.cli.helping import Command
from fieldapp.cli.laptop import passphrase
from fieldapp.cli.told import Told, told
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace


def new_passphrase() -> str:
    """Return the passphrase for a new account: from FIELDAPP_PASSPHRASE, else asked for twice."""
    from fieldapp.config import told_passphrase
    from fieldapp.services.accounts import check_passphrase

    first = passphrase(_("Kata sandi baru, paling sedikit 12 huruf: "))
    check_passphrase(first)
    if told_passphrase() is None and sys.stdin.isatty() and passphrase(_("Sekali lagi: ")) != first:
        raise problems.WRONG_USE(what=_("Kedua kata sandi tidak sama. Ulangi pendaftaran."))
    return first


def _registered(before: Told, code: str, server: str) -> Workspace:
    from fieldapp.sync.enrol import enrol as register

    return register(before.home, code, server, new_passphrase())


def _joined(before: Told, code: str, server: str) -> Workspace:
    """Bring an account begun without an office under the code; what it recorded is kept. The caller closes it."""
    from fieldapp.services import accounts
    from fieldapp.sync.enrol import join

    who = accounts.account(before.home, before.user)
    ws = accounts.unlock(before.home, who.user_id, passphrase(_("Kata sandi {name}: ").format(name=who.name)))
    with ExitStack() as unless_joined:
        unless_joined.callback(ws.close)
        join(ws, code, server)
        unless_joined.pop_all()
    return ws


def add_to(app: typer.Typer) -> None:
    """Add the word to the commands."""

    @app.command("enrol", cls=Command, help=_("Daftarkan laptop ini ke kantor dengan kode sekali pakai."))
    def enrol(
        ctx: typer.Context,
        code: Annotated[str, typer.Argument(metavar="KODE")],
        server: Annotated[str, typer.Option("--server", metavar="ALAMAT", help=_("Alamat server, mis. https://pilar.kantor.lan"))],
    ) -> Answer:
        """Make the account the code stands for; with --user, bring that account of this laptop under it."""
        from fieldapp.services import regions

        ws = _joined(told(ctx), code, server) if told(ctx).user else _registered(told(ctx), code, server)
        try:
            user, places = ws.user, [regions.region_name(r) for r in ws.user.regions]
        finally:
            ws.close()
        who = f"{user.name} ({user.title})" if user.title else user.name
        line = _("Laptop terdaftar untuk {who}, wilayah {places}, awalan {prefix}.")
        return Answer(user, [line.format(who=who, places=", ".join(places), prefix=user.prefix)])
