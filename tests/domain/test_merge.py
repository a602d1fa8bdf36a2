"""Merging: by what each had seen; nothing is overwritten unseen, whatever the clocks say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp import problems
from fieldapp.domain.ids import new_id
from fieldapp.domain.merge import DELETED, Merged, Policy, Row, merge, replay
from fieldapp.domain.moments import write_clock
from fieldapp.domain.ops import Op

POLICIES = {"phone": Policy.L, "kk": Policy.R, "flags": Policy.S, "made": Policy.A, "seen": Policy.M}
ROW, USER = new_id(), new_id()


def op(kind: str = "put", base: dict[str, str | None] | None = None, **fields: Any) -> Op:
    return Op(
        op=new_id(), act=new_id(), entity="household", id=ROW, root=ROW, bucket=("18.11.02.2002", "general"), kind=kind, by=USER,
        at="2026-11-23T00:00:00.000Z", clock=write_clock(1, 0, "d"), fields=fields, base=base or {},
    )  # fmt: skip


def clock(ms: int) -> str:
    return write_clock(ms, 0, "d")


def begun(**fields: Any) -> tuple[Row, Op]:
    first = op(**fields)
    return merge(None, first, POLICIES, clock(1)).row, first


def test_a_change_of_what_one_has_seen_takes_hold() -> None:
    row, first = begun(phone="1")
    done = merge(row, op(base={"phone": first.op}, phone="2"), POLICIES, clock(2))
    assert (done.row.data["phone"], done.differences) == ("2", ())


@pytest.mark.parametrize(("later", "shown", "waiting"), [(5, "3", "2"), (1, "2", "3")])
def test_two_unseen_values_both_stay_and_the_later_one_shows(later: int, shown: str, waiting: str) -> None:
    row, first = begun(phone="1")
    row = merge(row, op(base={"phone": first.op}, phone="2"), POLICIES, clock(3)).row
    done = merge(row, op(base={"phone": first.op}, phone="3"), POLICIES, clock(later))
    (difference,) = done.differences
    assert done.row.data["phone"] == shown == difference.shown_value
    assert difference.waiting_value == waiting


def test_a_decided_field_keeps_the_first_value_even_against_a_later_clock() -> None:
    row, first = begun(kk="1")
    row = merge(row, op(base={"kk": first.op}, kk="2"), POLICIES, clock(3)).row
    done = merge(row, op(base={"kk": first.op}, kk="3"), POLICIES, clock(99))
    assert done.row.data["kk"] == "2"
    assert done.differences[0].waiting_value == "3"


def test_two_people_writing_the_same_value_is_no_difference() -> None:
    row, first = begun(phone="1")
    row = merge(row, op(base={"phone": first.op}, phone="2"), POLICIES, clock(3)).row
    assert merge(row, op(base={"phone": first.op}, phone="2"), POLICIES, clock(4)).differences == ()


def test_a_machine_field_takes_the_later_one_silently() -> None:
    row, _ = begun(seen="1")
    done = merge(row, op(seen="2"), POLICIES, clock(9))
    assert (done.row.data["seen"], done.differences) == ("2", ())
    assert merge(done.row, op(seen="0"), POLICIES, clock(3)).row.data["seen"] == "2"


def test_a_fixed_field_refuses_another_value_and_takes_the_same_again() -> None:
    row, _ = begun(made="x")
    assert merge(row, op(made="x"), POLICIES, clock(2)).row.data == row.data
    with pytest.raises(problems.Problem) as refused:
        merge(row, op(made="y"), POLICIES, clock(2))
    assert refused.value.kind is problems.OP_ROW_FIXED


def test_an_element_added_unseen_survives_its_removal() -> None:
    row, first = begun(flags=["lansia"])
    again = merge(row, op("add", flags=["lansia"]), POLICIES, clock(2)).row
    done = merge(again, op("remove", base={"flags:lansia": first.op}, flags=["lansia"]), POLICIES, clock(3))
    assert done.row.data["flags"] == ["lansia"]
    seen = op("remove", base={"flags:lansia": again.tags["flags:lansia"]}, flags=["lansia"])
    assert merge(again, seen, POLICIES, clock(3)).row.data["flags"] == []


def test_deleting_what_somebody_changed_meanwhile_is_a_question_and_the_record_lives() -> None:
    row, first = begun(phone="1")
    changed = merge(row, op(base={"phone": first.op}, phone="2"), POLICIES, clock(2)).row
    done = merge(changed, op("delete", base=dict(row.tags)), POLICIES, clock(3))
    assert not done.row.deleted
    assert done.differences[0].name == DELETED


def test_changing_what_somebody_deleted_meanwhile_brings_it_back_as_a_question() -> None:
    row, first = begun(phone="1")
    gone = merge(row, op("delete", base=dict(row.tags)), POLICIES, clock(2)).row
    assert gone.deleted
    done = merge(gone, op(base={"phone": first.op}, phone="2"), POLICIES, clock(3))
    assert not done.row.deleted
    assert {difference.name for difference in done.differences} == {DELETED}


def test_a_field_nobody_declared_is_kept_as_a_newer_laptop_wrote_it() -> None:
    row, _ = begun(baru_di_versi_dua={"a": 1})
    assert row.data["baru_di_versi_dua"] == {"a": 1}


def test_a_record_cannot_begin_with_a_removal_or_a_move() -> None:
    for kind in ("remove", "delete", "move"):
        with pytest.raises(problems.Problem) as refused:
            merge(None, op(kind), POLICIES, clock(1))
        assert refused.value.kind is problems.OP_SHAPE


steps = st.lists(st.tuples(st.sampled_from(["phone", "kk"]), st.sampled_from("abc"), st.integers(0, 3), st.integers(0, 9)), max_size=12)


@given(steps)
def test_no_value_is_ever_overwritten_by_someone_who_had_not_seen_it_without_a_difference(told: list[tuple[str, str, int, int]]) -> None:
    row, first = begun(phone="0", kk="0")
    history = {"phone": [first.op], "kk": [first.op]}
    for name, value, seen, ms in told:
        base = history[name][min(seen, len(history[name]) - 1)]
        before = row
        done: Merged = merge(row, op(base={name: base}, **{name: value}), POLICIES, clock(ms))
        row = done.row
        if row.data[name] != before.data[name] and before.tags[name] != base:
            assert done.differences, "a value vanished unseen"
        history[name].append(row.tags[name])
        assert row.clocks[name] >= before.clocks[name] or before.tags[name] == base


@given(steps)
def test_ones_own_waiting_changes_show_in_the_order_they_were_made(told: list[tuple[str, str, int, int]]) -> None:
    row: Row | None = None
    last = {}
    for name, value, _seen, _ms in told:
        row = replay(row, op(**{name: value}), POLICIES)
        last[name] = value
    assert (row.data if row else {}) == last
