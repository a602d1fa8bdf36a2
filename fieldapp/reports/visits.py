"""Laporan kunjungan rumah: what a worker saw at one family on one day, in the order the Dinas Sosial asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp.domain.written import date_full, date_long, date_medium
from fieldapp.language import _
from fieldapp.reports import seal
from fieldapp.reports.compose import number_line, pieces, print_pieces, text_width, title_pieces
from fieldapp.reports.flow import Cell, Piece, Row
from fieldapp.reports.paper import MM, Block, Grid, Heading, Lines, Paper, Photo, PhotoGrid, Prose, told
from fieldapp.reports.photos import jpeg_of
from fieldapp.reports.places import where
from fieldapp.reports.sheet import Footer, letterhead_piece
from fieldapp.reports.signatures import signatures, signers_of
from fieldapp.reports.text import paragraph

if TYPE_CHECKING:
    from fieldapp.services.settings import Letterhead, Signers
    from fieldapp.services.visits import AnswerLine, AssessmentView, VisitView

# Where the answers of a section belong, by a word in the section's name; all others are observations (4).
_PLACES = (
    (7, ("tindak lanjut", "rencana", "follow-up")),
    (6, ("tindakan", "rujukan", "action", "referral")),
    (5, ("masalah", "kebutuhan", "problem", "need")),
    (3, ("persetujuan", "ditemui", "consent", "person met")),
)
_ABOUT_THE_VISIT = frozenset({"kunjungan", "visit"})  # the whole name of a section that belongs in 2


def visit_report(
    view: VisitView,
    photos: Callable[[str], bytes],
    *,
    paper: str = "F4",
    letterhead: Letterhead,
    signers: Signers,
    number: str,
    document_id: str,
    with_photos: bool = True,
    with_working: bool = True,
    full_nik: bool = False,
    issued_on: date,
    by: str,
    logo: bytes | None = None,
) -> Paper:
    """Return the report of one visit on ``A4`` or ``F4``.

    ``photos`` gives the JPEG of a SHA-256 (PHOTO_MISSING leaves an empty frame); ``issued_on`` is the day of the letter, or a moment
    with its zone to have the hour printed too; ``by`` is who prints. The digest does not depend on paper, document id, ``by``
    or hour. ``full_nik`` only says so in the footer: the view carries the numbers. Raises WRONG_USE on another paper.
    """
    width = text_width(paper)
    blocks = tuple(visit_blocks(view, photos, with_photos=with_photos, with_working=with_working))
    title, closing = _("LAPORAN KUNJUNGAN RUMAH"), _closing()
    signing = signers_of(signers, issued_on, view.met_name or "")
    head = (letterhead.level1, letterhead.level2, letterhead.address, letterhead.contact)
    sha256 = seal.digest(
        (
            ("PILAR1", "kunjungan", view.id),
            ("head", *head, title, number),
            *(line for block in blocks for line in told(block)),
            ("closing", closing),
            *(("signer", *signer.above, signer.name, signer.below) for signer in signing),
        )
    )
    footer = Footer(document_id, sha256, by, issued_on, full_nik)
    all_pieces: list[Piece] = [
        *letterhead_piece(letterhead, width, logo),
        *title_pieces(title, (number_line(number),), width),
        *pieces(blocks, width),
        Row((Cell(0, width, paragraph(closing)),), before=4 * MM, keep=True),
        signatures(signing, width),
    ]
    return print_pieces(all_pieces, paper=paper, orientation="portrait", footer=footer, title=_("Laporan kunjungan rumah"))


def _closing() -> str:
    """The last sentences; always at least two lines, so that the signatures never stand alone on a page."""
    return _(
        "Demikian laporan ini dibuat menurut keadaan yang dilihat dan keterangan yang diterima pada hari kunjungan. "
        "Hasil penilaian bersifat indikatif, bukan penetapan bantuan atau desil."
    )


def visit_blocks(view: VisitView, photos: Callable[[str], bytes], *, with_photos: bool, with_working: bool) -> Iterator[Block]:
    """Yield what the report says, sections 1 to 8; a section without anything says so and keeps its number."""
    placed = _by_section(view.lines)
    yield Heading(_("1. Petugas dan keluarga"))
    yield Lines(_filled(_identity(view)))
    yield Heading(_("2. Waktu dan jenis kunjungan"))
    yield Lines(_filled(_when(view, placed.get(2, ()))))
    yield Heading(_("3. Yang ditemui dan persetujuan"))
    yield Lines(_filled(_met(view, placed.get(3, ()))))
    yield Heading(_("4. Hasil pengamatan"))
    yield from _observed(view, placed.get(4, ()), with_working=with_working)
    yield Heading(_("5. Masalah dan kebutuhan"))
    yield from _or_nothing(_told(placed.get(5, ())))
    yield Heading(_("6. Tindakan dan rujukan"))
    yield from _or_nothing(_told(placed.get(6, ())))
    yield Heading(_("7. Rencana tindak lanjut"))
    yield from _or_nothing(_filled(_plans(view, placed.get(7, ()))))
    yield Heading(_("8. Foto"))
    yield from _pictures(view, photos, with_photos=with_photos)


Pairs = Iterable[tuple[str, str]]


def _filled(pairs: Pairs) -> tuple[tuple[str, str], ...]:
    """Return the lines that have something to say."""
    return tuple((label, words) for label, words in pairs if words.strip())


def _or_nothing(pairs: Pairs) -> Iterator[Block]:
    """Yield the lines, or a sentence that nothing was noted."""
    found = tuple(pairs)
    yield Lines(found) if found else Prose(_("Tidak ada catatan."))


def _told(lines: Iterable[AnswerLine]) -> tuple[tuple[str, str], ...]:
    """Return answers as label and value, with the number of the question where the form has one."""
    return tuple((f"{line.number}. {line.label}" if line.number else line.label, line.text) for line in lines)


def _is_told(words: str, lines: Iterable[AnswerLine]) -> bool:
    """Say whether an answer already tells these words, or begins with them, so that nothing is printed twice."""
    return bool(words) and any(line.text.startswith(words) for line in lines)


def _identity(view: VisitView) -> Iterator[tuple[str, str]]:
    """The worker, the family, the place."""
    yield _("Petugas"), ", ".join(part for part in (view.by_name, view.by_title) if part)
    yield _("Keluarga"), _("{name}, KK {kk}").format(name=view.household_name, kk=view.kk) if view.kk else view.household_name
    yield _("Tempat"), ", ".join(part for part in (view.address, view.place, where(view.region_id, view.village)) if part)
    yield _("Kode catatan"), view.code


def _when(view: VisitView, lines: tuple[AnswerLine, ...]) -> Iterator[tuple[str, str]]:
    """The day, which visit it was, where, and what the questionnaire says about it."""
    yield _("Hari, tanggal"), _("{day} (kunjungan ke-{number})").format(day=date_full(view.visited_on), number=view.number)
    if view.latitude and view.longitude:
        yield _("Lokasi GPS"), f"{view.latitude}, {view.longitude}"
    if not any(line.label.casefold() == _("Jenis kunjungan").casefold() for line in lines):
        yield _("Jenis kunjungan"), view.kind_label
    yield from _told(lines)


def _met(view: VisitView, lines: tuple[AnswerLine, ...]) -> Iterator[tuple[str, str]]:
    """Who was met, and whether the family agreed to be recorded."""
    if not _is_told(view.met_name, lines):
        yield _("Yang ditemui"), view.met_name or _("tidak dicatat")
    yield from _told(lines)


def _plans(view: VisitView, lines: tuple[AnswerLine, ...]) -> Iterator[tuple[str, str]]:
    """What comes next and by when."""
    if not _is_told(view.follow_up, lines):
        yield _("Rencana"), view.follow_up
    if view.next_on and not _is_told(date_medium(view.next_on), lines):
        yield _("Batas waktu"), date_long(view.next_on)
    yield from _told(lines)


def _by_section(lines: Iterable[AnswerLine]) -> dict[int, tuple[AnswerLine, ...]]:
    """Return the answers by the section of the report in which they belong."""
    placed: dict[int, list[AnswerLine]] = {}
    for line in lines:
        placed.setdefault(_place(line.section.casefold().strip()), []).append(line)
    return {place: tuple(found) for place, found in placed.items()}


def _place(section: str) -> int:
    if section in _ABOUT_THE_VISIT:
        return 2
    return next((place for place, words in _PLACES if any(word in section for word in words)), 4)


def _answers(lines: Iterable[AnswerLine]) -> Iterator[Block]:
    """Yield answers under the names of their sections of the questionnaire; a section that is called as ours needs no second name."""
    groups: dict[str, list[AnswerLine]] = {}
    for line in lines:
        groups.setdefault(line.section, []).append(line)
    for name, found in groups.items():
        if name.strip() and name != _("Hasil pengamatan"):
            yield Heading(name, level=2)
        wide = max(len(line.label) for line in found) > 30
        yield Lines(_told(found), wide=wide)


def _observed(view: VisitView, lines: tuple[AnswerLine, ...], *, with_working: bool) -> Iterator[Block]:
    """What was seen: the summary in the worker's words unless an answer tells it, the answers, the assessments."""
    summary = "" if _is_told(view.summary, view.lines) else view.summary
    if summary:
        yield Prose(summary)
    yield from _answers(lines)
    for assessment in view.assessments:
        yield from _assessment(assessment, with_working=with_working)
    if not (summary or lines or view.assessments):
        yield Prose(_("Tidak ada catatan."))


def _assessment(view: AssessmentView, *, with_working: bool) -> Iterator[Block]:
    """A questionnaire with its result: the table of conditions, always marked as indicative."""
    yield Heading(_("{title} (indikatif)").format(title=view.form_title) if view.verdict else view.form_title, level=2)
    if view.verdict:
        result = _("Hasil: {verdict} ({summary}).") if view.summary else _("Hasil: {verdict}.")
        yield Prose(result.format(verdict=view.verdict, summary=view.summary))
    rows = tuple(_condition(line, with_working=with_working) for line in view.lines)
    if rows:
        yield Grid((_("Syarat"), _("Hasil"), _("Keterangan")), rows, (34, 28, 92))
    if view.note:
        yield Prose(view.note)
    yield from _answers(view.answers)


def _condition(line: dict[str, Any], *, with_working: bool) -> tuple[str, str, str]:
    """One row of the table: the condition, whether it is met, what was reckoned and, with the working, by which rule."""
    result = {"ok": _("Terpenuhi"), "bad": _("Tidak terpenuhi")}.get(str(line.get("verdict", "")), _("Belum dapat dinilai"))
    parts = [str(line.get("text") or ""), str(line.get("rule_text") or "") if with_working else ""]
    return str(line.get("name", "")), result, "\n".join(part for part in parts if part)


def _pictures(view: VisitView, photos: Callable[[str], bytes], *, with_photos: bool) -> Iterator[Block]:
    """The photos of the visit, or a sentence where there are none on paper."""
    if not view.photos:
        yield Prose(_("Tidak ada foto."))
    elif not with_photos:
        yield Prose(_("{count} foto tersimpan di Pilar dan tidak dicetak pada lembar ini.").format(count=len(view.photos)))
    else:
        yield PhotoGrid(tuple(Photo(photo.sha, photo.caption, jpeg_of(photo.sha, photos)) for photo in view.photos))
