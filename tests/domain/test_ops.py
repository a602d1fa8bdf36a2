"""Ops: read exactly or not at all; a signature holds for every byte."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from fieldapp import problems
from fieldapp.domain.ids import is_id, new_id
from fieldapp.domain.moments import HybridClock, bounded, from_moment, moment, read_clock, utc_now, write_clock, zone_of
from fieldapp.domain.nouns import NOUNS, policies_of
from fieldapp.domain.ops import MAX_BYTES, Op, SignedOp, check_signature, read_op, sign
from fieldapp.domain.roles import RIGHTS, ROLES, ancestors, covers, may, readable_classes, sees_identity

KEY = SigningKey.generate()


def an_op(**changes: object) -> Op:
    told = Op(
        op=new_id(), act=new_id(), entity="person", id=new_id(), root=new_id(), bucket=("18.11.02.2002", "general"), kind="put", by=new_id(),
        at=moment(utc_now()), clock=write_clock(1, 0, new_id()), fields={"name": "Ni Luh <&> 😀", "nik": None}, base={"name": None},
    )  # fmt: skip
    return replace(told, **changes)  # type: ignore[arg-type]


def test_an_op_reads_back_as_it_was_written() -> None:
    told = an_op()
    assert read_op(told.written()) == told


@pytest.mark.parametrize(
    "spoil",
    [
        {"v": 2}, {"op": "x"}, {"op": None}, {"entity": "Person; DROP"}, {"bucket": ["18.11.02.2002", "secret"]}, {"bucket": ["../..", "general"]},
        {"bucket": "18.11.02.2002"}, {"kind": "burn"}, {"clock": "yesterday"}, {"at": "2026-11-23"}, {"fields": []}, {"base": {"name": "not an op"}},
        {"by": "ratna"}, {"fields": {"x" * 100: 1}},
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(spoil: dict[str, object]) -> None:
    raw = json.dumps(json.loads(an_op().written()) | spoil).encode()
    with pytest.raises(problems.Problem) as refused:
        read_op(raw)
    assert refused.value.kind is problems.OP_SHAPE


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b'{"v":1}',
        b"\xff\xfe",
        b'{"v":NaN}',
        b'{"v":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"v":' + b"9" * 5000 + b"}",
    ],
)
def test_hostile_bytes_are_refused_with_a_problem_and_nothing_else(raw: bytes) -> None:
    with pytest.raises(problems.Problem):
        read_op(raw)


def test_an_op_larger_than_the_limit_is_refused_by_its_size() -> None:
    with pytest.raises(problems.Problem) as refused:
        read_op(an_op(fields={"note": "x" * MAX_BYTES}).written())
    assert refused.value.kind is problems.OP_TOO_LARGE


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(raw: bytes) -> None:
    with pytest.raises(problems.Problem):
        read_op(raw)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_changed_byte_breaks_the_signature(place: int, flip: int) -> None:
    signed = sign(an_op(), "d", KEY)
    raw = bytearray(signed.raw)
    raw[place % len(raw)] ^= flip
    with pytest.raises(problems.Problem) as refused:
        check_signature(SignedOp(bytes(raw), "d", signed.signature), bytes(KEY.verify_key))
    assert refused.value.kind is problems.OP_SIGNATURE


def test_a_signed_op_survives_the_wire() -> None:
    signed = sign(an_op(), "d", KEY)
    check_signature(SignedOp.heard(json.loads(json.dumps(signed.told()))), bytes(KEY.verify_key))


def test_ids_made_in_a_row_sort_in_the_order_they_were_made() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000
    assert all(is_id(one) for one in made)
    assert not is_id(made[0].upper())


@pytest.mark.parametrize(
    "text",
    ["", "2026-11-23", "2026-13-01T00:00:00.000Z", "2026-11-23T08:14:05.123+07:00", "2026-11-23 08:14:05.123Z", "٢٠٢٦-11-23T08:14:05.123Z"],
)
def test_a_moment_is_read_in_one_form_only(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_moment(text)


def test_a_reading_from_the_future_is_held_to_five_minutes_ahead() -> None:
    ahead = write_clock(10**12, 3, "d")
    assert read_clock(bounded(ahead, 1000))[0] == 1000 + 5 * 60 * 1000
    assert bounded(write_clock(5, 0, "d"), 1000) == write_clock(5, 0, "d")


def test_a_clock_set_back_still_counts_forward() -> None:
    times = iter([utc_now(), utc_now().replace(year=1999), utc_now().replace(year=2020)])
    clock = HybridClock("d", lambda: next(times))
    readings = [clock.stamp() for _ in range(3)]
    assert readings == sorted(set(readings))


@pytest.mark.parametrize(("region", "zone"), [("18.11.02.2002", "WIB"), ("73.01", "WITA"), ("94.01.01.1005", "WIT"), ("00", "WIB")])
def test_each_province_has_its_zone(region: str, zone: str) -> None:
    assert zone_of(region) == zone


def test_every_field_of_every_noun_says_how_it_merges() -> None:
    from dataclasses import fields

    for entity, noun in NOUNS.items():
        declared = set(policies_of(entity))
        assert declared == {f.name for f in fields(noun)} - {"id", "root_id", "region_id", "bucket_class"}


@pytest.mark.parametrize(
    ("prefix", "region", "inside"),
    [
        ("18.11", "18.11.02.2002", True),
        ("18.1", "18.11", False),
        ("", "18.11", False),
        ("00", "18.11", True),
        ("18.11.02", "18.11.02", True),
        ("18.11.02.2002", "18.11.02", False),
    ],
)
def test_an_area_holds_whole_parts_of_a_code(prefix: str, region: str, inside: bool) -> None:
    assert covers(prefix, region) is inside


def test_what_the_role_table_does_not_list_is_denied() -> None:
    assert not may("admin", "read", "household", "general")
    assert not may("worker", "write", "household", "reference")
    assert not may("nobody", "read", "household", "general")
    assert not may("auditor", "write", "household", "general")
    assert not sees_identity("distribution_officer", "person", "general")
    assert readable_classes("admin") == ()
    assert {right.role for right in RIGHTS} <= set(ROLES)


def test_the_places_above_a_village_are_known() -> None:
    assert ancestors("18.11.02.2002") == ("00", "18", "18.11", "18.11.02")
