"""The questionnaires that come with Pilar: read without a remark, codes exactly as their source has them, both languages whole."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from fieldapp import forms, language, problems
from fieldapp.forms.shelf import FOLDER

TODAY = date(2026, 11, 23)
CODES = Path(FOLDER).parent / "codes"
DTSEN = json.loads((CODES / "dtsen_pbi_2026.json").read_text("utf-8"))["items"]
REGSOSEK = json.loads((CODES / "regsosek2022k.json").read_text("utf-8"))["items"]
SHIPPED = sorted(path.name for path in FOLDER.glob("*.md"))
SOURCES = {
    "status_keluarga": "Status keluarga", "alamat_kk": "Alamat sesuai KK", "geotag": "Geotag", "bangunan": "6a Jenis bangunan",
    "kepemilikan": "7a Status kepemilikan", "bukti_tanah": "7b Bukti kepemilikan tanah (bila 7a=1)", "lantai": "10a Lantai",
    "kondisi": "10b/11b/12b Kondisi lantai/dinding/atap", "dinding": "11a Dinding", "atap": "12a Atap", "bab": "13 Fasilitas BAB",
    "kloset": "14 Kloset", "tinja": "15 Pembuangan akhir tinja", "air": "16 Sumber air minum", "penerangan": "17 Penerangan",
    "daya": "18 Meteran (berulang): daya + jenis ID (ID Pelanggan / No Meteran) + nomor 12 digit",
    "keberadaan": "27a Keberadaan anggota", "domisili": "27b Alamat domisili", "jk": "29 Jenis kelamin", "kawin": "31 Status perkawinan",
    "hubungan": "32 Hubungan dengan KK", "sekolah": "33 Partisipasi sekolah", "ijazah": "34 Pendidikan tertinggi ditamatkan",
    "ya_tidak_tahu": "35a gaji/upah, 35b usaha, 35c pendapatan lain (+ nilai Rp)", "kedudukan": "37 Status kedudukan",
    "ya_tidak": "38a-f Disabilitas jangka lama: fisik, mental, intelektual, sensorik netra, sensorik rungu, sensorik wicara",
    "rekening": "40 Rekening/dompet digital",
}  # fmt: skip
OWN_LISTS = {"persetujuan", "jenis_nomor"}  # codes of Pilar's own, said so at the head of the form


def form_of(name: str) -> forms.Form:
    return forms.shipped_form(name.removesuffix(".md"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_form_is_read_without_a_remark(name: str):
    form = form_of(name)
    assert form.warnings == ()
    assert form.id == name.removesuffix(".md")
    assert set(form.languages) == {"id", "en"}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_code_of_a_shipped_form_is_unique_and_every_word_is_there_in_both_languages(name: str):
    for question in form_of(name).questions():
        codes = [choice.name for choice in question.choices]
        assert len(codes) == len(set(codes))
        for code in ("id", "en"):
            assert question.wording.by_language.get(code), (question.path, code)
            assert all(choice.wording.by_language.get(code) for choice in question.choices), question.path
            if question.hint("id"):
                assert question.hints.by_language.get(code), question.path
            if question.constraint_message("id"):
                assert question.constraint_words.by_language.get(code), question.path


@pytest.mark.parametrize("name", ["dtsen_pbi_2026.md", "rumah_layak_huni.md"])
def test_codes_are_exactly_those_of_the_code_list(name: str):
    for question in form_of(name).questions():
        if not question.choices or question.list_name in OWN_LISTS:
            continue
        source = (
            REGSOSEK["306b Jarak ke penampungan limbah/tinja (bila 306a=4..8)"]
            if question.list_name == "jarak"
            else DTSEN[SOURCES[question.list_name]]
        )
        assert {choice.name: choice.label("id") for choice in question.choices} == source, question.path


@pytest.mark.parametrize("name", ["dtsen_pbi_2026", "regsosek2022k", "pbdt2015", "dukcapil"])
def test_a_code_list_says_where_it_comes_from(name: str):
    told = json.loads((CODES / f"{name}.json").read_text("utf-8"))
    assert set(told) == {"id", "title", "version", "source", "confidence", "items"}
    assert told["id"] == name
    assert all(isinstance(codes, (dict, str)) and codes for codes in told["items"].values())


def test_cards_are_read_in_the_language_in_use():
    assert {card.id: card.title for card in forms.shipped()}["kunjungan_rumah"] == "Kunjungan rumah"
    language.choose("en")
    cards = {card.id: card for card in forms.shipped()}
    assert cards["kunjungan_rumah"].title == "Home visit"
    assert cards["dtsen_pbi_2026"].score == "rumah_layak_huni"
    assert cards["kunjungan_rumah"].score is None
    assert forms.shipped_form("kunjungan_rumah").title() == "Home visit"


def test_a_form_that_is_not_there_is_refused_with_the_ones_that_are():
    with pytest.raises(problems.Problem) as refused:
        forms.shipped_form("tidak_ada")
    assert refused.value.kind is problems.FORM_UNKNOWN
    assert "kunjungan_rumah" in refused.value.sentence


def test_the_rows_that_are_not_known_are_named_in_the_form():
    label = forms.shipped_form("dtsen_pbi_2026").question("baris_tidak_dimuat").label("id")
    assert all(row in label for row in ("R18", "R21", "R24", "R28", "R30"))


def test_a_visit_needs_few_answers_and_refusal_is_one_of_them():
    session = forms.shipped_form("kunjungan_rumah").open(today=TODAY)
    session.set("jenis", "rutin")
    session.set("tujuan", "Kunjungan awal")
    session.set("persetujuan", "tidak")
    session.must_be_complete()
    assert not session.relevant("foto/foto_depan")
    assert not session.relevant("pengamatan/pengamatan_rumah")
    assert session.relevant("ditemui/alasan_menolak")


def test_a_visit_keeps_its_reserved_names():
    form = forms.shipped_form("kunjungan_rumah")
    names = (
        "tujuan jenis bertemu hubungan persetujuan pengamatan_rumah pengamatan_kesehatan pengamatan_ekonomi pengamatan_sosial masalah "
        "kebutuhan tindakan rujukan rencana batas_waktu foto_depan foto_dalam foto_lain"
    )
    assert all(form.path_of(name) for name in names.split())


def test_the_due_date_of_a_plan_is_today_or_later():
    session = forms.shipped_form("kunjungan_rumah").open(today=TODAY)
    session.set("rencana", "Rujuk ke Puskesmas")
    session.set("batas_waktu", "22/11/2026")
    assert session.problem("batas_waktu") == "Batas waktu tidak boleh sebelum hari ini."
    session.set("batas_waktu", "23/11/2026")
    assert session.problem("batas_waktu") is None


def test_the_end_of_a_visit_is_not_before_its_start():
    session = forms.shipped_form("kunjungan_rumah").open(today=TODAY)
    session.set("jam_mulai", "09.45")
    session.set("jam_selesai", "09.30")
    assert session.wrong() == ("kunjungan/jam_selesai",)
    session.set("jam_selesai", "24.00")
    assert session.wrong() == ("kunjungan/jam_selesai",)
    session.set("jam_selesai", "10.05")
    assert session.wrong() == ()


def dtsen(**answers: object) -> forms.form.Session:
    session = forms.shipped_form("dtsen_pbi_2026").open(today=TODAY)
    for name, value in answers.items():
        session.set(name, value)
    return session


def test_a_family_that_is_not_found_stops_the_survey():
    session = dtsen(status_keluarga="0")
    assert session.missing() == ()
    assert not session.relevant("rumah/jenis_lantai")
    assert session.relevant("tempat/catatan_berhenti")


def test_a_family_that_is_found_needs_both_photos_and_a_telephone_or_a_dash():
    session = dtsen(status_keluarga="1", no_hp="-")
    assert session.problem("no_hp") is None
    session.set("no_hp", "tidak ada")
    assert session.problem("no_hp")
    assert {"foto/foto_depan", "foto/foto_ruang_tamu"} <= set(session.missing())


def test_the_value_of_a_vehicle_is_asked_only_when_there_is_one():
    session = dtsen(status_keluarga="1", sepeda_motor=0)
    assert not session.relevant("nilai_sepeda_motor")
    changed = session.set("sepeda_motor", 2)
    assert "aset/nilai_sepeda_motor" in changed
    assert session.required("nilai_sepeda_motor")


def test_meters_are_asked_only_with_a_metered_supply_and_have_twelve_digits():
    session = dtsen(status_keluarga="1", penerangan="3")
    assert not session.relevant("rumah/meteran[1]/daya")
    session.set("penerangan", "1")
    session.add_row("rumah/meteran")
    session.set("rumah/meteran[2]/nomor_meteran", "86021457733")
    assert session.wrong() == ("rumah/meteran[2]/nomor_meteran",)
    session.set("rumah/meteran[2]/nomor_meteran", "860214577331")
    assert session.wrong() == ()


def test_a_nik_has_sixteen_digits():
    session = dtsen(status_keluarga="1")
    path = "anggota/anggota_keluarga[1]/nik"
    session.set(path, "181102450305000")
    assert session.problem(path) == "NIK harus 16 angka."
    session.set(path, "1811024503050001")
    assert session.problem(path) is None


def test_a_members_age_is_worked_out_from_the_birth_date():
    session = dtsen(status_keluarga="1")
    session.set("anggota/anggota_keluarga[1]/tanggal_lahir", "24/11/2008")
    assert session.value("anggota/anggota_keluarga[1]/umur") == 17
    session.set("anggota/anggota_keluarga[1]/tanggal_lahir", "23/11/2008")
    assert session.value("anggota/anggota_keluarga[1]/umur") == 18


def test_people_are_counted_by_who_lives_in_the_house():
    session = dtsen(status_keluarga="1", luas_lantai="36")
    assert session.scores()["lines"][0]["text"] == "Belum dapat dinilai: jawab 27a"
    for n in range(1, 7):
        if n > 1:
            session.add_row("anggota/anggota_keluarga")
        session.set(f"anggota/anggota_keluarga[{n}]/keberadaan_anggota", "2" if n == 6 else "1")
    assert session.value("jumlah_orang") == 5
    assert session.scores()["lines"][0]["text"] == "36 m² ÷ 5 orang = 7,2 m²"


def test_the_distance_that_this_form_does_not_ask_stays_unknown():
    line = dtsen(status_keluarga="1", sumber_air_minum="5").scores()["lines"][2]
    assert line["verdict"] == "unknown"
    assert line["text"] == "Belum dapat dinilai: jarak ke penampungan tinja tidak diketahui"
