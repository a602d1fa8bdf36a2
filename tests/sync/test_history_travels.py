"""Past values and the bin between laptops: everybody reads the same history, and what one brings back is back for all."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.server.tables import rec
from fieldapp.services import bin as the_bin
from fieldapp.services import history
from fieldapp.services.households import household
from fieldapp.services.records import counts
from fieldapp.services.timeline import timeline
from fieldapp.store.conflicts import listed
from fieldapp.store.history import ACT
from fieldapp.store.tables import change
from fieldapp.sync.protocol import Grant
from tests.sync.cast import VILLAGES, Laptop, World
from tests.sync.test_model import AREAS, Syncing


def _lines(laptop: Laptop, family: str, field: str = "note", entity: str = "household") -> list[tuple[Any, ...]]:
    return [(v.text, v.at, v.aside) for v in history.of_field(laptop.ws, entity, family, field)]


def _kept(laptop: Laptop) -> list[Any]:
    with laptop.ws.reading() as con:
        return con.execute(sa.select(change.c.op, change.c.bucket, change.c.row_id)).all()


def _two(world: World) -> tuple[Laptop, Laptop]:
    return world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")


def test_everybody_reads_the_same_history(world: World) -> None:
    ratna, eko = _two(world)
    family = ratna.household(note="pagar biru")
    world.settle_down()
    ratna.change(family, note="pagar hijau")
    world.settle_down()
    eko.change(family, note="pagar putih")
    world.settle_down()
    assert _lines(ratna, family) == _lines(eko, family)
    assert [(v.text, v.by_name, v.device_text, v.waiting) for v in history.of_field(eko.ws, "household", family, "note")] == [
        ("pagar putih", "Anda", "laptop ini", False),
        ("pagar hijau", "Ratna", "laptop Ratna", False),
        ("pagar biru", "Ratna", "laptop Ratna", False),
    ]
    assert [e.title for e in timeline(eko.ws, family) if e.kind == "change"] == ["Keluarga diubah"] * 2


def test_ones_own_change_is_read_before_and_after_the_office_has_it_once(world: World) -> None:
    ratna, _eko = _two(world)
    family = ratna.household(note="pagar biru")
    ratna.sync()
    ratna.change(family, note="pagar hijau")
    before = _lines(ratna, family)
    assert [text for text, _at, _aside in before] == ["pagar hijau", "pagar biru"]
    with pytest.raises(problems.Problem):
        ratna.sync("ok", "lost_request")  # the office has it, and could not tell
    assert _lines(ratna, family) == before
    ratna.sync()
    assert _lines(ratna, family) == before
    assert len(_kept(ratna)) == 1


def test_two_values_and_the_choice_between_them_stand_in_the_history(world: World) -> None:
    ratna, eko = _two(world)
    family = ratna.household(note="pagar biru")
    world.settle_down()
    ratna.change(family, note="pagar hijau")
    eko.change(family, note="pagar putih")
    world.settle_down()
    with eko.ws.reading() as con:
        (difference,) = listed(con)
    green = next(value["op"] for value in difference.told["values"] if value["value"] == "pagar hijau")
    with eko.ws.transaction() as act:
        act.settle(difference.id, choice=green, value=None, note="Ditanyakan")
    world.settle_down()
    told = history.of_record(ratna.ws, "household", family)
    assert [(c.kind, c.by_name) for c in told] == [("chosen", "Eko"), ("changed", "Eko"), ("changed", "Anda"), ("created", "Anda")]
    assert told[0].lines[0].after == "pagar hijau"
    assert _lines(ratna, family) == _lines(eko, family)
    assert history.of_field(ratna.ws, "household", family, "note")[0].is_now


def test_past_values_move_with_their_family_and_leave_with_the_grant(world: World) -> None:
    ratna = world.laptop("ratna", region=VILLAGES[0])
    eko = world.laptop("eko", "coordinator_kecamatan")
    sari = world.laptop("sari", region=VILLAGES[2])
    family = ratna.household(VILLAGES[0], note="pagar biru")
    ratna.change(family, note="pagar hijau")
    world.settle_down()
    with eko.ws.transaction() as act:
        act.record("household", family, "move", {"bucket": [VILLAGES[2], "general"]})
    world.settle_down()
    assert _kept(ratna) == []
    assert {row.bucket for row in _kept(sari)} == {f"{VILLAGES[2]}/general"}
    assert _lines(sari, family) == _lines(eko, family)
    world.office.set_grants("sari", [Grant(VILLAGES[1], "worker")])
    world.settle_down()
    assert _kept(sari) == []
    assert len(_kept(eko)) == 2


def test_a_family_put_away_here_and_brought_back_there_is_as_it_was(world: World) -> None:
    ratna, eko = _two(world)
    family = ratna.household(note="pagar biru")
    world.settle_down()
    before = household(ratna.ws, family)
    the_bin.put(ratna.ws, "household", family)
    world.settle_down()
    (line,) = the_bin.listed(eko.ws)
    assert (line.id, line.title, line.by_name, line.text) == (family, "Suparman", "Ratna", "Keluarga, bersama 1 anggota")
    the_bin.restore(eko.ws, "household", family)
    world.settle_down()
    for laptop in (ratna, eko):
        after = household(laptop.ws, family)
        assert (after.name, after.note, [m.id for m in after.members]) == (before.name, before.note, [m.id for m in before.members])
        assert the_bin.listed(laptop.ws) == ()
        assert counts(laptop.ws).needs_you == 0
        assert [e.title for e in timeline(laptop.ws, family) if e.kind == "bin" and "Keluarga" in e.title] == [
            "Keluarga: dikembalikan dari tempat sampah",
            "Keluarga: dimasukkan ke tempat sampah",
        ]
    with ratna.ws.reading() as con:
        assert con.execute(sa.text("SELECT count(*) FROM shadow")).scalar() == 0


def test_put_away_and_brought_back_before_the_office_hears_of_either(world: World) -> None:
    ratna, eko = _two(world)
    family = ratna.household()
    world.settle_down()
    the_bin.put(ratna.ws, "household", family)
    the_bin.restore(ratna.ws, "household", family)
    world.settle_down()
    assert household(eko.ws, family).members
    assert household(ratna.ws, family).members
    assert counts(ratna.ws).needs_you == counts(eko.ws).needs_you == 0


def test_both_bring_it_back_without_knowing_of_each_other(world: World) -> None:
    ratna, eko = _two(world)
    family = ratna.household()
    the_bin.put(ratna.ws, "household", family)
    world.settle_down()
    for laptop in (ratna, eko):
        the_bin.restore(laptop.ws, "household", family)
    world.settle_down()
    assert counts(ratna.ws).needs_you == counts(eko.ws).needs_you == 0
    assert household(ratna.ws, family).members == household(eko.ws, family).members


def test_a_colleague_who_wrote_in_it_meanwhile_is_asked_and_nothing_is_lost(world: World) -> None:
    ratna, eko = _two(world)
    family = ratna.household()
    world.settle_down()
    the_bin.put(ratna.ws, "household", family)
    eko.change(family, note="masih tinggal di sini")
    world.settle_down()
    assert eko.get(family).note == ratna.get(family).note == "masih tinggal di sini"
    assert counts(eko.ws).needs_you == 1
    with pytest.raises(problems.Problem) as refused:
        the_bin.restore(ratna.ws, "household", family)
    assert refused.value.kind is problems.RECORD_UNKNOWN  # it lives already
    (person,) = [line for line in the_bin.listed(ratna.ws) if line.entity == "person"]
    the_bin.restore(ratna.ws, "person", person.id)
    world.settle_down()
    assert [m.id for m in household(eko.ws, family).members] == [person.id]


def test_a_value_brought_back_is_back_for_everybody(world: World) -> None:
    ratna, eko = _two(world)
    family = ratna.household(note="pagar biru", flags=("lansia",))
    world.settle_down()
    eko.change(family, note="pagar putih")
    with eko.ws.transaction() as act:
        act.remove_elements(nouns.Household, family, "flags", ["lansia"])
    world.settle_down()
    for field in ("note", "flags"):
        history.bring_back(ratna.ws, "household", family, field, history.of_field(ratna.ws, "household", family, field)[-1].op)
    world.settle_down()
    assert (eko.get(family).note, eko.get(family).flags) == ("pagar biru", ("lansia",))
    assert [text for text, _at, _aside in _lines(eko, family, "flags")] == ["lansia", "kosong", "lansia"]


class Telling(Syncing):
    """The game of sync, with one more question at the end: does everybody hold the past of what they hold, and of nothing else."""

    def everybody_agrees(self) -> None:
        super().everybody_agrees()
        with self.world.office.database.reading() as con:
            found = con.execute(sa.select(rec).where(rec.c.entity == "change", rec.c.gone.is_(None))).all()
        office = {json.loads(row.data)["op"]: (f"{row.region}/{row.cls}", json.loads(row.data)["told"]) for row in found}
        for laptop, login in zip(self.world.laptops, AREAS, strict=True):
            areas = self._granted(login)
            with laptop.ws.reading() as con:
                told = con.execute(sa.select(change)).all()
            here = {row.op: (row.bucket, {name: step for name, step in row.told.items() if name != ACT}) for row in told}
            mine = {op: kept for op, kept in office.items() if any(kept[0].startswith(area) for area in areas)}
            assert {op: here.get(op) for op in mine} == mine
            assert all(any(bucket.startswith(area) for area in areas) for bucket, _told in here.values())


TestTelling = Telling.TestCase
TestTelling.settings = settings(max_examples=4, stateful_step_count=25, suppress_health_check=list(HealthCheck))
