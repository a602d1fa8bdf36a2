"""Sheets go out: cell for cell as they came in, corrected where the record was, masked without a reason, with what changed since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp import problems
from fieldapp.exchange import exporting, importing
from fieldapp.exchange.exporting import Wanted
from fieldapp.exchange.resident_columns import HEADINGS
from fieldapp.services import bin as bins
from fieldapp.services import imports
from fieldapp.services.finding import Query
from fieldapp.services.households import household, household_ids
from fieldapp.services.imports import Choices
from fieldapp.services.registration import edit_person, person_form
from fieldapp.store import audit
from tests.exchange import register_files as files
from tests.exchange import sheets

FULL = Wanted(full=True, reason="rapat desa")


def taken(ws, path, **how):
    opened = importing.open_file(ws, path)
    plan = importing.plan(ws, importing.read(ws, opened, region=sheets.VILLAGE, **how))
    return importing.take_in(ws, opened, plan, Choices())


def sent(ws, tmp_path, name, wanted=FULL):
    out = tmp_path / "keluar.xlsx"
    done = exporting.export(ws, name, out, wanted)
    return files.cells(out), done


def column(rows, heading):
    at = rows[0].index(heading)
    return [row[at] for row in rows[1:]]


def correct(ws, called, **changes):
    (home,) = household_ids(ws, called)
    member = next(one for one in household(ws, home).members if one.name == called)
    edit_person(ws, member.id, replace(person_form(ws, member.id), **changes))


def test_a_residents_sheet_comes_back_cell_for_cell(ws, tmp_path):
    rows = [*sheets.family(1), *sheets.family(2, 2)]
    rows[0] |= {"tanggallahir": "06/03/1981", "sex": "01", "suku": "Jawa", "no_asuransi": "0001", "rt": "3"}
    rows[1] |= {"nama": "=SITI", "rt": "3"}
    rows[2] |= {"rt": "3"}
    path = sheets.write(tmp_path / "warga.xlsx", rows)
    taken(ws, path)
    came, done = sent(ws, tmp_path, "penduduk")
    (before,) = files.cells(path).values()
    (after,) = came.values()
    assert (done.rows, after[0], sorted(after)) == (5, list(HEADINGS), sorted(before))


def test_a_corrected_cell_leaves_corrected_and_its_neighbours_as_they_stood(ws, tmp_path):
    path = sheets.write(tmp_path / "warga.xlsx", sheets.family(1))
    taken(ws, path)
    correct(ws, "Suparman B", birth_place="Metro")
    (before,) = files.cells(path).values()
    (after,) = sent(ws, tmp_path, "penduduk")[0].values()
    differ = [
        (after[0][at], cell)
        for row, stood in zip(after, before, strict=True)
        for at, (cell, was) in enumerate(zip(row, stood, strict=True))
        if cell != was
    ]
    assert differ == [("tempatlahir", "Metro")]


@pytest.mark.parametrize("make", [files.bdt_file, files.regsosek_file])
def test_an_instrument_comes_back_cell_for_cell(ws, tmp_path, make):
    path = make(tmp_path / "masuk.xlsx")
    name = importing.open_file(ws, path).likest.name
    taken(ws, path)
    assert sent(ws, tmp_path, name)[0] == files.cells(path)


@pytest.mark.parametrize("make", [files.rtm_file, files.supplement_file, files.aid_file])
def test_a_list_comes_back_cell_for_cell(ws, tmp_path, make):
    taken(ws, files.regsosek_file(tmp_path / "regsosek.xlsx"))
    path = make(tmp_path / "masuk.xlsx")
    name = importing.open_file(ws, path).likest.name
    taken(ws, path)
    assert sent(ws, tmp_path, name, replace(FULL, programme="P-01"))[0] == files.cells(path)


@pytest.mark.parametrize(
    ("make", "sheet", "heading"), [(files.bdt_file, "Sheet1", "Nama ART"), (files.regsosek_file, "4.ket sos-ek anggota", "402 Nama")]
)
def test_what_was_corrected_here_leaves_in_its_place_in_an_instrument(ws, tmp_path, make, sheet, heading):
    path = make(tmp_path / "masuk.xlsx")
    name = importing.open_file(ws, path).likest.name
    taken(ws, path)
    correct(ws, "Ani Lestari", name="Ani Lestari Dewi")
    before, after = files.cells(path), sent(ws, tmp_path, name)[0]
    differ = [
        cell for row, stood in zip(after[sheet], before[sheet], strict=True) for cell, was in zip(row, stood, strict=True) if cell != was
    ]
    assert differ == ["Ani Lestari Dewi"]
    assert any(heading in row for row in after[sheet])


def test_after_a_correction_by_sheet_the_newest_answers_leave_and_after_undo_the_old_ones(ws, tmp_path):
    first = files.regsosek_file(tmp_path / "a.xlsx")
    second = files.regsosek_file(tmp_path / "b.xlsx", **{"430": "7"})
    taken(ws, first)
    batch = taken(ws, second).batch_id
    assert sent(ws, tmp_path, "regsosek_2022_k")[0] == files.cells(second)
    imports.undo(ws, batch)
    assert sent(ws, tmp_path, "regsosek_2022_k")[0] == files.cells(first)


def test_without_a_reason_every_number_leaves_masked(ws, tmp_path):
    taken(ws, files.regsosek_file(tmp_path / "regsosek.xlsx"))
    taken(ws, files.aid_file(tmp_path / "pkh.xlsx"))
    taken(ws, files.bdt_file(tmp_path / "bdt.xlsx"))  # without a day of birth, Cici waits for somebody to say who she is
    for name in ("penduduk", "regsosek_2022_k", "bdt_2015", "bantuan", "kolom"):
        told = repr(sent(ws, tmp_path, name, Wanted(programme="P-01"))[0])
        assert files.ANI not in told, name
        assert files.KK not in told, name
        assert "Ani Lestari" in told, name
    with ws.reading() as con:
        assert [one.field for one in audit.noted(con)] == [
            f"{name}:masked" for name in ("penduduk:3", "regsosek_2022_k:11", "bdt_2015:2", "bantuan:1", "kolom:3")
        ]


def test_full_numbers_without_a_reason_write_no_file(ws, tmp_path):
    taken(ws, files.regsosek_file(tmp_path / "regsosek.xlsx"))
    with pytest.raises(problems.Problem) as refused:
        exporting.export(ws, "penduduk", tmp_path / "keluar.xlsx", Wanted(full=True))
    assert refused.value.kind is problems.EXPORT_REASON
    assert not (tmp_path / "keluar.xlsx").exists()


def test_chosen_columns_leave_in_their_order_in_codes_or_words(ws, tmp_path):
    taken(ws, sheets.write(tmp_path / "warga.xlsx", sheets.family(1)))
    wanted = replace(FULL, columns=("village", "name", "relation", "kk"))
    (rows,) = sent(ws, tmp_path, "kolom", wanted)[0].values()
    assert (rows[0], rows[1][1:3]) == (["Desa", "Nama", "Hubungan keluarga", "Nomor KK"], ["Suparman B", "1"])
    (rows,) = sent(ws, tmp_path, "kolom", replace(wanted, labels=True))[0].values()
    assert column(rows, "Hubungan keluarga") == ["Kepala keluarga", "Istri", "Anak"]


def test_only_the_families_asked_for_leave(ws, tmp_path):
    taken(ws, sheets.write(tmp_path / "warga.xlsx", [*sheets.family(1), sheets.person(2, nama="Tumiar Nainggolan")]))
    (rows,) = sent(ws, tmp_path, "penduduk", replace(FULL, query=Query("tumiar")))[0].values()
    assert column(rows, "nama") == ["Tumiar Nainggolan"]


def test_the_second_sheet_tells_what_changed_since_the_first(ws, tmp_path, clock):
    taken(ws, sheets.write(tmp_path / "warga.xlsx", [*sheets.family(1), sheets.person(2, nama="Tumiar Nainggolan"), *sheets.family(3, 1)]))
    wanted = replace(FULL, changes=True)
    (first,) = sent(ws, tmp_path, "penduduk", wanted)[0].values()
    assert (first[0][-1], column(first, "Perubahan")) == ("Perubahan", [""] * 5)
    clock.turn(days=1)
    correct(ws, "Agus Pratama B", birth_place="Metro")
    bins.put(ws, "household", household_ids(ws, "tumiar")[0])
    taken(ws, sheets.write(tmp_path / "lagi.xlsx", sheets.family(4, 1)))
    (rows,) = sent(ws, tmp_path, "penduduk", wanted)[0].values()
    told = dict(zip(column(rows, "nama"), column(rows, "Perubahan"), strict=True))
    assert told == {
        "Suparman B": "", "Siti Aminah B": "", "Agus Pratama B": "diubah: tempatlahir", "Suparman D": "", "Suparman E": "baru", "Tumiar Nainggolan": "hilang",
    }  # fmt: skip
    clock.turn(days=1)
    (rows,) = sent(ws, tmp_path, "penduduk", wanted)[0].values()
    assert set(column(rows, "Perubahan")) == {""}


@pytest.mark.parametrize(("name", "called"), [("penduduk", "nama"), ("kolom", "Nama")])
def test_only_what_changed_leaves_when_asked_and_all_rows_are_remembered(ws, tmp_path, clock, name, called):
    taken(ws, sheets.write(tmp_path / "warga.xlsx", [*sheets.family(1), sheets.person(2, nama="Tumiar Nainggolan")]))
    wanted = replace(FULL, only_changed=True)
    came, done = sent(ws, tmp_path, name, wanted)
    (first,) = came.values()
    assert (done.rows, len(column(first, called)), first[0][-1]) == (4, 4, "Perubahan"), "a list that never left goes whole"
    clock.turn(days=1)
    correct(ws, "Agus Pratama B", birth_place="Metro")
    bins.put(ws, "household", household_ids(ws, "tumiar")[0])
    taken(ws, sheets.write(tmp_path / "lagi.xlsx", sheets.family(4, 1)))
    came, done = sent(ws, tmp_path, name, wanted)
    (rows,) = came.values()
    told = dict(zip(column(rows, called), (text.partition(":")[0] for text in column(rows, "Perubahan")), strict=True))
    assert (told, done.rows) == ({"Agus Pratama B": "diubah", "Suparman E": "baru", "Tumiar Nainggolan": "hilang"}, 3)
    clock.turn(days=1)
    with pytest.raises(problems.Problem) as refused:
        exporting.export(ws, name, tmp_path / "sama.xlsx", wanted)
    assert refused.value.kind is problems.EXPORT_UNCHANGED
    assert not list(tmp_path.glob("sama*"))
    (rows,) = sent(ws, tmp_path, name, replace(FULL, changes=True))[0].values()
    assert set(column(rows, "Perubahan")) == {""}, "rows that stayed were remembered too"


def test_an_official_sheet_stays_exact_and_its_changes_are_a_file_of_their_own(ws, tmp_path, clock):
    path = files.bdt_file(tmp_path / "bdt.xlsx")
    taken(ws, path)
    sent(ws, tmp_path, "bdt_2015")
    clock.turn(days=1)
    correct(ws, "Budi Santoso", name="Budi Santosa")
    aside = tmp_path / "perubahan.xlsx"
    came, done = sent(ws, tmp_path, "bdt_2015", replace(FULL, changes_out=aside))
    assert came["Sheet1"][0] == files.cells(path)["Sheet1"][0]
    assert len(done.changes.changed) == 1
    (rows,) = files.cells(aside).values()
    assert rows == [["Nama", "NIK", "Perubahan"], ["Budi Santosa", "1811••••••••0007", "diubah: Nama ART"]]


@pytest.mark.parametrize("name", ["penduduk", "bdt_2015"])
def test_a_cancelled_export_leaves_no_file_and_no_memory(ws, tmp_path, name):
    taken(ws, files.bdt_file(tmp_path / "bdt.xlsx"))
    with pytest.raises(problems.Problem) as stopped:
        exporting.export(ws, name, tmp_path / "keluar.xlsx", FULL, cancelled=lambda: True)
    assert stopped.value.kind is problems.EXPORT_CANCELLED
    assert not list(tmp_path.glob("keluar*"))
    with ws.reading() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM exported").scalar() == 0


def test_a_sheet_with_nothing_in_it_and_an_unknown_format_are_refused(ws, tmp_path):
    for name, kind in (("bdt_2015", problems.REPORT_EMPTY), ("siks", problems.FORMAT_UNKNOWN), ("bantuan", problems.PROGRAMME_UNKNOWN)):
        with pytest.raises(problems.Problem) as refused:
            exporting.export(ws, name, tmp_path / "keluar.xlsx", FULL)
        assert refused.value.kind is kind


def test_a_folder_that_cannot_be_written_is_told(ws, tmp_path):
    taken(ws, sheets.write(tmp_path / "warga.xlsx", sheets.family(1)))
    with pytest.raises(problems.Problem) as refused:
        exporting.export(ws, "penduduk", tmp_path / "tidak" / "ada.xlsx", FULL)
    assert refused.value.kind is problems.FOLDER_UNWRITABLE
