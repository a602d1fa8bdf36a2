"""What past visits found can be answered in the shipped questionnaires, agrees with the family, and leaves work to do."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp import forms
from fieldapp.sample.history import histories
from fieldapp.sample.photos import house_photo
from fieldapp.sample.village import people

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def past():
    return histories(1811, people(on=TODAY), today=TODAY)


def _visits(past):
    return [visit for history in past for visit in history.visits]


def _filled(form_id: str, answers, day: date):
    session = forms.shipped_form(form_id).open(today=day)
    for name, value in answers.items():
        session.set(name, value)
    return session


def test_every_visit_completes_the_visit_questionnaire(past):
    for visit in _visits(past):
        session = _filled("kunjungan_rumah", visit.visit, visit.day)
        assert not session.missing()
        assert not session.wrong()


def test_houses_are_assessed_to_the_end_and_both_verdicts_occur(past):
    verdicts = set()
    for visit in _visits(past):
        if visit.house is not None:
            session = _filled("rumah_layak_huni", visit.house, visit.day)
            assert not session.missing()
            assert not session.wrong()
            verdicts.add(session.scores()["kind"])
    assert verdicts >= {"ok", "bad"}


def test_visits_lie_in_the_past_and_some_follow_ups_are_late_today_and_to_come(past):
    assert all(visit.day < TODAY for visit in _visits(past))
    due = [date.fromisoformat(str(visit.visit["batas_waktu"])) for visit in _visits(past) if "batas_waktu" in visit.visit]
    assert sum(day < TODAY for day in due) >= 3
    assert TODAY in due
    assert sum(day > TODAY for day in due) >= 10


def test_some_families_were_never_visited_and_some_have_no_decile(past):
    assert 15 <= sum(not history.visits for history in past) <= 70
    assert any(not history.desil for history in past)
    assert all(1 <= int(desil.value) <= 10 and desil.dated <= TODAY for history in past for desil in history.desil)


def test_a_refusal_is_a_visit_without_observations(past):
    refused = [visit.visit for visit in _visits(past) if visit.visit["persetujuan"] == "tidak"]
    assert refused
    assert all("pengamatan_rumah" not in answers for answers in refused)


def test_a_drawn_house_is_a_jpeg_of_the_print_size_and_the_same_each_time():
    from io import BytesIO

    from PIL import Image

    drawn = house_photo(3, worn=True)
    with Image.open(BytesIO(drawn)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1280, 960))
    assert drawn == house_photo(3, worn=True)
    assert drawn != house_photo(4, worn=True)
