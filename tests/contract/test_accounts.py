"""Who may come in: one-time codes, laptops and their end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from nacl.signing import SigningKey

from fieldapp import problems
from fieldapp.domain.ids import new_id
from fieldapp.sync.protocol import PullRequest, PushRequest


def _refusal(work) -> problems.Kind:
    with pytest.raises(problems.Problem) as refused:
        work()
    assert refused.value.sentence
    return refused.value.kind


def _stranger(laptop):
    other = replace(laptop, device=new_id(), key=SigningKey.generate(), _line=None)
    laptop.world.laptops.append(other)
    return other


def test_enrolment_says_whose_the_laptop_is(world):
    card = world.office.add_user("ratna", "Ratna Dewi", "Pendamping PKH", "worker", "18.11.02")
    laptop = world.laptop("ratna")
    assert (laptop.user, laptop.prefix) == (card.id, "LT001")
    assert world.laptop("budi").prefix == "LT002"
    assert [(d.login, d.prefix, d.revoked_at) for d in world.office.devices()] == [("ratna", "LT001", None), ("budi", "LT002", None)]


def test_a_code_is_long_grouped_and_kept_only_as_a_hash(world, ratna):
    code = world.office.make_code("ratna")
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
    assert world.office.make_code("ratna") != code


def test_a_code_may_be_typed_in_small_letters_without_hyphens(world, ratna):
    code = world.office.make_code("ratna").replace("-", " ").lower().replace("0", "o").replace("1", "l")
    other = _stranger(ratna)
    assert other.office.enrol(other.request(code)).login == "ratna"


def test_a_code_works_once(world, ratna):
    code = world.office.make_code("ratna")
    first, second = _stranger(ratna), _stranger(ratna)
    first.office.enrol(first.request(code))
    assert _refusal(lambda: second.office.enrol(second.request(code))) is problems.CODE_WRONG


def test_a_laptop_that_lost_the_answer_may_ask_again(world, ratna):
    code, laptop = world.office.make_code("ratna"), _stranger(ratna)
    first = laptop.office.enrol(laptop.request(code))
    assert laptop.office.enrol(laptop.request(code)) == first
    thief = replace(laptop.request(code), device_key="00" * 32)
    assert _refusal(lambda: laptop.office.enrol(thief)) is problems.CODE_WRONG


def test_a_code_ends_after_a_day(world, ratna):
    code, laptop = world.office.make_code("ratna"), _stranger(ratna)
    world.time.pass_(hours=24, seconds=1)
    assert _refusal(lambda: laptop.office.enrol(laptop.request(code))) is problems.CODE_WRONG


def test_after_ten_wrong_codes_the_door_stays_shut_for_a_while(world, ratna):
    laptop = _stranger(ratna)
    for _ in range(10):
        assert _refusal(lambda: laptop.office.enrol(laptop.request("AAAA-AAAA-AAAA"))) is problems.CODE_WRONG
    good = world.office.make_code("ratna")
    assert _refusal(lambda: laptop.office.enrol(laptop.request(good))) is problems.TOO_MANY_CODES
    world.time.pass_(minutes=16)
    assert laptop.office.enrol(laptop.request(good)).login == "ratna"


@pytest.mark.parametrize("wrong", [{"device": "x"}, {"device_key": "zz" * 32}, {"app_version": "v" * 200}])
def test_a_laptop_without_a_proper_key_is_not_enrolled(world, ratna, wrong):
    laptop = _stranger(ratna)
    request = replace(laptop.request(world.office.make_code("ratna")), **wrong)
    assert _refusal(lambda: laptop.office.enrol(request)) is problems.REQUEST_SHAPE


def test_a_revoked_laptop_gets_nothing_and_its_changes_are_kept_aside(world, ratna, budi):
    op = ratna.household()
    world.office.revoke(ratna.prefix)
    assert _refusal(lambda: ratna.push(op)) is problems.DEVICE_REVOKED
    assert _refusal(lambda: ratna.office.pull(PullRequest({}))) is problems.DEVICE_REVOKED
    (ack,) = budi.office.push(PushRequest(new_id(), (ratna.signed(op),))).acks
    assert (ack.result, ack.code) == ("quarantined", problems.DEVICE_REVOKED.code)
    assert budi.push(budi.household())[0].result == "applied"


def test_a_laptop_that_was_never_enrolled_gets_nothing(ratna):
    assert _refusal(lambda: _stranger(ratna).office.pull(PullRequest({}))) is problems.NOT_SIGNED


def test_accounts_are_checked_when_they_are_made(world, ratna):
    add = world.office.add_user
    assert _refusal(lambda: add("ratna", "R", "", "worker", "18")) is problems.USER_EXISTS
    assert _refusal(lambda: add("baru", "B", "", "king", "18")) is problems.ROLE_UNKNOWN
    assert _refusal(lambda: add("baru", "B", "", "worker", "18.1")) is problems.REGION_UNKNOWN
    assert _refusal(lambda: add("Baru Sekali", "B", "", "worker", "18")) is problems.WRONG_USE
    assert _refusal(lambda: add("baru", "B", "", "worker", "18", ends="besok")) is problems.WRONG_USE
    assert _refusal(lambda: world.office.make_code("tidak")) is problems.USER_UNKNOWN
    assert _refusal(lambda: world.office.revoke("LT999")) is problems.DEVICE_UNKNOWN
    assert [card.login for card in world.office.users()] == ["ratna"]
