"""Past values: what the office tells of every change, to whom, and where it goes when its record goes; and what comes back out of the bin."""

from __future__ import annotations

import pytest

from fieldapp import problems
from fieldapp.domain.ids import new_id
from fieldapp.sync.protocol import PullRequest, digest_of

THERE = ("18.11.02.2003", "general")


def _told(laptop, entity="household"):
    """What this laptop is told of past values, by op."""
    return {event.data["op"]: event for event in laptop.sees("change").values() if event.data["entity"] == entity}


def _delete(laptop, first, base):
    return laptop.op(first.entity, "delete", id=first.id, root=first.root, base=base)


def _restore(laptop, first, gone):
    return laptop.op(first.entity, id=first.id, root=first.root, fields={"_deleted": False}, base={"_deleted": gone.op})


def test_making_a_record_tells_nothing_and_changing_it_tells_what_stood_there(ratna, budi):
    house = ratna.household(phone="+6281234567890")
    ratna.push(house)
    assert _told(budi) == {}
    edit = budi.change(house, {"note": house.op}, note="pagar biru")
    budi.push(edit)
    (told,) = _told(ratna).values()
    assert (told.root, told.bucket, told.data["row"], told.data["kind"]) == (house.root, "18.11.02.2002/general", house.id, "put")
    assert (told.data["by"], told.data["at"], told.data["device"], told.data["act"]) == (budi.user, edit.at, budi.device, edit.act)
    assert told.data["told"] == {"note": ["baru", house.op, "pagar biru"]}


def test_a_change_that_changes_nothing_or_is_refused_tells_nothing(ratna, budi, world):
    house = ratna.household()
    ratna.push(house)
    same, fixed = ratna.change(house, {"note": house.op}, note="baru"), ratna.change(house, {}, created_by=budi.user)
    assert [ack.result for ack in ratna.push(same, fixed)] == ["applied", "quarantined"]
    far = world.laptop("jauh", region="18.12")
    assert far.push(far.change(house, {"note": house.op}, note="dari luar"))[0].result == "quarantined"
    assert _told(ratna) == {}


def test_a_repeated_change_is_told_once(ratna):
    house = ratna.household()
    edit = ratna.change(house, {"note": house.op}, note="pagar biru")
    ratna.push(house, edit)
    ratna.push(edit)
    assert len(_told(ratna)) == 1


def test_a_value_kept_for_a_choice_is_told_as_such_and_so_is_the_choice(ratna, budi, sari):
    house = ratna.household(kk="1811020101260001")
    ratna.push(house)
    mine, theirs = (one.change(house, {"kk": house.op}, kk=kk) for one, kk in ((ratna, "1811020101260002"), (budi, "1811020101260003")))
    ratna.push(mine)
    budi.push(theirs)
    told = _told(sari)
    assert told[theirs.op].data["told"] == {"kk": ["1811020101260002", mine.op, "1811020101260003", True]}
    (difference,) = sari.differences()
    choice = sari.op("conflict", "settle", id=difference.id, root=house.root, fields={"choice": mine.op}, base={"kk": mine.op})
    sari.push(choice)
    settled = _told(ratna)[choice.op].data
    assert (settled["entity"], settled["row"], settled["kind"], settled["by"]) == ("household", house.id, "settle", sari.user)
    assert settled["told"] == {"kk": ["1811020101260002", mine.op, "1811020101260002"]}


def test_elements_of_a_set_are_told_as_the_whole_set(ratna):
    house = ratna.household(flags=["lansia"])
    ratna.push(house)
    add = ratna.op(kind="add", id=house.id, fields={"flags": ["pkh"]})
    ratna.push(add)
    assert _told(ratna)[add.op].data["told"] == {"flags": [["lansia"], None, ["lansia", "pkh"]]}


def test_past_values_go_where_their_record_goes(ratna, world):
    old, new = world.laptop("lama", region="18.11.02.2002"), world.laptop("baru", region="18.11.02.2003")
    house = ratna.household()
    edit = ratna.change(house, {"note": house.op}, note="pagar biru")
    later = ratna.change(house, {"note": edit.op}, note="pagar hijau")
    move = ratna.op("household", "move", id=house.id, root=house.root, fields={"bucket": list(THERE)}, base={"bucket": None})
    ratna.push(house, edit)
    old.pull()
    ratna.push(later, move)
    assert set(_told(new)) == {edit.op, later.op, move.op}
    assert _told(new)[move.op].data["told"]["bucket"] == [["18.11.02.2002", "general"], None, list(THERE)]
    assert _told(old) == {}
    assert {event.entity for event in old.pull()} == {"household"}  # that it left; of its past nothing is said
    seqs = [_told(new)[op.op].seq for op in (edit, later, move)]
    assert seqs == sorted(seqs)


def test_past_values_of_nik_and_kk_are_for_those_who_see_them(ratna, world):
    house = ratna.household(kk="1811020101260001", phone="+6281234567890")
    both = ratna.change(house, {"kk": house.op, "phone": house.op}, kk="1811020101260009", phone="+6281399990000")
    alone = ratna.change(house, {"kk": both.op}, kk="1811020101260007")
    ratna.push(house, both, alone)
    officer, auditor = world.laptop("penyalur", "distribution_officer", "18.11.02"), world.laptop("auditor", "auditor", "18.11.02")
    assert set(_told(auditor)) == {both.op, alone.op}
    (seen,) = _told(officer).values()
    assert seen.data["told"] == {"phone": ["+6281234567890", house.op, "+6281399990000"]}
    assert "18110201" not in repr(officer.pull())


def test_past_values_of_a_noun_that_a_role_does_not_read_do_not_come(ratna, world):
    photo = ratna.op("attachment", fields={"sha256": "a" * 64, "caption": "Rumah"})
    ratna.push(photo, ratna.change(photo, {"caption": photo.op}, caption="Rumah depan"))
    assert len(_told(ratna, "attachment")) == 1
    assert _told(world.laptop("penyalur", "distribution_officer", "18.11.02"), "attachment") == {}


@pytest.mark.parametrize("role", ["worker", "distribution_officer", "village_operator", "auditor"])
def test_the_digest_counts_the_past_values_a_role_receives(ratna, world, role):
    house = ratna.household(kk="1811020101260001")
    person = ratna.op("person", root=house.id, fields={"name": "Siti", "nik": "1811024503810042"})
    photo = ratna.op("attachment", fields={"sha256": "a" * 64, "caption": "Rumah"})
    ratna.push(house, person, photo)
    ratna.push(ratna.change(house, {"kk": house.op}, kk="1811020101260009"), ratna.change(person, {"name": person.op}, name="Siti Aminah"))
    ratna.push(
        ratna.change(person, {"nik": person.op}, nik="1811024503810043", name="Siti A"),
        ratna.change(photo, {"caption": photo.op}, caption="Depan"),
    )
    ratna.push(ratna.op("household", "move", id=house.id, root=house.root, fields={"bucket": list(THERE)}, base={"bucket": None}))
    answer = world.laptop("pembaca", role, "18.11.02").office.pull(PullRequest({}))
    assert any(event.entity == "change" for event in answer.events)
    for head in answer.buckets:
        held = [(event.id, event.seq) for event in answer.events if event.bucket == head.bucket and event.gone is None]
        assert head.digest == digest_of(held), head.bucket


def test_nobody_can_write_a_past_value_or_overwrite_a_record_with_one(ratna, budi):
    house = ratna.household()
    ratna.push(house)
    forged = budi.op("change", fields={"entity": "household", "row": house.id, "told": {}})
    assert budi.push(forged)[0].code == problems.OP_NOT_ALLOWED.code
    named_like_it = budi.op(id=house.id, root=house.root, op=house.id, fields={"note": "lain"}, base={"note": house.op})
    budi.push(named_like_it)
    assert ratna.sees()[house.id].data["note"] == "lain"
    assert len(_told(ratna)) == 1


def test_a_record_comes_back_out_of_the_bin_as_it_was(ratna, budi):
    house = ratna.household(phone="+6281234567890")
    gone = _delete(ratna, house, dict.fromkeys(("note", "phone"), house.op))
    ratna.push(house, gone)
    assert budi.sees()[house.id].data["_deleted"] is True
    back = _restore(budi, house, gone)
    assert budi.push(back)[0].result == "applied"
    assert ratna.sees()[house.id].data == {"note": "baru", "phone": "+6281234567890"}
    told = _told(ratna)
    assert told[gone.op].data["told"] == {"_deleted": [False, None, True]}
    assert told[back.op].data["told"] == {"_deleted": [True, gone.op, False]}
    assert ratna.differences() == []


def test_two_who_bring_it_back_agree(ratna, budi):
    house = ratna.household()
    gone = _delete(ratna, house, {"note": house.op})
    ratna.push(house, gone)
    assert [one.push(_restore(one, house, gone))[0].result for one in (ratna, budi)] == ["applied", "applied"]
    assert ratna.differences() == []
    assert "_deleted" not in ratna.sees()[house.id].data


def test_who_puts_away_what_another_brought_back_unseen_is_asked(ratna, budi, sari):
    house = ratna.household()
    gone = _delete(ratna, house, {"note": house.op})
    ratna.push(house, gone)
    budi.push(_restore(budi, house, gone))
    again = _delete(sari, house, {"note": house.op})
    assert sari.push(again)[0].result == "different"
    assert "_deleted" not in ratna.sees()[house.id].data
    (difference,) = sari.differences()
    assert (difference.data["name"], [value["value"] for value in difference.data["values"]]) == ("_deleted", [False, True])
    sari.push(sari.op("conflict", "settle", id=difference.id, root=house.root, fields={"choice": again.op}))
    assert ratna.sees()[house.id].data["_deleted"] is True


def test_two_who_put_it_away_agree(ratna, budi):
    house = ratna.household()
    ratna.push(house)
    assert [one.push(_delete(one, house, {"note": house.op}))[0].result for one in (ratna, budi)] == ["applied", "applied"]
    assert budi.sees()[house.id].data["_deleted"] is True
    assert len(_told(ratna)) == 1


def test_a_put_never_takes_a_record_into_the_bin(ratna):
    house = ratna.household()
    ratna.push(house)
    for value in (True, 1, "ya"):
        op = ratna.op(id=house.id, fields={"_deleted": value}, base={})
        assert ratna.push(op)[0].code == problems.OP_SHAPE.code
    assert ratna.push(ratna.household(_deleted=True))[0].code == problems.OP_SHAPE.code


def test_an_act_of_which_one_change_is_refused_tells_nothing(ratna):
    house = ratna.household()
    ratna.push(house)
    act = new_id()
    good = ratna.op(id=house.id, act=act, fields={"note": "lain"}, base={"note": house.op})
    bad = ratna.op("visit", "remove", act=act, fields={"x": ["y"]})
    assert {ack.result for ack in ratna.push(good, bad)} == {"quarantined"}
    assert _told(ratna) == {}
