"""What the office makes of changes: each is in the record once or kept aside with its reason."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from nacl.signing import SigningKey

from fieldapp import problems
from fieldapp.domain.ids import new_id
from fieldapp.domain.ops import SignedOp, sign
from fieldapp.sync.protocol import MAX_PUSH_OPS, PullRequest, PushRequest


def test_a_household_recorded_offline_is_in_the_feed_once_with_its_number(ratna, sari):
    op = ratna.household(kk="1811020101260001")
    (ack,) = ratna.push(op)
    assert (ack.op, ack.result, ack.bucket, ack.seq) == (op.op, "applied", "18.11.02.2002/general", 1)
    event = sari.sees()[op.id]
    assert event.data["kk"] == "1811020101260001"
    assert (event.seq, event.tags["kk"], event.clock) == (1, op.op, op.clock)


def test_a_repeated_batch_gets_the_same_acks_and_makes_nothing_twice(ratna):
    ops, batch = [ratna.household() for _ in range(3)], new_id()
    first = ratna.push(*ops, batch=batch)
    assert ratna.push(*ops, batch=batch) == first
    assert ratna.push(*ops) == first
    assert len(ratna.sees()) == 3


def test_the_same_batch_number_with_other_content_is_refused(ratna):
    batch = new_id()
    ratna.push(ratna.household(), batch=batch)
    with pytest.raises(problems.Problem) as refused:
        ratna.push(ratna.household(), batch=batch)
    assert refused.value.kind is problems.BATCH_REUSED


def test_a_batch_that_repeats_the_half_of_another_adds_only_the_new_half(ratna):
    old, new = [ratna.household() for _ in range(2)], [ratna.household() for _ in range(2)]
    first = ratna.push(*old)
    again = ratna.push(*old, *new)
    assert again[:2] == first
    assert [ack.seq for ack in again] == [1, 2, 3, 4]


def test_an_op_twice_in_one_batch_counts_once(ratna):
    op = ratna.household()
    acks = ratna.push(op, op)
    assert acks[0] == acks[1]
    assert len(ratna.sees()) == 1


def test_another_change_under_a_used_op_id_is_kept_aside(ratna, world):
    op = ratna.household()
    ratna.push(op)
    (ack,) = ratna.push(replace(op, fields={"note": "lain"}))
    assert (ack.result, ack.code) == ("quarantined", problems.OP_SHAPE.code)
    assert ratna.sees()[op.id].data["note"] == "baru"
    assert len(world.office.refused()) == 1


def test_a_batch_beyond_the_limit_is_refused_as_a_whole(ratna):
    op = ratna.signed(ratna.household())
    with pytest.raises(problems.Problem) as refused:
        ratna.office.push(PushRequest(new_id(), (op,) * (MAX_PUSH_OPS + 1)))
    assert refused.value.kind is problems.REQUEST_SHAPE


def test_of_two_unseen_notes_the_later_shows_and_a_difference_opens(ratna, budi, world):
    first = ratna.household()
    ratna.push(first)
    mine = ratna.change(first, {"note": first.op}, note="dari Ratna")
    world.time.pass_(minutes=1)
    theirs = budi.change(first, {"note": first.op}, note="dari Budi")
    ratna.push(mine)
    (ack,) = budi.push(theirs)
    assert ack.result == "different"
    assert ratna.sees()[first.id].data["note"] == "dari Budi"
    (difference,) = ratna.differences()
    assert [v["value"] for v in difference.data["values"]] == ["dari Budi", "dari Ratna"]
    assert [v["by"] for v in difference.data["values"]] == [budi.user, ratna.user]
    assert (difference.data["row"], difference.data["name"], difference.data["policy"]) == (first.id, "note", "L")


def test_the_later_note_shows_even_when_it_arrives_first(ratna, budi, world):
    first = ratna.household()
    ratna.push(first)
    early = ratna.change(first, {"note": first.op}, note="pagi")
    world.time.pass_(hours=5)
    budi.push(budi.change(first, {"note": first.op}, note="siang"))
    ratna.push(early)
    assert ratna.sees()[first.id].data["note"] == "siang"
    assert [v["value"] for v in ratna.differences()[0].data["values"]] == ["siang", "pagi"]


def test_a_laptop_whose_clock_runs_ahead_wins_by_five_minutes_at_most(ratna, budi, world):
    first = ratna.household()
    ratna.push(first)
    world.time.pass_(days=400)
    ahead = ratna.change(first, {"note": first.op}, note="dari masa depan")
    world.time.pass_(days=-400)
    ratna.push(ahead)
    world.time.pass_(minutes=6)
    budi.push(budi.change(first, {"note": first.op}, note="hari ini"))
    assert ratna.sees()[first.id].data["note"] == "hari ini"


def test_of_two_unseen_kk_numbers_the_first_stays_and_the_second_waits(ratna, budi):
    first = ratna.household(kk=None)
    ratna.push(first)
    ratna.push(ratna.change(first, {"kk": first.op}, kk="1811020101260001"))
    (ack,) = budi.push(budi.change(first, {"kk": first.op}, kk="1811020101260009"))
    assert ack.result == "different"
    assert ratna.sees()[first.id].data["kk"] == "1811020101260001"
    assert ratna.differences()[0].data["policy"] == "R"


def test_a_third_value_joins_the_open_difference(ratna, budi, sari):
    first = ratna.household(kk=None)
    ratna.push(first)
    for laptop, kk in ((ratna, "1"), (budi, "2"), (sari, "3")):
        laptop.push(laptop.change(first, {"kk": first.op}, kk=kk))
    (difference,) = ratna.differences()
    assert [v["value"] for v in difference.data["values"]] == ["1", "2", "3"]


def test_the_same_value_from_two_people_is_no_difference(ratna, budi):
    first = ratna.household()
    ratna.push(first)
    for laptop in (ratna, budi):
        assert laptop.push(laptop.change(first, {"note": first.op}, note="sama"))[0].result == "applied"
    assert ratna.differences() == []


def test_flags_added_by_two_people_are_both_kept(ratna, budi):
    first = ratna.op(fields={"flags": ["lansia"]})
    ratna.push(first)
    budi.push(budi.op(kind="add", id=first.id, root=first.id, fields={"flags": ["difabel"]}))
    ratna.push(ratna.op(kind="remove", id=first.id, root=first.id, fields={"flags": ["lansia"]}, base={"flags:lansia": first.op}))
    assert ratna.sees()[first.id].data["flags"] == ["difabel"]
    assert ratna.differences() == []


def test_a_flag_that_is_no_text_is_kept_aside(ratna):
    acks = ratna.push(ratna.op(fields={"flags": [["x"]]}), ratna.op(fields={"flags": 5}), ratna.op(fields={"flags": ["a", 1]}))
    assert {ack.code for ack in acks} == {problems.OP_SHAPE.code}


def test_a_finished_visit_does_not_change(ratna):
    visit = ratna.op("visit", fields={"summary": "rumah bocor"})
    ratna.push(visit)
    (ack,) = ratna.push(ratna.change(visit, {"summary": visit.op}, summary="lain"))
    assert (ack.result, ack.code) == ("quarantined", problems.OP_ROW_FIXED.code)
    assert ratna.sees("visit")[visit.id].data["summary"] == "rumah bocor"


def test_a_deletion_that_did_not_see_a_change_leaves_the_record_alive(ratna, budi):
    first = ratna.household()
    ratna.push(first)
    budi.push(budi.change(first, {"note": first.op}, note="dilihat Budi"))
    (ack,) = ratna.push(ratna.op(kind="delete", id=first.id, root=first.id, base={"note": first.op}))
    assert ack.result == "different"
    assert "_deleted" not in ratna.sees()[first.id].data


def test_a_change_outside_the_grant_is_kept_aside_and_nobody_sees_it(ratna, world):
    far = world.laptop("far", "coordinator_kabupaten", "18.12")
    op = ratna.op(bucket=("18.12.01.2001", "general"), fields={"note": "salah desa"})
    (ack,) = ratna.push(op)
    assert (ack.result, ack.code, ack.bucket, ack.seq) == ("quarantined", problems.OP_OUTSIDE_GRANT.code, None, None)
    assert op.id not in far.sees()
    (kept,) = world.office.refused()
    assert kept.raw == op.written()


def test_a_refused_change_gets_the_same_answer_again(ratna, world):
    op = ratna.op(bucket=("18.12.01.2001", "general"))
    assert ratna.push(op) == ratna.push(op)
    assert len(world.office.refused()) == 1


def test_a_refused_change_does_not_hold_up_the_others(ratna):
    good = ratna.household()
    acks = ratna.push(ratna.op(bucket=("18.12.01.2001", "general")), good)
    assert [ack.result for ack in acks] == ["quarantined", "applied"]


def test_an_area_18_1_does_not_reach_18_11(world, ratna):
    laptop = world.laptop("satu", "worker", "18.10")
    assert laptop.push(laptop.op())[0].code == problems.OP_OUTSIDE_GRANT.code


def test_a_role_may_do_only_what_the_table_says(world):
    operator = world.laptop("operator", "village_operator", "18.11.02.2002")
    auditor = world.laptop("auditor", "auditor", "18.11")
    assert [ack.code for ack in operator.push(operator.household(), operator.op("visit"))] == [None, problems.OP_NOT_ALLOWED.code]
    assert auditor.push(auditor.household())[0].code == problems.OP_NOT_ALLOWED.code


def test_a_grant_counts_from_its_first_to_its_last_day(world):
    day = world.time.now().date().isoformat()
    laptop = world.laptop("today", starts=day, ends="2099-12-31")
    past = world.laptop("past", ends="2020-01-01")
    future = world.laptop("future", starts="2099-01-01")
    assert laptop.push(laptop.household())[0].result == "applied"
    assert [one.push(one.household())[0].code for one in (past, future)] == [problems.OP_OUTSIDE_GRANT.code] * 2
    assert past.office.pull(PullRequest({})).buckets == ()


def test_an_act_with_one_refused_change_is_kept_aside_as_a_whole(ratna):
    act = new_id()
    good, bad = ratna.op(act=act), ratna.op(act=act, bucket=("18.12.01.2001", "general"))
    alone = ratna.household()
    acks = ratna.push(good, bad, alone)
    assert [ack.result for ack in acks] == ["quarantined", "quarantined", "applied"]
    assert list(ratna.sees()) == [alone.id]


def test_an_act_refused_by_its_second_record_leaves_the_first_as_it_was(ratna):
    visit, house = ratna.op("visit", fields={"summary": "a"}), ratna.household()
    ratna.push(visit, house)
    act = new_id()
    change = replace(ratna.change(house, {"note": house.op}, note="tak jadi"), act=act)
    acks = ratna.push(change, replace(ratna.change(visit, {}, summary="b"), act=act))
    assert [ack.code for ack in acks] == [problems.OP_ROW_FIXED.code] * 2
    assert ratna.sees()[house.id].data["note"] == "baru"


def test_a_change_signed_by_another_key_is_kept_aside(ratna):
    op = ratna.household()
    forged = sign(op, ratna.device, SigningKey.generate())
    (ack,) = ratna.office.push(PushRequest(new_id(), (forged,))).acks
    assert (ack.result, ack.code) == ("quarantined", problems.OP_SIGNATURE.code)
    assert ratna.push(op)[0].result == "applied"


def test_nobody_writes_in_the_name_of_another(ratna, budi):
    assert ratna.push(replace(ratna.household(), by=budi.user))[0].code == problems.OP_NOT_ALLOWED.code


def test_a_change_carried_by_another_laptop_counts_for_its_author(ratna, world):
    carrier = world.laptop("posko", "worker", "18.12")
    op = ratna.household()
    (ack,) = carrier.office.push(PushRequest(new_id(), (ratna.signed(op),))).acks
    assert ack.result == "applied"
    assert ratna.push(op) == (ack,)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"v":1,"op":"x"}', b"null", b'{"v":2}', b"{" * 2000], ids=lambda raw: repr(raw[:12]))
def test_what_is_no_change_at_all_is_kept_aside(ratna, raw):
    (ack,) = ratna.office.push(PushRequest(new_id(), (SignedOp(raw, ratna.device, bytes(64)),))).acks
    assert (ack.result, ack.code) == ("quarantined", problems.OP_SHAPE.code)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("fields", ["note"]),
        ("base", ["note"]),
        ("form", {"a": 1}),
        ("form", "a\x00b"),
        ("clock", "99999999999999999-0-x"),
        ("clock", "-5-1-x"),
        ("at", "2026-11-23T08:14:05.123456Z"),
        ("fields", {"note": 1e400}),
        ("fields", {"flags": {"a": 1}}),
    ],
)
def test_what_no_database_could_keep_is_kept_aside(ratna, part, value):
    op = ratna.household()
    told = json.loads(op.written())
    told[part] = value
    text = json.dumps(told).replace("Infinity", "1e400").encode()
    signature = ratna.key.sign(text).signature
    (ack,) = ratna.office.push(PushRequest(new_id(), (SignedOp(text, ratna.device, signature),))).acks
    assert (ack.result, ack.code) == ("quarantined", problems.OP_SHAPE.code)


def test_every_character_of_a_note_comes_back(ratna):
    note = "Ñusa <b>'\"\u0000 \ud7ff 🏠 \u202e"
    op = ratna.household(note=note)
    assert ratna.push(op)[0].result == "applied"
    assert ratna.sees()[op.id].data["note"] == note


def test_what_a_newer_laptop_writes_is_kept_and_handed_on(ratna, budi):
    op = ratna.household(brand_new={"a": ["1"]})
    ratna.push(op)
    assert budi.sees()[op.id].data["brand_new"] == {"a": ["1"]}


def test_another_record_kind_under_the_same_id_is_kept_aside(ratna):
    op = ratna.household()
    ratna.push(op)
    assert ratna.push(ratna.op("person", id=op.id, fields={"name": "X"}))[0].code == problems.OP_SHAPE.code
