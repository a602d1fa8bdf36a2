"""Registering and correcting families and people: what is said under each field, and what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.services.households import household
from fieldapp.services.registration import (
    FieldProblems,
    NewHousehold,
    NewPerson,
    add_person,
    check_household,
    check_person,
    edit_household,
    edit_person,
    household_form,
    person_form,
    record_desil,
    reference_choices,
    register_household,
)
from tests.services.stage import KK, NIK, VILLAGE, family, ops_of, typed_family, typed_person


def test_a_family_is_kept_with_its_head_and_its_house_in_one_act(ws):
    kept = register_household(ws, typed_family(latitude="-3,98412", longitude="105,61877", phone="0812 3456 7890"))
    with ws.transaction() as act:
        home = act.get(nouns.Household, kept)
        head = act.get(nouns.Person, home.head_id)
        house = act.get(nouns.Dwelling, home.dwelling_id)
    assert (home.kk, home.rt, home.rw, home.phone, home.basis) == (KK, "003", "001", "+6281234567890", "e")
    assert (head.nik, head.relation, head.household_id, head.birth_date) == (NIK, "1", kept, "1979-03-05")
    assert (house.latitude, house.longitude, house.household_ids) == ("-3.98412", "105.61877", (kept,))
    assert (
        len(
            {
                op.act
                for entity, row in (("household", kept), ("person", head.id), ("dwelling", house.id))
                for op in ops_of(ws, row, entity=entity)
            }
        )
        == 1
    )
    assert [noun.code for noun in (house, home, head)] == ["LT000-0001", "LT000-0002", "LT000-0003"]


@pytest.mark.parametrize(
    ("changes", "where", "kind", "said"),
    [
        ({"name": "  "}, "name", "error", "Nama belum diisi."),
        ({"name": "a" * 101}, "name", "error", "Nama paling panjang 100 huruf. Yang tertulis 101."),
        ({"nik": ""}, "nik", "error", "Tulis alasan belum ada NIK, atau isi NIK."),
        ({"nik": "", "no_nik_reason": "dokumen hilang"}, "nik", "help", "tanpa NIK, dokumen hilang"),
        ({"nik": "181102050379"}, "nik", "error", "NIK harus 16 angka. Baru 12, kurang 4."),
        ({"nik": "18110205037900421"}, "nik", "error", "NIK harus 16 angka. Baru 17, lebih 1."),
        ({"nik": "18110205037900A2"}, "nik", "error", "NIK hanya berisi angka. Hapus huruf atau tanda yang ikut tertulis."),
        ({"nik": "1811023203790042"}, "nik", "error", "Angka ke-7 sampai ke-12 pada NIK bukan tanggal lahir yang ada. Periksa KTP."),
        ({"nik": "1811020503790000"}, "nik", "error", "Empat angka terakhir NIK tidak boleh 0000. Periksa KTP."),
        (
            {"nik": "9911020503790042"},
            "nik",
            "warn",
            "Provinsi 99 pada NIK tidak ada dalam daftar wilayah. Mungkin wilayah lama, periksa KTP.",
        ),
        ({"sex": "2"}, "nik", "warn", "Menurut NIK warga ini laki-laki. Periksa jenis kelamin, atau NIK."),
        (
            {"birth_date": date(1980, 3, 5)},
            "nik",
            "warn",
            "Tanggal lahir tidak sama dengan angka ke-7 sampai ke-12 pada NIK (050379). Periksa KTP.",
        ),
        ({}, "nik", "ok", "Sah: laki-laki, lahir 5 Maret 1979"),
        ({"nik": "1811.0205 0379-0042"}, "nik", "ok", "Sah: laki-laki, lahir 5 Maret 1979"),
        ({"birth_date": date(2026, 11, 24)}, "birth_date", "error", "Tanggal lahir 24 November 2026 belum terjadi. Periksa tahunnya."),
        ({}, "birth_date", "ok", "47 tahun"),
        ({"phone": "12"}, "phone", "error", "Nomor HP tidak dikenali. Tulis seperti 0812 3456 7890, atau kosongkan."),
        ({"marital": "9"}, "marital", "error", "Kode 9 tidak ada dalam daftar. Pilih dari daftar."),
        ({"occupation": "buruh"}, "occupation", "error", "Kode buruh tidak ada dalam daftar. Pilih dari daftar."),
    ],
)
def test_what_is_said_under_a_field_of_a_person(ws, changes, where, kind, said):
    note = check_person(ws, typed_person(**changes))[where]
    assert (note.kind, note.text) == (kind, said)


@pytest.mark.parametrize(
    ("changes", "where", "kind", "said"),
    [
        ({"kk": "18110227081900"}, "kk", "error", "Nomor KK harus 16 angka. Baru 14, kurang 2."),
        ({"kk": "181102270819000A"}, "kk", "error", "Nomor KK hanya berisi angka. Hapus huruf atau tanda yang ikut tertulis."),
        ({"kk": NIK}, "kk", "warn", None),
        ({"kk": "1811024513190007"}, "kk", "warn", None),
        ({"region_id": ""}, "region_id", "error", "Desa belum dipilih. Ketik tiga huruf namanya."),
        ({"region_id": "32.12.01.2011"}, "region_id", "error", None),
        ({"rt": "0003"}, "rt", "error", "RT dan RW paling banyak 3 angka, mis. 003."),
        ({"rw": "I"}, "rw", "error", "RT dan RW paling banyak 3 angka, mis. 003."),
        ({"phone": "abc"}, "phone", "error", "Nomor HP tidak dikenali. Tulis seperti 0812 3456 7890, atau kosongkan."),
        ({"latitude": "utara"}, "latitude", "error", "Titik di luar Indonesia. Tulis seperti -3,98412 dan 105,61877."),
        ({"longitude": "180"}, "longitude", "error", "Titik di luar Indonesia. Tulis seperti -3,98412 dan 105,61877."),
        ({"latitude": "nan"}, "latitude", "error", "Titik di luar Indonesia. Tulis seperti -3,98412 dan 105,61877."),
        ({"basis": "a"}, "consent_on", "warn", "Tanggal persetujuan belum ada."),
        ({"head": typed_person(name=" ")}, "head.name", "error", "Nama kepala keluarga belum diisi."),
        ({"head": typed_person(nik="1")}, "head.nik", "error", "NIK harus 16 angka. Baru 1, kurang 15."),
    ],
)
def test_what_is_said_under_a_field_of_a_family(ws, changes, where, kind, said):
    note = check_household(ws, replace(typed_family(), **changes))[where]
    assert note.kind == kind
    assert said is None or note.text == said


def test_an_error_stops_and_names_every_field_while_a_warning_does_not(ws):
    with pytest.raises(FieldProblems) as refused:
        register_household(ws, typed_family(typed_person(name="", sex="2"), rt="x"))
    assert set(refused.value.notes) == {"head.name", "rt"}
    assert refused.value.sentence == "2 isian perlu diperbaiki. Tekan F8 untuk menuju ke sana."
    with ws.reading() as con:
        from fieldapp.store.outbox import waiting

        assert waiting(con) == 0
    assert household(ws, register_household(ws, typed_family(typed_person(sex="2")))).name == "Suparman"


def test_a_nik_that_is_taken_names_who_holds_it(ws):
    kept = register_household(ws, typed_family())
    with pytest.raises(FieldProblems) as refused:
        add_person(ws, kept, typed_person(name="Suparman Muda"))
    assert refused.value.notes["nik"].text == "NIK ini sudah tercatat untuk Suparman. Buka catatan itu, atau periksa nomornya."
    (head,) = household(ws, kept).members
    assert check_person(ws, person_form(ws, head.id), person_id=head.id)["nik"].kind == "ok"


def test_a_kk_that_is_taken_names_the_family(ws):
    kept = register_household(ws, typed_family())
    other = typed_family(typed_person(name="Wagiman", nik="1811020503790043"))
    with pytest.raises(FieldProblems) as refused:
        register_household(ws, other)
    assert refused.value.notes["kk"].text == "Nomor KK ini sudah dipakai keluarga Suparman. Buka keluarga itu, atau periksa nomornya."
    assert "kk" not in check_household(ws, household_form(ws, kept), kept)


def test_a_number_is_free_again_after_its_holder_went_into_the_bin(ws):
    kept = register_household(ws, typed_family())
    (head,) = household(ws, kept).members
    with ws.transaction() as act:
        act.delete(nouns.Person, head.id)
        act.delete(nouns.Household, kept)
    assert household(ws, register_household(ws, typed_family())).name == "Suparman"


def test_a_person_without_nik_is_kept_with_the_reason(ws):
    kept = family(ws)
    (head,) = household(ws, kept).members
    assert (head.nik, head.nik_note) == ("tanpa NIK", "dokumen hilang")
    assert [chip.text for chip in head.chips] == ["Tanpa NIK"]


def test_what_a_form_shows_and_is_kept_unchanged_makes_no_change(ws):
    kept = register_household(
        ws, typed_family(latitude="-3.98412", longitude="105.61877", phone="081234567890", consent_on=date(2026, 11, 2), note="Pagar biru")
    )
    (head,) = household(ws, kept).members
    before = len(ops_of(ws, kept)), len(ops_of(ws, head.id, entity="person"))
    form = household_form(ws, kept)
    assert (form.kk, form.rt, form.latitude, form.consent_on, form.note) == (KK, "003", "-3.98412", date(2026, 11, 2), "Pagar biru")
    edit_household(ws, kept, form)
    edit_person(ws, head.id, person_form(ws, head.id))
    assert (len(ops_of(ws, kept)), len(ops_of(ws, head.id, entity="person"))) == before


def test_a_correction_sends_only_the_fields_that_changed(ws):
    kept = register_household(ws, typed_family())
    edit_household(ws, kept, replace(household_form(ws, kept), address="Jalan Sumber Rejo 4", kk=""))
    assert ops_of(ws, kept)[-1].fields == {"address": "Jalan Sumber Rejo 4", "kk": None}
    (head,) = household(ws, kept).members
    edit_person(ws, head.id, replace(person_form(ws, head.id), name="Suparman Hadi", phone="0812 3456 7890"))
    assert ops_of(ws, head.id, entity="person")[-1].fields == {"name": "Suparman Hadi", "phone": "+6281234567890"}
    assert household(ws, kept).name == "Suparman Hadi"


def test_a_point_that_comes_later_makes_the_house(ws):
    from fieldapp.domain.ids import new_id

    kept, head = new_id(), new_id()
    with ws.transaction() as act:
        act.add(nouns.Household(id=kept, root_id=kept, region_id=VILLAGE, head_id=head))
        act.add(nouns.Person(id=head, root_id=head, region_id=VILLAGE, household_id=kept, name="Suparman", relation="1"))
    assert "Titik lokasi rumah" in household(ws, kept).missing
    edit_household(ws, kept, replace(household_form(ws, kept), latitude="-3.98", longitude="105.61"))
    view = household(ws, kept)
    assert (view.latitude, view.longitude) == ("-3.98", "105.61")
    assert "Titik lokasi rumah" not in view.missing


def test_a_new_member_stands_in_the_family(ws):
    kept = register_household(ws, typed_family())
    wife = add_person(ws, kept, NewPerson(name="Sri Rejeki", nik="1811025708830003", sex="2", birth_date=date(1983, 8, 17), relation="3"))
    members = household(ws, kept).members
    assert [(m.name, m.is_head, m.sex, m.age) for m in members] == [("Suparman", True, "L", 47), ("Sri Rejeki", False, "P", 43)]
    assert person_form(ws, wife).nik == "1811025708830003"


@pytest.mark.parametrize("ask", [
    lambda ws: household_form(ws, "tiada"), lambda ws: edit_household(ws, "tiada", typed_family()), lambda ws: add_person(ws, "tiada", typed_person()),
])  # fmt: skip
def test_a_family_that_is_not_here_is_told_as_such(ws, ask):
    with pytest.raises(problems.Problem) as refused:
        ask(ws)
    assert refused.value.kind is problems.HOUSEHOLD_UNKNOWN


@pytest.mark.parametrize("ask", [lambda ws: person_form(ws, "tiada"), lambda ws: edit_person(ws, "tiada", typed_person())])
def test_a_person_who_is_not_here_is_told_as_such(ws, ask):
    with pytest.raises(problems.Problem) as refused:
        ask(ws)
    assert refused.value.kind is problems.PERSON_UNKNOWN


def test_a_decile_is_recorded_with_its_source_and_the_newest_one_shows(ws):
    kept = family(ws)
    record_desil(ws, kept, value="3", snapshot="DTSEN III/2026", dated=date(2026, 7, 10), source="DTSEN")
    record_desil(ws, kept, value="2", snapshot="DTSEN IV/2026", dated=date(2026, 10, 10), source="DTSEN")
    record_desil(ws, kept, value="5", snapshot="DTSEN I/2026", dated=date(2026, 1, 10), source="DTSEN")
    shown = household(ws, kept).desil
    assert shown
    assert (shown.value, shown.snapshot, shown.dated, shown.recorded_on) == ("2", "DTSEN IV/2026", date(2026, 10, 10), date(2026, 11, 23))


def test_every_coded_field_has_its_choices():
    assert dict(reference_choices("relation"))["1"] == "Kepala keluarga"
    assert [code for code, _label in reference_choices("basis")] == ["e", "a", "d", "c"]
    assert reference_choices("sex") == (("1", "Laki-laki"), ("2", "Perempuan"))
    assert all(reference_choices(name) for name in ("marital", "religion", "education", "occupation", "disability", "status"))


def test_an_empty_form_of_a_family_says_what_is_missing(ws):
    wrong = {name for name, note in check_household(ws, NewHousehold()).items() if note.kind == "error"}
    assert wrong == {"head.name", "head.nik", "region_id"}
