"""Answering: what is typed is read as meant or refused with the cure, and what is missing or wrong is known at any moment."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp import forms, problems
from fieldapp.forms import typed
from fieldapp.forms.model import Choice, Question
from fieldapp.forms.session import Session
from tests.forms.conftest import TODAY, Write

SHA = "a" * 64
EVERY = (
    "| | type | name | label | constraint | constraint_message |\n| | text | t | Teks | | |\n| | integer | i | Bulat | | |\n"
    "| | decimal | d | Desimal | | |\n| | date | h | Hari | . <= today() | Belum terjadi. |\n| | time | j | Jam | | |\n"
    "| | select_one l | s | Satu | | |\n| | select_multiple l | m | Banyak | | |\n| | image | f | Foto | | |\n| | note | n | Catatan | | |"
)
CHOICES = "| | l | 1 | Satu |\n| | l | 2 | Dua |\n| | l | 10 | Sepuluh |"


@pytest.mark.parametrize(
    ("path", "given_value", "kept"),
    [
        ("t", "  Ibu Siti  ", "Ibu Siti"), ("i", "1.500.000", 1_500_000), ("i", " 12 ", 12), ("i", "-3", -3), ("i", 7, 7),
        ("d", "36,5", "36.5"), ("d", "36.5", "36.5"), ("d", "1.500,25", "1500.25"), ("d", "7", "7"), ("d", Decimal("7.20"), "7.2"),
        ("d", "0,125", "0.125"), ("d", "0.125", "0.125"), ("d", "1.500.000", "1500000"),
        ("h", "05/03/1981", "1981-03-05"), ("h", "5-3-1981", "1981-03-05"), ("h", "05031981", "1981-03-05"), ("h", "5.3.1981", "1981-03-05"),
        ("h", "1981-03-05", "1981-03-05"), ("h", date(1981, 3, 5), "1981-03-05"), ("j", "9.30", "09:30"), ("j", "21:05", "21:05"),
        ("s", "10", "10"), ("m", ["10", "1"], ["1", "10"]), ("m", "2 1", ["1", "2"]), ("m", "10", ["10"]), ("f", SHA, SHA),
        ("t", "", None), ("m", [], None), ("i", None, None),
    ],
)  # fmt: skip
def test_what_is_typed_is_kept_in_one_form(write: Write, path: str, given_value: object, kept: object):
    session = write(EVERY, CHOICES).open(today=TODAY)
    assert path in session.set(path, given_value)
    assert session.value(path) == kept
    assert session.answers == ({} if kept is None else {path: kept})
    again = session.form.open(json.loads(json.dumps(session.answers)), today=TODAY)
    assert again.answers == session.answers
    assert again.unplaced == {}


@pytest.mark.parametrize(
    ("path", "given_value", "says"),
    [
        ("i", "tiga", "“tiga” bukan angka bulat"), ("i", "3,5", "bukan angka bulat"), ("i", True, "angka bulat"), ("i", "9" * 30, "terlalu panjang"),
        ("d", "36 m", "bukan angka"), ("d", "1.500", "Tulis 1500 atau 1,500"), ("d", "NaN", "bukan angka"), ("d", "1e9", "bukan angka"),
        ("h", "31/02/1981", "tanggal 31/02/1981 tidak ada"), ("h", "kemarin", "05/03/1981"), ("h", "5/3/81", "bukan tanggal"),
        ("j", "25.00", "bukan jam"), ("s", "3", "kode 3 tidak ada. Pilih: 1, 2, 10."), ("m", ["1", "x"], "kode x tidak ada"),
        ("f", "foto.jpg", "foto belum disimpan"), ("n", "x", "tidak diisi dengan tangan"), ("t", "x" * 10_001, "paling panjang 10000"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_the_cure_and_the_old_answer_stays(write: Write, path: str, given_value: object, says: str):
    old = {"i": 5, "d": "5", "h": "1981-03-05", "s": "1", "m": ["1"]}
    session = write(EVERY, CHOICES).open(old, today=TODAY)
    with pytest.raises(problems.Problem) as refused:
        session.set(path, given_value)
    assert refused.value.kind is problems.ANSWER_WRONG
    assert says in refused.value.sentence
    assert session.answers == old


def read_or_refused(question: Question, value: object) -> typed.Read | str | None:
    try:
        return typed.read(question, value)
    except problems.Problem as refused:
        return refused.sentence if refused.kind is problems.ANSWER_WRONG else unexpected(refused)


def taken_or_refused(session: Session, name: str, value: object) -> None:
    try:
        session.set(name, value)
    except problems.Problem as refused:
        if refused.kind is not problems.ANSWER_WRONG:
            unexpected(refused)


def unexpected(refused: problems.Problem) -> str:
    raise AssertionError(refused.code)


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(["text", "integer", "decimal", "date", "time", "select_one", "select_multiple", "image", "note"]),
    value=st.one_of(
        st.text(max_size=40), st.integers(), st.floats(), st.decimals(), st.dates(), st.booleans(), st.none(), st.lists(st.text(max_size=3)),
        st.from_regex(r"[0-9.,\-/ ]{1,14}", fullmatch=True),
    ),
)  # fmt: skip
def test_typed_input_is_read_or_refused_and_never_breaks(kind: str, value: object):
    question = Question("q", "q", kind, choices=(Choice("1"), Choice("2")) if kind.startswith("select") else ())
    kept = read_or_refused(question, value)
    if isinstance(kept, tuple):
        json.dumps(kept[0], allow_nan=False)
        assert typed.stored(question, json.loads(json.dumps(kept[0]))) == kept


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["luas_lantai", "jumlah_orang", "jenis_dinding", "sumber_air_minum", "jarak_limbah", "fasilitas_bab"]),
                          st.sampled_from(["1", "2", "4", "5", "8", "36,5", "", "x", "0", "-1"])), max_size=12))  # fmt: skip
def test_answering_in_any_order_ends_like_opening_with_the_same_answers(steps: list[tuple[str, str]]):
    form = forms.shipped_form("rumah_layak_huni")
    session = form.open(today=TODAY)
    for name, value in steps:
        taken_or_refused(session, name, value)
    again = form.open(session.answers, today=TODAY)
    assert again.answers == session.answers
    assert again.scores() == session.scores()
    assert (again.missing(), again.wrong(), again.calculated()) == (session.missing(), session.wrong(), session.calculated())


def test_a_broken_rule_is_said_in_the_forms_own_words(write: Write):
    session = write(EVERY, CHOICES).open(today=TODAY)
    session.set("h", "24/11/2026")
    assert session.problem("h") == "Belum terjadi."
    assert session.wrong() == ("h",)
    with pytest.raises(problems.Problem) as refused:
        session.must_be_complete()
    assert refused.value.kind is problems.VISIT_INCOMPLETE
    assert refused.value.facts == {"count": 1}


def test_progress_counts_what_a_person_answers_section_by_section(write: Write):
    form = write(
        "| | type | name | label | required | relevant | constraint |\n| | text | a | A | yes | | |\n| | begin_group | g | G | | | |\n"
        "| | integer | b | B | yes | | . > 3 |\n| | text | c | C | | ${b} > 5 | |\n| | note | n | N | | | |\n| | end_group | | | | | |"
    )
    assert [section.path for section in form.sections] == ["", "g"]
    session = form.open(today=TODAY)
    session.set("g/b", 2)
    assert session.progress() == forms.Progress(answered=1, total=2, missing=1, wrong=1)
    assert session.progress("") == forms.Progress(answered=0, total=1, missing=1, wrong=0)
    session.set("g/b", 9)
    assert session.progress("g") == forms.Progress(answered=1, total=2, missing=0, wrong=0)


def test_answers_that_an_older_form_had_are_kept_aside_not_lost(write: Write):
    session = write(EVERY, CHOICES).open({"t": "ada", "sudah_hilang": "x", "s": "99", "r[2]/x": 1}, today=TODAY)
    assert session.answers == {"t": "ada"}
    assert session.unplaced == {"sudah_hilang": "x", "s": "99", "r[2]/x": 1}


@pytest.mark.parametrize("path", ["tidak_ada", "t[2]", "t/x", "", "t[0]", "[1]"])
def test_a_path_that_is_not_in_the_form_is_refused(write: Write, path: str):
    with pytest.raises(problems.Problem) as refused:
        write(EVERY, CHOICES).open(today=TODAY).set(path, "x")
    assert refused.value.kind is problems.QUESTION_UNKNOWN


def test_a_name_that_only_one_question_has_stands_for_its_path():
    session = forms.shipped_form("kunjungan_rumah").open({"tujuan": "Verifikasi"}, today=TODAY)
    assert session.answers == {"kunjungan/tujuan": "Verifikasi"}
    assert session.value("tujuan") == "Verifikasi"
    assert forms.find(session.answers, "tujuan") == "Verifikasi"


def test_a_form_without_loose_questions_has_no_progress_outside_its_sections():
    session = forms.shipped_form("kunjungan_rumah").open(today=TODAY)
    assert session.progress("").total == 0
    whole = session.progress()
    parts = [session.progress(section.path) for section in session.form.sections]
    assert whole.total == sum(part.total for part in parts) > 0
    assert whole.missing == sum(part.missing for part in parts)
