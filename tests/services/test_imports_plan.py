"""The dry run and the keeping of a sheet: who is new, who is known, what differs, what is wrong, and nothing overwritten unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fieldapp import problems
from fieldapp.domain.nouns import ImportBatch
from fieldapp.services import imports
from fieldapp.services.households import household, household_ids
from fieldapp.services.imports import Choices
from fieldapp.services.registration import household_form, person_form, register_household
from fieldapp.services.status import status
from tests.services.incoming_sheets import family, person, sheet, with_member
from tests.services.stage import KK, NIK, OTHER_VILLAGE, open_laptop, ops_of, typed_family


def counts(plan):
    return (len(plan.new_families), plan.new_persons, plan.known_persons, plan.unchanged_persons, plan.wrong_rows)


def kept(ws, *homes, choices=None):
    return imports.apply(ws, imports.plan(ws, sheet(*homes)), choices)


def the_only(ws, text):
    (found,) = household_ids(ws, text)
    return household(ws, found)


def test_a_dry_run_counts_and_keeps_nothing(ws):
    plan = imports.plan(ws, sheet(family(1, 3), family(2)))
    assert counts(plan) == (2, 4, 0, 0, 0)
    assert (household_ids(ws), status(ws).waiting, imports.batches(ws)) == ((), 0, ())


def test_everything_that_came_in_carries_its_batch(ws):
    done = kept(ws, family(1, 3), family(2))
    assert (done.households, done.persons, done.kept) == (2, 4, 4)
    (batch,) = imports.batches(ws)
    assert (batch.id, batch.format, batch.rows, batch.kept, batch.by_name, batch.undone) == (done.batch_id, "penduduk", 4, 4, "Anda", False)
    with ws.reading() as con:
        for table, many in (("household", 2), ("dwelling", 2), ("person", 4)):
            assert con.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE batch_id = ?", (done.batch_id,)).scalar() == many
        acts = con.exec_driver_sql("SELECT act, count(*) FROM outbox GROUP BY act ORDER BY count(*)").fetchall()
    assert [many for _act, many in acts] == [1, 3, 5], "the batch, then each family whole"


def test_what_was_kept_at_once_is_as_if_kept_one_by_one(ws):
    done = kept(ws, family(1, 2))
    with ws.transaction() as act:
        batch = act.get(ImportBatch, done.batch_id)
        changed = act.con.exec_driver_sql("SELECT pending, tags, seq FROM person").fetchall()
    assert batch.regions == ("18.11.02.2008",)
    assert [(row.pending, row.seq) for row in changed] == [(1, 0)] * 2
    (home,) = household_ids(ws)
    for member in household(ws, home).members:
        (op,) = ops_of(ws, member.id, entity="person")
        assert op.fields["batch_id"] == done.batch_id
        assert op.fields["code"].startswith("LT000-")


def test_the_same_sheet_twice_is_recognised_by_its_day_and_makes_nobody_twice(ws):
    first = sheet(family(1, 3))
    imports.apply(ws, imports.plan(ws, first))
    waiting = status(ws).waiting
    again = imports.plan(ws, first)
    assert (again.seen_on, counts(again)) == (date(2026, 11, 23), (0, 0, 3, 3, 0))
    done = imports.apply(ws, again)
    assert (done.batch_id, done.kept, done.known_persons) == ("", 0, 3)
    assert (status(ws).waiting, len(imports.batches(ws))) == (waiting, 1)


def test_a_corrected_sheet_shows_what_differs_and_changes_only_what_is_chosen(ws):
    kept(ws, family(1, 2, address="Jalan Lama"))
    fixed = with_member(family(1, 2, address="Jalan Baru"), 0, occupation="9", mother_name="Tumini", name="Wagiem A")
    plan = imports.plan(ws, sheet(fixed))
    (one,) = plan.differing
    assert {(f.field, f.group, f.fills) for f in one.fields} == {
        ("address", "place", False), ("name", "name", False), ("occupation", "work", True), ("mother_name", "parents", True),
    }  # fmt: skip
    assert counts(plan) == (0, 0, 2, 1, 0)
    assert imports.apply(ws, plan).changed == 0
    (home,) = household_ids(ws)
    assert household(ws, home).address == "Jalan Lama"
    filled = imports.apply(ws, plan, Choices(fill=True))
    head = person_form(ws, household(ws, home).members[0].id)
    assert (filled.changed, head.occupation) == (1, "9")
    assert (head.name, household(ws, home).address) == (family(1).head.name, "Jalan Lama"), "filling overwrites nothing"
    changed = imports.apply(ws, imports.plan(ws, sheet(fixed)), Choices(change=frozenset({"place"})))
    assert (changed.changed, household(ws, home).address) == (1, "Jalan Baru")
    assert person_form(ws, household(ws, home).members[0].id).name == family(1).head.name


def test_an_empty_cell_erases_nothing(ws):
    kept(ws, with_member(family(1, address="Jalan Lama"), 0, occupation="9"))
    plan = imports.plan(ws, sheet(family(1)))
    assert plan.differing == ()
    done = imports.apply(ws, plan, Choices(fill=True, change=frozenset(imports.GROUPS)))
    assert done.changed == 0


def test_half_the_families_known_and_one_of_them_grown(ws):
    kept(ws, family(1, 2), family(2))
    plan = imports.plan(ws, sheet(family(1, 3), family(2), family(3, 2), family(4)))
    assert counts(plan) == (2, 4, 3, 3, 0)
    done = imports.apply(ws, plan)
    assert (done.households, done.persons, done.known_households, done.added_members) == (2, 3, 2, 1)
    assert sorted(len(household(ws, one).members) for one in household_ids(ws)) == [1, 1, 2, 3]


def test_a_fake_nik_of_twenty_people_makes_twenty_wrong_rows_and_overwrites_nobody(ws):
    fake = "1811020101700001"
    register_household(ws, typed_family(replace(typed_family().head, nik=fake, name="Pemilik Sah", birth_date=date(1970, 1, 1))))
    homes = [with_member(family(n), 0, nik=fake) for n in range(1, 21)]
    plan = imports.plan(ws, sheet(*homes, family(30)))
    assert plan.wrong_rows == 20
    assert {row.reasons for row in plan.wrong} == {("NIK dipakai 20 orang di lembar ini. Periksa kartu masing-masing.",)}
    with pytest.raises(problems.Problem) as refused:
        imports.apply(ws, plan, Choices(change=frozenset(imports.GROUPS)))
    assert refused.value.kind is problems.SHEET_ROWS_WRONG
    done = imports.apply(ws, plan, Choices(skip_wrong=True, change=frozenset(imports.GROUPS)))
    assert (done.persons, done.changed, done.wrong) == (1, 0, 20)
    assert the_only(ws, "pemilik").members[0].name == "Pemilik Sah"


def test_rows_that_were_refused_elsewhere_count_among_the_bearers_of_a_nik(ws):
    told = family(1)
    plan = imports.plan(ws, sheet(told, shared=((told.head.nik, "Orang Lain Sekali"), (told.head.nik, "Yang Ketiga"))))
    assert [row.reasons for row in plan.wrong] == [("NIK dipakai 3 orang di lembar ini. Periksa kartu masing-masing.",)]


def test_a_nik_known_here_under_quite_another_name_says_whom_to_look_at(ws):
    register_household(ws, typed_family())
    plan = imports.plan(ws, sheet(with_member(family(1, 2), 0, nik=NIK, name="Hotman Simbolon")))
    wrong, waits = plan.wrong
    assert wrong.reasons == (
        "NIK 1811••••••••0042 di laptop ini tercatat untuk Suparman (Dwi Karya Mustika). Periksa kartunya, atau buka catatan itu.",
    )
    assert (wrong.waits, waits.waits, plan.wrong_rows) == (False, True, 1)
    assert NIK not in repr(wrong)


def test_a_slip_in_a_name_is_still_the_same_person(ws):
    register_household(ws, typed_family())
    plan = imports.plan(ws, sheet(with_member(family(1), 0, nik=NIK, name="Suparmen", birth_date="1979-03-05")))
    assert counts(plan)[2:] == (1, 0, 0)
    assert [(f.field, f.may_change) for f in plan.differing[0].fields][:2] == [("kk", False), ("name", True)]


def test_a_kk_or_nik_that_stands_here_is_never_replaced_even_when_asked(ws):
    home = register_household(ws, typed_family())
    told = family(1, members=(person(10, nik="1811020503790777", name="Suparman", birth_date="1979-03-05"),), kk=KK)
    plan = imports.plan(ws, sheet(told))
    (nik,) = [f for one in plan.differing for f in one.fields if f.field == "nik"]
    assert (nik.may_change, nik.here, nik.told) == (False, "1811••••••••0042", "1811••••••••0777")
    imports.apply(ws, plan, Choices(fill=True, change=frozenset(imports.GROUPS)))
    assert person_form(ws, household(ws, home).members[0].id).nik == NIK


def test_an_empty_nik_and_kk_are_filled_when_asked(ws):
    head = replace(typed_family().head, nik="", no_nik_reason="dokumen hilang")
    home = register_household(ws, typed_family(head))
    told = family(1, members=(person(10, name="Suparman", nik=NIK, birth_date="1979-03-05"),), kk=KK)
    imports.apply(ws, imports.plan(ws, sheet(told)), Choices(fill=True))
    form = person_form(ws, household(ws, home).members[0].id)
    assert (form.nik, form.no_nik_reason) == (NIK, "")


def test_a_family_without_kk_is_found_by_its_people_and_gets_the_number_when_asked(ws):
    home = register_household(ws, typed_family(kk=""))
    told = family(1, members=(person(10, name="Suparman", nik=NIK, birth_date="1979-03-05"), person(11, 1)), kk=KK)
    done = imports.apply(ws, imports.plan(ws, sheet(told)), Choices(fill=True))
    assert (done.households, done.added_members, household_ids(ws)) == (0, 1, (home,))
    assert household_form(ws, home).kk == KK


def test_someone_very_like_a_person_here_waits_until_somebody_decides(ws):
    home = register_household(ws, typed_family(replace(typed_family().head, name="Tumiar Nainggolan")))
    new = family(1, members=(person(10, name="Tumiar Nainggolan", nik=None, birth_date="1979-03-05"), person(11, 1)))
    plan = imports.plan(ws, sheet(new, family(2)))
    (doubt,) = plan.doubts
    assert (doubt.strength, doubt.known_name, doubt.household_id, doubt.place) == (
        "Sangat mirip",
        "Tumiar Nainggolan",
        home,
        ("Lembar", 10),
    )
    assert doubt.why
    waits = imports.apply(ws, plan)
    assert (waits.persons, waits.waiting) == (1, 2), "the whole new family waits"
    same = imports.apply(ws, imports.plan(ws, sheet(new)), Choices(doubts={doubt.place: "same"}))
    assert (same.persons, same.known_persons) == (1, 1), "his child comes in, in a family of its own card"
    assert len(household_ids(ws, "tumiar")) == 1


def test_someone_said_to_be_new_comes_in(ws):
    register_household(ws, typed_family(replace(typed_family().head, name="Tumiar Nainggolan")))
    new = family(1, members=(person(10, name="Tumiar Nainggolan", nik=None, birth_date="1979-03-05"),))
    done = imports.apply(ws, imports.plan(ws, sheet(new)), Choices(strong="new"))
    assert (done.persons, len(household_ids(ws, "tumiar"))) == (1, 2)


def test_the_others_of_a_family_here_are_not_taken_for_the_new_one(ws):
    kept(ws, family(1, members=(person(10, name="Tumiar Nainggolan"), person(11, 1, name="Rukmini Nainggolan"))))
    grown = family(
        1,
        members=(
            person(10, name="Tumiar Nainggolan"),
            person(11, 1, name="Rukmini Nainggolan"),
            person(12, 1, name="Tumiar Nainggolan Junior"),
        ),
    )
    assert imports.plan(ws, sheet(grown)).doubts == ()


def test_somebody_who_came_by_sync_between_looking_and_keeping_is_not_made_twice(ws):
    plan = imports.plan(ws, sheet(family(1, 2)))
    kept(ws, family(1, 2))
    done = imports.apply(ws, plan)
    assert (done.households, done.persons, done.known_persons) == (0, 0, 2)


def test_the_same_person_twice_in_a_family_is_a_wrong_row(ws):
    twice = family(
        1, members=(person(10, nik=None, name="Paimin"), person(11, 1, nik=None, name="Paimin", birth_date=person(10).birth_date))
    )
    (first, second) = imports.plan(ws, sheet(twice)).wrong
    assert (first.waits, second.reasons) == (True, ("Orang ini sudah ada di baris 10. Hapus salah satu baris.",))


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_cancelled_import_keeps_nothing_however_late(ws, after):
    asked = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > after

    plan = imports.plan(ws, sheet(*(family(n) for n in range(1, 121))))
    with pytest.raises(problems.Problem) as stopped:
        imports.apply(ws, plan, cancelled=cancelled)
    assert stopped.value.kind is problems.IMPORT_CANCELLED
    assert "tidak ada yang tersimpan" in stopped.value.sentence
    assert (household_ids(ws), status(ws).waiting, imports.batches(ws)) == ((), 0, ())


def test_a_dry_run_can_be_cancelled(ws):
    with pytest.raises(problems.Problem) as stopped:
        imports.plan(ws, sheet(family(1)), cancelled=lambda: True)
    assert stopped.value.kind is problems.IMPORT_CANCELLED


def test_progress_is_told_and_ends_with_all(ws):
    told = []
    imports.apply(ws, imports.plan(ws, sheet(*(family(n) for n in range(1, 61)))), progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 60), (50, 60), (60, 60)]


def test_a_sheet_of_a_village_outside_ones_area_is_refused_before_anything_is_read(ws):
    with pytest.raises(problems.Problem) as refused:
        imports.plan(ws, sheet(family(1, region_id="32.12.01.2011")))
    assert refused.value.kind is problems.OUTSIDE_AREA


def test_a_sheet_of_two_villages_belongs_to_the_area_that_holds_both(ws):
    done = kept(ws, family(1), family(2, region_id=OTHER_VILLAGE))
    with ws.transaction() as act:
        batch = act.get(ImportBatch, done.batch_id)
    assert (batch.region_id, batch.regions) == ("18.11.02", (OTHER_VILLAGE, "18.11.02.2008"))


def test_a_role_that_only_reads_takes_no_sheet_in(home, clock):
    reader = open_laptop(home / "lain", clock, "auditor", "auditor")
    with pytest.raises(problems.Problem) as refused:
        imports.plan(reader, sheet(family(1)))
    assert refused.value.kind is problems.OP_NOT_ALLOWED
    reader.close()


def test_answers_of_an_instrument_are_kept_once_and_a_correction_replaces_them(ws):
    def bdt(status_):
        home = with_member(
            family(1, key="7", kk="", answers={"ID rumah tangga": "7", "Status lahan": status_}), 0, answers={"Nama ART": "Paimin"}
        )
        return sheet(home, form="bdt_2015@1", key_question="ID rumah tangga", format="bdt_2015")

    first = imports.apply(ws, imports.plan(ws, bdt("1")))
    again = imports.apply(ws, imports.plan(ws, bdt("1")))
    fixed = imports.apply(ws, imports.plan(ws, bdt("2")))
    assert (first.answers, again.answers, again.batch_id, fixed.answers, fixed.households) == (2, 0, "", 1, 0)
    with ws.reading() as con:
        told = con.exec_driver_sql("SELECT id, replaces, answers FROM assessment WHERE subject_kind = 'household' ORDER BY id").fetchall()
    assert (told[1].replaces, '"2"' in told[1].answers) == (told[0].id, True)


def test_a_household_is_known_by_the_number_its_instrument_gave_it(ws):
    def bdt(name):
        home = with_member(family(1, key="7", kk="", answers={"ID rumah tangga": "7"}), 0, nik=None, name=name, birth_date="")
        return sheet(home, form="bdt_2015@1", key_question="ID rumah tangga", format="bdt_2015")

    imports.apply(ws, imports.plan(ws, bdt("Paimin")))
    plan = imports.plan(ws, bdt("Ngadiman"))
    assert (len(plan.new_families), plan.new_persons) == (0, 1)


def test_the_decile_of_a_sheet_is_recorded_when_it_is_another(ws):
    kept(ws, family(1, desil="2"))
    kept(ws, family(1, desil="2"))
    done = kept(ws, family(1, desil="3"))
    (home,) = household_ids(ws)
    assert (done.batch_id != "", household(ws, home).desil.value, household(ws, home).desil.source) == (True, "3", "Lembar impor")
    with ws.reading() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM desil").scalar() == 2


def test_how_a_table_was_read_is_remembered_by_its_headings(ws):
    assert imports.remembered_mapping(ws, "abc") is None
    imports.remember_mapping(ws, "abc", "lain", {"columns": [["Nama", "name"]]})
    imports.remember_mapping(ws, "abc", "lain", {"columns": [["Nama", "mother_name"]]})
    found = imports.remembered_mapping(ws, "abc")
    assert (found.format, found.told) == ("lain", {"columns": [["Nama", "mother_name"]]})
