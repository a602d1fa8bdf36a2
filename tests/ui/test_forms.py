"""A questionnaire answers to the keyboard alone, shows what counts, and says what is wrong beside the question."""

from datetime import date
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldapp import forms, problems
from ui.forms.questionnaire import Questionnaire
from ui.forms.trial import Trial
from ui.kit import CodeChoice, PickField

TODAY = date(2026, 11, 23)
ENTER, TAB, ESC, ALT, CTRL, SHIFT = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Escape,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)

SMALL = """
| survey |
| | type | name | label | hint | required | relevant | constraint | constraint_message | appearance | choice_filter |
| | begin_group | diri | Diri | | | | | | | |
| | text | nama | Nama | sesuai KTP | yes | | string-length(.) > 2 | Nama paling sedikit 3 huruf. | | |
| | select_one ya | kerja | Bekerja | | yes | | | | | |
| | text | tempat | Tempat bekerja di ${nama} | | yes | ${kerja} = '1' | | | | |
| | select_multiple barang | aset | Barang | | | | | | | |
| | decimal | luas | Luas | m² | | | . < 1000 | Luas paling besar 999 m². | | |
| | date | lahir | Tanggal lahir | | | | . <= today() | Tanggal lahir belum terjadi. | | |
| | text | cerita | Cerita | | | | | | multiline | |
| | note | pesan | Terima **kasih** <b>${nama}</b> | | | | | | | |
| | end_group | | | | | | | | | |
| | begin_group | alat | Alat | | | | | | | |
| | begin_repeat | meter | Meteran | | | | | | | |
| | select_one ya | daya | Daya | | | | | | | |
| | text | nomor | Nomor | | yes | | regex(., '^[0-9]{12}$') | Nomor meteran harus 12 angka. | | |
| | end_repeat | | | | | | | | | |
| | end_group | | | | | | | | | |
| | begin_group | orang | Orang | | | | | | | |
| | begin_repeat | anak | Anak | | | | | | | |
| | text | sebutan | Nama anak | | yes | | | | | |
| | text | riwayat | Riwayat | | | | | | multiline | |
| | end_repeat | | | | | | | | | |
| | select_one desa | desa | Desa | | | | | | | |
| | end_group | | | | | | | | | |

| choices |
| | list_name | name | label |
| | ya | 1 | Ya |
| | ya | 2 | Tidak |
| | barang | tv | Televisi |
| | barang | hp | Telepon |
| | desa | 1 | Sungai Cambai |
| | desa | 2 | Tanjung Mas Makmur |
| | desa | 3 | Wonosari |
| | desa | 4 | Eka Mulya |
| | desa | 5 | Dwi Karya Mustika |
| | desa | 6 | Pangkal Mas Jaya |
| | desa | 7 | Marga Jadi |
| | desa | 8 | Muara Asri |
| | desa | 9 | Talang Batu |
| | desa | 10 | Sumber Makmur |

| settings |
| | form_id | form_title | version |
| | kecil | Kecil | 1 |
"""


@pytest.fixture(scope="session")
def small_form(tmp_path_factory):
    path = tmp_path_factory.mktemp("formulir") / "kecil.md"
    path.write_text(SMALL, encoding="utf-8")
    return forms.load(path)


@pytest.fixture
def filled(small_form, shown):
    """The small form in a window, with the keys in its first question."""
    form = shown(Questionnaire(Trial([small_form], today=TODAY)))
    form.focus_first()
    return form


def session(form):
    return form.filling.session(form.filling.draft.forms[0].id)


def bound(form, path):
    return next(found for view in form.views.values() for found in view.bounds() if found.place.path == path)


def note(form, path):
    part = bound(form, path).control.widget.parentWidget()
    return part.line.text.text(), part.line.state


def type_in(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def press(key, how=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, how)
    QApplication.processEvents()


def where(form):
    assert form.focused is not None
    assert form.focused.control.keys.hasFocus()
    return form.focused.place.path


def test_typing_enter_and_digits_fill_a_section_without_the_mouse(filled):
    type_in("Suparman")
    press(ENTER)
    assert where(filled) == "diri/kerja"
    type_in("1")
    assert where(filled) == "diri/tempat", "a question that has just become relevant is the next one"
    type_in("Pasar")
    press(ENTER)
    type_in("12")
    press(ENTER)
    type_in("36,5")
    press(ENTER)
    type_in("5/3/81")
    press(ENTER)
    answers = session(filled).answers
    assert answers["diri/nama"] == "Suparman"
    assert answers["diri/kerja"] == "1"
    assert answers["diri/aset"] == ["tv", "hp"]
    assert answers["diri/luas"] == "36.5"
    assert answers["diri/lahir"] == "1981-03-05"


def test_what_is_typed_is_kept_a_moment_later_without_leaving_the_field(filled, qtbot):
    type_in("Suparman")
    qtbot.waitUntil(lambda: session(filled).answers.get("diri/nama") == "Suparman")
    assert where(filled) == "diri/nama"


def test_a_label_speaks_of_an_answer_as_soon_as_it_is_given(filled):
    type_in("Suparman")
    press(ENTER)
    type_in("1")
    assert bound(filled, "diri/tempat").control.widget.parentWidget().label.text() == "Tempat bekerja di Suparman"


def test_an_answer_hidden_by_another_comes_back_with_its_text(filled):
    type_in("Suparman")
    press(ENTER)
    type_in("1")
    type_in("Pasar Simpang Pematang")
    press(TAB, SHIFT)
    assert where(filled) == "diri/kerja"
    type_in("2")
    tempat = bound(filled, "diri/tempat").control.widget
    assert not tempat.isVisible()
    assert "diri/tempat" not in session(filled).relevant_answers()
    bound(filled, "diri/kerja").control.keys.setFocus()
    type_in("1")
    assert tempat.isVisible()
    assert tempat.text() == "Pasar Simpang Pematang"
    assert session(filled).relevant_answers()["diri/tempat"] == "Pasar Simpang Pematang"


def test_a_broken_rule_is_said_beside_the_question_only_after_leaving_it(filled, qtbot):
    type_in("Su")
    qtbot.waitUntil(lambda: session(filled).wrong() == ("diri/nama",))
    assert note(filled, "diri/nama") == ("sesuai KTP", "help")
    press(ENTER)
    assert note(filled, "diri/nama") == ("Nama paling sedikit 3 huruf.", "error")
    assert bound(filled, "diri/nama").control.widget.property("state") == "error"
    bound(filled, "diri/nama").control.keys.setFocus()
    type_in("parman")
    press(ENTER)
    assert note(filled, "diri/nama") == ("sesuai KTP", "help")


def test_an_empty_required_question_is_named_only_after_it_was_asked_for(filled):
    press(ENTER)
    assert note(filled, "diri/nama") == ("sesuai KTP", "help")
    assert filled.next_open()
    assert note(filled, "diri/nama") == ("Isian ini belum dijawab.", "warn")
    assert note(filled, "diri/kerja") == ("Tekan 1–2. Isian ini belum dijawab.", "warn")


def test_a_day_that_does_not_exist_is_refused_and_stays_on_the_screen(filled):
    bound(filled, "diri/lahir").control.keys.setFocus()
    type_in("31/02/1990")
    press(ENTER)
    text, state = note(filled, "diri/lahir")
    assert state == "error"
    assert "31/02/1990 tidak ada" in text
    assert bound(filled, "diri/lahir").control.widget.text() == "31/02/1990"
    assert "diri/lahir" not in session(filled).answers
    assert ("kecil", "diri/lahir") in filled.open_points()


def test_esc_gives_back_the_answer_from_before_the_keys_came(filled, qtbot):
    type_in("Suparman")
    press(ENTER)
    press(TAB, SHIFT)
    type_in("Salah")
    qtbot.waitUntil(lambda: session(filled).answers["diri/nama"] != "Suparman")
    press(ESC)
    assert session(filled).answers["diri/nama"] == "Suparman"
    assert bound(filled, "diri/nama").control.widget.text() == "Suparman"
    press(ENTER)
    type_in("1")
    press(TAB, SHIFT)
    type_in("2")
    bound(filled, "diri/kerja").control.keys.setFocus()
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_Space)
    assert session(filled).answers["diri/kerja"] == "1"
    press(ESC)
    assert session(filled).answers["diri/kerja"] == "2"
    assert bound(filled, "diri/kerja").control.field.value() == "2"


def test_f8_walks_what_is_missing_or_wrong_through_all_sections_and_back(filled):
    type_in("Su")
    filled.step(1)
    filled.add_row()
    filled.open("kecil:diri")
    walked = []
    for _step in range(5):
        filled.next_open()
        walked.append(where(filled))
    assert walked == ["alat/meter[1]/nomor", "alat/meter[2]/nomor", "orang/anak[1]/sebutan", "diri/nama", "diri/kerja"]
    filled.next_open(-1)
    filled.next_open(-1)
    assert where(filled) == "orang/anak[1]/sebutan"


def test_rows_are_added_taken_away_and_brought_back_with_what_they_held(filled):
    filled.step(1)
    filled.add_row()
    filled.add_row()
    told = []
    filled.told.connect(lambda sentence, undo: told.append((sentence, undo)))
    for n, number in enumerate(("111111111111", "222222222222", "333333333333"), 1):
        bound(filled, f"alat/meter[{n}]/nomor").control.keys.setFocus()
        type_in(number)
    bound(filled, "alat/meter[2]/nomor").control.keys.setFocus()
    press(Qt.Key.Key_Delete, CTRL)
    assert session(filled).rows("alat/meter") == 2
    assert session(filled).answers["alat/meter[2]/nomor"] == "333333333333"
    assert bound(filled, "alat/meter[2]/nomor").control.widget.text() == "333333333333"
    assert where(filled).startswith("alat/meter[2]/")
    sentence, undo = told[-1]
    assert sentence == "Baris 2 dihapus."
    undo.run()
    kept = [session(filled).answers[f"alat/meter[{n}]/nomor"] for n in (1, 2, 3)]
    assert kept == ["111111111111", "222222222222", "333333333333"]
    assert [bound(filled, f"alat/meter[{n}]/nomor").control.widget.text() for n in (1, 2, 3)] == kept


def test_a_wrong_cell_is_named_below_its_table_with_its_row(filled):
    filled.step(1)
    bound(filled, "alat/meter[1]/nomor").control.keys.setFocus()
    type_in("86021457733")
    press(ENTER)
    rows = next(filled.view().body.rows())
    assert rows.table.sentence.text() == "Baris 1: Nomor meteran harus 12 angka."
    assert rows.table.rows[0].word.text() == "1 keliru"


def test_long_rows_become_cards_named_by_their_first_answer(filled):
    filled.open("kecil:orang")
    bound(filled, "orang/anak[1]/sebutan").control.keys.setFocus()
    type_in("Bayu Adi Saputra")
    press(ENTER)
    rows = next(filled.view().body.rows())
    assert rows.cards[0][0].title.text() == "Anak 1: Bayu Adi Saputra"
    filled.add_row()
    assert where(filled) == "orang/anak[2]/sebutan"


def test_tab_walks_in_reading_order_also_through_rows_that_came_later(filled):
    filled.step(1)
    filled.add_row()
    bound(filled, "alat/meter[1]/daya").control.keys.setFocus()
    walked = [where(filled)]
    for _step in range(3):
        press(TAB)
        walked.append(where(filled))
    assert walked == ["alat/meter[1]/daya", "alat/meter[1]/nomor", "alat/meter[2]/daya", "alat/meter[2]/nomor"]


def test_a_list_of_more_than_nine_is_found_by_letters_or_by_its_code(filled, qtbot):
    filled.open("kecil:orang")
    many = bound(filled, "orang/desa").control
    many.keys.setFocus()
    type_in("mar")
    qtbot.waitUntil(many.field.popup_open)
    assert [text for _code, text, _caption in many.field.found] == ["Marga Jadi"]
    QTest.keyClick(many.field._list, ENTER)
    assert session(filled).answers["orang/desa"] == "7"
    many.field.set_value("10")
    many.field.look_at_all()
    assert many.field.found[0][:2] == ("10", "Sumber Makmur")


def test_a_note_shows_bold_but_no_markup_of_an_answer(filled):
    type_in("<i>Sri</i>")
    press(ENTER)
    said = next(part for part in filled.view().body._parts() if type(part).__name__ == "Said")
    assert said.words.text() == "Terima <b>kasih</b> &lt;b&gt;&lt;i&gt;Sri&lt;/i&gt;&lt;/b&gt;"


def test_the_sections_tell_what_is_missing_and_what_is_wrong(filled):
    type_in("Su")
    press(ENTER)
    first = filled.outline.lists["kecil"].model().sections[0]
    assert (first.done, first.missing, first.state) == (1, "kurang 1, keliru 1", "wrong")
    assert filled.outline.text.text() == "1 dari 11 terjawab"


def test_a_section_keeps_its_place_and_texts_while_another_is_open(filled):
    type_in("Suparman")
    filled.step(1)
    assert session(filled).answers["diri/nama"] == "Suparman", "leaving a section keeps what was just typed"
    filled.step(-1)
    assert bound(filled, "diri/nama").control.widget.text() == "Suparman"


class FullDisk(Trial):
    """A draft whose disk is full until space is made."""

    full = True

    def set(self, form_id, path, value):
        if self.full:
            raise problems.DISK_FULL(mb=200)
        return super().set(form_id, path, value)


def test_a_full_disk_is_said_at_the_field_and_above_and_what_was_typed_stays(small_form, shown):
    draft = FullDisk([small_form], today=TODAY)
    form = shown(Questionnaire(draft))
    form.focus_first()
    type_in("Suparman")
    press(ENTER)
    sentence = problems.DISK_FULL(mb=200).sentence
    assert note(form, "diri/nama") == (sentence, "error")
    assert form.banner.isVisible()
    assert form.banner.text.text() == sentence
    assert bound(form, "diri/nama").control.widget.text() == "Suparman"
    type_in("2")
    draft.full = False
    form.again.click()
    assert session(form).answers == {"diri/nama": "Suparman", "diri/kerja": "2"}
    assert not form.banner.isVisible()
    assert note(form, "diri/nama") == ("sesuai KTP", "help")


def test_the_score_is_worked_out_while_typing_and_its_lines_lead_to_their_questions(shown):
    form = shown(Questionnaire(Trial([forms.shipped_form("rumah_layak_huni")], today=TODAY)))
    form.focus_first()
    assert form.score.isVisible()
    assert form.score.verdict() == "Belum dapat dinilai"
    form.score.panel.jumped.emit("bangunan/jenis_atap")
    assert where(form) == "bangunan/jenis_atap"


def test_a_form_without_a_score_has_no_panel_for_one(filled):
    assert not filled.score.isVisible()


def test_in_a_narrow_window_the_score_is_behind_a_tab(shown):
    form = shown(Questionnaire(Trial([forms.shipped_form("rumah_layak_huni")], today=TODAY)), 960, 540)
    assert not form.score.isVisible()
    form.tabs.choose(1)
    assert form.score.isVisible()
    assert not form.stack.isVisible()
    form.next_open()
    assert form.stack.isVisible()


def test_every_question_has_a_name_for_screen_readers(filled):
    for found in filled.view().bounds():
        name = found.control.keys.accessibleName()
        assert session(filled).label(found.place.path) in name


def test_the_whole_of_the_house_questionnaire_is_filled_by_keys_and_says_unfit(shown, qtbot):
    form = shown(Questionnaire(Trial([forms.shipped_form("rumah_layak_huni")], today=TODAY)))
    form.focus_first()
    wanted = {"luas_lantai": "36", "jumlah_orang": "5", "jenis_dinding": "4", "sumber_air_minum": "3"}
    for _step in range(40):
        if not form.open_points():
            break
        name = where(form).rpartition("/")[2]
        widget = QApplication.focusWidget()
        type_in(wanted.get(name, "1"))
        if not isinstance(widget, CodeChoice):
            if isinstance(widget, PickField):
                qtbot.waitUntil(widget.popup_open)
            QTest.keyClick(QApplication.activePopupWidget() or widget, ENTER)
        if form.open_points():
            form.next_open()
    assert form.score.verdict() == "Tidak layak huni"
    assert form.score._shown["summary"].startswith("1 dari 4 syarat gagal")


def test_a_questionnaire_of_sixty_questions_opens_quickly_and_answers_at_once(shown):
    form = shown(Questionnaire(Trial([forms.shipped_form("dtsen_pbi_2026")], today=TODAY)))
    assert len(form.stops()) == 8
    assert len(form.filling.draft.forms[0].questions()) > 60
    slowest = 0.0
    for stop in form.stops():
        began = perf_counter()
        form.open(f"{stop.form.id}:{stop.section.path}")
        QApplication.processEvents()
        slowest = max(slowest, perf_counter() - began)
    assert slowest < 0.8, "150 ms on an idle laptop; the limit leaves room for a busy test machine"
    form.open("dtsen_pbi_2026:rumah")
    began = perf_counter()
    type_in("1")
    assert perf_counter() - began < 0.4
