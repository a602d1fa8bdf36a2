"""Store: the encrypted file of this laptop: what it holds, whether it is whole, copying it and bringing a copy back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldapp import problems
from fieldapp.cli.answer import Answer
from fieldapp.cli.helping import Command, Group
from fieldapp.cli.laptop import opened, passphrase
from fieldapp.cli.told import told
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.store.keys import DataKey


def _whole(path: Path, key: DataKey) -> int | None:
    """Return how many records a file holds when every page of it is sound, else None."""
    from fieldapp.store import backup

    try:
        return backup.verify(path, key)
    except problems.Problem as bad:
        if bad.kind is not problems.BACKUP_BAD:
            raise
        return None


def add_to(app: typer.Typer) -> None:
    """Add the word, with the words under it, to the commands."""
    words = typer.Typer(cls=Group, rich_markup_mode=None, help=_("Berkas data laptop ini: periksa, cadangkan, pulihkan."))
    app.add_typer(words, name="store")

    @words.command("info", cls=Command, help=_("Apa yang tersimpan di laptop ini."))
    def info(ctx: typer.Context) -> Answer:
        """Say what the store holds."""
        from fieldapp.services import backups, households
        from fieldapp.services.status import status

        with opened(told(ctx)) as ws:
            now, count = status(ws), len(households.household_ids(ws))
            copies = backups.backups(ws.home, ws.user.id)
            user = ws.user
        data = {"user": user.login, "role": user.role, "regions": user.regions, "households": count, "status": now, "backups": list(copies)}
        lines = [
            _("{name}, {title}: {count} keluarga.").format(name=user.name, title=user.title, count=count),
            _("{waiting} perubahan dan {photos} foto menunggu dikirim.").format(waiting=now.waiting, photos=now.photos_waiting),
            _("Sinkron terakhir {moment}.").format(moment=now.last_sync or _("belum pernah")),
            _("{count} cadangan, yang terakhir {moment}.").format(count=len(copies), moment=now.last_backup or _("belum ada")),
        ]
        return Answer(data, lines)

    @words.command("verify", cls=Command, help=_("Periksa setiap halaman berkas data dan setiap cadangan."))
    def verify(ctx: typer.Context) -> Answer:
        """Check the store and its copies; a copy that does not open is named."""
        from fieldapp.services import backups

        with opened(told(ctx)) as ws:
            records = _whole(ws.store.path, ws.store.key)
            copies = [(copy.path.name, _whole(copy.path, ws.store.key)) for copy in backups.backups(ws.home, ws.user.id)]
        bad = [name for name, count in copies if count is None]
        lines = [
            _("Berkas data rusak.") if records is None else _("Berkas data utuh, {count} catatan.").format(count=records),
            _("{good} dari {count} cadangan terbukti dapat dibuka.").format(good=len(copies) - len(bad), count=len(copies)),
        ]
        newest = next((name for name, count in copies if count is not None), "-")
        problem = problems.STORE_DAMAGED(backup=newest) if records is None else problems.BACKUP_BAD(name=bad[0]) if bad else None
        return Answer({"whole": records is not None, "records": records, "backups": len(copies), "bad": bad}, lines, problem=problem)

    @words.command("backup", cls=Command, help=_("Buat cadangan terenkripsi sekarang."))
    def backup(ctx: typer.Context) -> Answer:
        """Copy the store."""
        from fieldapp.services import backups

        with opened(told(ctx)) as ws:
            copy = backups.backup_now(ws)
        return Answer(copy, [_("Cadangan dibuat dan diperiksa: {path}").format(path=copy.path)])

    @words.command("restore", cls=Command, help=_("Pulihkan dari cadangan; catatan sesudahnya diputar ulang dari jurnal."))
    def restore(ctx: typer.Context, file: Annotated[Path | None, typer.Argument(metavar="[BERKAS]")] = None) -> Answer:
        """Bring a copy back."""
        from fieldapp.services import accounts, backups

        before = told(ctx)
        who = accounts.account(before.home, before.user)
        copies = backups.backups(before.home, who.user_id)
        if file is None and not copies:
            raise problems.BACKUP_NONE()
        chosen = file or copies[0].path
        if not Path(chosen).exists():
            raise problems.FILE_UNREADABLE(name=Path(chosen).name)
        result = backups.restore(before.home, who.user_id, passphrase(_("Kata sandi {name}: ").format(name=who.name)), Path(chosen))
        line = _("Dipulihkan dari cadangan {moment}, {count} perubahan sesudahnya diputar ulang.")
        return Answer(result, [line.format(moment=result.at, count=result.replayed)])
