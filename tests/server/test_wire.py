"""Messages are read word by word: what is not ours is not guessed at."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.sync import wire
from fieldapp.sync.protocol import Ack, BucketHead, Event, PullAnswer, PullRequest, PushAnswer, PushRequest, told

text = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
whole = st.integers(0, 2**53)
anything = st.recursive(
    st.none() | st.booleans() | whole | st.text(max_size=8), lambda s: st.lists(s, max_size=3) | st.dictionaries(text, s, max_size=3)
)
events = st.builds(
    Event, text, whole, text, text, text, data=st.dictionaries(text, anything, max_size=3), tags=st.dictionaries(text, text, max_size=2),
    form=st.none() | text, gone=st.none() | text, clock=st.none() | text,
)  # fmt: skip
answers = st.builds(
    PullAnswer, text, whole, text, st.lists(st.builds(BucketHead, text, whole, text), max_size=2).map(tuple),
    st.lists(events, max_size=3).map(tuple), st.booleans(), durable=st.dictionaries(text, whole, max_size=2),
)  # fmt: skip


@given(answers)
def test_what_was_packed_is_unpacked_as_it_was(answer):
    assert wire.unpack(PullAnswer, wire.pack(answer)) == answer


@given(anything)
def test_other_data_is_refused_and_never_half_read(data):
    for kind in (PullAnswer, PushAnswer, PushRequest):
        with pytest.raises(wire.UnreadableError):
            wire.read(kind, data)


@given(st.binary(max_size=200))
def test_other_bytes_are_refused(raw):
    with pytest.raises(wire.UnreadableError):
        wire.unpack(PullAnswer, raw)


@pytest.mark.parametrize(
    "data",
    [
        {"cursors": {"a": "1"}},
        {"cursors": {"a": True}},
        {"cursors": {"a": 2**63}},
        {"cursors": {"a\x00": 1}},
        {"cursors": {"\ud800": 1}},
        {"cursors": []},
        {"cursors": {}, "max_bytes": 1.5},
        {"cursors": {}, "max_bytes": None},
        {},
    ],
)
def test_a_wrong_part_refuses_the_whole(data):
    with pytest.raises(wire.UnreadableError):
        wire.read(PullRequest, data)


def test_what_a_newer_pilar_adds_is_passed_over():
    assert wire.read(PullRequest, {"cursors": {}, "colour": "red"}) == PullRequest({})


def test_a_result_of_an_unknown_kind_is_refused():
    with pytest.raises(wire.UnreadableError):
        wire.read(Ack, {**told(Ack("x", "applied")), "result": "perhaps"})


@pytest.mark.parametrize("raw", [b'{"a":NaN}', b"\xff", b"[" * 100_000, json.dumps("x").encode() + b"y"])
def test_what_is_no_json_is_refused(raw):
    with pytest.raises(wire.UnreadableError):
        wire.parsed(raw)
