"""Families that move to another village, and values that people choose between."""

from __future__ import annotations

import pytest

from fieldapp import problems

THERE = ("18.11.02.2003", "general")
KAB = ("18.12.01.2001", "general")


def _move(laptop, first, target=THERE, **given):
    return laptop.op(first.entity, "move", id=first.id, root=first.root, fields={"bucket": list(target)}, base={"bucket": None}, **given)


def test_a_family_that_moves_leaves_a_marker_where_it_was(ratna, world):
    old, new = world.laptop("lama", region="18.11.02.2002"), world.laptop("baru", region="18.11.02.2003")
    house = ratna.household()
    ratna.push(house)
    assert house.id in {event.id for event in old.pull()}
    (ack,) = ratna.push(_move(ratna, house))
    assert (ack.bucket, ack.seq) == ("18.11.02.2003/general", 1)
    (left,) = old.pull()
    assert (left.id, left.gone, left.data, left.tags) == (house.id, "moved", {}, {})
    assert new.sees()[house.id].data["note"] == "baru"
    assert house.id not in old.sees()


def test_a_family_that_comes_back_is_there_once(ratna):
    house = ratna.household()
    go = _move(ratna, house)
    ratna.push(house)
    ratna.push(go)
    back = ratna.op(kind="move", id=house.id, bucket=THERE, fields={"bucket": list(house.bucket)}, base={"bucket": go.op})
    assert ratna.push(back)[0].bucket == "18.11.02.2002/general"
    assert ratna.sees()[house.id].bucket == "18.11.02.2002/general"


def test_moving_needs_the_area_on_both_sides(ratna):
    house = ratna.household()
    ratna.push(house)
    assert ratna.push(_move(ratna, house, KAB))[0].code == problems.OP_OUTSIDE_GRANT.code
    assert ratna.sees()[house.id].bucket == "18.11.02.2002/general"


def test_a_move_to_nowhere_is_kept_aside(ratna):
    house = ratna.household()
    ratna.push(house)
    for target in (["18"], "18", ["x", "general"], ["18.11.02.2003", "secret"], [1, 2], None):
        op = ratna.op(kind="move", id=house.id, fields={"bucket": target})
        assert ratna.push(op)[0].code == problems.OP_SHAPE.code


def test_a_change_that_did_not_see_the_move_follows_the_family(ratna, sari):
    house = ratna.household()
    ratna.push(house)
    sari.push(_move(sari, house))
    (ack,) = ratna.push(ratna.change(house, {"note": house.op}, note="sesudah pindah"))
    assert ack.bucket == "18.11.02.2003/general"
    assert sari.sees()[house.id].data["note"] == "sesudah pindah"


def test_a_change_of_a_family_that_left_the_area_is_kept_aside(ratna, world):
    province = world.laptop("provinsi", "coordinator_kabupaten", "18")
    house = ratna.household()
    ratna.push(house)
    province.push(_move(province, house, KAB))
    assert ratna.push(ratna.change(house, {"note": house.op}, note="terlambat"))[0].code == problems.OP_OUTSIDE_GRANT.code


def test_an_open_difference_moves_with_the_family(ratna, budi, sari, world):
    house = _different_kk(ratna, budi)
    sari.push(_move(sari, house))
    (difference,) = world.laptop("baru", region="18.11.02.2003").differences()
    assert difference.data["row"] == house.id
    assert world.laptop("lama", region="18.11.02.2002").differences() == []


def _different_kk(ratna, budi):
    house = ratna.household(kk=None)
    ratna.push(house)
    ratna.push(ratna.change(house, {"kk": house.op}, kk="1811020101260001"))
    budi.push(budi.change(house, {"kk": house.op}, kk="1811020101260009"))
    return house


def _choose(laptop, difference, at=0, **fields):
    given = fields or {"choice": difference.data["values"][at]["op"]}
    return laptop.op("conflict", "settle", id=difference.id, root=difference.root, fields=given)


def test_a_coordinator_settles_and_both_records_get_new_numbers(ratna, budi, sari):
    house = _different_kk(ratna, budi)
    (difference,) = sari.differences()
    before = sari.sees()[house.id].seq
    (ack,) = sari.push(_choose(sari, difference, 1))
    assert ack.result == "applied"
    after = sari.sees()[house.id]
    assert after.data["kk"] == "1811020101260009"
    (settled,) = sari.differences("settled")
    assert settled.data["choice"] == difference.data["values"][1]["op"]
    assert settled.data["by"] == sari.user
    assert before < after.seq == ack.seq < settled.seq
    assert sari.differences() == []


def test_a_coordinator_may_write_a_third_value(ratna, budi, sari):
    house = _different_kk(ratna, budi)
    sari.push(_choose(sari, sari.differences()[0], value="1811020101260005", note="dilihat di KK"))
    assert sari.sees()[house.id].data["kk"] == "1811020101260005"
    assert sari.differences("settled")[0].data["note"] == "dilihat di KK"


def test_a_worker_does_not_settle_what_waits_for_a_coordinator(ratna, budi):
    _different_kk(ratna, budi)
    assert ratna.push(_choose(ratna, ratna.differences()[0]))[0].code == problems.OP_NOT_ALLOWED.code
    assert len(ratna.differences()) == 1


def test_who_proposed_a_value_does_not_approve_it(ratna, sari):
    house = _different_kk(ratna, sari)
    (difference,) = sari.differences()
    assert sari.push(_choose(sari, difference, 1))[0].code == problems.OP_NOT_ALLOWED.code
    assert sari.push(_choose(sari, difference, value="x"))[0].code == problems.OP_NOT_ALLOWED.code
    assert sari.push(_choose(sari, difference, 0))[0].result == "applied"
    assert sari.sees()[house.id].data["kk"] == "1811020101260001"


def test_the_author_of_a_note_settles_it_and_a_stranger_does_not(ratna, budi, world):
    stranger = world.laptop("tamu")
    house = ratna.household()
    ratna.push(house)
    ratna.push(ratna.change(house, {"note": house.op}, note="a"))
    budi.push(budi.change(house, {"note": house.op}, note="b"))
    (difference,) = ratna.differences()
    assert stranger.push(_choose(stranger, difference))[0].code == problems.OP_NOT_ALLOWED.code
    assert ratna.push(_choose(ratna, difference, 1))[0].result == "applied"
    assert ratna.differences() == []


def test_what_is_settled_is_not_settled_again(ratna, budi, sari, unknown_id):
    _different_kk(ratna, budi)
    (difference,) = sari.differences()
    sari.push(_choose(sari, difference))
    assert sari.push(_choose(sari, difference, 1))[0].code == problems.CONFLICT_UNKNOWN.code
    gone = sari.op("conflict", "settle", id=unknown_id, fields={"value": "x"})
    assert sari.push(gone)[0].code == problems.CONFLICT_UNKNOWN.code


def test_a_third_value_that_the_settler_did_not_see_joins_the_question(ratna, budi, sari):
    house = _different_kk(ratna, budi)
    (difference,) = sari.differences()
    shown = sari.sees()[house.id].tags["kk"]
    ratna.push(ratna.change(house, {"kk": shown}, kk="1811020101260003"))
    assert sari.push(_choose(sari, difference, 1))[0].result == "different"
    assert sari.sees()[house.id].data["kk"] == "1811020101260003"
    assert [v["value"] for v in sari.differences()[0].data["values"]] == ["1811020101260003", "1811020101260001", "1811020101260009"]


def test_a_choice_among_other_values_is_kept_aside(ratna, budi, sari, unknown_id):
    _different_kk(ratna, budi)
    (difference,) = sari.differences()
    for fields in ({"choice": unknown_id}, {"note": "lupa memilih"}):
        assert sari.push(_choose(sari, difference, **fields))[0].code == problems.OP_SHAPE.code


@pytest.mark.parametrize("choice", [0, 1])
def test_two_unseen_moves_wait_for_a_coordinator_who_decides_the_village(ratna, budi, world, choice):
    province = world.laptop("provinsi", "coordinator_kabupaten", "18")
    house = ratna.household()
    ratna.push(house)
    ratna.push(_move(ratna, house))
    (ack,) = budi.push(_move(budi, house, ("18.11.02.2004", "general")))
    assert ack.result == "different"
    (difference,) = province.differences()
    assert province.push(_choose(province, difference, choice))[0].result == "applied"
    assert province.sees()[house.id].bucket == ["18.11.02.2003/general", "18.11.02.2004/general"][choice]
    assert province.differences() == []
    assert province.differences("settled")[0].bucket == province.sees()[house.id].bucket
