"""A visit is written down, left, found again, finished and read, in the real window over a real laptop."""

from datetime import timedelta

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from fieldapp import problems
from fieldapp.domain.moments import local
from fieldapp.services import visits
from tests.ui import laptop
from tests.ui.laptop import press, type_in
from ui.kit import CodeChoice
from ui.visits.thumbnails import LargePhoto

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER = Qt.Key.Key_Return
CONSENT = "ditemui/persetujuan"


@pytest.fixture
def ws(tmp_path, light):
    ws = laptop.make_laptop(tmp_path)
    yield ws
    ws.close()


@pytest.fixture
def family(ws):
    return laptop.make_family(ws)


@pytest.fixture
def window(ws, qtbot):
    """The window, opened on the page with what it needs to know; gone after the test."""
    made = []

    def open_with(**context):
        shell, page = laptop.window_on(ws, **context)
        made.append(shell)
        if context.keys() & {"household", "draft"}:
            qtbot.waitUntil(lambda: page.editor is not None, timeout=15000)
        return shell, page

    yield open_with
    for shell in filter(isValid, made):
        shell.close()
        shell.deleteLater()
    QApplication.processEvents()


def answers(page, form="kunjungan_rumah"):
    return page.editor.draft.session(form).answers


def keys_at(page):
    return page.editor.form.focused.place.path


def fill_the_visit(page):
    """Answer what a routine visit cannot do without, by keys."""
    assert isinstance(QApplication.focusWidget(), CodeChoice)
    type_in("1")
    type_in("Memeriksa rumah")
    press(ENTER)
    press(Qt.Key.Key_F8)
    type_in("1")


def listed(page):
    return [page.lines[key] for key in page.list.model.ids]


def test_a_visit_is_begun_filled_by_keys_finished_and_read(ws, family, window, qtbot):
    _shell, page = window(household=family)
    told = []
    page.toast.connect(lambda sentence, _undo: told.append(sentence))
    assert keys_at(page) == "kunjungan/jenis"
    fill_the_visit(page)
    assert answers(page)["kunjungan/tujuan"] == "Memeriksa rumah"
    assert answers(page)[CONSENT] == "ya"
    assert page.editor.done.kind == "primary"
    press(ENTER, CTRL)
    qtbot.waitUntil(lambda: page.view is not None, timeout=5000)
    assert page.editor is None
    assert page.view.household_name == "Suparman"
    assert told == ["Kunjungan tersimpan di laptop ini, menunggu dikirim."]
    assert [line.visit_id for line in listed(page)] == [page.view.id]
    assert visits.drafts(ws) == ()


def test_an_unfinished_visit_cannot_be_finished_and_the_keys_go_to_what_is_missing(ws, family, window):
    _shell, page = window(household=family)
    assert page.editor.missing.words == "3 isian kurang"
    assert page.editor.done.kind == "plain"
    type_in("1")
    press(ENTER, CTRL)
    assert keys_at(page) == "kunjungan/tujuan"
    assert page.editor is not None
    assert len(visits.drafts(ws)) == 1


def test_a_draft_survives_the_window_and_is_offered_with_every_answer(ws, family, window, qtbot):
    shell, _page = window(household=family)
    type_in("1")
    type_in("Memeriksa atap bocor")
    shell.close()
    shell.deleteLater()
    _again, other = window(only="draft")
    qtbot.waitUntil(lambda: len(other.lines) == 1)
    card = next(iter(other.lines.values()))
    assert card.household_name == "Suparman"
    other.list.setFocus()
    press(ENTER)
    qtbot.waitUntil(lambda: other.editor is not None)
    assert answers(other)["kunjungan/tujuan"] == "Memeriksa atap bocor"
    first = next(found for found in other.editor.form.view().bounds() if found.place.path == "kunjungan/tujuan")
    assert first.control.widget.text() == "Memeriksa atap bocor"


def test_esc_leaves_the_visit_and_keeps_its_draft_without_a_question(ws, family, window, qtbot):
    _shell, page = window(household=family)
    type_in("1")
    type_in("Tujuan")
    press(Qt.Key.Key_Escape)
    assert page.editor is not None, "the first Esc gives the field its old value back"
    assert "kunjungan/tujuan" not in answers(page)
    press(Qt.Key.Key_Escape)
    assert page.editor is None
    qtbot.waitUntil(lambda: page.only == "draft" and len(page.lines) == 1)
    assert visits.drafts(ws)[0].answered == 1


def test_a_visit_in_which_nothing_was_written_leaves_no_draft(ws, family, window):
    _shell, page = window(household=family)
    press(Qt.Key.Key_Escape)
    assert page.editor is None
    assert visits.drafts(ws) == ()


def test_a_second_questionnaire_joins_the_visit_with_its_score(ws, family, window):
    _shell, page = window(household=family)
    page.editor.add_form("rumah_layak_huni")
    assert keys_at(page) == "rumah/luas_lantai"
    assert page.editor.form.score.isVisible()
    type_in("36")
    press(ENTER)
    assert answers(page, "rumah_layak_huni")["rumah/luas_lantai"] == "36"
    assert list(page.editor.form.outline.lists) == ["kunjungan_rumah", "rumah_layak_huni"]
    assert [form.id for form in visits.open_draft(ws, page.editor.draft.id).forms] == ["kunjungan_rumah", "rumah_layak_huni"]
    page.editor.remove_form("rumah_layak_huni")
    assert list(page.editor.form.outline.lists) == ["kunjungan_rumah"]
    assert not page.editor.form.score.isVisible()


def test_the_day_of_the_visit_can_be_changed_but_not_into_the_future(ws, family, window):
    _shell, page = window(household=family)
    field = page.editor.day
    field.setFocus()
    field.selectAll()
    yesterday, tomorrow = ws.today() - timedelta(days=1), ws.today() + timedelta(days=1)
    type_in(tomorrow.strftime("%d%m%Y"))
    press(ENTER)
    assert page.editor.day_field.note.text() == problems.VISIT_DATE_FUTURE(date=tomorrow.strftime("%d/%m/%Y")).sentence
    assert page.editor.draft.visited_on == ws.today()
    page.editor.finish()
    assert field.hasFocus()
    field.selectAll()
    type_in(yesterday.strftime("%d%m%Y"))
    press(ENTER)
    assert visits.open_draft(ws, page.editor.draft.id).visited_on == yesterday


def photo(path, colour="steelblue"):
    Image.new("RGB", (1600, 1200), colour).save(path, "JPEG")
    return path


def to_photos(page):
    fill_the_visit(page)
    page.editor.form.open("kunjungan_rumah:foto", focus=False)
    page.editor.form.focus_first()
    return list(page.editor.form.view().bounds())


def test_three_photos_picked_at_once_fill_three_slots_and_are_read_back(ws, family, window, qtbot, tmp_path):
    _shell, page = window(household=family)
    slots = to_photos(page)
    files = [photo(tmp_path / f"{colour}.jpg", colour) for colour in ("red", "green", "blue")]
    slots[0].control.choose = lambda _parent: files
    press(Qt.Key.Key_I, CTRL)
    qtbot.waitUntil(lambda: all(slot.answered() for slot in slots), timeout=10000)
    assert len({answers(page)[slot.place.path] for slot in slots}) == 3
    assert all(not slot.control.slot.image.isNull() for slot in slots)
    page.editor.finish()
    qtbot.waitUntil(lambda: page.view is not None, timeout=10000)
    assert len(page.view.photos) == 3
    qtbot.waitUntil(lambda: len(page.reading.photos.images) == 3)
    page.reading.photos.setFocus()
    press(ENTER)
    large = page.findChild(LargePhoto)
    qtbot.waitUntil(lambda: not large.image.isNull())
    press(Qt.Key.Key_Right)
    assert large.at == 1
    large.accept()


def test_ctrl_i_finds_the_first_empty_slot_from_any_section(ws, family, window, qtbot, tmp_path):
    _shell, page = window(household=family)
    slots = to_photos(page)
    slots[0].control.choose = lambda _parent: [photo(tmp_path / "red.jpg", "red")]
    page.editor.form.open("kunjungan_rumah:kunjungan", focus=False)
    page.editor.form.focus_first()
    press(Qt.Key.Key_I, CTRL)
    qtbot.waitUntil(slots[0].answered, timeout=10000)
    assert page.editor.form.view().bound(slots[0].place.path) is not None


def test_a_file_that_is_no_photo_says_so_at_its_slot_and_the_answer_stays_empty(ws, family, window, qtbot, tmp_path):
    _shell, page = window(household=family)
    slot = to_photos(page)[0]
    fake = tmp_path / "palsu.jpg"
    fake.write_bytes(b"\xff\xd8\xff\xe0 ini bukan foto")
    slot.control.take([fake])
    line = slot.control.widget.parentWidget().line
    sentence = problems.PHOTO_UNREADABLE(name="palsu.jpg").sentence
    qtbot.waitUntil(lambda: line.text.text() == sentence)
    assert line.state == "error"
    assert slot.control.slot.note_kind == "bad"
    assert slot.place.path not in answers(page)


def test_a_photo_taken_out_can_be_brought_back(ws, family, window, qtbot, tmp_path):
    _shell, page = window(household=family)
    slot = to_photos(page)[0]
    told = []
    page.toast.connect(lambda sentence, undo: told.append((sentence, undo)))
    slot.control.take([photo(tmp_path / "depan.jpg")])
    qtbot.waitUntil(slot.answered, timeout=10000)
    sha = answers(page)[slot.place.path]
    slot.control.keys.setFocus()
    press(Qt.Key.Key_Delete)
    assert slot.place.path not in answers(page)
    told[-1][1].run()
    assert answers(page)[slot.place.path] == sha
    qtbot.waitUntil(lambda: not slot.control.slot.image.isNull())


def finish_one(ws, family, **more):
    draft = visits.open_draft(ws, laptop.make_draft(ws, family))
    told = {"kunjungan/jenis": "rutin", "kunjungan/tujuan": "Memeriksa rumah", CONSENT: "ya", **more}
    for path, value in told.items():
        draft.set("kunjungan_rumah", path, value)
    return visits.finish_visit(ws, draft.id)


def test_the_answer_of_the_last_visit_is_offered_and_taken_with_alt_r(ws, family, window, qtbot):
    finish_one(ws, family)
    _shell, page = window(household=family)
    type_in("2")
    purpose = page.editor.form.focused
    line = purpose.control.widget.parentWidget().line
    qtbot.waitUntil(lambda: line.earlier.text().startswith("terakhir: Memeriksa rumah"))
    assert purpose.place.path == "kunjungan/tujuan"
    assert "kunjungan/tujuan" not in answers(page), "never taken over silently"
    press(Qt.Key.Key_R, ALT)
    assert answers(page)["kunjungan/tujuan"] == "Memeriksa rumah"
    assert line.earlier.isHidden(), "the same answer again would only be noise"
    type_in(" lagi")
    press(ENTER)
    assert not line.earlier.isHidden()


def test_what_is_due_begins_its_visit_with_enter(ws, family, window, qtbot):
    due = ws.today() + timedelta(days=3)
    finish_one(ws, family, **{"tindak_lanjut/rencana": "Usulkan material", "tindak_lanjut/batas_waktu": due})
    _shell, page = window(only="due")
    qtbot.waitUntil(lambda: len(page.lines) == 1)
    assert listed(page)[0].due == due
    page.list.setFocus()
    press(ENTER)
    qtbot.waitUntil(lambda: page.editor is not None, timeout=10000)
    assert page.editor.draft.household_id == family


def test_a_read_visit_leads_to_its_paper_and_its_family(ws, family, window, qtbot):
    visit_id = finish_one(ws, family)
    _shell, page = window(visit=visit_id)
    qtbot.waitUntil(lambda: page.view is not None)
    went = []
    page.go.connect(lambda key, context: went.append((key, context)))
    page.print_visit()
    page.open_household()
    assert went == [("reports", {"visit": visit_id}), ("households", {"household": family})]
    words = [line.text for line in page.view.lines]
    assert "Memeriksa rumah" in words


def test_an_empty_list_says_why_and_what_to_do(ws, window, qtbot):
    _shell, page = window(only="done")
    qtbot.waitUntil(lambda: "Ctrl J" in page.list.nothing.sentence.text())
    assert page.list.nothing.isVisible()


def test_the_page_says_since_when_the_draft_is_kept(ws, family, window):
    _shell, page = window(household=family)
    type_in("1")
    saved = local(page.editor.draft.saved_at, ws.zone).strftime("%H.%M")
    assert f"draf tersimpan {saved}" in page.editor.header.subtitle.text()
