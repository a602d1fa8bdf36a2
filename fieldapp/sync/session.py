"""One sync from beginning to end, told in words: send, read, then photos; a cut anywhere loses nothing and the next one goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain.moments import moment
from fieldapp.language import _
from fieldapp.sync.photos import fetch_photos, send_photos
from fieldapp.sync.protocol import Office
from fieldapp.sync.pull import pull
from fieldapp.sync.push import push

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.sync.http import HttpOffice

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did; ``note`` says it in a sentence."""

    pushed: int
    pulled: int
    different: int
    refused: int
    photos_sent: int
    photos_fetched: int
    seconds: float
    note: str


def _silent(_done: int, _total: int, _text: str) -> None:
    """No one is watching."""


def office_of(ws: Workspace) -> HttpOffice:
    """Return the office this laptop is enrolled at, over the network; raises NOT_ENROLLED and PLAIN_HTTP."""
    from fieldapp.sync.http import HttpOffice

    if not ws.user.server_url:
        raise problems.NOT_ENROLLED()
    return HttpOffice(ws.user.server_url, ws.device_id, ws.store.author.key, server_id=ws.user.server_id)


def sync_now(
    ws: Workspace,
    office: Office | None = None,
    progress: Progress = _silent,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    photos: bool = True,
) -> SyncReport:
    """Send and read everything. What went wrong is kept for the status until a sync ends well. Raises Problems of the 07xx block."""
    started = time.monotonic()
    road = ExitStack()  # closes the connection that was opened here; one that was handed in stays open
    try:
        office = office or road.enter_context(office_of(ws))
        sent = push(
            ws,
            office,
            lambda done, total: progress(done, total, _("Mengirim {done} dari {total} perubahan").format(done=done, total=total)),
            cancelled,
        )
        came = pull(ws, office, lambda done, total: progress(done, total, _("Membaca {done} catatan").format(done=done)), cancelled)
        if photos:
            went = send_photos(
                ws,
                office,
                lambda done, total: progress(done, total, _("Mengirim foto {done} dari {total}").format(done=done + 1, total=total)),
                cancelled,
            )
            fetched = fetch_photos(
                ws,
                office,
                lambda done, total: progress(done, total, _("Mengambil foto {done} dari {total}").format(done=done + 1, total=total)),
                cancelled,
            )
        else:
            went = fetched = 0
    except problems.Problem as wrong:
        ws.store.put_meta("sync_problem", wrong.sentence)
        raise
    finally:
        road.close()
    ws.store.put_meta("sync_problem", None)
    ws.store.put_meta("last_sync", moment(ws.now()))
    from fieldapp.services.accounts import note_in_list

    note_in_list(ws)
    return SyncReport(
        sent.sent,
        came,
        sent.different,
        sent.refused,
        went,
        fetched,
        time.monotonic() - started,
        _said(sent.sent, came, sent.refused, sent.different),
    )


def _said(sent: int, came: int, refused: int, different: int) -> str:
    if refused or different:
        return _("{sent} perubahan diterima pusat, {came} catatan dibaca. {count} perlu Anda.").format(
            sent=sent, came=came, count=refused + different
        )
    if not sent and not came:
        return _("Tidak ada yang baru. Semua sudah diterima pusat.")
    return _("{sent} perubahan diterima pusat, {came} catatan dibaca.").format(sent=sent, came=came)
