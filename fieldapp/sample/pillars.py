"""The made-up social pillars around the sample village, as an office would have told them: a worker reads them and does not write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fieldapp.domain.ids import new_id
from fieldapp.store.feed import take_in

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

KECAMATAN, KABUPATEN = "18.11.02", "18.11"
VILLAGE = "18.11.02.2002"  # Sungai Cambai
Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Pillar:
    """One pillar as the story needs it. ``ends`` counts days from today to the end of the SK; ``states`` are (state, days ago, reason)."""

    name: str
    kind: str
    areas: tuple[str, ...]
    phone: str = ""
    nik: str = ""
    sk_number: str = ""
    ends: int | None = None
    states: tuple[tuple[str, int, str], ...] = (("aktif", 320, ""),)
    certificate: str = ""
    oneself: bool = False


_CREW = (
    _Pillar(
        "Ratna Puspita", "TKSK", (KECAMATAN,), "+6281272034411", "1811025207880003", "460/118/DINSOS/2026", 38,
        certificate="Bimbingan Teknis TKSK", oneself=True,
    ),
    _Pillar("Wayan Sudarma", "PSM", (VILLAGE,), "+6281379112044", "1811021104750008", "400/21/KEP/2025", 12, certificate="Pelatihan Dasar PSM"),
    _Pillar("Siti Khotimah", "PSM", ("18.11.02.2001",), "+6282281907733", "1811026209820011", "400/22/KEP/2025", -23),
    _Pillar(
        "Dwi Lestari Handayani", "PKH", (VILLAGE, "18.11.02.2001", "18.11.02.2003"), "+6285269814420", "1811024705930006", "1021/PKH/2026", 404,
    ),
    _Pillar(
        "Ahmad Fauzi", "SIKSNG", (VILLAGE,), "+6281366504418", "1811020303960004", "141/07/SK/2024", 219,
        states=(("aktif", 700, ""), ("cuti", 9, "Menunaikan ibadah umrah")),
    ),
    _Pillar("Rina Kartika", "PUSKESOS", (VILLAGE,), "+6282377140955", "1811025508900002", "141/08/SK/2025", 131),
    _Pillar(
        "Suyatno", "PSM", ("18.11.02.2004",), "+6281540227716", "1811021912680001", "400/09/KEP/2023", -190,
        states=(("aktif", 1200, ""), ("berhenti", 180, "Mengundurkan diri, pindah ke Menggala")),
    ),
    _Pillar("Karang Taruna Cambai Muda", "KT", (VILLAGE,), "+6285768140022", "", "141/11/SK/2025", 500),
    _Pillar("Tagana Mesuji", "TAGANA", (KABUPATEN,), "+6281271880130", "", "360/44/DINSOS/2026", 300),
)  # fmt: skip


def record_pillars(ws: Workspace, *, today: date) -> int:
    """Put the pillars into this laptop as if a sync had brought them; returns how many. Nothing of them waits to be sent."""
    events = [event for told in _CREW for event in _events(ws, told, today)]
    with ws.writing() as con:
        take_in(con, events)
    return len(_CREW)


def _events(ws: Workspace, told: _Pillar, today: date) -> Iterator[Event]:
    pillar_id = new_id()
    since = today - timedelta(days=told.states[0][1])
    facts = {
        "name": told.name, "kind": told.kind, "areas": list(told.areas), "phone": told.phone, "nik": told.nik, "sk_number": told.sk_number,
        "sk_from": since.isoformat(), "sk_until": (today + timedelta(days=told.ends)).isoformat() if told.ends is not None else "",
        "user_id": ws.user.id if told.oneself else "",
    }  # fmt: skip
    home = KABUPATEN if told.areas == (KABUPATEN,) else KECAMATAN
    yield _event("pillar", pillar_id, pillar_id, home, facts)
    for state, ago, reason in told.states:
        line = {"pillar_id": pillar_id, "state": state, "since": (today - timedelta(days=ago)).isoformat(), "reason": reason}
        yield _event("pillar_status", new_id(), pillar_id, home, line)
    if told.certificate:
        paper = {
            "pillar_id": pillar_id, "title": told.certificate, "number": "05/BT/2025", "giver": "Dinas Sosial Kabupaten Mesuji",
            "issued_on": (today - timedelta(days=400)).isoformat(), "expires_on": (today + timedelta(days=695)).isoformat(),
        }  # fmt: skip
        yield _event("certificate", new_id(), pillar_id, home, paper)


def _event(entity: str, row_id: str, root: str, home: str, facts: dict[str, Any]) -> Event:
    return {
        "entity": entity, "id": row_id, "root": root, "bucket": f"{home}/reference", "seq": 0, "gone": None, "tags": {},
        "data": {name: value for name, value in facts.items() if value not in ("", None)},
    }  # fmt: skip
