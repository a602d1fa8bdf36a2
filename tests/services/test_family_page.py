"""Everything about one family on one screen, what was done for it on one line, and who may see its numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fieldapp import problems
from fieldapp.services.households import household, household_cards, household_ids, reveal
from fieldapp.services.registration import (
    NewPerson,
    add_person,
    edit_household,
    edit_person,
    household_form,
    person_form,
    record_desil,
    register_household,
)
from fieldapp.services.timeline import timeline
from fieldapp.services.visits import finish_visit
from fieldapp.store.audit import noted
from tests.services.stage import (
    HOUSE_FORM,
    KK,
    NIK,
    TODAY,
    VILLAGE,
    event,
    family,
    filled_draft,
    office_tells,
    open_laptop,
    typed_family,
)


def test_the_page_shows_members_in_the_order_of_the_kk_with_what_is_remarkable(ws):
    kept = register_household(ws, typed_family())
    child = NewPerson(name="Budi", no_nik_reason="anak baru lahir", sex="1", birth_date=date(2024, 2, 21), relation="4")
    add_person(ws, kept, child)
    add_person(
        ws, kept, NewPerson(name="Mbah Karto", nik="1811020101500001", sex="1", birth_date=date(1950, 1, 1), relation="7", disability="1")
    )
    add_person(
        ws, kept, NewPerson(name="Sri Rejeki", nik="1811025708830003", sex="2", birth_date=date(1983, 8, 17), relation="3", status="2")
    )
    view = household(ws, kept)
    assert [(m.name, m.relation, m.age) for m in view.members] == [
        ("Suparman", "Kepala keluarga", 47), ("Sri Rejeki", "Istri", 43), ("Budi", "Anak", 2), ("Mbah Karto", "Orang tua", 76),
    ]  # fmt: skip
    assert [[chip.text for chip in m.chips] for m in view.members] == [
        [],
        ["Meninggal"],
        ["Balita", "Tanpa NIK"],
        ["Disabilitas", "Lansia"],
    ]
    assert household_cards(ws, [kept])[0].members == 3  # the living


def test_the_page_says_what_is_missing_until_it_is_there(ws):
    kept = family(ws)
    assert household(ws, kept).missing == ("Nomor KK", "No. HP keluarga", "Titik lokasi rumah", "Kunjungan pertama")
    form = replace(household_form(ws, kept), kk=KK, phone="081234567890", latitude="-3.98", longitude="105.61")
    edit_household(ws, kept, form)
    finish_visit(ws, filled_draft(ws, kept))
    assert household(ws, kept).missing == ()


def test_numbers_on_the_page_are_masked(ws):
    kept = register_household(ws, typed_family())
    view = household(ws, kept)
    assert (view.kk, view.members[0].nik) == ("1811••••••••0007", "1811••••••••0042")
    assert NIK not in str(view)
    assert KK not in str(view)


def test_a_number_is_shown_in_full_for_a_reason_and_that_is_written_down_first(ws):
    kept = register_household(ws, typed_family())
    (head,) = household(ws, kept).members
    assert reveal(ws, head.id, "nik", "Mencocokkan dengan KTP") == NIK
    assert reveal(ws, kept, "kk", "Mencocokkan dengan kartu keluarga") == KK
    with ws.reading() as con:
        told = [(row.by, row.act, row.row_id, row.field, row.reason) for row in noted(con)]
    assert told == [
        (ws.user.id, "reveal", head.id, "nik", "Mencocokkan dengan KTP"),
        (ws.user.id, "reveal", kept, "kk", "Mencocokkan dengan kartu keluarga"),
    ]


def test_a_number_that_is_not_there_is_empty_and_a_record_that_is_not_there_is_told(ws):
    kept = family(ws)
    assert reveal(ws, kept, "kk", "Memeriksa") == ""
    with pytest.raises(problems.Problem) as refused:
        reveal(ws, "tiada", "nik", "Memeriksa")
    assert refused.value.kind is problems.RECORD_UNKNOWN


def test_a_role_that_hands_out_aid_sees_no_number_anywhere(home, clock):
    officer = open_laptop(home, clock, "danu", "distribution_officer")
    person = "018f0000-0000-7000-8000-0000000000a1"
    kept = "018f0000-0000-7000-8000-0000000000a2"
    office_tells(
        officer,
        event("household", kept, {"head_id": person, "kk": KK, "rt": "003", "rw": "001"}),
        event("person", person, {"household_id": kept, "name": "Suparman", "nik": NIK, "relation": "1", "status": "1"}),
    )
    view = household(officer, kept)
    assert (view.kk, view.members[0].nik, view.members[0].chips, view.may_edit) == ("", "", (), False)
    assert "Nomor KK" not in view.missing
    assert household_cards(officer, [kept])[0].kk is None
    assert household_ids(officer, "supar") == (kept,)
    for row, name in ((person, "nik"), (kept, "kk")):
        with pytest.raises(problems.Problem) as refused:
            reveal(officer, row, name, "Ingin tahu")
        assert refused.value.kind is problems.OP_NOT_ALLOWED
    with officer.reading() as con:
        assert noted(con) == []
    officer.close()


def test_a_family_that_never_had_a_nik_is_not_called_without_nik_before_a_role_that_receives_none(home, clock):
    officer = open_laptop(home, clock, "danu", "distribution_officer")
    kept, person = "018f0000-0000-7000-8000-0000000000a2", "018f0000-0000-7000-8000-0000000000a1"
    office_tells(
        officer, event("household", kept, {"head_id": person}), event("person", person, {"household_id": kept, "name": "Suparman"})
    )
    assert household_cards(officer, [kept])[0].chip.text == "Belum dikunjungi"
    officer.close()


def test_a_family_that_is_not_here_is_told_as_such(ws):
    with pytest.raises(problems.Problem) as refused:
        household(ws, "tiada")
    assert refused.value.kind is problems.HOUSEHOLD_UNKNOWN


def test_the_line_of_time_holds_all_that_was_done_with_the_newest_first(ws, clock):
    kept = register_household(ws, typed_family())
    clock.turn(hours=1)
    record_desil(ws, kept, value="2", snapshot="DTSEN IV/2026", dated=date(2026, 10, 10), source="DTSEN")
    clock.turn(days=1)
    visit = finish_visit(ws, filled_draft(ws, kept, ("kunjungan_rumah", HOUSE_FORM)))
    clock.turn(days=1)
    (head,) = household(ws, kept).members
    edit_person(ws, head.id, replace(person_form(ws, head.id), occupation="20"))
    entries = timeline(ws, kept)
    assert [e.kind for e in entries] == ["change", "assessment", "visit", "desil", "register"]
    told = {e.kind: e for e in entries}
    assert (told["change"].title, told["change"].text) == ("Suparman diubah", "Pekerjaan: Buruh tani/perkebunan")
    assert (told["visit"].title, told["visit"].target_id, told["visit"].by_name) == ("Kunjungan ke-1", visit, "Anda")
    assert (told["assessment"].title, told["assessment"].tone) == ("Rumah layak huni", "bad")
    assert (told["desil"].title, told["desil"].text) == ("Desil 2", "DTSEN per 10 Okt 2026")
    assert [e.at for e in entries] == sorted((e.at for e in entries), reverse=True)
    assert timeline(ws, kept, before=told["desil"].at)[0].kind == "register"
    assert len(timeline(ws, kept, limit=2)) == 2


def test_a_visit_of_an_earlier_day_stands_at_its_day(ws):
    from fieldapp.services.drafts import open_draft

    kept = family(ws)
    draft = filled_draft(ws, kept)
    open_draft(ws, draft).set_day(date(2026, 11, 2))
    finish_visit(ws, draft)
    assert [(e.kind, e.day) for e in timeline(ws, kept)] == [("register", TODAY), ("visit", date(2026, 11, 2))]


def test_a_number_never_stands_in_the_line_of_time(ws):
    kept = register_household(ws, typed_family())
    (head,) = household(ws, kept).members
    edit_person(ws, head.id, replace(person_form(ws, head.id), nik="1811020503790099"))
    (change,) = [e for e in timeline(ws, kept) if e.kind == "change"]
    assert change.text == "NIK: 1811••••••••0099"


def test_the_colleague_who_wrote_is_named(ws):
    kept, colleague = "018f0000-0000-7000-8000-0000000000b1", "018f0000-0000-7000-8000-0000000000b2"
    told = {"entity": "colleague", "id": colleague, "bucket": "00/reference", "data": {"name": "Budi Santoso"}, "gone": None}
    office_tells(
        ws, told, event("household", kept, {"created_by": colleague, "created_at": "2026-11-20T02:00:00.000Z", "code": "LT002-0001"})
    )
    (entry,) = timeline(ws, kept)
    assert (entry.by_name, entry.text, entry.day) == ("Budi Santoso", "LT002-0001", date(2026, 11, 20))
    assert household(ws, kept).village == "Dwi Karya Mustika"
    assert household(ws, kept).region_id == VILLAGE
