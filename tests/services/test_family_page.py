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
    assert timeline(ws, kept, before=told["desil"])[0].kind == "register"
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
    assert change.text == "NIK: 1811••••••••0042 → 1811••••••••0099"


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


def test_what_happened_at_one_moment_is_all_read_page_by_page(ws):
    kept = family(ws)
    at = "2026-11-20T02:00:00.000Z"
    told = {"household_id": kept, "source": "DTSEN", "dated": "2026-11-20", "created_at": at}
    office_tells(ws, *(event("desil", f"018f0000-0000-7000-8000-0000000000d{n}", {**told, "value": str(n)}, root=kept) for n in range(8)))
    whole = timeline(ws, kept, limit=100)
    pages, before = [], None
    while page := timeline(ws, kept, before=before, limit=3):
        pages += page
        before = page[-1]
    assert [entry.id for entry in pages] == [entry.id for entry in whole]
    assert len(pages) == 9


def _past(op: str, row: str, told: dict, *, by: str, at: str, act: str = "", entity: str = "household", seq: int = 5) -> dict:
    data = {
        "entity": entity,
        "row": row,
        "kind": "put",
        "op": op,
        "act": act or op,
        "by": by,
        "at": at,
        "device": "018f0000-0000-7000-8000-0000000000e1",
    }
    return event("change", op, {**data, "told": told}, root=row, seq=seq, tags={})


def test_the_line_of_time_tells_what_colleagues_changed_and_from_what(ws):
    kept = family(ws)
    colleague = "018f0000-0000-7000-8000-0000000000c1"
    office_tells(
        ws,
        {"entity": "colleague", "id": colleague, "bucket": "00/reference", "data": {"name": "Budi Santoso"}, "gone": None},
        _past("018f0000-0000-7000-8000-0000000000b1", kept, {"phone": [None, None, "+6281234567890"]}, by=colleague, at="2026-11-23T03:00:00.000Z"),
        _past("018f0000-0000-7000-8000-0000000000b2", kept, {"phone": ["+6281234567890", None, "+6281399990000"], "dwelling_id": [None, None, "x"]},
              by=colleague, at="2026-11-23T04:00:00.000Z", seq=6),
        _past("018f0000-0000-7000-8000-0000000000b3", kept, {"_deleted": [False, None, True]}, by=colleague, at="2026-11-23T05:00:00.000Z", seq=7),
        _past("018f0000-0000-7000-8000-0000000000b4", kept, {"_deleted": [True, None, False]}, by=ws.user.id, at="2026-11-23T06:00:00.000Z", seq=8),
    )  # fmt: skip
    assert [(e.kind, e.title, e.text, e.by_name) for e in timeline(ws, kept)][:4] == [
        ("bin", "Keluarga: dikembalikan dari tempat sampah", "", "Anda"),
        ("bin", "Keluarga: dimasukkan ke tempat sampah", "", "Budi Santoso"),
        ("change", "Keluarga diubah", "No. HP: 0812 3456 7890 → 0813 9999 0000", "Budi Santoso"),
        ("change", "Keluarga diubah", "No. HP: 0812 3456 7890", "Budi Santoso"),
    ]


def test_events_aid_ppks_consent_mergers_and_imports_stand_on_the_line(ws):
    kept = family(ws)
    head = household(ws, kept).members[0].id
    about = {"household_id": kept, "created_by": ws.user.id, "created_at": "2026-11-22T02:00:00.000Z"}
    made = {
        "import_batch": {"format": "penduduk"},
        "programme": {"name": "BPNT"},
        "membership": {"person_id": head, "since": "2026-11-01", "reason": "pisah_kk", "note": "Dari KK orang tua"},
        "ppks_case": {"person_id": head, "kind": "24", "since": "2026-11-02"},
        "consent": {"person_id": head, "given": "ya", "given_on": "2026-11-03", "purpose": "pendataan"},
        "merge_record": {"entity": "person", "survivor_id": head, "loser_id": head, "undone_at": "2026-11-22T05:00:00.000Z"},
    }
    ids = {name: f"018f0000-0000-7000-8000-0000000001{n:02}" for n, name in enumerate(made)}
    only = {"import_batch", "programme", "merge_record"}
    office_tells(
        ws,
        *(event(name, ids[name], {**{k: v for k, v in about.items() if k != "household_id" or name not in only}, **data}, root=kept)
          for name, data in made.items()),
        event("enrolment", "018f0000-0000-7000-8000-000000000201", {**about, "programme_id": ids["programme"], "subject_kind": "person", "subject_id": head}),
        event("person", "018f0000-0000-7000-8000-000000000202", {"household_id": kept, "name": "Siti", "batch_id": ids["import_batch"]}),
        {**event("ppks_case", "018f0000-0000-7000-8000-000000000203", {**about, "kind": "16", "since": "2026-10-01"}), "bucket": f"{VILLAGE}/confidential"},
    )  # fmt: skip
    told = {(e.kind, e.title, e.text) for e in timeline(ws, kept)}
    assert told >= {
        ("event", "Suparman: pisah KK", "Dari KK orang tua"),
        ("ppks", "PPKS: Fakir Miskin", "Suparman"),
        ("ppks", "PPKS: data peka", "Keluarga"),
        ("consent", "Persetujuan: setuju", "Suparman · Pendataan dan pelayanan sosial"),
        ("aid", "Bantuan: BPNT", "Suparman"),
        ("merge", "Suparman: dua catatan digabung", ""),
        ("merge", "Suparman: penggabungan dibatalkan", ""),
        ("import", "Diimpor dari lembar penduduk", ""),
    }
    assert "HIV" not in repr(told)


def test_a_role_that_sees_no_numbers_reads_no_past_numbers(home, clock):
    officer = open_laptop(home, clock, "danu", "distribution_officer")
    kept = "018f0000-0000-7000-8000-0000000000a2"
    told = {"kk": [KK, None, "1811022708190008"], "rt": ["001", None, "003"]}
    office_tells(
        officer,
        event("household", kept, {"rt": "003"}),
        _past("018f0000-0000-7000-8000-0000000000b1", kept, told, by="x", at="2026-11-23T03:00:00.000Z"),
    )
    assert [(e.title, e.text) for e in timeline(officer, kept)] == [("Keluarga diubah", "RT: 001 → 003")]
    officer.close()
