"""What the tests of the services share: a clock, a laptop, families as typed, visits as filled, and what the office says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from fieldapp.domain.ids import new_id
from fieldapp.services.accounts import Profile, create_account
from fieldapp.services.drafts import VISIT_FORM, open_draft, start_visit
from fieldapp.services.registration import NewHousehold, NewPerson, register_household
from fieldapp.services.workspace import Workspace
from fieldapp.store import cards, feed
from fieldapp.store.acks import Answer, acknowledge
from fieldapp.store.outbox import changes_of

PASSPHRASE = "padi sungai cambai pagi hujan"
VILLAGE = "18.11.02.2008"
OTHER_VILLAGE = "18.11.02.2001"
TODAY = date(2026, 11, 23)
NIK = "1811020503790042"
KK = "1811022708190007"
HOUSE_FORM = "rumah_layak_huni"
VISIT_ANSWERS = {
    "kunjungan/jenis": "rutin",
    "kunjungan/tujuan": "Pemutakhiran data keluarga",
    "kunjungan/jam_mulai": "08.10",
    "kunjungan/jam_selesai": "09.05",
    "ditemui/bertemu": "Suparman",
    "ditemui/hubungan": "kepala_keluarga",
    "ditemui/persetujuan": "ya",
    "pengamatan/pengamatan_rumah": "Dinding papan, atap seng bocor.",
    "pengamatan/pengamatan_kesehatan": "Sehat.",
    "pengamatan/pengamatan_ekonomi": "Buruh harian.",
    "pengamatan/pengamatan_sosial": "Rukun.",
    "masalah_kebutuhan/masalah": ["tempat_tinggal"],
    "masalah_kebutuhan/kebutuhan": "Perbaikan atap",
    "tindakan_rujukan/tindakan": "Mencatat kondisi rumah",
    "tindak_lanjut/rencana": "Usulkan perbaikan rumah",
    "tindak_lanjut/batas_waktu": "2026-12-07",
}
HOUSE_ANSWERS = {
    "rumah/luas_lantai": "24",
    "rumah/jumlah_orang": 4,
    "bangunan/jenis_lantai": "9",
    "bangunan/kondisi_lantai": "3",
    "bangunan/jenis_dinding": "3",
    "bangunan/kondisi_dinding": "3",
    "bangunan/jenis_atap": "4",
    "bangunan/kondisi_atap": "3",
    "air_sanitasi/fasilitas_bab": "1",
    "air_sanitasi/kloset": "1",
    "air_sanitasi/tinja": "2",
    "air_sanitasi/sumber_air_minum": "5",
    "air_sanitasi/jarak_limbah": "2",
    "air_sanitasi/air_mandi": "5",
}


@dataclass
class Clock:
    """A clock that stands until it is turned; 08.14 WIB on 23 November 2026 at first."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 1, 14, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=3)
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)


def open_laptop(home: Path, clock: Clock, login: str = "ratna", role: str = "worker", **changes: Any) -> Workspace:
    told = {"name": "Ratna Puspita", "title": "TKSK Kec. Mesuji Timur", "regions": ("18.11.02",), **changes}
    return create_account(home, Profile(login=login, role=role, **told), PASSPHRASE, now=clock)


def typed_person(**changes: Any) -> NewPerson:
    told: dict[str, Any] = {"name": "Suparman", "nik": NIK, "sex": "1", "birth_place": "Mesuji", "birth_date": date(1979, 3, 5), **changes}
    return NewPerson(**told)


def typed_family(head: NewPerson | None = None, **changes: Any) -> NewHousehold:
    told: dict[str, Any] = {"kk": KK, "region_id": VILLAGE, "hamlet": "Sumber Rejo", "rt": "3", "rw": "1", **changes}
    return NewHousehold(head=head or typed_person(), **told)


def family(ws: Workspace, name: str = "Suparman", **changes: Any) -> str:
    """Register a family whose head has no NIK."""
    head = {"nik": "", "no_nik_reason": "dokumen hilang", **changes.pop("head", {})}
    return register_household(ws, typed_family(typed_person(name=name, **head), **{"kk": "", **changes}))


def filled_draft(ws: Workspace, household_id: str, forms: tuple[str, ...] = (VISIT_FORM,), **more: Any) -> str:
    """Begin a visit and answer everything; ``more`` are other answers of the visit, ``__`` for the slash of a path."""
    draft = open_draft(ws, start_visit(ws, household_id, forms))
    for path, value in (VISIT_ANSWERS | {name.replace("__", "/"): value for name, value in more.items()}).items():
        draft.set(VISIT_FORM, path, value)
    if HOUSE_FORM in forms:
        for path, value in HOUSE_ANSWERS.items():
            draft.set(HOUSE_FORM, path, value)
    return draft.id


def ops_of(ws: Workspace, *row_ids: str, entity: str = "household") -> list[Any]:
    from fieldapp.domain.ops import read_op

    with ws.reading() as con:
        return [read_op(row.raw) for row in changes_of(con, row_ids, (entity,))]


def office_answers(ws: Workspace, state: str = "merged", code: str | None = None, **only: str) -> None:
    """Let the office answer every waiting change, or only those of an ``entity``."""
    with ws.writing() as con:
        answers = [
            Answer(row.op, state, code, f"{VILLAGE}/general", number)
            for number, row in enumerate(feed.waiting_ops(con, 500, 1 << 24), 1)
            if row.entity == only.get("entity", row.entity)
        ]
        cards.refresh(con, acknowledge(con, answers, "2026-11-23T02:00:00.000Z"))


def event(
    entity: str, row_id: str, data: dict[str, Any], *, seq: int = 1, root: str = "", tags: dict[str, str] | None = None
) -> dict[str, Any]:
    tags = tags if tags is not None else {name: new_id() for name in data}
    return {
        "entity": entity,
        "id": row_id,
        "root": root or row_id,
        "bucket": f"{VILLAGE}/general",
        "seq": seq,
        "data": data,
        "tags": tags,
        "gone": None,
    }


def office_tells(ws: Workspace, *events: dict[str, Any]) -> None:
    with ws.writing() as con:
        cards.refresh(con, feed.take_in(con, events))


def difference_event(
    household_id: str, mine: str, theirs: str, *, by: tuple[str, str], name: str = "phone", policy: str = "L"
) -> dict[str, Any]:
    """Two values of one field, the first shown."""
    values = [
        {"op": mine, "value": "+6281234567890", "by": by[0], "device": new_id(), "at": "2026-11-22T03:00:00.000Z"},
        {"op": theirs, "value": "+6281399990000", "by": by[1], "device": new_id(), "at": "2026-11-22T04:00:00.000Z"},
    ]
    told = {
        "entity": "household",
        "row": household_id,
        "root": household_id,
        "name": name,
        "policy": policy,
        "state": "open",
        "values": values,
    }
    return event("conflict", new_id(), told, root=household_id, tags={})
