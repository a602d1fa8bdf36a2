"""A visit is written down answer by answer, each one safe at once, and finished in one act or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.sample.photos import house_photo
from fieldapp.services import drafts, visits
from fieldapp.services.accounts import unlock
from fieldapp.services.drafts import VISIT_FORM, discard_draft, open_draft, start_visit
from fieldapp.services.households import household
from fieldapp.services.photos import take_in
from fieldapp.services.timeline import timeline
from fieldapp.services.visits import answer_lines, finish_visit, visit_list, visit_view
from tests.services.stage import HOUSE_ANSWERS, HOUSE_FORM, PASSPHRASE, VISIT_ANSWERS, family, filled_draft, ops_of

BOTH = (VISIT_FORM, HOUSE_FORM)


def test_each_answer_is_safe_before_the_next_one_even_when_the_program_dies(home, clock, ws):
    draft = open_draft(ws, start_visit(ws, family(ws)))
    draft.set(VISIT_FORM, "kunjungan/jenis", "rutin")
    draft.set(VISIT_FORM, "kunjungan/tujuan", "Pemutakhiran")
    ws.store.engine.dispose()  # what a kill leaves: nothing was closed, the lock is given back by the system
    ws.store._lock.release()
    again = unlock(home, ws.folder.name, PASSPHRASE, now=clock)
    kept = open_draft(again, draft.id)
    assert kept.session(VISIT_FORM).answers == draft.session(VISIT_FORM).answers
    assert kept.session(VISIT_FORM).value("kunjungan/tujuan") == "Pemutakhiran"
    again.close()


def test_starting_again_opens_the_draft_that_is_there(ws):
    kept = family(ws)
    draft = start_visit(ws, kept)
    assert start_visit(ws, kept, (HOUSE_FORM,)) == draft
    assert start_visit(ws, family(ws, "Wagiman")) != draft


def test_a_visit_to_nobody_or_with_an_unknown_questionnaire_does_not_begin(ws):
    kept = family(ws)
    for ask, kind in ((("tiada",), problems.HOUSEHOLD_UNKNOWN), ((kept, ("tiada",)), problems.FORM_UNKNOWN)):
        with pytest.raises(problems.Problem) as refused:
            start_visit(ws, *ask)
        assert refused.value.kind is kind
    assert drafts.drafts(ws) == ()


def test_the_long_household_form_joins_a_visit_though_it_counts_its_people_itself(ws):
    draft = open_draft(ws, start_visit(ws, family(ws)))
    draft.add_form("dtsen_pbi_2026")
    assert [form.id for form in draft.forms] == [VISIT_FORM, "dtsen_pbi_2026"]
    assert open_draft(ws, draft.id).session("dtsen_pbi_2026").progress().total > 0


def test_an_answer_that_cannot_be_leaves_the_one_before(ws):
    draft = open_draft(ws, start_visit(ws, family(ws), BOTH))
    draft.set(HOUSE_FORM, "rumah/luas_lantai", "24")
    with pytest.raises(problems.Problem) as refused:
        draft.set(HOUSE_FORM, "rumah/luas_lantai", "dua puluh")
    assert refused.value.kind is problems.ANSWER_WRONG
    assert str(open_draft(ws, draft.id).session(HOUSE_FORM).value("rumah/luas_lantai")) == "24"


def test_an_answer_taken_back_stays_taken_back(ws):
    draft = open_draft(ws, start_visit(ws, family(ws)))
    draft.set(VISIT_FORM, "kunjungan/tujuan", "Pemutakhiran")
    draft.set(VISIT_FORM, "kunjungan/tujuan", None)
    assert "kunjungan/tujuan" not in open_draft(ws, draft.id).session(VISIT_FORM).answers


def test_the_number_of_people_stands_ready_and_can_be_corrected(ws):
    draft = open_draft(ws, start_visit(ws, family(ws), BOTH))
    assert draft.session(HOUSE_FORM).value("rumah/jumlah_orang") == 1
    draft.set(HOUSE_FORM, "rumah/jumlah_orang", 4)
    assert open_draft(ws, draft.id).session(HOUSE_FORM).value("rumah/jumlah_orang") == 4


def test_the_list_of_drafts_says_how_far_each_one_is(ws, clock):
    first = start_visit(ws, family(ws))
    clock.turn(minutes=5)
    draft = open_draft(ws, start_visit(ws, family(ws, "Wagiman")))
    draft.set(VISIT_FORM, "kunjungan/jenis", "rutin")
    newest, oldest = drafts.drafts(ws)
    assert (newest.id, newest.household_name, newest.answered) == (draft.id, "Wagiman", 1)
    assert (oldest.id, oldest.answered) == (first, 0)
    assert newest.total > newest.answered
    assert newest.lacking


def test_a_questionnaire_is_added_and_left_out(ws):
    draft = open_draft(ws, start_visit(ws, family(ws)))
    draft.add_form(HOUSE_FORM)
    assert [form.id for form in open_draft(ws, draft.id).forms] == list(BOTH)
    draft.remove_form(HOUSE_FORM)
    draft.remove_form(VISIT_FORM)  # the last one stays
    assert [form.id for form in open_draft(ws, draft.id).forms] == [VISIT_FORM]
    with pytest.raises(problems.Problem) as refused:
        draft.add_form("tiada")
    assert refused.value.kind is problems.FORM_UNKNOWN


def test_a_discarded_draft_is_gone_with_its_answers(ws):
    draft = filled_draft(ws, family(ws))
    discard_draft(ws, draft)
    with pytest.raises(problems.Problem) as refused:
        open_draft(ws, draft)
    assert refused.value.kind is problems.DRAFT_UNKNOWN
    with ws.reading() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM draft_answer").scalar() == 0


def test_a_finished_visit_is_one_act_with_its_questionnaires_and_photos(ws, tmp_path):
    (tmp_path / "depan.jpg").write_bytes(house_photo(3))
    photo = take_in(ws, tmp_path / "depan.jpg")
    kept = family(ws)
    draft = filled_draft(ws, kept, BOTH, foto__foto_depan=photo.sha)
    visit = finish_visit(ws, draft)
    view = visit_view(ws, visit)
    (assessment,) = view.assessments
    with ws.reading() as con:
        written = con.exec_driver_sql("SELECT entity, count(*), count(DISTINCT act) FROM outbox WHERE entity IN ('visit', 'assessment', 'attachment') "
                                      "GROUP BY entity").fetchall()  # fmt: skip
        assert [tuple(row) for row in written] == [("assessment", 1, 1), ("attachment", 1, 1), ("visit", 1, 1)]
        acts = con.exec_driver_sql("SELECT DISTINCT act FROM outbox WHERE entity IN ('visit', 'assessment', 'attachment')").fetchall()
        assert len(acts) == 1
    assert (view.number, view.household_name, view.kind_label, view.met_name) == (1, "Suparman", "Kunjungan rutin", "Suparman")
    assert (view.visited_on, view.next_on) == (date(2026, 11, 23), date(2026, 12, 7))
    assert [(p.sha, p.width, p.height, p.here) for p in view.photos] == [(photo.sha, 1280, 960, True)]
    assert view.photos[0].caption
    assert (assessment.form_id, assessment.kind) == (HOUSE_FORM, "bad")
    assert len(assessment.lines) == 4
    assert drafts.drafts(ws) == ()
    with pytest.raises(problems.Problem) as refused:
        finish_visit(ws, draft)
    assert refused.value.kind is problems.DRAFT_UNKNOWN


def test_a_finished_visit_reads_in_words_in_the_order_of_the_form(ws):
    view = visit_view(ws, finish_visit(ws, filled_draft(ws, family(ws))))
    lines = {line.label: line.text for line in view.lines}
    assert "Kunjungan rutin" in lines.values() or "Rutin" in lines.values()
    assert "7 Desember 2026" in lines.values() or "7 Des 2026" in lines.values()
    assert [line.text for line in view.lines].index("Pemutakhiran data keluarga") < [line.text for line in view.lines].index(
        "Perbaikan atap"
    )
    assert len(view.lines) == len(VISIT_ANSWERS)


def test_an_unfinished_visit_is_refused_and_the_draft_is_kept(ws):
    draft = open_draft(ws, filled_draft(ws, family(ws), BOTH))
    draft.set(HOUSE_FORM, "rumah/luas_lantai", None)
    with pytest.raises(problems.Problem) as refused:
        finish_visit(ws, draft.id)
    assert refused.value.sentence == "Belum dapat diselesaikan: 1 isian masih kurang atau keliru. Tekan F8 untuk menuju ke sana."
    assert open_draft(ws, draft.id).lacking() == 1
    with ws.reading() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM visit").scalar() == 0


def test_a_visit_in_the_future_is_refused(ws, clock):
    draft = open_draft(ws, filled_draft(ws, family(ws)))
    with pytest.raises(problems.Problem) as refused:
        draft.set_day(date(2026, 11, 24))
    assert refused.value.sentence == "Tanggal kunjungan 24/11/2026 belum terjadi. Periksa tanggalnya."
    clock.turn(days=-2)  # the clock was ahead when the draft was begun
    with pytest.raises(problems.Problem) as late:
        finish_visit(ws, draft.id)
    assert late.value.kind is problems.VISIT_DATE_FUTURE
    assert open_draft(ws, draft.id).visited_on == date(2026, 11, 23)


def test_a_photo_that_is_not_here_stops_the_whole_visit(ws):
    draft = filled_draft(ws, family(ws), foto__foto_depan="0" * 64)
    with pytest.raises(problems.Problem) as refused:
        finish_visit(ws, draft)
    assert refused.value.kind is problems.PHOTO_MISSING
    assert open_draft(ws, draft).lacking() == 0
    with ws.reading() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM visit").scalar() == 0


def test_a_case_is_kept_where_only_those_see_it_who_may(ws):
    kept = family(ws)
    visit = finish_visit(ws, filled_draft(ws, kept, kunjungan__jenis="kasus"))
    with ws.transaction() as act:
        assert act.get(nouns.Visit, visit).bucket_class == "confidential"
    assert visit_view(ws, visit).kind_label == "Kunjungan kasus"


def test_what_was_answered_the_last_time_stands_beside_the_question(ws, clock):
    kept = family(ws)
    finish_visit(ws, filled_draft(ws, kept, BOTH))
    clock.turn(days=3)
    draft = open_draft(ws, start_visit(ws, kept, BOTH))
    before = draft.previous(HOUSE_FORM, "rumah/luas_lantai")
    assert before
    assert (str(before.value), before.day) == (HOUSE_ANSWERS["rumah/luas_lantai"], date(2026, 11, 23))
    purpose = draft.previous(VISIT_FORM, "kunjungan/tujuan")
    assert purpose
    assert purpose.text == "Pemutakhiran data keluarga"
    assert draft.previous(VISIT_FORM, "ditemui/alasan_menolak") is None


def test_the_second_visit_counts_on_and_the_first_stays_the_first(ws, clock):
    kept = family(ws)
    first = finish_visit(ws, filled_draft(ws, kept))
    clock.turn(days=10)
    second = finish_visit(ws, filled_draft(ws, kept, tindak_lanjut__batas_waktu="2027-01-10"))
    assert [visit_view(ws, v).number for v in (first, second)] == [1, 2]
    assert [e.title for e in timeline(ws, kept) if e.kind == "visit"] == ["Kunjungan ke-2", "Kunjungan ke-1"]
    view = household(ws, kept)
    assert view.last_visit
    assert (view.visits, view.last_visit.id, view.next_visit) == (2, second, date(2027, 1, 10))


def test_the_due_list_begins_with_the_longest_overdue(ws, clock):
    homes = {name: family(ws, name) for name in ("Wagiman", "Suparman", "Tukijan")}
    days = {"Wagiman": "2026-12-07", "Suparman": "2026-12-01", "Tukijan": "2026-12-20"}
    for name, kept in homes.items():
        finish_visit(ws, filled_draft(ws, kept, tindak_lanjut__batas_waktu=days[name]))
    clock.turn(days=14)
    assert [(line.name, line.chip.text) for line in visit_list(ws)] == [
        ("Suparman", "Lewat 6 hari"),
        ("Wagiman", "Hari ini"),
        ("Tukijan", "20 Des 2026"),
    ]
    done = visit_list(ws, only="done")
    assert [line.name for line in done] == ["Tukijan", "Suparman", "Wagiman"]
    assert {line.chip.text for line in done} == {"Di laptop ini"}
    assert visit_list(ws, limit=1)[0].purpose == "Usulkan perbaikan rumah"


def test_answers_of_a_questionnaire_that_is_not_here_show_as_they_are_kept(ws):
    lines = answer_lines(ws, "formulir_baru@7", {"a/b": "lima"})
    assert [(line.label, line.text) for line in lines] == [("a/b", "lima")]


def test_a_visit_that_is_not_here_is_told_as_such(ws):
    with pytest.raises(problems.Problem) as refused:
        visit_view(ws, "tiada")
    assert refused.value.kind is problems.VISIT_UNKNOWN


def test_a_visit_never_changes_once_it_is_finished(ws):
    visit = finish_visit(ws, filled_draft(ws, family(ws)))
    with pytest.raises(problems.Problem) as refused, ws.transaction() as act:
        act.change(nouns.Visit, visit, {"summary": "lain"})
    assert refused.value.kind is problems.RECORD_FIXED
    assert len(ops_of(ws, visit, entity="visit")) == 1
    assert replace(visits.visit_view(ws, visit)).summary == "Dinding papan, atap seng bocor."
