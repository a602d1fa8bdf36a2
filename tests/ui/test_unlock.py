"""The entrance: right and wrong passphrases, a damaged file, and a laptop that is made ready by a code."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldapp import problems
from fieldapp.services import accounts, backups, households
from fieldapp.services.status import status
from tests.ui.doors import PASSPHRASE, account, office_at, rest, until
from tests.ui.support import family
from ui.unlock.entrance import Entrance
from ui.unlock.facts import facts_of
from ui.unlock.first_run import AREA, CODE, READY, WORDS, FirstRun


@pytest.fixture
def home(tmp_path):
    account(tmp_path)
    return tmp_path


@pytest.fixture
def entrance(home, shown):
    made = shown(Entrance(home))
    made.found = []
    made.opened.connect(lambda ws, sentence: made.found.append((ws, sentence)))
    yield made
    rest()
    for ws, _sentence in made.found:
        ws.close()


def typed(entrance, text):
    entrance.entry.secret.setFocus()
    entrance.entry.secret.selectAll()
    QTest.keyClicks(entrance.entry.secret, text)
    QTest.keyClick(entrance.entry.secret, Qt.Key.Key_Return)


def test_a_wrong_passphrase_is_counted_down_and_the_right_one_then_opens(entrance):
    typed(entrance, "bukan kata sandinya")
    until(lambda: "Coba lagi dalam 1 detik" in entrance.entry.field.note.text())
    assert not entrance.found
    assert entrance.open_button.reason
    until(lambda: not entrance.entry.waiting)
    assert entrance.entry.field.note.text() == "Kata sandi tadi keliru. Periksa, lalu ketik lagi."
    typed(entrance, PASSPHRASE)
    until(lambda: entrance.found)
    assert entrance.found[0][0].user.name == "Ratna Puspita"


def test_letters_are_hidden_until_lihat_and_caps_lock_is_said(entrance):
    QTest.keyClicks(entrance.entry.secret, "padi")
    assert entrance.entry.secret.displayText() != "padi"
    entrance.entry.look.click()
    assert entrance.entry.secret.displayText() == "padi"
    QTest.keyClick(entrance.entry.secret, "A", Qt.KeyboardModifier.NoModifier)
    assert "Caps Lock aktif" in entrance.entry.field.note.text()
    QTest.keyClick(entrance.entry.secret, "a")
    assert "Caps Lock" not in entrance.entry.field.note.text()


def test_the_arrows_choose_who_opens(home, shown):
    account(home, "Wahyu Setiaji")
    entrance = shown(Entrance(home))
    assert entrance.people.card.name == "Ratna Puspita"
    QTest.keyClick(entrance.entry.secret, Qt.Key.Key_Down)
    assert entrance.people.card.name == "Wahyu Setiaji"
    assert entrance.facts.card.name == "Wahyu Setiaji"


def test_nothing_typed_is_said_at_the_field(entrance):
    entrance.unlock()
    assert entrance.entry.field.note.text() == "Ketik kata sandi Anda dahulu."


def test_a_damaged_file_offers_its_newest_copy_and_tells_what_the_journal_gave_back(home, shown):
    card = accounts.accounts(home)[0]
    ws = accounts.unlock(home, card.user_id, PASSPHRASE)
    backups.backup_now(ws)
    family(ws, "Suparman", serial=1)
    path = ws.store.path
    ws.close()
    path.write_bytes(b"\x00" * 4096 + path.read_bytes()[4096:])
    entrance = shown(Entrance(home))
    found = []
    entrance.opened.connect(lambda ws, sentence: found.append((ws, sentence)))
    typed(entrance, PASSPHRASE)
    until(entrance.banner.isVisible)
    assert "rusak" in entrance.banner.text.text()
    entrance.banner.button.click()
    until(lambda: found)
    ws, sentence = found[0]
    assert "perubahan sesudahnya dipulihkan dari jurnal" in sentence
    assert len(households.household_ids(ws)) == 1
    ws.close()


def test_an_account_open_elsewhere_is_said_and_its_window_called(home, entrance):
    other = accounts.unlock(home, accounts.accounts(home)[0].user_id, PASSPHRASE)
    called = []
    entrance.busy.connect(lambda: called.append(True))
    typed(entrance, PASSPHRASE)
    until(lambda: called)
    assert entrance.entry.field.note.text() == problems.STORE_BUSY().sentence
    other.close()


def test_the_passphrase_of_an_open_account_is_told_from_a_wrong_one(home):
    ws = accounts.unlock(home, accounts.accounts(home)[0].user_id, PASSPHRASE)
    accounts.recognise(ws, PASSPHRASE)
    with pytest.raises(problems.Problem) as wrong:
        accounts.recognise(ws, "bukan kata sandinya")
    assert wrong.value.kind is problems.WRONG_PASSPHRASE
    assert status(ws).waiting == 0, "the records stay open meanwhile"
    ws.close()


def test_the_facts_beside_the_entrance_say_when_and_how_much(home):
    card = accounts.accounts(home)[0]
    words = [detail for _icon, _title, detail in facts_of(card)]
    assert words[2] == "Dibuat sendiri setelah Anda membuka Pilar"
    assert words[3] == "Belum pernah sinkron"


# The first run


def through_code(first, url, code):
    first.code.url.setText(url)
    first.code.code.setText(code)
    first.code.changed.emit()
    first.go_on()
    assert first.at == WORDS


def choose_words(first):
    words = " ".join(first.words.words)
    for field in (first.words.first, first.words.second):
        field.setFocus()
        QTest.keyClicks(field, words)
    assert not first.words.reason
    first.go_on()
    return words


def test_a_code_makes_the_laptop_ready_and_reads_the_villages(tmp_path, shown):
    with office_at(tmp_path, "ratna") as (office, url):
        first = shown(FirstRun(tmp_path / "rumah"))
        found = []
        first.opened.connect(lambda ws, _sentence: found.append(ws))
        through_code(first, url, office.make_code("ratna"))
        words = choose_words(first)
        until(lambda: first.at == READY)
        first.go_on()
        assert found[0].user.login == "ratna"
        assert status(found[0]).last_sync
        found[0].close()
        accounts.unlock(tmp_path / "rumah", found[0].user.id, words).close()


def test_a_wrong_code_returns_to_its_field_and_makes_no_account(tmp_path, shown):
    with office_at(tmp_path, "ratna") as (_office, url):
        first = shown(FirstRun(tmp_path / "rumah"))
        through_code(first, url, "AAAA-BBBB-CCCC")
        choose_words(first)
        until(lambda: first.at == CODE)
        assert first.code.code_field.note.text() == problems.CODE_WRONG().sentence
        assert not accounts.accounts(tmp_path / "rumah")


def test_an_address_nobody_answers_at_is_said_beside_it(tmp_path, shown):
    first = shown(FirstRun(tmp_path))
    through_code(first, "http://127.0.0.1:9", "AAAA-BBBB-CCCC")
    choose_words(first)
    until(lambda: first.at == CODE)
    assert first.code.url_field.note.text() == problems.NO_NETWORK().sentence


def test_the_words_are_counted_while_they_are_typed(tmp_path, shown):
    first = shown(FirstRun(tmp_path))
    first.show_step(WORDS)
    QTest.keyClicks(first.words.first, " ".join(first.words.words[:3]))
    assert first.words.first_field.note.text() == "3 dari 5 kata sudah cocok"
    assert first.next.reason == "Kata sandi belum lengkap"


def test_ones_own_passphrase_needs_twelve_letters(tmp_path, shown):
    first = shown(FirstRun(tmp_path))
    first.show_step(WORDS)
    first.words.own.click()
    QTest.keyClicks(first.words.first, "pendek")
    assert first.words.first_field.note.text() == "6 huruf, kurang 6"
    QTest.keyClicks(first.words.first, " sekali ini")
    QTest.keyClicks(first.words.second, "pendek sekali ini")
    assert not first.next.reason
    assert first.at == WORDS != AREA
