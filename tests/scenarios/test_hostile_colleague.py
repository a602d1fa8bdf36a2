"""A laptop with a true key that sends anything at all: the office keeps it aside or hands it on, and no colleague's work ever stops over it."""

from __future__ import annotations

import pytest

from fieldapp import problems, reports
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import HybridClock, moment, utc_now
from fieldapp.domain.ops import Op, sign
from fieldapp.services import differences, households, registration, timeline, visits
from fieldapp.services.recap import village_recap
from fieldapp.store import conflicts
from fieldapp.sync.http import HttpOffice
from fieldapp.sync.protocol import PushRequest
from fieldapp.sync.session import sync_now
from tests import make
from tests.scenarios.conftest import add_family

ODD = (
    {"a": 1},
    ["x", {"y": 2}],
    7,
    True,
    "",
    "kemarin",
    "2026-13-45",
    "0001-01-01",
    "x" * 5000,
    "\u202e\u0000",
    -(2**62),
    1.5,
    "1e999999999",
    "nan",
)
FORMS = ("kunjungan_rumah@1", "rumah_layak_huni@1", "sensus@9", "@@")
TABLES = [{name: odd} for odd in (*ODD, None) for name in ("verdict", "kind", "summary", "lines", "alasan", "kunjungan/jenis", "kunjungan/jam_mulai", "masalah_kebutuhan/masalah",
          "tindak_lanjut/batas_waktu", "rumah/luas_lantai", "rumah/jumlah_orang", "bangunan/jenis_atap")]  # fmt: skip


def push(ws, *ops):
    """Send changes past all the checks of the program, signed as they should be; returns what the office refused them for."""
    with HttpOffice(ws.user.server_url, ws.device_id, ws.store.author.key, server_id=ws.user.server_id) as line:
        acks = line.push(PushRequest(new_id(), tuple(sign(op, ws.device_id, ws.store.author.key) for op in ops))).acks
    return [ack.code for ack in acks]


def op(ws, entity, fields, *, row_id=None, region=make.VILLAGE, kind="put", root=None):
    row_id = row_id or new_id()
    return Op(
        op=new_id(), act=new_id(), entity=entity, id=row_id, root=root or row_id, bucket=(region, "general"), kind=kind, by=ws.user.id,
        at=moment(utc_now()), clock=HybridClock(ws.device_id).stamp(), fields=fields,
    )  # fmt: skip


def reads_everything(ws):
    """Look at every family, person, visit and paper as the window does."""
    ids = households.household_ids(ws)
    assert len(households.household_cards(ws, ids)) == len(ids)
    for one in ids:
        households.household(ws, one)
        registration.household_form(ws, one)
        for entry in timeline.timeline(ws, one, limit=200):
            if entry.kind == "visit":
                visits.visit_view(ws, entry.target_id)
    visits.visit_list(ws)
    recap = village_recap(ws, make.VILLAGE, period=(ws.today().replace(month=1, day=1), ws.today()))
    assert recap.rows
    assert reports.names()
    return ids


@pytest.fixture(scope="module")
def cast(here):
    """Return a hostile laptop, a colleague's, and the family both know."""
    hostile, eko = here.laptop("jahat"), here.laptop("eko", "coordinator_kecamatan")
    family = add_family(hostile, "Korban")
    sync_now(hostile)
    sync_now(eko)
    return hostile, eko, family


@pytest.mark.parametrize("entity", nouns.NOUNS)
def test_a_value_of_any_kind_in_any_field_stops_nobody(cast, entity):
    hostile, eko, family = cast
    ops = [op(hostile, entity, {"household_id": family, name: value}, root=family) for name in nouns.field_names(entity) for value in ODD]
    days = {"visited_on": "2026-11-20", "assessed_on": "2026-11-20", "household_id": family, "form": "kunjungan_rumah@1"}
    if entity in ("visit", "assessment"):
        ops += [op(hostile, entity, {**days, name: value}, root=family) for name in nouns.field_names(entity) for value in ODD]
        ops += [
            op(hostile, entity, {**days, "form": form, name: table}, root=family)
            for table in TABLES
            for form in FORMS
            for name in ("answers", "scores")
        ]
    for start in range(0, len(ops), 100):
        push(hostile, *ops[start : start + 100])
    sync_now(eko)
    assert family in reads_everything(eko)
    sync_now(hostile)
    assert family in reads_everything(hostile)


def test_a_village_the_list_does_not_have_stops_nobody(cast):
    hostile, eko, family = cast
    for region in ("18.11.02.9999", "18.11.02", "18.11.02.0000"):
        home = op(hostile, "household", {"rt": "001"}, region=region)
        person = op(hostile, "person", {"household_id": home.id, "name": "Orang Baru", "relation": "1"}, region=region)
        assert push(hostile, home, person) == [None, None]
        sync_now(eko)
        assert {family, home.id} <= set(reads_everything(eko))


def test_a_value_chosen_between_two_is_looked_at_as_well(cast):
    hostile, eko, _family = cast
    home = op(hostile, "household", {"phone": "+628111"})
    first, second = (
        op(hostile, "household", {"phone": "+628112"}, row_id=home.id),
        op(hostile, "household", {"phone": "+628113"}, row_id=home.id),
    )
    push(hostile, home, first, second)
    sync_now(eko)
    with eko.reading() as con:
        (told,) = conflicts.unsettled(con, [home.id])
    assert differences.difference(eko, told.id).label
    wrong = op(hostile, "conflict", {"value": {"a": 1}}, row_id=told.id, root=home.id, kind="settle")
    assert push(hostile, wrong) == [problems.OP_SHAPE.code]
    good = op(hostile, "conflict", {"value": "+628114"}, row_id=told.id, root=home.id, kind="settle")
    assert push(hostile, good) == [None]


def test_a_hundred_thousand_letters_in_a_name_stop_nobody(cast):
    hostile, eko, family = cast
    push(hostile, op(hostile, "person", {"household_id": family, "name": "\u202e" + "a\u0301" * 60_000}, root=family))
    sync_now(eko)
    assert family in reads_everything(eko)
