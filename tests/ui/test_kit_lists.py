"""Lists hold 100,000 records at once, read only what is in sight, and are walked by keys alone."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.kit import (
    Cell,
    Chip,
    Column,
    DataTable,
    Entry,
    PaperPreview,
    PhotoSlot,
    RecordList,
    Row,
    ScoreLine,
    Section,
    SectionList,
    Timeline,
    WorkingPanel,
)
from ui.kit.gallery import LONG_NAME, SHEETS
from ui.theme import change


class Store:
    """Gives rows and counts what it was asked for."""

    def __init__(self) -> None:
        self.asked = 0

    def fetch(self, ids):
        self.asked += len(ids)
        return [Row(f"Keluarga {key}", "RT 001", "1811••••••••0001", chip=Chip("Lengkap", "ok")) for key in ids]


def test_a_hundred_thousand_records_open_at_once_and_few_are_read(shown):
    store, ids = Store(), [str(at) for at in range(100_000)]
    begun = time.perf_counter()
    records = RecordList("Keluarga", store.fetch)
    records.set_ids(ids)
    shown(records, 320, 600)
    records.grab()
    assert time.perf_counter() - begun < 2
    assert 0 < store.asked <= 128


def test_the_last_of_a_hundred_thousand_is_reached_by_one_key(shown, qtbot):
    store = Store()
    records = RecordList("Keluarga", store.fetch)
    records.set_ids([str(at) for at in range(100_000)])
    shown(records, 320, 600)
    records.setFocus()
    qtbot.keyClick(records.view, Qt.Key.Key_End)
    records.grab()
    assert records.current() == "99999"
    assert store.asked <= 256


def test_moving_tells_the_record_and_enter_opens_it(shown, qtbot):
    records = RecordList("Keluarga", Store().fetch)
    records.set_ids(["a", "b", "c"])
    shown(records, 320, 400)
    records.setFocus()
    with qtbot.waitSignal(records.chosen) as chosen:
        qtbot.keyClick(records.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(records.opened) as opened:
        qtbot.keyClick(records.view, Qt.Key.Key_Return)
    assert (chosen.args, opened.args) == (["b"], ["b"])


def test_other_ids_keep_the_choice_without_telling_it_again(shown):
    records, told = RecordList("Keluarga", Store().fetch), []
    records.chosen.connect(told.append)
    records.set_ids(["a", "b", "c"], current="b")
    shown(records, 320, 400)
    assert (records.current(), told) == ("b", [])


def test_an_empty_list_says_why(shown):
    records = RecordList("Keluarga", Store().fetch, empty="Tidak ada yang cocok dengan 'supr'.")
    shown(records, 320, 400)
    assert not records.view.isVisible()
    assert records.nothing.accessibleName() == "Tidak ada yang cocok dengan 'supr'."


def test_screen_readers_hear_all_cells_of_a_row(light, qtbot):
    records = RecordList("Keluarga", lambda _ids: [Row("Suparman", "RT 003", "1811••••••••0117", "5 anggota", Chip("Beda data", "bad"))])
    qtbot.addWidget(records)
    records.set_ids(["a"])
    spoken = records.model.data(records.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Suparman, RT 003, 1811••••••••0117, 5 anggota, Beda data"


def test_rows_are_read_again_after_a_change(light, qtbot):
    store = Store()
    records = RecordList("Keluarga", store.fetch)
    qtbot.addWidget(records)
    records.set_ids(["a"])
    records.model.row(0)
    records.refresh()
    records.model.row(0)
    assert store.asked == 2


def table() -> DataTable:
    made = DataTable("Anggota", [Column("Nama"), Column("Usia", 60, right=True)], row_height=52)
    made.set_rows([(Cell("Suparman", "strong", "NIK 1811••••••••0042"), "47"), (Cell(LONG_NAME, "strong"), "43")], ["a", "b"])
    return made


def test_a_table_is_walked_opened_and_copied_as_it_is_seen(shown, qtbot):
    made = shown(table(), 500, 300)
    made.setFocus()
    made.set_current("a")
    qtbot.keyClick(made, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Suparman NIK 1811••••••••0042\t47"
    qtbot.keyClick(made, Qt.Key.Key_Down)
    with qtbot.waitSignal(made.opened) as opened:
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert opened.args == ["b"]


def test_no_column_vanishes_and_none_leaves_the_table(shown):
    change.apply(scale=1.5)
    made = DataTable("Anggota", [Column("Nama"), Column("Hubungan", 110), Column("Kegiatan", 130), Column("Tanda", 140)])
    shown(made, 420, 200)
    widths = [made.columnWidth(at) for at in range(4)]
    assert min(widths) > 50
    assert sum(widths) <= made.viewport().width()


def test_a_table_keeps_the_row_when_rows_are_shown_anew(light, qtbot):
    made, told = table(), []
    qtbot.addWidget(made)
    made.set_current("b")
    made.chosen.connect(told.append)
    made.set_rows([("Sri", "40"), ("Suparman", "47")], ["c", "b"])
    assert (made.current(), told) == ("b", [])


def test_a_timeline_entry_opens_by_enter(shown, qtbot):
    timeline = Timeline("Riwayat")
    timeline.set_entries([Entry("1", "21 Nov", "house", "bad", "Asesmen rumah", "Tidak layak huni " * 12)])
    shown(timeline, 300, 200)
    timeline.setCurrentIndex(timeline.model().index(0, 0))
    with qtbot.waitSignal(timeline.opened) as opened:
        qtbot.keyClick(timeline, Qt.Key.Key_Return)
    assert opened.args == ["1"]


def test_sections_keep_the_one_in_hand_while_their_counts_change(shown):
    sections, told = SectionList("Bagian"), []
    sections.chosen.connect(told.append)
    sections.set_sections([Section("a", "Tempat", 0, 7), Section("b", "Rumah", 0, 13)], "b")
    sections.set_sections([Section("a", "Tempat", 1, 7), Section("b", "Rumah", 1, 13, "kurang 12", "begun")])
    shown(sections, 240, 200)
    assert (sections.current(), told) == ("b", [])


def test_a_line_of_the_score_leads_to_its_question(shown, qtbot):
    working = WorkingPanel()
    working.show_working("Tidak layak huni", "1 gagal", "bad", [ScoreLine("bad", "Dinding", "Bambu", "Syarat", "11a")])
    shown(working, 300, 300)
    line = next(part for part in working.findChildren(object) if hasattr(part, "activated") and part.accessibleName().startswith("Dinding"))
    with qtbot.waitSignal(working.jumped) as jumped:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert jumped.args == ["11a"]


def test_a_photo_slot_asks_by_key_and_says_whether_it_is_filled(shown, qtbot):
    slot = shown(PhotoSlot("Foto 80 %"), 180, 160)
    with qtbot.waitSignal(slot.asked):
        qtbot.keyClick(slot, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert slot.accessibleName() == "Foto 80 %, belum ada"
    slot.set_image(QImage(8, 8, QImage.Format.Format_RGB32))
    assert slot.accessibleName() == "Foto 80 %, ada"


def test_pages_turn_and_stop_at_the_last(shown, qtbot):
    paper = PaperPreview()
    pages = [QImage(60, 90, QImage.Format.Format_RGB32) for _ in range(2)]
    for page in pages:
        page.fill(0xFFFFFF)
    paper.set_pages(pages)
    shown(paper, 500, 500)
    paper.setFocus()
    qtbot.keyClick(paper._sheet, Qt.Key.Key_PageDown)
    qtbot.keyClick(paper._sheet, Qt.Key.Key_PageDown)
    assert (paper.at, paper.number.text(), paper._sheet.accessibleName()) == (1, "2 / 2", "Halaman 2 dari 2")


@pytest.mark.parametrize("mode", [theme.LIGHT, theme.DARK, theme.HIGH_CONTRAST])
@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("sheet", SHEETS)
def test_every_part_paints_in_every_theme_and_size_without_a_warning(shown, sheet, mode, scale):
    change.apply(mode, scale)
    page = shown(SHEETS[sheet]())
    image = page.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 20


def test_every_part_that_takes_keys_has_a_name(shown):
    nameless = []
    for make in SHEETS.values():
        page = shown(make())
        for part in page.findChildren(object):
            takes = getattr(part, "focusPolicy", lambda: Qt.FocusPolicy.NoFocus)() & Qt.FocusPolicy.TabFocus
            outer = part.parent() is not None and type(part.parent()).__name__ in {"PaperPreview", "QComboBoxPrivateContainer"}
            if takes and part.isVisible() and not part.accessibleName() and not outer and "Scroll" not in type(part).__name__:
                nameless.append(f"{type(part).__name__} {part.objectName()}")
    assert nameless == []


def test_a_change_of_theme_reaches_every_part_alive(shown):
    page = shown(SHEETS["lists"]())
    before = page.grab().toImage()
    change.apply(theme.DARK, 1.3)
    QApplication.processEvents()
    after = page.grab().toImage()
    assert before.pixelColor(700, 400) != after.pixelColor(700, 400)
