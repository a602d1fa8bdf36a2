"""Sums over a village, the first page of the day, and the numbers of letters."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp import problems
from fieldapp.services import documents, settings
from fieldapp.services.recap import village_recap
from fieldapp.services.regions import find_regions, my_villages, region_name
from fieldapp.services.registration import record_desil, register_household
from fieldapp.services.timeline import timeline
from fieldapp.services.today import beranda
from fieldapp.services.visits import finish_visit
from tests.services.stage import (
    HOUSE_FORM,
    KK,
    OTHER_VILLAGE,
    VILLAGE,
    event,
    family,
    filled_draft,
    office_tells,
    open_laptop,
    typed_family,
)

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def village(ws, clock):
    """Five families in two villages; three visited, one of them twice and with its house assessed."""
    homes = {name: family(ws, name, rt=rt) for name, rt in (("Wagiman", "002"), ("Suparman", "001"), ("Tukijan", "002"))}
    homes["Slamet"] = register_household(ws, typed_family(rt="001"))
    homes["Jauh"] = family(ws, "Jauh", region_id=OTHER_VILLAGE)
    for name, value in (("Wagiman", "2"), ("Suparman", "10"), ("Tukijan", "2")):
        record_desil(ws, homes[name], value=value, snapshot="DTSEN", dated=date(2026, 10, 1), source="DTSEN")
    finish_visit(ws, filled_draft(ws, homes["Wagiman"], ("kunjungan_rumah", HOUSE_FORM)))
    finish_visit(ws, filled_draft(ws, homes["Suparman"]))
    finish_visit(ws, filled_draft(ws, homes["Jauh"]))
    clock.turn(days=3)
    finish_visit(ws, filled_draft(ws, homes["Wagiman"]))
    return homes


def test_the_totals_are_what_the_rows_add_up_to(ws, village):
    recap = village_recap(ws, VILLAGE, period=NOVEMBER)
    rows, totals = recap.rows, recap.totals
    assert (totals.households, totals.persons) == (len(rows), sum(row.members for row in rows)) == (4, 4)
    assert totals.visits == sum(row.visits for row in rows) == 3
    assert totals.visited == sum(row.visits > 0 for row in rows) == 2
    assert totals.visited + totals.never == 4
    assert totals.unfit + totals.fit + totals.unknown == 4
    assert totals.unfit == 1
    assert totals.by_desil == (("Desil 2", 2), ("Desil 10", 1), ("Belum ada desil", 1))
    assert sum(count for _label, count in totals.by_desil) == 4


def test_the_rows_stand_as_one_walks_the_village_and_numbers_are_masked(ws, village):
    rows = village_recap(ws, VILLAGE, period=NOVEMBER).rows
    assert [(row.number, row.rt, row.name) for row in rows] == [
        (1, "001", "Suparman"),
        (2, "001", "Suparman"),
        (3, "002", "Tukijan"),
        (4, "002", "Wagiman"),
    ]
    assert KK not in str(rows)


def test_a_period_counts_only_its_own_visits(ws, village):
    recap = village_recap(ws, VILLAGE, period=(date(2026, 11, 24), date(2026, 11, 30)))
    assert (recap.totals.visits, recap.totals.visited, recap.totals.never) == (1, 1, 2)


def test_a_kecamatan_holds_its_villages_and_an_unknown_region_is_refused(ws, village):
    assert village_recap(ws, "18.11.02", period=NOVEMBER).totals.households == 5
    assert village_recap(ws, "18.11.02.2003", period=NOVEMBER).totals.by_desil == ()
    with pytest.raises(problems.Problem) as refused:
        village_recap(ws, "99.99", period=NOVEMBER)
    assert refused.value.kind is problems.REGION_UNKNOWN


def test_the_first_page_counts_what_is_due_and_done(ws, village, clock):
    page = beranda(ws)
    assert (page.households, page.never_visited, page.total_due, page.overdue, page.due_today) == (5, 2, 3, 0, 0)
    assert (page.month.done, page.month.first) == (4, date(2026, 11, 1))
    clock.turn(days=11)  # 7 December
    page = beranda(ws)
    assert (page.due_today, page.overdue, page.month.done, page.month.due) == (3, 0, 0, 3)
    assert len(page.due) == 3
    clock.turn(days=1)
    assert beranda(ws).overdue == 3
    assert beranda(ws).place == "Mesuji Timur"


def test_a_visit_of_a_colleague_is_not_counted_as_ones_own(ws, village):
    told = {"household_id": village["Tukijan"], "visited_on": "2026-11-25", "created_by": "018f0000-0000-7000-8000-0000000000c1"}
    office_tells(ws, event("visit", "018f0000-0000-7000-8000-0000000000c2", told))
    assert beranda(ws).month.done == 4
    assert village_recap(ws, VILLAGE, period=NOVEMBER).totals.visits == 4


def issue(ws, number, kept, document_id):
    documents.issue(ws, document_id, kind="visit", number=number, subject_id=kept, household_id=kept, region_id=VILLAGE, sha256="0" * 64)


def test_letters_are_numbered_through_the_year(ws):
    kept = family(ws)
    day = date(2026, 11, 23)
    assert documents.next_number(ws, day) == "400.9/001/DINSOS/XI/2026"
    issue(ws, documents.next_number(ws, day), kept, documents.new_document_id())
    issue(ws, "400.9/041/DINSOS/XI/2026", kept, documents.new_document_id())
    issue(ws, "surat tanpa nomor", kept, documents.new_document_id())
    issue(ws, "400.9/x/DINSOS/XI/2026", kept, documents.new_document_id())
    assert documents.next_number(ws, date(2026, 12, 1), unit="KEC") == "400.9/042/KEC/XII/2026"
    assert documents.next_number(ws, date(2027, 1, 2)) == "400.9/001/DINSOS/I/2027"
    assert documents.number_taken(ws, "400.9/041/DINSOS/XI/2026")
    assert not documents.number_taken(ws, "400.9/042/DINSOS/XI/2026")
    assert {e.title for e in timeline(ws, kept) if e.kind == "document"} == {"Surat dicetak"}


def test_villages_are_found_by_the_beginning_of_their_words(ws):
    assert [found.id for found in find_regions(ws, "dwi kar mus", within="18.11")] == [VILLAGE]
    assert region_name("00") == "Indonesia"
    assert len(my_villages(ws)) == 20


def test_in_a_kabupaten_only_villages_with_families_are_offered(home, clock):
    ws = open_laptop(home, clock, "koordinator", "coordinator_kabupaten", regions=("18.11",))
    family(ws)
    family(ws, "Wagiman", region_id=OTHER_VILLAGE)
    assert [found.id for found in my_villages(ws)] == [OTHER_VILLAGE, VILLAGE]
    ws.close()


def test_settings_stay_and_the_letterhead_is_ready_before_anyone_sets_it(ws):
    assert settings.get(ws, "paper") == "F4"
    settings.put(ws, "paper", "A4")
    assert settings.get(ws, "paper") == "A4"
    assert settings.letterhead(ws).level2 == "DINAS SOSIAL"
    assert settings.signers(ws, VILLAGE).head_title == "Kepala Desa Dwi Karya Mustika"
    settings.put(ws, "letterhead", settings.Letterhead("PEMERINTAH", "DINAS", "Jalan", "Telp"))
    settings.put(ws, "signers", settings.Signers("", "", "19790305", "Sutarno", "", ""))
    assert settings.letterhead(ws).address == "Jalan"
    told = settings.signers(ws, VILLAGE)
    assert (told.officer_name, told.officer_nip, told.head_name) == ("Ratna Puspita", "19790305", "Sutarno")
