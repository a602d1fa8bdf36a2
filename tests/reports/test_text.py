"""Any words at all can be printed; what the font has is there again when the PDF is read."""

from __future__ import annotations

import ast
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fieldapp.reports
from fieldapp import reports
from fieldapp.reports import fonts, seal
from fieldapp.reports.text import BOX, markup, printable
from tests.reports import samples
from tests.reports.reading import letters, recap, visit, words

ROOM = Path(fieldapp.reports.__file__).parent
# Marks that combine may be read back joined to the letter before; they are held to in test_accents_are_composed.
HAD = sorted(
    chr(code)
    for code in fonts.known()
    if unicodedata.category(chr(code)) in {"Ll", "Lu", "Nd", "Po", "Ps", "Pe", "Sm", "Sc"}
    and unicodedata.normalize("NFC", chr(code)) == chr(code)
)


@settings(max_examples=40)
@given(st.text(max_size=80))
def test_any_text_prints_without_raising(text: str) -> None:
    printed = visit(view=replace(samples.BARE, household_name=text, summary=text, met_name=text), number=text, by=text)
    assert printed.pages >= 1
    village = samples.village(1)
    reports.village_recap(
        replace(village, rows=(replace(village.rows[0], name=text),)),
        letterhead=samples.KOP,
        signers=samples.SIGNERS,
        number=text,
        document_id="",
        issued_on=samples.DAY,
        by=text,
    )


@given(st.text(st.sampled_from(HAD), min_size=1, max_size=60))
def test_text_of_letters_the_font_has_is_there_again(text: str) -> None:
    assert letters(text) in letters(words(visit(view=replace(samples.BARE, summary=text))))


@given(st.text(max_size=60))
def test_only_letters_the_font_has_are_left(text: str) -> None:
    assert {ord(letter) for letter in printable(text)} <= fonts.known() | {ord("\n")}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("😀", BOX),
        ("Siti 👩‍🌾 Aminah", f"Siti {BOX}{BOX} Aminah"),
        ("❤️", BOX),
        ("شكر", BOX * 3),
        ("a\u202eb", "ab"),
        ("a\u0000b\ufeff", "ab"),
        ("e\u0301", "é"),
        ("RT\t003", "RT 003"),
        ("baris\r\nbaru", "baris\nbaru"),
        ("\udc80x", "x"),
        ("\uffff", BOX),
    ],
)
def test_what_the_font_lacks_is_shown_as_a_box_and_marks_without_a_shape_are_left_out(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_markup_is_escaped_and_lines_stay_lines() -> None:
    assert markup("<b> & co\n'x'") == "&lt;b&gt; &amp; co<br/>'x'"


def test_only_one_module_makes_paragraphs() -> None:
    makers = {path.name for path in ROOM.glob("**/*.py") for node in ast.walk(ast.parse(path.read_text())) if _names_paragraph(node)}
    assert makers == {"text.py"}


def _names_paragraph(node: ast.AST) -> bool:
    """Tell any mention of ReportLab's Paragraph: the import, the name, the attribute."""
    if isinstance(node, ast.ImportFrom | ast.Import):
        return any(alias.name.rpartition(".")[2] in {"Paragraph", "XPreformatted", "platypus"} for alias in node.names)
    return (isinstance(node, ast.Name) and node.id == "Paragraph") or (isinstance(node, ast.Attribute) and node.attr == "Paragraph")


def test_no_paper_asks_what_time_it_is() -> None:
    for path in ROOM.glob("*.py"):
        called = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        assert not called & {"now", "utcnow", "today", "utc_now"}, path.name


def test_the_list_of_papers_is_there_without_loading_reportlab() -> None:
    code = "import sys; from fieldapp import reports; print([c.name for c in reports.names()], 'reportlab' in sys.modules, 'PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOM.parent.parent)
    assert done.stdout.strip() == "['kunjungan', 'rekap-desa'] False False"


def test_the_list_of_papers_says_what_each_is_about() -> None:
    assert [(card.title, card.subject) for card in reports.names()] == [("Laporan kunjungan rumah", "visit"), ("Rekap desa", "region")]


@pytest.mark.parametrize("text", ["", "PILAR1|x", "PILAR2|x|" + "0" * 32, "PILAR1|x|" + "g" * 32, "https://contoh.go.id"])
def test_a_code_that_is_not_ours_is_told_apart(text: str) -> None:
    assert seal.read_payload(text) is None


def test_strings_that_run_together_do_not_have_the_same_digest() -> None:
    assert seal.digest([("ab", "c")]) != seal.digest([("a", "bc")]) != seal.digest([("a",), ("bc",)])


def test_only_the_embedded_typeface_is_used() -> None:
    for paper in (visit(1), recap(40)):
        assert b"SourceSansPro" in paper.pdf
        assert b"/FontFile2" in paper.pdf
