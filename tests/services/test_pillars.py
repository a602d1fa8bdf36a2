"""Social pillars: registered with checks, found by name, kind, area and SK, changed in state step by step, and missed where they lack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.services.checking import FieldProblems
from fieldapp.services.pillar_acts import (
    account_choices,
    add_certificate,
    change_status,
    edit_pillar,
    pillar_form,
    register_pillar,
)
from fieldapp.services.pillar_checks import NewCertificate, NewPillar, NewStatus, check_certificate, check_pillar, check_status, home_of
from fieldapp.services.pillar_coverage import area_choices, coverage, uncovered
from fieldapp.services.pillar_view import apart, pillar_view
from fieldapp.services.pillar_words import certificate_chip, sk_chip
from fieldapp.services.pillars import PillarQuery, pillar_list
from tests.services.stage import NIK, OTHER_VILLAGE, TODAY, VILLAGE, event, family, office_tells, open_laptop, ops_of

KECAMATAN = "18.11.02"


@pytest.fixture
def office(home, clock):
    """The laptop of a coordinator of the kecamatan."""
    opened = open_laptop(home, clock, login="wahyu", role="coordinator_kecamatan", name="Wahyu Setiaji")
    yield opened
    opened.close()


def typed(**changes) -> NewPillar:
    told = {"name": "Siti Aminah", "kind": "PSM", "areas": (VILLAGE,), "sk_number": "400/12/2026", "sk_from": date(2026, 1, 2), **changes}
    return NewPillar(**told)


def names(ws, **asked) -> list[str]:
    return [card.name for card in pillar_list(ws, PillarQuery(**asked)).cards]


def test_a_pillar_is_kept_with_its_first_state_under_its_kecamatan(office):
    kept = register_pillar(office, typed(nik=NIK, phone="0812 3456 7890", sk_until=date(2026, 12, 31)))
    op = ops_of(office, kept, entity="pillar")[0]
    assert op.bucket == (KECAMATAN, "reference")
    assert (op.fields["nik"], op.fields["phone"], op.fields["areas"]) == (NIK, "+6281234567890", [VILLAGE])
    view = pillar_view(office, kept)
    assert (view.nik, view.phone, view.state_chip.text) == ("1811••••••••0042", "0812 3456 7890", "Aktif")
    assert (view.state_since, view.sk_chip.text, view.sk_chip.kind) == (date(2026, 1, 2), "SK habis 38 hari lagi", "warn")
    assert [(area.title, area.path) for area in view.areas] == [("Desa Dwi Karya Mustika", "Mesuji Timur, Kab. Mesuji, Lampung")]


@pytest.mark.parametrize(
    ("areas", "home"),
    [
        ((), ""),
        ((VILLAGE,), "18.11.02"),
        ((VILLAGE, OTHER_VILLAGE), "18.11.02"),
        ((VILLAGE, "18.11.03.2001"), "18.11"),
        (("18.11",), "18.11"),
        ((VILLAGE, "32.12.01.2011"), "00"),
    ],
)
def test_a_pillar_is_kept_under_the_smallest_place_above_its_villages(areas, home):
    assert home_of(areas) == home


@pytest.mark.parametrize(
    ("changes", "where", "kind", "said"),
    [
        ({"name": " "}, "name", "error", "Nama pilar belum diisi."),
        ({"name": "a" * 101}, "name", "error", "Nama paling panjang 100 huruf. Yang tertulis 101."),
        ({"kind": ""}, "kind", "error", "Jenis pilar belum dipilih."),
        ({"kind": "RT"}, "kind", "error", "Kode RT tidak ada dalam daftar. Pilih dari daftar."),
        ({"nik": "18110205"}, "nik", "error", "NIK harus 16 angka. Baru 8, kurang 8."),
        ({"nik": NIK}, "nik", "ok", "Sah: lahir 5 Maret 1979"),
        ({"phone": "12"}, "phone", "error", "Nomor HP tidak dikenali. Tulis seperti 0812 3456 7890, atau kosongkan."),
        (
            {"sk_from": date(2026, 5, 1), "sk_until": date(2026, 4, 30)},
            "sk_until",
            "error",
            "SK berakhir 30 Apr 2026, sebelum mulai 1 Mei 2026. Periksa kedua tanggal.",
        ),
        ({"sk_until": date(2026, 11, 1)}, "sk_until", "warn", "SK ini sudah habis 1 Nov 2026."),
        ({"sk_number": ""}, "sk_number", "warn", "Nomor SK belum ditulis."),
        ({"areas": ()}, "areas", "error", "Wilayah tugas belum dipilih. Ketik tiga huruf namanya."),
        ({"areas": ("99.99.99.9999",)}, "areas", "error", "Kode wilayah 99.99.99.9999 tidak dikenal. Ketik nama desa untuk mencarinya."),
        ({"areas": ("18.11.03.2001",)}, "areas", "error", None),
        ({"areas": (KECAMATAN,)}, "areas", "warn", "Pekerja Sosial Masyarakat biasanya bertugas di tingkat desa, Mesuji Timur tidak."),
    ],
)
def test_what_is_said_under_a_field_of_a_pillar(office, changes, where, kind, said):
    note = check_pillar(office, typed(**changes))[where]
    assert note.kind == kind
    assert said is None or note.text == said


def test_who_is_here_already_is_said_by_name_and_stops_nobody(office):
    first = register_pillar(office, typed(nik=NIK))
    again = typed(name="SITI  AMINAH, S.Sos", nik=NIK, areas=(OTHER_VILLAGE,))
    notes = check_pillar(office, again)
    assert notes["name"].kind == notes["nik"].kind == "warn"
    assert notes["name"].text == "Siti Aminah (PSM, Dwi Karya Mustika) sudah tercatat. Periksa apakah orang yang sama."
    assert notes["nik"].text.startswith("NIK ini juga milik Siti Aminah (PSM, Dwi Karya Mustika).")
    assert "name" not in check_pillar(office, replace(again, kind="PKH"))
    assert "name" not in check_pillar(office, typed(), first)
    register_pillar(office, again)
    assert len(names(office)) == 2


def test_a_role_that_only_reads_is_refused_and_told_why(ws):
    with pytest.raises(problems.Problem) as refused:
        register_pillar(ws, typed())
    assert refused.value.kind is problems.PILLAR_READ_ONLY


def test_a_pillar_kept_above_ones_own_area_is_read_and_not_changed(office):
    tagana = new_id()
    told = {"name": "Joko", "kind": "TAGANA", "areas": ["18.11"]}
    office_tells(office, event("pillar", tagana, told) | {"bucket": "18.11/reference"})
    view = pillar_view(office, tagana)
    assert view.reason == "Dicatat untuk Kabupaten Mesuji. Minta koordinator di sana mengubahnya."
    with pytest.raises(problems.Problem) as refused:
        edit_pillar(office, tagana, typed())
    assert refused.value.kind is problems.PILLAR_ELSEWHERE


def test_correcting_changes_only_what_changed_and_moves_what_works_elsewhere(home, clock):
    ws = open_laptop(home, clock, login="kab", role="coordinator_kabupaten", regions=("18.11",))
    kept = register_pillar(ws, typed())
    form = pillar_form(ws, kept)
    edit_pillar(ws, kept, form)
    assert [op.kind for op in ops_of(ws, kept, entity="pillar")] == ["put"]
    edit_pillar(ws, kept, replace(form, phone="0812 3456 7890", areas=(OTHER_VILLAGE, "18.11.03.2001")))
    ops = ops_of(ws, kept, entity="pillar")[1:]
    assert [op.kind for op in ops] == ["put", "add", "remove", "move"]
    assert ops[0].fields == {"phone": "+6281234567890"}
    with ws.transaction() as act:
        moved = act.get(nouns.Pillar, kept)
    assert (moved.region_id, sorted(moved.areas)) == ("18.11", [OTHER_VILLAGE, "18.11.03.2001"])
    assert pillar_view(ws, kept).statuses[0].state == "aktif"
    ws.close()


# Finding


@pytest.fixture
def crew(office):
    """Four pillars of the kecamatan: three kinds, one on leave, one whose SK is over."""
    register_pillar(office, typed(name="Hj. Siti Aminah", phone="0812 3456 7890", sk_until=date(2027, 1, 31)))
    register_pillar(office, typed(name="Soeparno", kind="TKSK", areas=(KECAMATAN,), sk_until=date(2027, 12, 31)))
    register_pillar(office, typed(name="Bayu", kind="PKH", areas=(OTHER_VILLAGE,), sk_until=date(2026, 10, 31)))
    leave = register_pillar(office, typed(name="Eka", sk_number="", sk_from=None, areas=(OTHER_VILLAGE,)))
    change_status(office, leave, NewStatus(state="cuti", since=TODAY, reason="melahirkan"))
    return office


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Bayu", "Eka", "Hj. Siti Aminah", "Soeparno"]),
        ({"text": "supar"}, ["Soeparno"]),
        ({"text": "psm"}, ["Eka", "Hj. Siti Aminah"]),
        ({"text": "pekerja siti"}, ["Hj. Siti Aminah"]),
        ({"text": "mustika"}, ["Hj. Siti Aminah"]),
        ({"text": "0812 3456"}, ["Hj. Siti Aminah"]),
        ({"text": "zzz"}, []),
        ({"kind": "PSM"}, ["Eka", "Hj. Siti Aminah"]),
        ({"state": "cuti"}, ["Eka"]),
        ({"state": "bertugas"}, ["Bayu", "Eka", "Hj. Siti Aminah", "Soeparno"]),
        ({"sk": "expired"}, ["Bayu"]),
        ({"sk": "soon"}, ["Hj. Siti Aminah"]),
        ({"sk": "missing"}, ["Eka"]),
        ({"area": OTHER_VILLAGE}, ["Bayu", "Eka", "Soeparno"]),
        ({"order": "kind"}, ["Soeparno", "Eka", "Hj. Siti Aminah", "Bayu"]),
        ({"order": "sk"}, ["Bayu", "Hj. Siti Aminah", "Soeparno", "Eka"]),
    ],
)
def test_pillars_are_found_by_what_one_knows_of_them(crew, asked, found):
    assert names(crew, **asked) == found


def test_the_list_counts_its_kinds_and_says_what_needs_a_person(crew):
    told = pillar_list(crew)
    assert (told.total, told.kinds) == (4, (("TKSK", 1), ("PSM", 2), ("PKH", 1)))
    assert [card.chip.text for card in told.cards] == ["SK habis 23 hari lalu", "Cuti", "SK habis 69 hari lagi", "SK berlaku"]


@pytest.mark.parametrize(
    ("number", "until", "said"),
    [
        (None, None, ("mute", "SK belum dicatat")),
        ("1", None, ("ok", "SK berlaku")),
        ("1", TODAY - timedelta(days=1), ("bad", "SK habis 1 hari lalu")),
        ("1", TODAY, ("warn", "SK habis hari ini")),
        ("1", TODAY + timedelta(days=90), ("warn", "SK habis 90 hari lagi")),
        ("1", TODAY + timedelta(days=91), ("ok", "SK berlaku")),
    ],
)
def test_an_sk_is_said_to_end_from_ninety_days_before(number, until, said):
    chip = sk_chip(number, None, until, TODAY)
    assert (chip.kind, chip.text) == said


def test_a_certificate_says_how_long_it_still_holds():
    assert [certificate_chip(day, TODAY).text for day in (None, TODAY, TODAY + timedelta(days=12), TODAY - timedelta(days=3))] == [
        "Tanpa batas waktu",
        "Habis hari ini",
        "Habis 12 hari lagi",
        "Habis 3 hari lalu",
    ]


# States


def test_a_pillar_goes_on_leave_comes_back_and_is_replaced(office):
    kept, other = register_pillar(office, typed()), register_pillar(office, typed(name="Eka"))
    change_status(office, kept, NewStatus(state="cuti", since=date(2026, 10, 1), reason="sakit"))
    change_status(office, kept, NewStatus(state="aktif", since=date(2026, 11, 1)))
    change_status(office, kept, NewStatus(state="diganti", since=TODAY, reason="pindah", successor_id=other))
    view = pillar_view(office, kept)
    assert [(line.state_name, line.since, line.successor) for line in view.statuses] == [
        ("Diganti", TODAY, "Eka"),
        ("Aktif", date(2026, 11, 1), ""),
        ("Cuti", date(2026, 10, 1), ""),
        ("Aktif", date(2026, 1, 2), ""),
    ]
    assert {line.by_name for line in view.statuses} == {"Wahyu Setiaji"}
    assert names(office, state="diganti") == ["Siti Aminah"]


@pytest.mark.parametrize(
    ("changes", "where", "said"),
    [
        ({"state": ""}, "state", "Status belum dipilih."),
        ({"state": "aktif"}, "state", "Pilar ini sudah aktif sejak 2 Jan 2026. Pilih status lain."),
        ({"since": None}, "since", "Tanggal mulai belum diisi."),
        ({"since": TODAY + timedelta(days=1)}, "since", "Tanggal 24 Nov 2026 belum terjadi. Catat status ini pada harinya."),
        (
            {"since": date(2026, 1, 1)},
            "since",
            "Tanggal 1 Jan 2026 sebelum status terakhir (2 Jan 2026). Isi 2 Jan 2026 atau sesudahnya.",
        ),
        ({"reason": "x"}, "reason", "Alasan belum ditulis. Tulis paling sedikit 3 huruf."),
        ({"state": "diganti"}, "successor_id", "Pilih penggantinya dari daftar pilar. Daftarkan dahulu bila belum ada."),
    ],
)
def test_what_stops_a_change_of_state(office, changes, where, said):
    kept = register_pillar(office, typed())
    told = replace(NewStatus(state="cuti", since=TODAY, reason="sakit"), **changes)
    assert check_status(office, kept, told)[where].text == said
    with pytest.raises(FieldProblems):
        change_status(office, kept, told)
    assert len(pillar_view(office, kept).statuses) == 1


def test_nobody_replaces_oneself(office):
    kept = register_pillar(office, typed())
    assert "successor_id" in check_status(office, kept, NewStatus(state="diganti", since=TODAY, reason="pindah", successor_id=kept))


def test_a_certificate_is_kept_and_days_out_of_order_stop_it(office):
    kept = register_pillar(office, typed())
    good = NewCertificate(title="Bimtek PSM", number="7", giver="Dinas", issued_on=date(2025, 3, 1), expires_on=date(2026, 12, 5))
    add_certificate(office, kept, good)
    assert [(paper.title, paper.chip.text) for paper in pillar_view(office, kept).certificates] == [("Bimtek PSM", "Habis 12 hari lagi")]
    wrong = replace(good, title="", expires_on=date(2025, 2, 28))
    notes = check_certificate(office, wrong)
    assert notes["title"].text == "Nama sertifikat belum diisi."
    assert notes["expires_on"].text == "Sertifikat berlaku sampai 28 Feb 2025, sebelum terbit 1 Mar 2025. Periksa kedua tanggal."
    with pytest.raises(FieldProblems):
        add_certificate(office, kept, wrong)


# Work and coverage


def test_work_counts_each_family_once_and_visits_of_the_month_and_the_quarter(office):
    home = family(office)
    family(office, "Bayu", region_id=OTHER_VILLAGE)
    for day in (TODAY, date(2026, 9, 1), date(2026, 8, 1)):
        with office.transaction() as act:
            act.add(nouns.Visit(id=new_id(), root_id=home, region_id=VILLAGE, household_id=home, visited_on=day.isoformat(), kind="rutin"))
    kept = register_pillar(office, typed(kind="TKSK", areas=(KECAMATAN, VILLAGE), user_id=office.user.id))
    view = pillar_view(office, kept)
    assert (view.workload.families, view.workload.visits_month, view.workload.visits_quarter) == (2, 1, 2)
    assert (view.workload.own_month, view.workload.own_quarter) == (1, 2)
    assert [(area.families, area.visits_quarter) for area in view.areas] == [(2, 2), (1, 2)]
    assert view.account == "Wahyu Setiaji"
    assert account_choices(office) == ((office.user.id, "Wahyu Setiaji, TKSK Kec. Mesuji Timur"),)


def test_areas_inside_others_are_counted_once():
    assert apart(["18.11.02.2002", "18.11.02", "18.11.03.2001"]) == ["18.11.02", "18.11.03.2001"]


def test_villages_without_a_psm_are_named_until_one_works_there(office):
    before = uncovered(office, "PSM")
    kept = register_pillar(office, typed())
    assert [place.id for place in before if place not in uncovered(office, "PSM")] == [VILLAGE]
    change_status(office, kept, NewStatus(state="berhenti", since=TODAY, reason="mengundurkan diri"))
    assert uncovered(office, "PSM") == before
    line = next(line for line in coverage(office) if line.kind == "PSM")
    assert (line.active, line.places, len(line.without)) == (0, len(before), len(before))
    assert uncovered(office, "LAINNYA") == ()


def test_places_to_choose_begin_with_the_level_of_the_kind(office):
    assert area_choices(office, "", "TKSK")[0].id == KECAMATAN
    assert [place.name for place in area_choices(office, "tanj mas", "PSM")] == [
        f"Tanjung Mas {word}" for word in ("Makmur", "Mulya", "Jaya", "Rejo")
    ]


def test_an_unknown_pillar_is_said_to_be_unknown(office):
    with pytest.raises(problems.Problem) as refused:
        pillar_view(office, new_id())
    assert refused.value.kind is problems.PILLAR_UNKNOWN
