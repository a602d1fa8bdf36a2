"""Copies that are known to open: encrypted, verified after writing, kept seven days and four weeks, and the way back from damage."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.merge import replay
from fieldapp.domain.moments import moment, read_clock
from fieldapp.domain.ops import SignedOp, read_op
from fieldapp.store import cards, rows
from fieldapp.store.engine import connect, make_engine
from fieldapp.store.feed import household_of
from fieldapp.store.journal import Journal
from fieldapp.store.keys import DataKey, write_durably
from fieldapp.store.tables import outbox
from fieldapp.store.transaction import get_meta, keep_shadow, put_meta

if TYPE_CHECKING:
    from fieldapp.store.opening import Store

KEEP_DAYS = 7
KEEP_WEEKS = 4
STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy: its file, when it was made (moment) and its size in bytes."""

    path: Path
    at: str
    size: int


def folder_of(user_folder: Path) -> Path:
    """Return where the copies of a person lie."""
    return user_folder / "backups"


def listed(user_folder: Path) -> list[Backup]:
    """Return the copies, newest first."""
    found = sorted(folder_of(user_folder).glob("pilar-*.db"), reverse=True)
    return [Backup(path, moment(_when(path)), path.stat().st_size) for path in found]


def _when(path: Path) -> datetime:
    return datetime.strptime(path.stem.removeprefix("pilar-"), STAMP).replace(tzinfo=UTC)


def write_backup(store: Store, now: datetime) -> Backup:
    """Copy the file under the same key, prove that the copy opens and is whole, then let old copies go; raises BACKUP_FAILED."""
    folder = folder_of(store.folder)
    path = folder / f"pilar-{now.strftime(STAMP)}.db"
    fresh = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        _copy(store, fresh)
        verify(fresh, store.key)
        shutil.copyfile(store.folder / "key.json", path.with_suffix(".key.json"))
        fresh.replace(path)
    except (OSError, sqlcipher.Error, problems.Problem) as wrong:
        for part in (fresh, path.with_suffix(".key.json")):
            part.unlink(missing_ok=True)
        raise problems.BACKUP_FAILED() from wrong
    store.journal.start_anew(path.with_suffix(".journal"))
    store.put_meta("backup", moment(now))
    _thin_out(folder, now)
    return Backup(path, moment(now), path.stat().st_size)


def _copy(store: Store, target: Path) -> None:
    source = store.engine.raw_connection()
    copy = connect(target, store.key.raw)
    try:
        source.driver_connection.backup(copy, pages=400)  # type: ignore[union-attr]
        copy.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    finally:
        copy.close()
        source.close()


def verify(path: Path, key: DataKey) -> int:
    """Open a copy and check every page; returns how many records it holds. Raises BACKUP_BAD."""
    try:
        con = connect(path, key.raw, read_only=True)
    except (sqlcipher.Error, OSError) as wrong:
        raise problems.BACKUP_BAD(name=path.name) from wrong
    try:
        damaged = con.execute("PRAGMA cipher_integrity_check").fetchall()
        sound = con.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        if damaged or not sound:
            raise problems.BACKUP_BAD(name=path.name)
        return int(sum(con.execute(f"SELECT count(*) FROM {entity}").fetchone()[0] for entity in nouns.NOUNS))  # noqa: S608 - our own table names
    except sqlcipher.Error as wrong:
        raise problems.BACKUP_BAD(name=path.name) from wrong
    finally:
        con.close()


def _thin_out(folder: Path, now: datetime) -> None:
    """Keep the three newest, the newest of each of seven days, and before that the newest of each of four weeks."""
    copies = sorted(folder.glob("pilar-*.db"), reverse=True)
    days: dict[str, Path] = {}
    weeks: dict[str, Path] = {}
    for path in copies:
        at = _when(path)
        if (now - at).days < KEEP_DAYS:
            days.setdefault(f"{at:%Y%m%d}", path)
        elif len(weeks) < KEEP_WEEKS:
            weeks.setdefault(f"{at:%G%V}", path)
    for path in set(copies) - {*copies[:3], *days.values(), *weeks.values()}:
        for part in (path, path.with_suffix(".key.json")):
            part.unlink(missing_ok=True)
        _hand_on_journal(path, copies)


def _hand_on_journal(gone: Path, copies: list[Path]) -> None:
    """A journal that was kept beside a copy is still needed by older copies: it joins the next newer one's."""
    journal = gone.with_suffix(".journal")
    if not journal.exists():
        return
    newer = [path for path in copies if path > gone]
    target = min(newer).with_suffix(".journal")
    later = target.read_bytes() if target.exists() else b""
    write_durably(target, journal.read_bytes() + later)
    journal.unlink()


def put_back(user_folder: Path, chosen: Path, key: DataKey, now: datetime) -> int:
    """Put a verified copy in place of the store and replay the journals written since; the old file is moved aside, never deleted.

    Returns how many changes came back from the journals. Raises BACKUP_BAD.
    """
    verify(chosen, key)
    aside = user_folder / f"rusak-{now.strftime(STAMP)}"
    aside.mkdir(parents=True)
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        if (user_folder / name).exists():
            (user_folder / name).replace(aside / name)
    shutil.copyfile(chosen, user_folder / "store.db.new")
    (user_folder / "store.db.new").replace(user_folder / "store.db")
    since = _when(chosen)
    # The copy's own journal too: what was saved while the copy was being proven stands only there. What is known already is passed over.
    later = [p.with_suffix(".journal") for p in sorted(folder_of(user_folder).glob("pilar-*.db")) if _when(p) >= since]
    engine = make_engine(user_folder / "store.db", key.raw)
    try:
        with engine.begin() as con:
            came = [
                _bring_back(con, json.loads(frame)) for path in [*later, user_folder / "journal.bin"] for frame in Journal(path, key).read()
            ]
            cards.refresh_all(con)
    finally:
        engine.dispose()
    return sum(came)


def _bring_back(con: sa.Connection, told: dict[str, str]) -> bool:
    signed = SignedOp.heard(told)
    op = read_op(signed.raw)
    if con.execute(sa.select(outbox.c.n).where(outbox.c.op == op.op)).scalar() is not None:
        return False
    if op.kind != "settle":
        kept = rows.read(con, op.entity, op.id)
        if kept is None or kept.pending == 0:
            keep_shadow(con, op.entity, op.id, kept, op)
        row = replay(kept.row if kept else None, op, nouns.policies_of(op.entity))
        rows.write(con, op.entity, op.id, row, kept.seq if kept else 0, (kept.pending if kept else 0) + 1)
        household_of(con, op.entity, op.id)
    con.execute(
        sa.insert(outbox).values(
            op=op.op, act=op.act, entity=op.entity, row_id=op.id, root=op.root, raw=signed.raw, signature=signed.signature, device=signed.device,
            state="waiting", made_at=op.at,
        )
    )  # fmt: skip
    if read_clock(op.clock) > read_clock(get_meta(con, "clock", "0-0-x")):
        put_meta(con, "clock", op.clock)
    number = str(op.fields.get("code", "")).rpartition("-")[2]
    if number.isdigit():
        put_meta(con, "codes", max(int(number), int(get_meta(con, "codes", 0))))
    return True
