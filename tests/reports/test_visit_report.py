"""The visit report, read back from the PDF as a Camat reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fieldapp import problems
from fieldapp.reports import preview, seal
from fieldapp.services.settings import Signers
from fieldapp.services.visits import AnswerLine
from tests.reports import samples
from tests.reports.reading import DOCUMENT, NUMBER, ink, letters, pages, qr, size_mm, visit, words

LONG = ("Raden Mas Haji Kartosuwiryo " + "Mangkubumidiningrat" * 4)[:100]
SECTIONS = (
    "1. Petugas dan keluarga",
    "2. Waktu dan jenis kunjungan",
    "3. Yang ditemui dan persetujuan",
    "4. Hasil pengamatan",
    "5. Masalah dan kebutuhan",
    "6. Tindakan dan rujukan",
    "7. Rencana tindak lanjut",
    "8. Foto",
)


@pytest.mark.parametrize(("paper", "size"), [("A4", (210, 297)), ("F4", (215, 330))])
def test_the_report_comes_on_the_paper_that_was_asked_for(paper: str, size: tuple[int, int]) -> None:
    printed = visit(2, paper=paper)
    assert size_mm(printed) == size
    assert printed.pages == len(pages(printed))


def test_another_paper_is_refused_with_the_papers_there_are() -> None:
    with pytest.raises(problems.Problem) as refused:
        visit(paper="Folio")
    assert refused.value.kind is problems.WRONG_USE
    assert "A4 atau F4" in refused.value.sentence


@pytest.mark.parametrize("view", [samples.VISIT, samples.BARE])
def test_the_sections_stand_in_the_official_order_even_when_they_are_empty(view: Any) -> None:
    told = words(visit(view=view))
    places = [told.index(section) for section in SECTIONS]
    assert places == sorted(places)
    assert places[-1] < told.index("Mengetahui,")


def test_letterhead_title_number_and_day_are_printed_in_indonesian() -> None:
    told = words(visit())
    for part in (
        *(samples.KOP.level1, samples.KOP.level2, samples.KOP.address, samples.KOP.contact),
        "LAPORAN KUNJUNGAN RUMAH",
        f"Nomor {NUMBER}",
    ):
        assert part in told
    assert "Senin, 23 November 2026 (kunjungan ke-5)" in told
    assert "Sungai Cambai, 23 November 2026" in told
    assert "Desa Sungai Cambai, Kec. Mesuji Timur, Kab. Mesuji, Lampung" in told


def test_a_place_that_the_list_of_regions_does_not_hold_keeps_its_own_name() -> None:
    assert "Tempat : RT 003/RW 001, Desa Baru Pemekaran" in words(
        visit(view=replace(samples.BARE, region_id="18.11.99.2099", village="Desa Baru Pemekaran"))
    )


def test_without_a_letterhead_the_title_comes_first() -> None:
    assert pages(visit(letterhead=samples.NO_KOP))[0].startswith("LAPORAN KUNJUNGAN RUMAH")


def test_every_answer_is_printed_once() -> None:
    told = words(visit())
    for line in samples.VISIT.lines:
        assert f"{line.number}. {line.label} : {line.text}" in told
    assert told.count("telah lapuk pada dua sisi") == 1
    assert told.count("Diusulkan prioritas bahan dinding") == 1


def test_what_no_answer_tells_comes_from_the_visit_itself() -> None:
    view = replace(samples.BARE, summary="Atap bocor.", follow_up="Usulkan terpal.", next_on=samples.DAY, met_name="Sulastri")
    told = words(visit(view=view))
    for part in (
        "Atap bocor.",
        "Rencana : Usulkan terpal.",
        "Batas waktu : 23 November 2026",
        "Yang ditemui : Sulastri",
        "Jenis kunjungan : Rutin",
    ):
        assert part in told


def test_a_section_of_a_foreign_questionnaire_is_an_observation() -> None:
    told = words(visit(view=replace(samples.BARE, lines=(AnswerLine("Akses air", "1", "Jarak ke sumur", "300 m"),))))
    assert told.index("4. Hasil pengamatan") < told.index("Akses air 1. Jarak ke sumur : 300 m") < told.index("5. Masalah")


def test_an_empty_visit_says_so() -> None:
    told = words(visit(view=samples.BARE))
    assert told.count("Tidak ada catatan.") == 4
    assert "Tidak ada foto." in told


def test_the_table_of_conditions_is_marked_as_indicative_and_shows_its_working_only_when_asked() -> None:
    told, bare = words(visit()), words(visit(with_working=False))
    assert "Rumah layak huni (indikatif)" in told
    assert "Syarat Hasil Keterangan" in told
    assert "Luas per orang Terpenuhi 36 m² ÷ 5 orang = 7,2 m²" in told
    assert "Ketahanan bangunan Tidak terpenuhi" in told
    assert "Sanitasi Belum dapat dinilai" in told
    assert "Syarat: ketiganya layak" in told
    assert "Syarat: ketiganya layak" not in bare


@pytest.mark.parametrize("hostile", ["<b>&amp;😀", "<img src='/etc/passwd'/>", "a < b & c > d", "</para><para>", "&lt;", "%s {name}"])
def test_a_name_with_angle_brackets_is_printed_as_written(hostile: str) -> None:
    view = replace(
        samples.VISIT,
        household_name=hostile,
        met_name=hostile,
        by_name=hostile,
        lines=(AnswerLine(hostile, hostile, hostile, hostile),),
        summary=hostile,
    )
    signers = Signers(hostile, hostile, hostile, hostile, hostile, hostile)
    printed = visit(view=view, signers=signers, number=hostile, by=hostile)
    assert words(printed).count(hostile.replace("😀", "☐")) >= 12
    assert b"/etc/passwd" not in printed.pdf


def test_names_of_a_hundred_letters_wrap_and_stay_whole() -> None:
    view = replace(samples.VISIT, household_name=LONG, met_name=LONG, by_name=LONG)
    printed = visit(view=view, signers=Signers(LONG, LONG, "", LONG, LONG, "Sungai Cambai"))
    assert letters(words(printed)).count(letters(LONG)) >= 5
    left, _top, right, _bottom = ink(printed)
    assert min(left, right) > 15


@pytest.mark.parametrize("count", [0, 1, 2, 3, 6])
def test_each_photo_stands_with_its_caption(count: int) -> None:
    printed = visit(count)
    assert words(printed).count("Tampak depan") == count
    assert printed.pdf.count(b"/DCTDecode") == count


def test_photos_go_into_the_file_as_they_are_and_only_when_wanted() -> None:
    _view, store = samples.visit_with(2)
    printed = visit(2)
    assert all(data in printed.pdf for data in store.values())
    bare = visit(2, with_photos=False)
    assert b"/DCTDecode" not in bare.pdf
    assert "2 foto tersimpan di Pilar dan tidak dicetak pada lembar ini." in words(bare)


def test_a_photo_that_is_not_here_leaves_a_frame_that_says_so() -> None:
    def missing(sha: str) -> bytes:
        raise problems.PHOTO_MISSING()

    view, _store = samples.visit_with(2)
    from fieldapp import reports

    printed = reports.visit_report(
        view, missing, letterhead=samples.KOP, signers=samples.SIGNERS, number=NUMBER, document_id=DOCUMENT, issued_on=samples.DAY, by="R"
    )
    assert words(printed).count("Foto belum ada di laptop ini.") == 2
    assert printed.sha256 == visit(2, by="R").sha256


def test_a_broken_photo_does_not_stop_the_paper() -> None:
    view, store = samples.visit_with(1)
    broken = dict.fromkeys(store, b"\xff\xd8 not a photo")
    assert "Foto tidak dapat dibuka." in words(visit(view=view, store=broken))


@pytest.mark.parametrize("lines", range(0, 40, 3))
@pytest.mark.parametrize("paper", ["A4", "F4"])
def test_the_signatures_never_stand_without_at_least_two_lines_of_text(lines: int, paper: str) -> None:
    told = tuple(AnswerLine("Hasil pengamatan", str(nth), f"Pertanyaan {nth}", "Ya") for nth in range(lines))
    last = pages(visit(view=replace(samples.BARE, lines=told), paper=paper))[-1]
    before = last[: last.index("Mengetahui,")].strip().splitlines()
    assert len(before) >= 2


def test_a_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    for count in range(20, 40):
        told = tuple(AnswerLine("Hasil pengamatan", "", f"Pertanyaan {nth}", "Ya") for nth in range(count))
        for page in pages(visit(view=replace(samples.BARE, lines=told)))[:-1]:
            body = page[: page.index("Pindai untuk memeriksa")].strip().splitlines()
            assert body[-1] not in SECTIONS


def test_an_answer_longer_than_a_page_goes_on_overleaf_without_losing_a_word() -> None:
    story = " ".join(f"kata{nth}" for nth in range(3000))
    printed = visit(view=replace(samples.BARE, lines=(AnswerLine("Hasil pengamatan", "9", "Rumah", story),)))
    assert printed.pages >= 4
    told = words(printed)
    assert all(f"kata{nth} " in told for nth in range(3000))


def test_the_footer_of_every_page_says_what_the_sheet_is() -> None:
    printed = visit(6, issued_on=datetime(2026, 11, 23, 15, 14, tzinfo=ZoneInfo("Asia/Jakarta")))
    told = pages(printed)
    for number, page in enumerate(told, 1):
        assert f"Halaman {number} dari {len(told)}" in page
        assert "Pindai untuk memeriksa keaslian lembar ini di Pilar" in page
        assert f"Dokumen {DOCUMENT} · sidik {seal.shortened(printed.sha256)}" in page
        assert "RAHASIA: memuat data pribadi (UU 27/2022)" in page
        assert "Dicetak oleh Ratna Puspita, 23 November 2026 15.14 WIB" in page


def test_full_numbers_are_announced_on_every_page() -> None:
    assert all("RAHASIA: memuat NIK lengkap" in page for page in pages(visit(full_nik=True)))


def test_the_qr_of_every_page_names_document_and_digest() -> None:
    printed = visit(6)
    for index in range(printed.pages):
        told = qr(printed, index)
        assert told == f"PILAR1|{DOCUMENT}|{printed.sha256[:32]}"
        assert seal.read_payload(told) == (DOCUMENT, printed.sha256[:32])


def test_the_same_visit_gives_the_same_bytes_also_after_another_paper_was_printed() -> None:
    first = visit(3)
    visit(1, view=replace(samples.BARE, household_name="Żółć ĐŁ ŋ"))
    assert visit(3).pdf == first.pdf


def test_a_copy_on_other_paper_by_another_hand_has_the_same_digest() -> None:
    first = visit(2)
    assert visit(2, paper="A4", by="Budi", document_id="").sha256 == first.sha256
    assert visit(2, issued_on=datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))).sha256 == first.sha256


@pytest.mark.parametrize(
    "change",
    [
        {"household_name": "Suparmin"},
        {"next_on": None, "lines": samples.VISIT.lines[:-1]},
        {"assessments": ()},
        {"visited_on": samples.DAY.replace(day=22)},
    ],
)
def test_any_change_of_what_the_sheet_says_changes_the_digest(change: dict[str, Any]) -> None:
    assert visit(view=replace(samples.VISIT, **change)).sha256 != visit(view=samples.VISIT).sha256


def test_another_number_signer_or_day_changes_the_digest() -> None:
    digests = {
        visit().sha256,
        visit(number="400.9/128/DINSOS/XI/2026").sha256,
        visit(signers=replace(samples.SIGNERS, head_name="Haryono")).sha256,
        visit(issued_on=samples.DAY.replace(day=24)).sha256,
        visit(with_working=False).sha256,
    }
    assert len(digests) == 5


def test_no_ink_comes_near_the_edge() -> None:
    for paper in ("A4", "F4"):
        printed = visit(6, paper=paper, logo=samples.jpeg())
        for index in range(printed.pages):
            assert min(ink(printed, index)) > 5


def test_the_preview_shows_every_page_at_the_width_asked_for() -> None:
    printed = visit(6)
    pictures = list(preview.pages(printed.pdf, 400))
    assert len(pictures) == printed.pages
    assert all(picture.width == 400 and len(picture.rgba) == 400 * picture.height * 4 for picture in pictures)
    assert preview.page(printed.pdf, 1, 400) == pictures[1]
    with pytest.raises(IndexError):
        preview.page(printed.pdf, printed.pages, 400)
