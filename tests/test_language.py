"""English says the same as Indonesian: every sentence is translated, with the same facts in it, and both can be chosen back and forth."""

from __future__ import annotations

import gettext
import os
import re
from datetime import date
from string import Formatter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pytestqt.qtbot import QtBot

from fieldapp import language, problems
from fieldapp.domain import written
from fieldapp.language import _
from tools import words
from ui.kit.datefield import DateField

# What a formal program does not say, as whole words; the names of {facts} are ours and not read by anyone.
NEVER = ("sorry", "please", "oops", "success", "successfully", "failed", "invalid", "error", "household", "password")
NEVER_INDONESIAN = ("mohon maaf", "maaf", "sukses", "gagal format", "silakan", "silahkan")
# A sheet may hold a password of its own; that is Excel's word, not ours.
SPREADSHEET_PASSWORD = problems.SHEET_LOCKED.sentence


@pytest.fixture(scope="module")
def found() -> dict[words.Id, list[str]]:
    return words.messages()


@pytest.fixture(scope="module")
def english() -> dict[words.Id, words.Id]:
    return words.translations()


def _sides(english: dict[words.Id, words.Id]) -> list[tuple[str, str]]:
    """Return (Indonesian, English) of every sentence, each form of a plural by itself."""
    pairs = []
    for source, target in english.items():
        ours = (source,) if isinstance(source, str) else source
        theirs = (target,) if isinstance(target, str) else target
        pairs += list(zip(ours, theirs, strict=True))
    return pairs


def _facts(sentence: str) -> list[tuple[str, str | None, str | None]]:
    return sorted((name, form, turn) for _text, name, form, turn in Formatter().parse(sentence) if name is not None)


def test_every_sentence_of_the_source_has_an_english_one(found, english):
    assert len(found) > 1000
    assert [message for message in found if message not in english] == []


def test_the_catalogue_holds_no_sentence_that_nobody_says(found, english):
    assert [message for message in english if message not in found] == []


def test_both_sides_carry_the_same_facts(english):
    assert [(ours, theirs) for ours, theirs in _sides(english) if _facts(ours) != _facts(theirs)] == []


def test_lines_and_spaces_at_the_ends_are_kept(english):
    def shape(text: str) -> tuple[int, bool, bool]:
        return text.count("\n"), text[0].isspace(), text[-1].isspace()

    assert [(ours, theirs) for ours, theirs in _sides(english) if shape(ours) != shape(theirs)] == []


def test_a_sentence_that_ends_with_a_full_stop_does_so_in_both(english):
    assert [(ours, theirs) for ours, theirs in _sides(english) if ours.endswith(".") != theirs.endswith(".")] == []


def test_nobody_is_shouted_at_or_begged(english):
    wrong = re.compile(rf"!|\b({'|'.join(NEVER)})\b", re.IGNORECASE)
    ours_wrong = re.compile(rf"!|\b({'|'.join(NEVER_INDONESIAN)})\b", re.IGNORECASE)
    said = [theirs for ours, theirs in _sides(english) if wrong.search(re.sub(r"{\w+}", "", theirs)) and ours != SPREADSHEET_PASSWORD]
    assert said + [ours for ours, _theirs in _sides(english) if ours_wrong.search(ours)] == []


def test_words_of_the_state_stay_indonesian(english):
    for word in ("NIK", "KK", "desil", "kecamatan", "kabupaten", "desa", "KTP"):
        alone = re.compile(rf"\b{word}\b", re.IGNORECASE)
        lost = [(ours, theirs) for ours, theirs in _sides(english) if alone.search(ours) and not alone.search(theirs)]
        assert lost == [], word


def test_the_files_are_what_the_source_and_the_translations_make(found, english):
    po, mo = words.written(words.catalogue(found, english))
    assert words.PO.read_bytes() == po
    assert words.MO.read_bytes() == mo


def test_the_compiled_catalogue_says_what_the_written_one_says(english):
    with words.MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {source: compiled.gettext(source) for source in english if isinstance(source, str)} == {
        source: target for source, target in english.items() if isinstance(source, str)
    }


def test_the_files_tell_no_time_and_no_machine():
    text = words.PO.read_text("utf-8")
    assert not re.search(r"POT-Creation-Date|PO-Revision-Date|Generated-By|20\d\d-\d\d-\d\d \d\d:\d\d|\.py:\d|^#: /", text, re.MULTILINE)
    assert str(words.ROOT) not in text


def test_a_wrapped_expression_whose_sentences_are_unknown_stops_the_gathering(tmp_path):
    room = tmp_path / "ui"
    room.mkdir()
    (room / "new.py").write_text('TABLE = {"a": "Satu"}\n\n\ndef told(key):\n    return _(TABLE[key])\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"ui/new\.py:5: _\(TABLE\[key\]\) is no sentence"):
        words.messages(tmp_path)


def test_plurals_and_kinds_are_gathered_too(tmp_path):
    room = tmp_path / "fieldapp"
    room.mkdir()
    (room / "new.py").write_text('X = Kind("404.0001", "Tidak " "ada.")\nplural("{n} foto", "{n} foto", 2)\n', encoding="utf-8")
    assert words.messages(tmp_path) == {"Tidak ada.": ["fieldapp/new.py"], ("{n} foto", "{n} foto"): ["fieldapp/new.py"]}


def test_a_new_sentence_without_english_is_counted_and_named(monkeypatch, tmp_path, capsys):
    room = tmp_path / "fieldapp"
    room.mkdir()
    (room / "new.py").write_text('_("Kalimat baru.")\n', encoding="utf-8")
    monkeypatch.setattr(words, "ROOT", tmp_path)
    monkeypatch.setattr(words, "messages", lambda: {"Kalimat baru.": ["fieldapp/new.py"]})
    assert words.main(check=True) == 1
    assert "1 sentences, 1 without English\n  fieldapp/new.py: Kalimat baru." in capsys.readouterr().out


def test_a_problem_is_told_in_the_language_chosen_and_back():
    problem = problems.WRONG_PASSPHRASE(seconds=8)
    assert problem.sentence == "Kata sandi keliru. Coba lagi dalam 8 detik."
    language.choose("en")
    assert problem.sentence == "The passphrase is wrong. Try again in 8 seconds."
    language.choose("id")
    assert problem.sentence == "Kata sandi keliru. Coba lagi dalam 8 detik."


def test_a_day_is_told_in_the_language_chosen_and_back():
    told, today = date(2026, 11, 23), date(2026, 11, 25)
    assert (written.date_full(told), written.relative_day(told, today)) == ("Senin, 23 November 2026", "2 hari lalu")
    language.choose("en")
    assert (written.date_full(told), written.relative_day(told, today)) == ("Monday, 23 November 2026", "2 days ago")
    language.choose("id")
    assert written.relative_day(told, today) == "2 hari lalu"


def test_a_field_of_the_kit_speaks_the_language_chosen_and_back(qtbot: QtBot):
    said = []
    for code in ("id", "en", "id"):
        language.choose(code)
        field = DateField()
        qtbot.addWidget(field)
        said.append(field.placeholderText())
    assert said == ["hh/bb/tttt", "dd/mm/yyyy", "hh/bb/tttt"]


def test_every_problem_can_be_told_in_english():
    kinds = [kind for kind in vars(problems).values() if isinstance(kind, problems.Kind)]
    language.choose("en")
    same = [kind.sentence for kind in kinds if _(kind.sentence) == kind.sentence]
    assert len(kinds) > 100
    assert all(not re.search(r"[a-z]", re.sub(r"\{.*?\}", "", sentence)) for sentence in same)  # only facts, no words to translate


def test_an_unknown_language_is_indonesian():
    language.choose("en")
    language.choose("jv")
    assert language.current() == "id"
    assert _("Kunjungan berikut") == "Kunjungan berikut"
    language.choose("en")
    assert _("Kunjungan berikut") == "Next visit"
    assert _("kalimat yang tidak ada di katalog") == "kalimat yang tidak ada di katalog"
