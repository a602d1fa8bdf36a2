"""A record and its outgoing change are in the file together, or neither is."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ops import SignedOp, check_signature, read_op
from fieldapp.store import rows
from fieldapp.store.opening import Store
from fieldapp.store.tables import SYNCED, card, outbox
from tests.store.family import register


class StopError(Exception):
    """Something goes wrong in the middle of an act."""


def test_an_act_that_fails_leaves_neither_record_nor_change(store: Store) -> None:
    with pytest.raises(StopError), store.transaction() as act:
        act.add(
            nouns.Household(
                id="01a2041f-1baa-7000-aa7b-f98829ac141f", root_id="01a2041f-1baa-7000-aa7b-f98829ac141f", region_id="18.11.02.2002"
            )
        )
        raise StopError
    with store.reading() as con:
        assert con.execute(sa.select(sa.func.count()).select_from(outbox)).scalar() == 0
        assert con.execute(sa.select(sa.func.count()).select_from(SYNCED["household"])).scalar() == 0
        assert con.execute(sa.select(sa.func.count()).select_from(card)).scalar() == 0


def test_every_value_of_every_record_stands_behind_a_signed_change(store: Store) -> None:
    family = register(store, phone="+6281234567890", flags=("lansia",))
    with store.transaction() as act:
        act.change(nouns.Household, family, {"phone": "+6289876543210", "note": "pindah kamar"})
        act.add_elements(nouns.Household, family, "flags", ["pkh"])
    device_key = bytes(store.author.key.verify_key)
    with store.reading() as con:
        told = {}
        for row in con.execute(sa.select(outbox)):
            check_signature(SignedOp(row.raw, row.device, row.signature), device_key)
            told[row.op] = read_op(row.raw)
        for entity, table in SYNCED.items():
            for row in con.execute(sa.select(table)):
                kept = rows.kept_from(entity, row)
                for name, tag in kept.row.tags.items():
                    field, _, element = name.partition(":")
                    value = told[tag].fields[field]
                    assert element in value if element else kept.row.data[field] == value
                plain = {name for name in kept.row.data if nouns.policies_of(entity)[name].value != "S"}
                assert plain == {name for name in kept.row.tags if ":" not in name}


def test_a_value_that_is_already_so_makes_no_change(store: Store) -> None:
    family = register(store, note="tetap")
    with store.transaction() as act:
        before = act.con.execute(sa.select(sa.func.count()).select_from(outbox)).scalar()
        act.change(nouns.Household, family, {"note": "tetap"})
        assert act.con.execute(sa.select(sa.func.count()).select_from(outbox)).scalar() == before


def test_a_finished_visit_cannot_be_changed(store: Store) -> None:
    family = register(store)
    visit = nouns.Visit(
        id="01a2041f-1baa-7000-aa7b-f98829ac141f", root_id=family, region_id="18.11.02.2002", household_id=family, visited_on="2026-11-23"
    )
    with store.transaction() as act:
        act.add(visit)
    with pytest.raises(problems.Problem) as refused, store.transaction() as act:
        act.change(nouns.Visit, visit.id, {"visited_on": "2026-11-24"})
    assert refused.value.kind is problems.RECORD_FIXED


def test_short_codes_count_up_and_never_repeat(store: Store) -> None:
    first, second = register(store), register(store)
    with store.transaction() as act:
        assert act.get(nouns.Household, first).code == "LT001-0001"
        assert act.get(nouns.Household, second).code == "LT001-0003"


def test_a_change_carries_what_it_had_seen(store: Store) -> None:
    family = register(store, note="satu")
    with store.transaction() as act:
        act.change(nouns.Household, family, {"note": "dua"})
    with store.transaction() as act:
        act.change(nouns.Household, family, {"note": "tiga"})
    with store.reading() as con:
        changes = [
            read_op(raw) for raw in con.execute(sa.select(outbox.c.raw).where(outbox.c.row_id == family).order_by(outbox.c.n)).scalars()
        ]
    assert changes[2].base == {"note": changes[1].op}
    assert changes[1].base == {"note": changes[0].op}


def test_moments_never_run_backwards_when_the_clock_does(store: Store) -> None:
    from datetime import UTC, datetime

    register(store)
    store.author.clock.now = lambda: datetime(1999, 1, 1, tzinfo=UTC)
    register(store)
    with store.reading() as con:
        readings = [read_op(raw).clock for raw in con.execute(sa.select(outbox.c.raw).order_by(outbox.c.n)).scalars()]
    assert readings == sorted(readings)
