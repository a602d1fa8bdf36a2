"""Fields, choices and buttons answer the keyboard, say their reasons, and tell screen readers what is on screen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.kit import Button, CodeChoice, Field, Label, NumberField, PickField, SearchField, StateChip, TextField, column
from ui.kit.gallery import LONG_NAME
from ui.theme import change


def pair(*parts) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(*parts))
    return holder


def test_a_long_name_is_shortened_on_screen_and_whole_in_tooltip_and_accessible_name(shown):
    label = Label(LONG_NAME, "h1")
    shown(pair(label), 300, 80)
    assert label.shortened
    assert (label.toolTip(), label.accessibleName(), label.text()) == (LONG_NAME, LONG_NAME, LONG_NAME)


def test_a_name_that_fits_has_no_tooltip(shown):
    label = Label("Suparman", "h1")
    shown(pair(label), 300, 80)
    assert not label.shortened
    assert not label.toolTip()


def test_a_name_with_angle_brackets_is_shown_as_written(shown):
    label = Label("<b>Sri</b>")
    shown(pair(label), 300, 80)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_number_that_identifies_never_gives_way(shown):
    number = Label("1811••••••••0042", whole=True)
    shown(pair(number), 40, 60)
    assert not number.shortened


def test_an_error_names_the_field_in_full_for_screen_readers(light, qtbot):
    field = Field("Nomor KK", TextField(), required=True)
    qtbot.addWidget(field)
    field.set_note("Nomor KK harus 16 angka. Baru 14, kurang 2.", "error")
    assert field.entry.accessibleName() == "Nomor KK, wajib, Nomor KK harus 16 angka. Baru 14, kurang 2."
    assert field.wrong


def test_a_note_does_not_move_what_is_below(shown):
    first, second = Field("Nama", TextField()), Field("NIK", TextField())
    page = shown(pair(first, second, None), 500, 300)
    before = second.mapTo(page, second.rect().topLeft()).y()
    first.set_note("2 keluarga mirip, lihat di kanan (F6)", "warn")
    page.layout().activate()
    assert second.mapTo(page, second.rect().topLeft()).y() == before


def test_escape_gives_the_old_value_back(shown, qtbot):
    field = shown(TextField("lama"), 200, 40)
    field.setFocus()
    qtbot.keyClicks(field, "xyz")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "lama"


def test_enter_goes_to_the_next_field_and_tells_the_value_once(shown, qtbot):
    first, second = TextField(), TextField()
    shown(pair(first, second), 300, 120)
    told = []
    first.committed.connect(told.append)
    first.setFocus()
    qtbot.keyClicks(first, "Sri ")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert (told, second.hasFocus()) == (["Sri"], True)


def test_numbers_take_a_decimal_comma_and_nothing_else(shown, qtbot):
    field = shown(NumberField(decimals=1), 200, 40)
    qtbot.keyClicks(field, "7a,25")
    assert (field.text(), field.number()) == ("7,2", Decimal("7.2"))
    assert NumberField().number() is None


def choice(**options) -> CodeChoice:
    return CodeChoice([("1", "Baik"), ("2", "Rusak ringan"), ("3", "Rusak berat")], **options)


def test_a_digit_chooses_and_goes_on(shown, qtbot):
    asked, after = choice(), TextField()
    shown(pair(asked, after), 600, 160)
    asked.setFocus()
    with qtbot.waitSignals([asked.changed, asked.moved_on]):
        qtbot.keyClick(asked, Qt.Key.Key_2)
    assert (asked.value(), after.hasFocus()) == ("2", True)


def test_a_digit_that_is_no_option_changes_nothing(shown, qtbot):
    asked = shown(choice(), 600, 120)
    asked.setFocus()
    qtbot.keyClick(asked, Qt.Key.Key_9)
    assert asked.value() == ""


def test_several_answers_are_switched_by_their_digits_and_enter_goes_on(shown, qtbot):
    asked, after = choice(multiple=True), TextField()
    shown(pair(asked, after), 600, 160)
    asked.setFocus()
    for key in (Qt.Key.Key_3, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2):
        qtbot.keyClick(asked, key)
    assert (asked.values(), asked.hasFocus()) == (("1", "3"), True)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert after.hasFocus()


def test_arrows_move_and_space_chooses(shown, qtbot):
    asked = shown(choice(), 600, 120)
    asked.setFocus()
    qtbot.keyClick(asked, Qt.Key.Key_Right)
    qtbot.keyClick(asked, Qt.Key.Key_Space)
    assert asked.value() == "2"


def test_codes_that_are_no_digits_are_chosen_by_their_place(shown, qtbot):
    asked = shown(CodeChoice([("ya", "Ya"), ("tidak", "Tidak")]), 400, 80)
    asked.setFocus()
    qtbot.keyClick(asked, Qt.Key.Key_2)
    assert asked.value() == "tidak"


def test_a_choice_says_question_option_and_place(light, qtbot):
    field = Field("Kondisi dinding", choice())
    qtbot.addWidget(field)
    field.entry.set_value("2")
    assert field.entry.accessibleName() == "Kondisi dinding, Rusak ringan, terpilih, 2 dari 3"


def test_a_narrow_choice_grows_taller_instead_of_cutting_words(light, qtbot):
    asked = CodeChoice([("1", "Sumur bor dengan pompa yang dipakai bersama beberapa keluarga"), ("2", "Sungai")])
    qtbot.addWidget(asked)
    assert asked.heightForWidth(220) > asked.heightForWidth(900)


def villages(text: str):
    known = [("18.11.02.2002", "Sungai Cambai"), ("32.01.01.2001", "Sungai Cambai"), ("18.11.02.2006", "Eka Mulya")]
    return [(code, name, code) for code, name in known if text.casefold() in name.casefold()]


def test_three_letters_an_arrow_and_enter_choose_between_namesakes(shown, qtbot):
    field, after = PickField(villages), TextField()
    shown(pair(field, after), 400, 120)
    field.setFocus()
    qtbot.keyClicks(field, "sun")
    qtbot.waitUntil(field.popup_open)
    qtbot.keyClick(field._list, Qt.Key.Key_Down)
    with qtbot.waitSignal(field.changed) as told:
        qtbot.keyClick(field._list, Qt.Key.Key_Return)
    assert (told.args, field.chosen(), field.text()) == (["32.01.01.2001"], "32.01.01.2001", "Sungai Cambai")


def test_leaving_a_pick_with_other_words_gives_the_choice_back(shown, qtbot):
    field, after = PickField(villages), TextField()
    shown(pair(field, after), 400, 120)
    field.set_chosen("18.11.02.2006", "Eka Mulya")
    field.setFocus()
    qtbot.keyClicks(field, "x")
    after.setFocus()
    assert (field.text(), field.chosen()) == ("Eka Mulya", "18.11.02.2006")


def test_search_waits_for_the_last_key_and_asks_once(shown, qtbot):
    search = shown(SearchField("Cari keluarga"), 300, 40)
    told = []
    search.searched.connect(told.append)
    qtbot.keyClicks(search, "supar")
    assert told == []
    qtbot.waitUntil(lambda: told == ["supar"])


def test_escape_clears_the_search_at_once_and_then_leaves(shown, qtbot):
    search = shown(SearchField("Cari keluarga"), 300, 40)
    qtbot.keyClicks(search, "supar")
    with qtbot.waitSignal(search.searched) as told:
        qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert told.args == [""]
    with qtbot.waitSignal(search.left):
        qtbot.keyClick(search, Qt.Key.Key_Escape)


def test_a_button_that_is_off_says_why(light, qtbot):
    button = Button("Selesai", "primary")
    qtbot.addWidget(button)
    button.disable("Kurang 3 isian")
    assert (button.isEnabled(), button.toolTip(), button.accessibleDescription()) == (False, "Kurang 3 isian", "Kurang 3 isian")


def test_a_busy_button_does_nothing_and_comes_back(shown, qtbot):
    pressed = []
    button = shown(Button("Sinkronkan", run=lambda: pressed.append(1)), 200, 60)
    button.busy(True)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    button.busy(False)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == [1]


def test_an_ampersand_in_a_button_is_a_letter(light, qtbot):
    button = Button("Impor & ekspor")
    qtbot.addWidget(button)
    assert (button.words, button.accessibleName(), button.shortcut().isEmpty()) == ("Impor & ekspor", "Impor & ekspor", True)


@pytest.mark.parametrize("mode", [theme.LIGHT, theme.DARK, theme.HIGH_CONTRAST])
@pytest.mark.parametrize("make", [lambda: Button("Ubah"), lambda: Button("Bayar", "primary"), lambda: TextField("a"), choice])
def test_whoever_has_the_keys_wears_the_focus_ring(shown, qtbot, mode, make):
    change.apply(mode)
    part, other = make(), Button("lain")
    page = shown(pair(other, part), 500, 160)
    other.setFocus()
    ring = theme.colour("focus").rgb()

    def ringed() -> int:
        image = part.grab().toImage()
        return sum(image.pixel(x, y) == ring for x in range(0, image.width(), 2) for y in range(image.height()))

    assert ringed() == 0
    part.setFocus()
    qtbot.waitUntil(part.hasFocus)
    page.repaint()
    assert ringed() > 30


def test_a_state_chip_is_outlined_in_high_contrast(light, qtbot):
    chip = StateChip("Lengkap", "ok", "circle-check")
    qtbot.addWidget(chip)
    change.apply(theme.HIGH_CONTRAST)
    chip.resize(chip.sizeHint())
    image = chip.grab().toImage()
    assert image.pixelColor(image.width() // 2, 0).green() > 100


def test_a_letter_that_chooses_in_a_closed_list_is_told_once(light, qtbot):
    from PySide6.QtTest import QTest

    from ui.kit import ComboField

    told: list[str] = []
    field = ComboField([("", "pilih"), ("a", "Anak"), ("i", "Istri")])
    qtbot.addWidget(field)
    field.show()
    field.changed.connect(told.append)
    QTest.keyClick(field, "i")
    assert (field.value(), told) == ("i", ["i"])
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert (field.value(), told) == ("a", ["i", "a"])
