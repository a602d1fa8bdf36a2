"""Server: run the office, and look after its people, codes and laptops."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldapp.cli.answer import Answer, Table
from fieldapp.cli.helping import Command, Group
from fieldapp.cli.told import Told, told
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.server.office import HeadOffice

Data = Annotated[Path | None, typer.Option("--data", metavar="FOLDER", help=_("Folder data server."))]
Database = Annotated[str | None, typer.Option("--database", metavar="URL", help=_("Alamat PostgreSQL; tanpa ini berkas terenkripsi."))]
Login = Annotated[str, typer.Argument(metavar="LOGIN")]


def data_folder(before: Told, data: Path | None) -> Path:
    """Return where the office keeps its data: as told, else ``office`` in the data folder of this computer."""
    return data or before.home / "office"


@contextmanager
def office(ctx: typer.Context, data: Path | None, database: str | None) -> Iterator[HeadOffice]:
    """Open the office for one act."""
    from fieldapp.server.office import open_office

    found = open_office(data_folder(told(ctx), data), database)
    try:
        yield found
    finally:
        found.close()


def add_to(app: typer.Typer) -> None:
    """Add the word, with the words under it, to the commands."""
    words = typer.Typer(cls=Group, rich_markup_mode=None, help=_("Jalankan server kantor, kelola akun dan laptopnya."))
    app.add_typer(words, name="server")
    _add_run(words)
    _add_people(words)
    _add_devices(words)


def _add_run(words: typer.Typer) -> None:
    @words.command("run", cls=Command, help=_("Jalankan server sampai dihentikan (Ctrl C)."))
    def run(
        ctx: typer.Context,
        data: Data = None,
        database: Database = None,
        host: Annotated[
            str, typer.Option("--host", metavar="ALAMAT", help=_("Alamat yang didengarkan; biasanya hanya komputer ini."))
        ] = "127.0.0.1",
        port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help=_("Port yang didengarkan."))] = 8321,
    ) -> Answer:
        """Serve until stopped."""
        from fieldapp.server.run import run as serve

        before = told(ctx)
        serve(
            data_folder(before, data), database, host, port, announce=lambda url: before.say(_("Server menjawab di {url}").format(url=url))
        )
        return Answer(lines=[_("Server berhenti.")])


def _add_people(words: typer.Typer) -> None:
    people = typer.Typer(cls=Group, rich_markup_mode=None, help=_("Akun di server."))
    words.add_typer(people, name="user")

    @people.command("add", cls=Command, help=_("Tambah akun dengan peran dan wilayah tugas."))
    def add(
        ctx: typer.Context,
        login: Login,
        name: Annotated[str, typer.Option("--name", metavar="NAMA", help=_("Nama lengkap."))],
        role: Annotated[str, typer.Option("--role", metavar="PERAN", help=_("Mis. worker, coordinator_kecamatan, admin."))],
        region: Annotated[str, typer.Option("--region", metavar="KODE", help=_("Wilayah tugas, mis. 18.11.02."))],
        title: Annotated[str, typer.Option("--title", metavar="JABATAN", help=_("Jabatan pada surat."))] = "",
        starts: Annotated[str | None, typer.Option("--from", metavar="TTTT-BB-HH", help=_("Tugas mulai hari ini."))] = None,
        ends: Annotated[str | None, typer.Option("--to", metavar="TTTT-BB-HH", help=_("Tugas sampai hari ini."))] = None,
        data: Data = None,
        database: Database = None,
    ) -> Answer:
        """Add an account."""
        with office(ctx, data, database) as here:
            card = here.add_user(login, name, title, role, region, starts=starts, ends=ends)
        return Answer(card, [_("Akun {login} ditambahkan. Kode pendaftaran: server code {login}").format(login=login)])

    @people.command("list", cls=Command, help=_("Akun yang ada."))
    def listed(ctx: typer.Context, data: Data = None, database: Database = None) -> Answer:
        """List the accounts."""
        with office(ctx, data, database) as here:
            cards = here.users()
        rows = tuple((c.login, c.name, c.title, c.role, c.region) for c in cards)
        table = Table((_("Login"), _("Nama"), _("Jabatan"), _("Peran"), _("Wilayah")), rows)
        return Answer(list(cards), [_("{count} akun.").format(count=len(cards))], table)

    @words.command("code", cls=Command, help=_("Buat kode pendaftaran sekali pakai, berlaku 24 jam."))
    def code(ctx: typer.Context, login: Login, data: Data = None, database: Database = None) -> Answer:
        """Make a one-time code."""
        with office(ctx, data, database) as here:
            made = here.make_code(login)
        return Answer({"login": login, "code": made}, [made, _("Sekali pakai, berlaku 24 jam, untuk {login}.").format(login=login)])


def _add_devices(words: typer.Typer) -> None:
    laptops = typer.Typer(cls=Group, rich_markup_mode=None, help=_("Laptop yang terdaftar."))
    words.add_typer(laptops, name="device")

    @laptops.command("list", cls=Command, help=_("Laptop yang pernah didaftarkan."))
    def listed(ctx: typer.Context, data: Data = None, database: Database = None) -> Answer:
        """List the laptops."""
        with office(ctx, data, database) as here:
            cards = here.devices()
        rows = tuple((c.prefix, c.login, c.enrolled_at[:10], (c.revoked_at or "–")[:10], c.id) for c in cards)
        table = Table((_("Awalan"), _("Login"), _("Terdaftar"), _("Dicabut"), _("Id")), rows)
        return Answer(list(cards), [_("{count} laptop.").format(count=len(cards))], table)

    @laptops.command("revoke", cls=Command, help=_("Cabut laptop; yang sudah dikirimnya tetap ada."))
    def revoke(
        ctx: typer.Context,
        device: Annotated[str, typer.Argument(metavar="LAPTOP", help=_("Awalan (LT014) atau id."))],
        data: Data = None,
        database: Database = None,
    ) -> Answer:
        """Shut a laptop out."""
        with office(ctx, data, database) as here:
            here.revoke(device)
        return Answer({"device": device}, [_("Laptop {device} dicabut.").format(device=device)])
