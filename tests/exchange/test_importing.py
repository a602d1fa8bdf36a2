"""Real files come in: recognised, looked at, kept, given back with reasons, and undone."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
import xlsxwriter

from fieldapp import problems
from fieldapp.exchange import importing, regsosek
from fieldapp.exchange.mapping import Mapping
from fieldapp.services import imports
from fieldapp.services.households import household, household_ids
from fieldapp.services.imports import Choices
from fieldapp.services.registration import household_form, person_form
from tests.exchange import register_files as files
from tests.exchange import sheets

VILLAGE = sheets.VILLAGE


def looked_at(ws, path, **how):
    opened = importing.open_file(ws, path)
    how.setdefault("region", VILLAGE)
    return opened, importing.plan(ws, importing.read(ws, opened, **how))


def taken(ws, path, choices=None, **how):
    opened, plan = looked_at(ws, path, **how)
    return importing.take_in(ws, opened, plan, choices or Choices())


def people_of(ws, name):
    (home,) = household_ids(ws, name)
    return household(ws, home).members


def test_a_residents_sheet_is_recognised_and_kept_as_a_batch(ws, tmp_path):
    path = sheets.write(tmp_path / "warga.xlsx", [*sheets.family(1), *sheets.family(2, 1)])
    opened, plan = looked_at(ws, path)
    assert (opened.likest.name, len(plan.new_families), plan.new_persons, plan.wrong_rows) == ("penduduk", 2, 4, 0)
    done = importing.take_in(ws, opened, plan, Choices())
    assert (done.households, done.persons, imports.batches(ws)[0].id) == (2, 4, done.batch_id)
    again = looked_at(ws, path)[1]
    assert (again.seen_on, again.unchanged_persons, again.differing) == (ws.today(), 4, ())


def test_a_corrected_residents_sheet_is_another_file_and_shows_its_differences(ws, tmp_path):
    taken(ws, sheets.write(tmp_path / "warga.xlsx", sheets.family(1)))
    rows = sheets.family(1)
    rows[2]["pekerjaan_id"], rows[2]["suku"] = "3", "Lampung"
    plan = looked_at(ws, sheets.write(tmp_path / "baru.xlsx", rows))[1]
    assert plan.seen == ()
    (one,) = plan.differing
    assert one.place == ("Data Penduduk", 4)
    assert [(f.field, f.told) for f in one.fields] == [("occupation", "Pelajar/mahasiswa"), ("other", "suku: Lampung")]


def test_a_nik_of_twenty_people_in_a_real_sheet_makes_twenty_wrong_rows(ws, tmp_path):
    names = [
        f"{first} {last}" for first in ("Paimin", "Tumiar", "Ketut", "Ujang", "Hotman") for last in ("Harahap", "Basri", "Wenda", "Rejeki")
    ]
    rows = [sheets.person(n, nama=name, nik="1811020101700001", tanggallahir="1970-01-01") for n, name in enumerate(names, 1)]
    opened, plan = looked_at(ws, sheets.write(tmp_path / "palsu.xlsx", [*rows, *sheets.family(30, 1)]))
    told = {row.place[1]: row.reasons for row in plan.wrong}
    assert sorted(told) == list(range(2, 22))
    assert {reasons[-1] for reasons in told.values()} == {"NIK dipakai 20 orang di lembar ini. Periksa kartu masing-masing."}
    done = importing.take_in(ws, opened, plan, Choices(skip_wrong=True, change=frozenset(imports.GROUPS)))
    assert (done.persons, done.wrong, done.changed) == (1, 20, 0)


def test_wrong_rows_are_written_back_with_their_reasons_and_come_in_once_corrected(ws, tmp_path):
    rows = [*sheets.family(1), *sheets.family(2)]
    rows[4]["sex"] = "3"
    opened, plan = looked_at(ws, sheets.write(tmp_path / "warga.xlsx", rows))
    assert (plan.wrong_rows, len(plan.wrong), len(plan.families)) == (1, 3, 1)
    out = tmp_path / "keliru.xlsx"
    assert importing.write_wrong(opened, plan, out) == 3
    book = openpyxl.load_workbook(out)
    page = book.active
    texts = [page.cell(row, page.max_column).value for row in range(2, 5)]
    assert "sex" in texts[1]
    assert "menunggu" in texts[0]
    page.cell(3, sheets.HEADINGS.index("sex") + 1).value = "2"
    book.save(out)
    done = taken(ws, sheets.write(tmp_path / "warga.xlsx", sheets.family(1)))
    assert (done.households, taken(ws, out).households) == (1, 1)


def with_cell(opened, row, heading, text):
    """Return a file as read with one cell of its first sheet telling something else."""
    page = opened.book.pages[0]
    at = next(line for line in page.lines if heading in line.cells).cells.index(heading)
    lines = tuple(
        replace(line, cells=(*line.cells[:at], text, *line.cells[at + 1 :])) if line.number == row else line for line in page.lines
    )
    return replace(opened, book=replace(opened.book, pages=(replace(page, lines=lines), *opened.book.pages[1:])))


def test_a_cell_corrected_after_the_file_was_opened_reaches_the_residents_reader_without_the_file(ws, tmp_path):
    rows = sheets.family(1)
    rows[1]["sex"] = "3"
    path = sheets.write(tmp_path / "warga.xlsx", rows, above=("PEMERINTAH DESA", "", "", "", "Data Penduduk", "per November"))
    opened, plan = looked_at(ws, path)
    assert (plan.wrong_rows, plan.new_persons) == (1, 0)
    path.unlink()
    mended = importing.plan(ws, importing.read(ws, with_cell(opened, plan.wrong[1].place[1], "sex", "2"), region=VILLAGE))
    assert (mended.wrong, mended.new_persons) == ((), 3)


def test_a_residents_sheet_without_a_heading_or_a_row_is_refused(ws, tmp_path):
    for name, rows, headings, kind in (
        ("kurang.xlsx", sheets.family(1), tuple(one for one in sheets.HEADINGS if one != "nik"), problems.SHEET_HEADINGS),
        ("kosong.xlsx", [dict.fromkeys(sheets.HEADINGS, " ")], sheets.HEADINGS, problems.SHEET_EMPTY),
    ):
        opened = importing.open_file(ws, sheets.write(tmp_path / name, rows, headings=headings))
        with pytest.raises(problems.Problem) as refused:
            importing.read(ws, opened, name="penduduk", region=VILLAGE)
        assert refused.value.kind is kind


def test_each_reason_of_a_residents_row_names_its_heading_as_it_stands_and_what_may_be_meant(ws, tmp_path):
    written = tuple({"sex": "SEX", "no_kk": "No. KK"}.get(one, one) for one in sheets.HEADINGS)
    rows = [row | {"SEX": row["sex"], "No. KK": row["no_kk"]} for row in sheets.family(1)]
    rows[1] |= {"SEX": "Perempuann", "No. KK": rows[1]["no_kk"], "agama_id": "99"}
    wrong = looked_at(ws, sheets.write(tmp_path / "warga.xlsx", rows, headings=written))[1].wrong
    assert [(row.waits, row.columns, row.proposals) for row in wrong] == [
        (True, ("",), ("",)), (False, ("SEX", "agama_id"), ("2", "")), (True, ("",), ("",)),
    ]  # fmt: skip
    assert [reason.partition(":")[0] for reason in wrong[1].reasons] == ["SEX", "agama_id"]


def test_a_nik_of_several_people_names_its_column_beside_the_other_reasons(ws, tmp_path):
    nik = sheets.person(1)["nik"]
    rows = [sheets.person(1), sheets.person(2, nik=nik, nama="Tumiar Nainggolan", sex="7")]
    told = looked_at(ws, sheets.write(tmp_path / "warga.xlsx", rows))[1].wrong[-1]
    assert told.columns == ("sex", "nik")
    assert "NIK dipakai 2 orang" in told.reasons[1]


def test_bdt_makes_families_with_every_answer_and_only_certain_facts(ws, tmp_path):
    opened, plan = looked_at(ws, files.bdt_file(tmp_path / "bdt.xlsx"))
    assert (opened.likest.name, len(plan.new_families), plan.new_persons) == ("bdt_2015", 2, 3)
    done = importing.take_in(ws, opened, plan, Choices())
    assert (done.households, done.persons, done.answers) == (2, 3, 5)
    ani, budi = people_of(ws, "ani lestari")
    assert (ani.is_head, ani.sex, budi.name) == (True, "P", "Budi Santoso")
    assert person_form(ws, ani.id).marital == "4"
    with ws.reading() as con:
        told = (
            con.exec_driver_sql("SELECT answers FROM assessment WHERE form = 'bdt_2015@1' AND subject_kind = 'household'").scalars().all()
        )
    assert '"Lantai terluas": "05"' in told[0]


def test_bdt_joins_families_that_are_here_and_a_corrected_sheet_replaces_answers(ws, tmp_path):
    taken(
        ws, sheets.write(tmp_path / "warga.xlsx", [sheets.person(1, nama="Ani Lestari", nik=files.ANI, sex="2", tanggallahir="1981-03-05")])
    )
    done = taken(ws, files.bdt_file(tmp_path / "bdt.xlsx"))
    assert (done.households, done.known_households, done.added_members, done.persons) == (1, 1, 1, 1)
    again = taken(ws, files.bdt_file(tmp_path / "bdt2.xlsx", **{"Umur anggota rumah tangga (tahun)": "46"}))
    assert (again.answers, again.persons, again.households) == (1, 0, 0)
    assert len(household_ids(ws)) == 2


def test_a_bdt_row_without_household_is_wrong_and_the_rest_comes_in(ws, tmp_path):
    path = files.bdt_file(tmp_path / "bdt.xlsx", **{"Status bangunan": "2"})
    opened, plan = looked_at(ws, path)
    assert (plan.wrong_rows, len(plan.new_families)) == (1, 1), "rows of one household that differ are told, their household waits"
    told = {column for row in plan.wrong if not row.waits for column in row.columns}
    assert told == {"Status bangunan"}
    assert all(len(row.columns) == len(row.reasons) == len(row.proposals) for row in plan.wrong)
    assert importing.take_in(ws, opened, plan, Choices(skip_wrong=True)).persons == 1


def test_a_wrong_number_in_regsosek_and_in_a_list_names_its_column(ws, tmp_path):
    def columns(path):
        opened = importing.open_file(ws, path)
        heads = {line.text(at) for page in opened.book.pages for line in page.lines[:15] for at in range(len(line.cells))}
        told = [column for row in importing.read(ws, opened, region=VILLAGE).wrong if not row.waits for column in row.columns]
        assert set(told) <= heads, "as it stands in the sheet"
        return told

    assert columns(files.regsosek_file(tmp_path / "regsosek.xlsx", **{regsosek.KK: "1811"})) == [regsosek.KK] * 5
    assert len(columns(files.aid_file(tmp_path / "bantuan.xlsx", ("", "", "", "Ani Lestari", "", "", "")))) == 1


def test_regsosek_joins_by_kk_and_keeps_answers_by_question(ws, tmp_path):
    rows = [sheets.person(1, nama="Ani Lestari", nik=files.ANI, sex="2", tanggallahir="1981-03-05", no_kk=files.KK)]
    taken(ws, sheets.write(tmp_path / "warga.xlsx", rows))
    opened, plan = looked_at(ws, files.regsosek_file(tmp_path / "regsosek.xlsx"))
    assert (opened.likest.name, len(plan.new_families), plan.new_persons, plan.known_persons) == ("regsosek_2022_k", 1, 2, 1)
    done = importing.take_in(ws, opened, plan, Choices())
    assert (done.households, done.added_members, done.answers) == (1, 1, 5)
    (home,) = household_ids(ws, "cici")
    assert household_form(ws, home).kk == files.OTHER_KK
    assert taken(ws, files.regsosek_file(tmp_path / "lagi.xlsx")).batch_id == ""


def test_aid_makes_a_programme_and_its_recipients(ws, tmp_path):
    taken(ws, files.regsosek_file(tmp_path / "regsosek.xlsx"))
    stranger = ("1811020503790777", "", "1811020503790777", "Orang Jauh", "", "", "")
    known = (files.ANI, "KKS-1", files.ANI, "Ani Lestari", "", "", "")
    opened, plan = looked_at(ws, files.aid_file(tmp_path / "pkh.xlsx", known, stranger), region=None)
    assert (opened.likest.name, len(plan.lines.found), plan.wrong[0].place) == ("bantuan", 1, ("Peserta", 3))
    done = importing.take_in(ws, opened, plan, Choices(skip_wrong=True))
    assert (done.enrolments, done.wrong) == (1, 1)


def test_rows_to_be_asked_about_go_back_with_whom_they_look_like(ws, tmp_path):
    taken(ws, sheets.write(tmp_path / "warga.xlsx", [sheets.person(1, nama="Tumiar Nainggolan")]))
    likely = ("1811020503790777", "", "1811020503790777", "Tumiar Nainggolan", "", sheets.person(1)["tanggallahir"], "")
    opened, plan = looked_at(ws, files.aid_file(tmp_path / "pkh.xlsx", likely), region=None)
    out = tmp_path / "tanya.xlsx"
    assert importing.write_wrong(opened, plan, out, doubts=True) == 1
    assert files.cells(out)["Peserta"][1][-1].startswith("1811••••••••0777 tidak ditemukan. Mungkin yang dimaksud Tumiar Nainggolan (")
    like = sheets.person(9, nama="Tumiar Nainggolan", nik="", tanggallahir=sheets.person(1)["tanggallahir"])
    opened, plan = looked_at(ws, sheets.write(tmp_path / "mirip.xlsx", [like]))
    assert importing.write_wrong(opened, plan, out, doubts=True) == 1
    assert files.cells(out)["Data Penduduk"][1][-1].startswith("Mirip Tumiar Nainggolan di RT 003/RW 002, ")


def test_aid_without_a_programme_name_is_refused(ws, tmp_path):
    with pytest.raises(problems.Problem) as refused:
        looked_at(ws, files.aid_file(tmp_path / "pkh.xlsx", name=""), name="bantuan")
    assert refused.value.kind is problems.CELL_EMPTY


def test_rtm_and_supplements_find_the_people_they_name(ws, tmp_path):
    taken(ws, files.regsosek_file(tmp_path / "regsosek.xlsx"))
    assert taken(ws, files.rtm_file(tmp_path / "rtm.xlsx")).answers == 2
    assert taken(ws, files.supplement_file(tmp_path / "tambahan.xlsx")).answers == 2


def table(path, rows, headings=("No", "Nama Lengkap", "NIK", "No KK", "L/P", "Tgl Lahir", "Hub. Keluarga", "Desil", "Hobi")):
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Daftar")
        page.write_string(0, 0, "DAFTAR WARGA DESA")
        for at, row in enumerate((headings, *rows), 2):
            for column, cell in enumerate(row):
                page.write_string(at, column, cell)
    return path


ROWS = (
    ("1", "Ani Lestari", files.ANI, files.KK, "P", "05/03/1981", "Kepala Keluarga", "2", "menjahit"),
    ("2", "Budi Santoso", files.BUDI, files.KK, "L", "05/03/1984", "Anak", "", ""),
    ("3", "Cici Mulyani", files.CICI, "", "P", "21/08/2015", "", "", ""),
)


def test_any_table_comes_in_by_its_headings_which_are_remembered(ws, tmp_path):
    path = table(tmp_path / "daftar.xlsx", ROWS)
    opened, plan = looked_at(ws, path, name="lain")
    assert (opened.remembered, len(plan.new_families), plan.new_persons, plan.wrong) == (False, 2, 3, ())
    importing.take_in(ws, opened, plan, Choices())
    ani, budi = people_of(ws, "ani lestari")
    assert (ani.relation, budi.relation, str(ani.birth_date)) == ("Kepala keluarga", "Anak", "1981-03-05")
    assert household(ws, household_ids(ws, "ani lestari")[0]).desil.value == "2"
    with ws.reading() as con:
        other = con.exec_driver_sql("SELECT other FROM person WHERE name = 'Ani Lestari'").scalar()
    assert '"Hobi": "menjahit"' in other
    again = importing.open_file(ws, table(tmp_path / "lain.xlsx", ROWS[:1]))
    assert (opened.remembered_on, again.remembered, again.remembered_on) == (None, True, ws.today())


def test_a_mapping_somebody_corrected_is_what_is_used_next_time(ws, tmp_path):
    path = table(tmp_path / "daftar.xlsx", ROWS)
    opened = importing.open_file(ws, path)
    columns = tuple((heading, "mother_name" if heading == "Hobi" else field) for heading, field in opened.guess.mapping.columns)
    mapping = Mapping(columns, opened.guess.mapping.date_order, opened.guess.mapping.header_row, opened.guess.mapping.sheet)
    plan = importing.plan(ws, importing.read(ws, opened, name="lain", region=VILLAGE, mapping=mapping))
    importing.take_in(ws, opened, plan, Choices(), mapping=mapping)
    assert ("Hobi", "mother_name") in importing.open_file(ws, path).guess.mapping.columns


def test_a_table_with_wrong_cells_tells_them_and_the_family_waits(ws, tmp_path):
    rows = (ROWS[0], (*ROWS[1][:5], "lima maret", "Anak", "", ""), ROWS[2])
    plan = looked_at(ws, table(tmp_path / "daftar.xlsx", rows), name="lain")[1]
    assert [(row.place, row.waits) for row in plan.wrong] == [(("Daftar", 4), True), (("Daftar", 5), False)]
    assert [(row.columns, row.proposals) for row in plan.wrong] == [(("",), ("",)), (("Tgl Lahir",), ("",))]
    assert plan.new_persons == 1


def test_a_wrong_word_in_a_table_offers_the_nearest_answer_and_an_unknown_village_its_column(ws, tmp_path):
    headings = ("Nama Lengkap", "NIK", "Hub. Keluarga", "Desa")
    path = table(tmp_path / "daftar.xlsx", [("Ani Lestari", files.ANI, "Kepala Kluarga", "Tidak Ada")], headings)
    opened = importing.open_file(ws, path)
    (row,) = importing.read(ws, opened, name="lain").wrong
    assert (row.columns, row.proposals) == (("Hub. Keluarga", "Desa"), ("1", ""))


def test_a_table_without_name_or_nik_is_refused(ws, tmp_path):
    opened = importing.open_file(ws, table(tmp_path / "x.xlsx", (("1", "merah"),), ("No", "Warna")))
    with pytest.raises(problems.Problem) as refused:
        importing.read(ws, opened, name="lain", region=VILLAGE)
    assert refused.value.kind is problems.NAME_COLUMN_MISSING


def test_the_village_of_a_row_is_read_from_its_column(ws, tmp_path):
    headings = ("Nama", "NIK", "Desa")
    path = table(
        tmp_path / "d.xlsx", (("Ani Lestari", files.ANI, "Dwi Karya Mustika"), ("Budi Santoso", files.BUDI, "Negeri Antah")), headings
    )
    plan = looked_at(ws, path, name="lain", region=None)[1]
    assert [one.region_id for one in plan.families] == ["18.11.02.2008"]
    assert "Negeri Antah" in plan.wrong[0].reasons[0]


def test_a_member_alone_without_kk_has_no_family_to_come_into(ws, tmp_path):
    rows = (("1", "Budi Santoso", files.BUDI, "", "L", "05/03/1984", "Anak", "", ""),)
    plan = looked_at(ws, table(tmp_path / "d.xlsx", rows), name="lain")[1]
    assert "tidak masuk ke keluarga mana pun" in plan.wrong[0].reasons[0]


def test_a_format_that_is_not_known_says_which_there_are(ws, tmp_path):
    opened = importing.open_file(ws, files.rtm_file(tmp_path / "rtm.xlsx"))
    with pytest.raises(problems.Problem) as refused:
        importing.read(ws, opened, name="siks")
    assert refused.value.kind is problems.FORMAT_UNKNOWN
    with pytest.raises(problems.Problem) as refused:
        importing.read(ws, opened, name="penduduk")
    assert refused.value.kind is problems.WRONG_USE, "the area has several villages"


def test_undoing_bdt_takes_families_people_and_answers_away(ws, tmp_path):
    done = taken(ws, files.bdt_file(tmp_path / "bdt.xlsx"))
    form = imports.undo_form(ws, done.batch_id)
    assert form.counts == {"household": 2, "dwelling": 2, "person": 3, "assessment": 5}
    assert imports.undo(ws, done.batch_id).removed == 12
    assert household_ids(ws) == ()
    assert taken(ws, files.bdt_file(tmp_path / "bdt.xlsx")).persons == 3
