"""The frame: pages are built when opened, every act has a key and stands in the palette, and the lock hides everything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout

from ui import theme
from ui.kit import Action, Button, Page, PageHeader, TextField, Undo
from ui.kit.page import key_hint
from ui.kit.palette import Hit, fitting
from ui.kit.statusbar import Status
from ui.shell import Shell

CONTROL = Qt.KeyboardModifier.ControlModifier


class Sheet(Page):
    """A page that writes down what happens to it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title, self.contexts, self.done, self.stays = title, [], [], False
        self.first, self.second = TextField(), TextField()
        box = QVBoxLayout(self)
        box.addWidget(self.first)
        box.addWidget(self.second)

    def opened(self, **context) -> None:
        self.contexts.append(context)

    def closed(self) -> bool:
        return not self.stays

    def page_actions(self):
        return [
            Action("Simpan isian", lambda: self.done.append("saved"), "Ctrl+Return", "check"),
            Action("Keluarga baru", lambda: self.done.append("new"), "Ctrl+N", "plus"),
        ]

    def regions(self):
        return [self.first, self.second]


@pytest.fixture
def shell(shown):
    made = Shell()
    built = made.built = []

    def factory(title):
        def build():
            built.append(title)
            return Sheet(title)

        return build

    for digit, (key, title) in enumerate({"home": "Beranda", "households": "Keluarga", "sync": "Sinkronisasi"}.items(), start=1):
        made.add_page(key, title, "house", factory(title), digit, three_pane=key == "households")
    made.add_page("settings", "Pengaturan", "settings", factory("Pengaturan"), below=True)
    made.add_page("household", "Satu keluarga", "users", factory("Satu keluarga"), under="households")
    shown(made)
    made.open("home")
    return made


def test_a_page_is_built_when_it_is_opened_and_only_once(shell):
    assert shell.built == ["Beranda"]
    shell.open("households", household="a")
    shell.open("home")
    shell.open("households", household="b")
    assert shell.built == ["Beranda", "Keluarga"]
    assert shell.page("households").contexts == [{"household": "a"}, {"household": "b"}]


def test_control_and_digit_open_the_page(shell, qtbot):
    qtbot.keyClick(shell, Qt.Key.Key_2, CONTROL)
    assert (shell.current, shell.windowTitle()) == ("households", "Keluarga · Pilar")


def test_one_walks_back_and_forward_as_in_a_browser(shell, qtbot):
    shell.open("households", household="a")
    shell.open("sync")
    qtbot.keyClick(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert (shell.current, shell.page("households").contexts[-1]) == ("households", {"household": "a"})
    qtbot.keyClick(shell, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert shell.current == "sync"


def test_a_page_that_stays_is_not_left(shell):
    shell.page("home").stays = True
    assert not shell.open("sync")
    assert shell.current == "home"


def test_a_page_below_another_lights_that_one(shell):
    shell.open("household")
    assert shell.nav.buttons["households"].here
    assert "household" not in shell.nav.buttons


def test_the_first_region_has_the_keys_and_f6_walks_on(shell, qtbot):
    page = shell.page("home")
    qtbot.waitUntil(page.first.hasFocus)
    qtbot.keyClick(shell, Qt.Key.Key_F6)
    assert page.second.hasFocus()
    qtbot.keyClick(shell, Qt.Key.Key_F6)
    assert shell.nav.isAncestorOf(shell.focusWidget())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_primary_act_has_control_enter_on_both_enter_keys(shell, qtbot, key):
    qtbot.keyClick(shell, key, CONTROL)
    assert shell.page("home").done == ["saved"]


def test_keys_of_a_page_rest_when_another_is_shown(shell, qtbot):
    shell.open("sync")
    qtbot.keyClick(shell, Qt.Key.Key_N, CONTROL)
    assert (shell.page("home").done, shell.page("sync").done) == ([], ["new"])


def test_three_panes_leave_the_navigation_as_icons_and_f9_brings_the_names_back(shell, qtbot):
    assert not shell.nav.narrow
    shell.open("households")
    assert (shell.nav.narrow, shell.nav.width()) == (True, 56)
    qtbot.keyClick(shell, Qt.Key.Key_F9)
    assert (shell.nav.narrow, shell.nav.width()) == (False, 216)


def test_a_low_window_is_compact(shell, qtbot):
    shell.resize(1366, 698)
    qtbot.waitUntil(theme.compact)
    shell.resize(1366, 768)
    qtbot.waitUntil(lambda: not theme.compact())


def test_control_plus_enlarges_the_text(shell, qtbot):
    with qtbot.waitSignal(shell.scale_changed) as told:
        qtbot.keyClick(shell, Qt.Key.Key_Plus, CONTROL)
    assert told.args == [1.15]
    qtbot.keyClick(shell, Qt.Key.Key_0, CONTROL)
    assert theme.scale() == 1.0


def test_the_palette_runs_an_act_by_a_few_letters(shell, qtbot):
    qtbot.keyClick(shell, Qt.Key.Key_K, CONTROL)
    entry = shell.palette_view.entry
    assert entry.hasFocus()
    qtbot.keyClicks(entry, "simp is")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert shell.page("home").done == ["saved"]
    assert not shell.palette_view.isVisible()


def test_the_palette_asks_the_provider_for_families(shell, qtbot):
    found = []
    shell.set_provider(lambda words: [Hit("Suparman", lambda: found.append(words), "RT 003/RW 001", "users")])
    shell.open_palette()
    qtbot.keyClicks(shell.palette_view.entry, "supar")
    qtbot.waitUntil(lambda: [hit.title for hit in shell.palette_view.model.hits] == ["Suparman"])
    qtbot.keyClick(shell.palette_view.entry, Qt.Key.Key_Return)
    assert found == ["supar"]


def test_every_act_stands_in_the_palette_with_its_key(shell):
    shell.open_palette()
    offered = {hit.title: hit.key for hit in shell.palette_view._acts}
    acts = [*shell.page_actions(), *shell.global_actions()[1:]]
    assert {action.name: action.key for action in acts}.items() <= offered.items()
    assert offered["Buka Keluarga"] == "Ctrl+2"


def test_words_that_begin_come_before_words_that_contain():
    hits = [Hit(title, lambda: None) for title in ("Data impor", "Impor & ekspor", "Kompor")]
    assert [hit.title for hit in fitting(hits, "impor")] == ["Data impor", "Impor & ekspor"]
    assert [hit.title for hit in fitting(hits, "por")] == ["Data impor", "Impor & ekspor", "Kompor"]


def test_escape_closes_the_palette_and_the_focus_returns(shell, qtbot):
    shell.page("home").second.setFocus()
    shell.open_palette()
    qtbot.keyClick(shell.palette_view.entry, Qt.Key.Key_Escape)
    assert shell.page("home").second.hasFocus()


def test_the_lock_hides_everything_and_takes_the_keys_away(shell, qtbot):
    with qtbot.waitSignal(shell.lock_wanted):
        qtbot.keyClick(shell, Qt.Key.Key_L, CONTROL)
    qtbot.keyClick(shell, Qt.Key.Key_N, CONTROL)
    assert (shell.locked, shell.page("home").done) == (True, [])
    image = shell.grab().toImage()
    assert image.pixelColor(400, 30) == theme.colour("bg")
    shell.unlock()
    assert not shell.locked


def test_a_laptop_left_alone_locks_itself(light, qtbot):
    made = Shell(idle_ms=30)
    qtbot.addWidget(made)
    made.add_page("home", "Beranda", "house", lambda: Sheet("Beranda"))
    with qtbot.waitSignal(made.idle_locked, timeout=3000):
        made.show()
        made.open("home")
    assert made.locked


def test_the_status_bar_says_how_things_stand_and_leads_there(shell, qtbot):
    shell.set_status(Status(False, 7, "kemarin 16.40", 3, "12.05", "Tersimpan di laptop ini 08.14"))
    assert shell.status_bar.accessibleName() == (
        "Luring. 7 perubahan menunggu dikirim. Sinkron terakhir kemarin 16.40. 3 perlu Anda. Cadangan 12.05. Tersimpan di laptop ini 08.14"
    )
    qtbot.mouseClick(shell.status_bar.parts["needs_you"], Qt.MouseButton.LeftButton)
    assert shell.current == "sync"


def test_a_laptop_that_belongs_to_no_office_does_not_say_that_the_office_has_all(shell):
    shell.set_status(Status(enrolled=False))
    assert shell.status_bar.accessibleName() == "Luring. Belum terdaftar ke pusat"
    shell.set_status(Status(waiting=7, enrolled=False))
    assert shell.status_bar.accessibleName() == "Luring. Belum terdaftar ke pusat, 7 perubahan hanya di laptop ini"


def test_a_button_with_the_keys_is_pressed_by_enter_as_by_space(shown):
    pressed = []
    button = shown(Button("Simpan", run=lambda: pressed.append(True)))
    button.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(button, key)
    button.disable("Isi nama dahulu")
    button.click()
    assert len(pressed) == 3


def test_where_there_is_little_room_the_words_of_the_primary_act_go_last(shown):
    acts = [
        Button("Ubah", icon="pencil"),
        Button("Cetak", icon="printer"),
        Button("Catat kunjungan", "primary", icon="plus", hint="Ctrl+J"),
    ]
    header = shown(PageHeader("Suparman", actions=acts), 900, 66)
    assert all(act.width() > act.height() for act in acts)
    header.resize(440, 66)
    QApplication.processEvents()
    assert [act.width() > 2 * act.height() for act in acts] == [False, False, True]
    assert acts[0].toolTip() == "Ubah"
    assert acts[0].accessibleName() == "Ubah"


def test_a_result_can_be_taken_back_by_control_z(shell, qtbot):
    undone = []
    shell.toast("Keluarga Suparman tersimpan", Undo(lambda: undone.append(1)))
    qtbot.keyClick(shell, Qt.Key.Key_Z, CONTROL)
    assert undone == [1]
    with qtbot.waitSignal(shell.undo_wanted):
        qtbot.keyClick(shell, Qt.Key.Key_Z, CONTROL)


def test_a_badge_is_said_whole(shell):
    shell.set_badge("sync", "3", "bad", "3 perlu Anda")
    assert shell.nav.buttons["sync"].accessibleName() == "Sinkronisasi, 3 perlu Anda"


def test_f1_shows_the_keys_of_the_page(shell, qtbot):
    from ui.kit import KeyHint

    qtbot.keyClick(shell, Qt.Key.Key_F1)
    keys = {hint.key for hint in shell.keys_view.findChildren(KeyHint)}
    assert {"Ctrl Enter", "Ctrl N", "Ctrl K", "F9", "Ctrl 2", "Ctrl +", "Alt ←"} <= keys
    qtbot.keyClick(shell.keys_view.close_button, Qt.Key.Key_Escape)
    assert not shell.keys_view.isVisible()


def test_keys_are_written_as_people_read_them():
    assert [key_hint(key) for key in ("Ctrl+Return", "Alt+Left", "Ctrl++", "F6")] == ["Ctrl Enter", "Alt ←", "Ctrl +", "F6"]


def test_leaving_an_account_lets_its_pages_go(shell):
    page = shell.page("home")
    shell.drop_pages()
    shell.open("home")
    assert shell.page("home") is not page
