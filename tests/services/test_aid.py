"""What aid a family is named for stands on its page, whoever of the family the list named."""

from __future__ import annotations

from datetime import date

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.services import merging
from fieldapp.services.aid import aid_of
from fieldapp.services.registration import add_person
from tests.services.stage import VILLAGE, family, typed_person


def named(ws, home, subject, kind, **programme):
    with ws.transaction() as act:
        told = nouns.Programme(id=new_id(), root_id=home, region_id=VILLAGE, **programme)
        act.add(told)
        act.add(
            nouns.Enrolment(id=new_id(), root_id=home, region_id=VILLAGE, programme_id=told.id, household_id=home, subject_kind=kind,
                            subject_id=subject, card_no="0042")
        )  # fmt: skip


def test_aid_of_a_family_and_of_its_people_is_told_with_source_and_days(ws):
    home = family(ws)
    child = add_person(ws, home, typed_person(name="Dewi", nik="", no_nik_reason="dokumen hilang", relation="4"))
    named(ws, home, home, "household", name="BPNT", target="2", source="1", starts_on="2026-01-01", ends_on="2026-12-31")
    named(ws, home, child, "person", name="PIP", target="1", source="3", starts_on="2025-07-01")
    first, second = aid_of(ws, home)
    assert (first.programme, first.source, first.who, first.ends_on) == ("BPNT", "Pusat", "", date(2026, 12, 31))
    assert (second.programme, second.source, second.who, second.card_no) == ("PIP", "Kabupaten/kota", "Dewi", "0042")


def test_aid_of_a_family_that_was_merged_is_told_by_the_one_that_stands(ws):
    first, second = family(ws), family(ws, "Suparmanto")
    named(ws, second, second, "household", name="PKH", target="2", source="1")
    merging.merge(ws, "household", first, second)
    assert [line.programme for line in aid_of(ws, first)] == ["PKH"]
