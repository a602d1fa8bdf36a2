"""Every family has a number that follows its name, so that the word index answers in the order of names."""

from __future__ import annotations

import random

import pytest
import sqlalchemy as sa

from fieldapp.domain.names import sort_key
from fieldapp.sample.kabupaten import Kabupaten
from fieldapp.services import finding
from fieldapp.services.finding import Query, page
from fieldapp.services.registration import NewPerson, add_person
from fieldapp.store import cards, name_order
from fieldapp.store.tables import card, search_row, word
from tests.services.stage import family

_LINE = {"region_id": "18.11.02.2008", "members": 1, "visits": 0, "without_nik": 0, "waiting": 0, "differs": 0}


@pytest.fixture(scope="module")
def names():
    """Three thousand names as they are in a kabupaten, many of them more than once."""
    people = (record.data["name"] for told in Kabupaten(3000).families() for record in told.of("person"))
    return [sort_key(name) for name in people]


def _place(con, names, at_once):
    for start in range(0, len(names), at_once):
        some = enumerate(names[start : start + at_once], start)
        name_order.insert(con, [_LINE | {"household_id": str(at), "name": name, "sort_key": name} for at, name in some], {})


def _stand(con):
    return list(con.execute(sa.select(card.c.sort_key).order_by(card.c.n)).scalars())


def test_a_later_name_never_has_a_smaller_number(names):
    ordered = sorted({*names, "", "a", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "slamet 2", "qxqxqxqx"})
    numbers = [name_order.number_of(name) for name in ordered]
    assert numbers == sorted(numbers)
    assert 0 <= numbers[0] <= numbers[-1] < 1 << name_order.BITS
    assert len(set(numbers)) > len(numbers) * 0.95


@pytest.mark.parametrize("way", ["as they come", "sorted", "backwards", "one by one"])
def test_families_stand_in_the_order_of_names_however_they_came(ws, names, way):
    arranged = {"sorted": sorted(names), "backwards": sorted(names, reverse=True)}.get(way, names)
    with ws.writing() as con:
        _place(con, arranged if way != "one by one" else arranged[:400], 1 if way == "one by one" else 100)
        assert _stand(con) == sorted(_stand(con))
        assert len(_stand(con)) == len(arranged if way != "one by one" else arranged[:400])


def test_a_thousand_families_of_one_name_leave_room_for_the_next(ws):
    listed = ["siti"] * 1000 + ["siti aminah", "sitah", "siti aminah", "siti"]
    random.Random(4).shuffle(listed)
    with ws.writing() as con:
        _place(con, listed, 50)
        assert _stand(con) == sorted(listed)


def test_making_everything_anew_finds_the_same(ws):
    for name in ("Suparman", "Siti Aminah", "Suparman"):
        family(ws, name)
    before = [card.name for card in page(ws, Query("s")).cards]
    with ws.writing() as con:
        words = con.execute(sa.select(word.c.word, word.c.lines).order_by(word.c.word)).all()
        cards.refresh_all(con)
        assert con.execute(sa.select(word.c.word, word.c.lines).order_by(word.c.word)).all() == words
    assert [card.name for card in page(ws, Query("s")).cards] == before
    assert {row.word: row.lines for row in words}["suparman"] == 2


def test_saving_again_what_did_not_change_writes_no_row_of_the_index(ws):
    home = family(ws, "Suparman")
    add_person(ws, home, NewPerson(name="Siti", no_nik_reason="anak baru lahir", sex="2", relation="4"))
    with ws.writing() as con:
        rows = con.execute(sa.select(search_row)).all()
        before = con.connection.total_changes
        cards.refresh(con, [home])
        assert con.connection.total_changes - before <= 4, "only the line itself is written again"
        assert con.execute(sa.select(search_row)).all() == rows


def test_a_member_who_left_makes_room_and_nobody_else_moves(ws):
    from fieldapp.domain import nouns

    home = family(ws, "Suparman")
    ids = [
        add_person(ws, home, NewPerson(name=name, no_nik_reason="anak baru lahir", sex="2", relation="4"))
        for name in ("Ani", "Budi", "Cici")
    ]
    with ws.transaction() as act:
        act.delete(nouns.Person, ids[0])
    add_person(ws, home, NewPerson(name="Dedi", no_nik_reason="anak baru lahir", sex="1", relation="4"))
    assert [page(ws, Query(name)).total for name in ("ani", "budi", "cici", "dedi")] == [0, 1, 1, 1]
    assert finding.position_of(ws, Query("dedi"), "name", home) == finding.Place(0, None)
