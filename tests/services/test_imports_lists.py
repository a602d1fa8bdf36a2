"""Lists about people who are here: whom each line means, what has to be confirmed, and what is kept of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp import problems
from fieldapp.services import imports
from fieldapp.services.households import household
from fieldapp.services.imports import Choices
from fieldapp.services.registration import register_household
from tests.services.incoming_sheets import family, line, recipients, sheet
from tests.services.stage import KK, NIK, VILLAGE, open_laptop, typed_family


@pytest.fixture
def laptop(home, clock):
    ws = open_laptop(home / "koordinator", clock, "dewi", "coordinator_kecamatan")
    yield ws
    ws.close()


@pytest.fixture
def suparman(laptop):
    return register_household(laptop, typed_family())


def enrolled(ws):
    with ws.reading() as con:
        return con.exec_driver_sql(
            "SELECT subject_kind, subject_id, household_id, card_no, region_id FROM enrolment ORDER BY id"
        ).fetchall()


def test_a_recipient_is_found_by_nik_or_kk_as_the_programme_asks(laptop, suparman):
    (member,) = household(laptop, suparman).members
    imports.apply(laptop, imports.plan(laptop, recipients(line(2, subject=NIK, nik=NIK, card_no="A-1"))))
    imports.apply(laptop, imports.plan(laptop, recipients(line(2, subject=KK), target="2", name="BPNT")))
    imports.apply(laptop, imports.plan(laptop, recipients(line(2, subject=NIK, nik=NIK), target="2", name="BLT")))
    assert [tuple(row) for row in enrolled(laptop)] == [
        ("person", member.id, suparman, "A-1", VILLAGE), ("household", suparman, suparman, None, VILLAGE),
        ("household", suparman, suparman, None, VILLAGE),
    ]  # fmt: skip


def test_a_recipient_without_a_known_number_is_only_likely_and_comes_in_when_pointed_out(laptop, suparman):
    (member,) = household(laptop, suparman).members
    told = recipients(line(2, subject="1811020503790777", nik="1811020503790777", name="Suparman", birth_date="1979-03-05"))
    plan = imports.plan(laptop, told)
    assert ([match.name for match in plan.lines.likely], plan.lines.found, plan.wrong) == (["Suparman"], (), ())
    left = imports.apply(laptop, plan)
    assert (left.likely, left.enrolments, left.batch_id != "") == (1, 0, True), "the programme itself is new"
    done = imports.apply(laptop, imports.plan(laptop, told), Choices(lines={("Peserta", 2): member.id}))
    assert (done.enrolments, [row.subject_id for row in enrolled(laptop)]) == (1, [member.id])


def test_for_a_programme_of_families_the_family_of_a_likely_line_is_pointed_out_as_well(laptop, suparman):
    unknown = line(2, subject="1811020503790777", nik="1811020503790777", name="Suparman", birth_date="1979-03-05")
    told = recipients(unknown, target="2")
    (match,) = imports.plan(laptop, told).lines.likely
    assert (match.kind, match.subject_id) == ("household", suparman)
    done = imports.apply(laptop, imports.plan(laptop, told), Choices(lines={match.line.place: match.subject_id}))
    assert (done.enrolments, [row.subject_id for row in enrolled(laptop)]) == (1, [suparman])


def test_a_family_pointed_out_for_a_programme_of_persons_means_nobody(laptop, suparman):
    told = recipients(line(2, subject="1811020503790777", name="Suparman", birth_date="1979-03-05"))
    with pytest.raises(problems.Problem) as refused:
        imports.apply(laptop, imports.plan(laptop, told), Choices(lines={("Peserta", 2): suparman}))
    assert refused.value.kind is problems.SHEET_ROWS_WRONG


def test_a_line_that_means_nobody_is_a_wrong_row(laptop, suparman):
    plan = imports.plan(
        laptop, recipients(line(2, subject=NIK, nik=NIK), line(3, subject="1811020503790777", name="Orang Jauh", birth_date="1990-01-02"))
    )
    (wrong,) = plan.wrong
    assert wrong.reasons == ("1811••••••••0777 tidak ditemukan di laptop ini. Periksa nomornya, atau daftarkan dahulu.",)
    with pytest.raises(problems.Problem) as refused:
        imports.apply(laptop, plan)
    assert refused.value.kind is problems.SHEET_ROWS_WRONG
    assert imports.apply(laptop, plan, Choices(skip_wrong=True)).enrolments == 1


def test_a_nik_of_someone_else_and_a_line_that_stands_twice_are_wrong_rows(laptop, suparman):
    other = line(2, subject=NIK, nik=NIK, name="Hotman Simbolon")
    assert "tercatat untuk Suparman" in imports.plan(laptop, recipients(other)).wrong[0].reasons[0]
    twice = imports.plan(laptop, recipients(line(2, subject=NIK, nik=NIK), line(3, subject=NIK, nik=NIK)))
    assert [(row.place[1], row.reasons) for row in twice.wrong] == [(3, ("Orang ini sudah ada di baris 2. Hapus salah satu baris.",))]


def test_the_same_aid_sheet_again_names_nobody_twice_and_new_ones_join_the_programme(laptop, suparman):
    imports.apply(laptop, imports.plan(laptop, sheet(family(1))))
    first = recipients(line(2, subject=NIK, nik=NIK))
    imports.apply(laptop, imports.plan(laptop, first))
    again = imports.apply(laptop, imports.plan(laptop, first))
    assert (again.batch_id, again.known_persons) == ("", 1)
    more = recipients(line(2, subject=NIK, nik=NIK), line(3, subject=family(1).head.nik, nik=family(1).head.nik), file_sha="lain")
    assert imports.apply(laptop, imports.plan(laptop, more)).enrolments == 1
    with laptop.reading() as con:
        assert con.exec_driver_sql("SELECT count(*), count(DISTINCT programme_id) FROM enrolment").fetchone() == (2, 1)
        (place,) = con.exec_driver_sql("SELECT region_id, bucket_class FROM programme").fetchall()
    assert tuple(place) == (VILLAGE, "reference")


def test_aid_for_a_house_finds_it_by_its_number_in_the_rtm_sheet(laptop):
    imports.apply(laptop, imports.plan(laptop, sheet(family(1))))
    nik = family(1).head.nik
    roof = line(2, subject=nik, nik=nik, group="12", relation="1", cells={"NIK": nik, "NOMOR RUMAH TANGGA": "12"})
    imports.apply(laptop, imports.plan(laptop, sheet(form="rtm@1", format="rtm", lines=(roof,))))
    plan = imports.plan(laptop, recipients(line(2, subject="12"), line(3, subject="13"), target="3"))
    assert ([match.line.subject for match in plan.lines.found], [row.place[1] for row in plan.wrong]) == (["12"], [3])


def test_lines_of_a_supplement_list_are_kept_as_answers_and_a_corrected_one_replaces(laptop, suparman):
    def told(note):
        cells = {"Peserta": NIK, "Keterangan": note}
        return sheet(form="tambahan@1", format="tambahan", lines=(line(2, subject=NIK, cells=cells),))

    assert imports.apply(laptop, imports.plan(laptop, told("perlu kursi roda"))).answers == 1
    assert imports.apply(laptop, imports.plan(laptop, told("perlu kursi roda"))).answers == 0
    assert imports.apply(laptop, imports.plan(laptop, told("sudah ada"))).answers == 1
    with laptop.reading() as con:
        told_ = con.exec_driver_sql("SELECT id, replaces FROM assessment ORDER BY id").fetchall()
    assert told_[1].replaces == told_[0].id


def test_a_list_is_cancelled_as_a_whole(laptop, suparman):
    plan = imports.plan(laptop, recipients(line(2, subject=NIK, nik=NIK)))
    with pytest.raises(problems.Problem) as stopped:
        imports.apply(laptop, plan, cancelled=lambda: True)
    assert stopped.value.kind is problems.IMPORT_CANCELLED
    assert enrolled(laptop) == []


def test_a_programme_of_another_year_is_another_programme(laptop, suparman):
    first = recipients(line(2, subject=NIK, nik=NIK))
    imports.apply(laptop, imports.plan(laptop, first))
    later = replace(first, programme=replace(first.programme, starts_on="2027-01-01"), file_sha="2027")
    assert imports.apply(laptop, imports.plan(laptop, later)).enrolments == 1
