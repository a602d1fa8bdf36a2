"""What is known about someone is the newest answer to each question, in the codes of the instrument that asked it."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp import forms, problems
from fieldapp.domain import nouns
from fieldapp.domain.codes import codes, instrument
from fieldapp.domain.ids import new_id
from fieldapp.services import instruments, knowledge
from fieldapp.services.checking import FieldProblems
from fieldapp.services.drafts import available_forms
from fieldapp.services.households import household
from fieldapp.services.registration import check_desil, desil_history, record_desil
from tests.services.stage import TODAY, Clock, family, open_laptop

MEMBER = {
    "keberadaan": "1",
    "partisipasi_sekolah": "3",
    "jenjang": "08",
    "ijazah": "08",
    "bekerja": "1",
    "jam_kerja": 40,
    "lapangan_usaha": "01",
    "kedudukan": "6",
    "kartu_identitas": ["1", "4"],
    "sulit_berjalan": "2",
    "keluhan_kronis": "02",
    "jaminan_kesehatan": ["1"],
}
# The questions of ours that keep a list of Regsosek, by their number there; assets are counted and have none.
COUNTED = {"502", "503", "504"}


@pytest.fixture
def house(ws):
    return family(ws)


@pytest.fixture
def head(ws, house):
    return household(ws, house).members[0].id


def told(ws, kind, subject):
    return {one.number or one.question: one for one in knowledge.of(ws, kind, subject)}


def sheet(ws, form, subject_kind, subject, household_id, answers, on="2022-11-01"):
    with ws.transaction() as act:
        home = act.get(nouns.Household, household_id)
        act.add(
            nouns.Assessment(
                id=new_id(), root_id=home.id, region_id=home.region_id, household_id=home.id, subject_kind=subject_kind, subject_id=subject,
                assessed_on=on, form=form, answers=answers,
            ),
            form=form,
        )  # fmt: skip


def test_what_is_known_of_the_person_stands_ready_and_the_rest_is_kept_in_codes_and_words(ws, head):
    session = knowledge.start(ws, "keterangan_anggota", "person", head)
    assert (session.value("demografi/umur"), session.value("demografi/jenis_kelamin")) == (47, "1")
    kept = knowledge.record_answers(ws, "keterangan_anggota", "person", head, MEMBER, on=TODAY)
    answers = told(ws, "person", head)
    assert (answers["413"].code, answers["413"].meaning) == ("08", "SMP")
    assert (answers["411"].code, answers["411"].meaning) == ("1 4", "Akta kelahiran; KTP")
    assert answers["428c"].meaning == "Ya, banyak kesulitan dan membutuhkan bantuan"
    one = answers["416b"]
    assert (one.instrument, one.title, one.version, one.code, one.dated) == ("keterangan_anggota", "Keterangan anggota", "1", "40", TODAY)
    assert {a.assessment_id for a in answers.values()} == {kept}


def test_answers_about_health_go_where_only_those_with_that_right_receive_them(ws, house, head):
    about_head = knowledge.record_answers(ws, "keterangan_anggota", "person", head, MEMBER, on=TODAY)
    about_home = knowledge.record_answers(ws, "aset_keluarga", "household", house, {"sepeda_motor": 1}, on=TODAY)
    with ws.transaction() as act:
        kept = act.get(nouns.Assessment, about_head)
        assert (kept.bucket_class, kept.root_id, kept.household_id) == ("confidential", head, house)
        assert act.get(nouns.Assessment, about_home).bucket_class == "general"


def test_a_village_operator_does_not_record_facts_about_health(tmp_path):
    ws = open_laptop(tmp_path / "home", Clock(), "sari", "village_operator")
    home = family(ws)
    head = household(ws, home).members[0].id
    with pytest.raises(problems.Problem) as refused:
        knowledge.record_answers(ws, "keterangan_anggota", "person", head, MEMBER, on=TODAY)
    assert refused.value.kind is problems.OP_NOT_ALLOWED
    ws.close()


def test_a_later_answer_replaces_an_earlier_one_question_by_question(ws, house):
    knowledge.record_answers(ws, "aset_keluarga", "household", house, {"sepeda_motor": 1, "sapi": 2}, on=date(2026, 1, 5))
    knowledge.record_answers(ws, "aset_keluarga", "household", house, {"sepeda_motor": 0}, on=TODAY)
    answers = told(ws, "household", house)
    assert (answers["502i"].code, answers["502i"].dated) == ("0", TODAY)
    assert (answers["504a"].code, answers["504a"].dated) == ("2", date(2026, 1, 5))
    assert [len(filling) for filling in knowledge.history(ws, "household", house)] == [1, 2]


def test_the_same_code_means_something_else_in_another_instrument(ws, house):
    sheet(ws, "regsosek_2022_k@1", "household", house, house, {"305": "5", "301a": "1", "504a": "3", "501a Bulan": "10"})
    sheet(ws, "bdt_2015@1", "household", house, house, {"Atap Terluas": "5", "Status PKH": "3", "Luas lantai": "36"}, on="2015-06-01")
    answers = told(ws, "household", house)
    assert (answers["305"].title, answers["305"].label, answers["305"].meaning) == ("Regsosek 2022-K", "Atap terluas", "Bambu")
    assert answers["Atap Terluas"].meaning == codes("pbdt2015", "Atap")["5"] != "Bambu"
    assert (answers["Status PKH"].meaning, answers["Luas lantai"].meaning) == ("Ya", "36")
    assert answers["501a Bulan"].label == "Bantuan sembako/BPNT, bulan"
    assert answers["504a"].meaning == "3"


def test_a_code_its_list_does_not_have_is_shown_as_it_stood_and_said(ws, house, head):
    sheet(ws, "regsosek_2022_k@1", "person", head, house, {"413": "77", "415": "3", "411": "5", "426": "64", "402 Nama": "SUPARMAN"})
    answers = told(ws, "person", head)
    assert (answers["413"].code, answers["413"].known, answers["413"].meaning) == ("77", False, "77 (kode tidak dikenal)")
    assert (answers["415"].code, answers["415"].known, answers["415"].meaning) == ("3", True, "SD")
    assert answers["411"].meaning == "Akta kelahiran; KTP"
    assert answers["426"].known is False
    assert answers["402 Nama"].meaning == "SUPARMAN"


def test_answers_of_a_questionnaire_that_is_not_here_are_shown_as_they_stand(ws, house):
    sheet(ws, "isian_lain@3", "household", house, house, {"a/b": "7", "c": ["1", "2"]})
    answers = told(ws, "household", house)
    assert (answers["a/b"].code, answers["a/b"].title, answers["a/b"].version) == ("7", "Isian lain", "3")
    assert answers["c"].code == "1 2"


def test_wrong_answers_and_the_wrong_subject_keep_nothing(ws, house, head):
    for act, kind in (
        (lambda: knowledge.record_answers(ws, "aset_keluarga", "household", house, {"kulkas": "banyak"}, on=TODAY), problems.ANSWER_WRONG),
        (lambda: knowledge.record_answers(ws, "aset_keluarga", "household", house, {"entah": 1}, on=TODAY), problems.QUESTION_UNKNOWN),
        (lambda: knowledge.record_answers(ws, "aset_keluarga", "household", house, {"kulkas": -1}, on=TODAY), problems.FORM_INCOMPLETE),
        (lambda: knowledge.record_answers(ws, "keterangan_anggota", "person", head, {}, on=TODAY), problems.FORM_INCOMPLETE),
        (lambda: knowledge.start(ws, "keterangan_anggota", "household", house), problems.FORM_SUBJECT),
        (lambda: knowledge.start(ws, "tidak_ada", "household", house), problems.INSTRUMENT_UNKNOWN),
        (lambda: knowledge.start(ws, "keterangan_anggota", "person", "tiada"), problems.PERSON_UNKNOWN),
    ):
        with pytest.raises(problems.Problem) as refused:
            act()
        assert refused.value.kind is kind
    with pytest.raises(FieldProblems):
        knowledge.record_answers(ws, "aset_keluarga", "household", house, {"kulkas": 1}, on=date(2026, 12, 1))
    assert knowledge.of(ws, "household", house) == ()


def test_a_questionnaire_about_one_person_is_not_offered_on_a_visit_to_a_family(ws):
    offered = {card.id for card in available_forms(ws)}
    assert "keterangan_anggota" not in offered
    assert "aset_keluarga" in offered


@pytest.mark.parametrize("name", ["keterangan_anggota", "aset_keluarga"])
def test_every_code_is_exactly_that_of_regsosek(name):
    asked = 0
    for question in forms.shipped_form(name).questions():
        listed = instruments.list_of("regsosek_2022_k", question.number)
        if listed is None or question.number[:3] in COUNTED or question.kind == "text":
            continue
        asked += 1
        assert {choice.name: choice.label("id") for choice in question.choices} == dict(codes("regsosek2022k", listed)), question.number
    assert asked >= 20


def test_every_list_of_an_instrument_is_reached_by_some_question_of_its_sheet():
    import json

    from fieldapp.resources import folder

    for form_id, file in instruments.FILES.items():
        told = json.loads(folder("formats", f"{form_id}.json").read_text("utf-8"))
        headings = {text for part in told["sheets"] for text in part["cells"].values()}
        reached = {instruments.list_of(form_id, heading) for heading in headings}
        lists = {name for name, listed in instrument(file)["items"].items() if isinstance(listed, dict)}
        assert lists - reached <= {"115 Kode KK", "205 Hasil pendataan"}  # sheets 1 and 2 head them with words


def test_every_decile_told_is_kept_and_only_1_to_10_is_one(ws, house):
    for value, day in (("2", date(2026, 3, 31)), ("4", date(2026, 9, 30))):
        record_desil(ws, house, value=value, snapshot="DTSEN v3", dated=day, source="SIKS-NG")
    assert [(line.value, line.dated, line.source) for line in desil_history(ws, house)] == [
        ("4", date(2026, 9, 30), "SIKS-NG"),
        ("2", date(2026, 3, 31), "SIKS-NG"),
    ]
    for value in ("0", "11", "", "empat"):
        assert "value" in check_desil(ws, value=value, dated=TODAY, source="SIKS-NG")
        with pytest.raises(FieldProblems):
            record_desil(ws, house, value=value, snapshot="DTSEN v3", dated=TODAY, source="SIKS-NG")
    assert set(check_desil(ws, value="1", dated=date(2026, 12, 1), source=" ")) == {"dated", "source"}
