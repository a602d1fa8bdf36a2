"""Pengaturan: each setting takes effect at once and is still there after closing."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from fieldapp.services import accounts, backups, settings
from tests.ui.doors import PASSPHRASE, account, rest, until, window_of
from ui import theme


@pytest.fixture
def home(tmp_path):
    account(tmp_path)
    return tmp_path


def opened(home, passphrase=PASSPHRASE):
    return accounts.unlock(home, accounts.accounts(home)[0].user_id, passphrase)


def test_theme_and_text_size_change_at_once_and_stay(home, light):
    with window_of(opened(home)) as window:
        window.open("settings")
        looks = window.page("settings").looks
        looks.theme.choose(1)
        assert theme.mode() == theme.DARK
        looks.scale.choose(2)
        assert theme.scale() == 1.3
        assert window.nav.narrow, "from 130 % the navigation shrinks to icons"
    ws = opened(home)
    assert settings.get(ws, "theme") == theme.DARK
    assert settings.get(ws, "text_scale") == 130
    ws.close()


def test_another_language_is_asked_for_and_kept(home, light):
    with window_of(opened(home)) as window:
        asked = []
        window.language_chosen.connect(asked.append)
        window.open("settings")
        window.page("settings").looks.language.choose(1)
        assert asked == ["en"]
        assert settings.get(window.ws, "language") == "en"


def test_paper_and_letterhead_stay(home, light):
    with window_of(opened(home)) as window:
        window.open("settings", section="letter")
        letter = window.page("settings").letter
        letter.paper.choose(1)
        letter.head["level1"].setFocus()
        letter.head["level1"].setText("PEMERINTAH KABUPATEN CONTOH")
        letter.head["level1"].commit()
    ws = opened(home)
    assert settings.get(ws, "paper") == "A4"
    assert settings.letterhead(ws).level1 == "PEMERINTAH KABUPATEN CONTOH"
    ws.close()


def test_a_copy_can_be_made_now_and_is_listed(home, light):
    with window_of(opened(home)) as window:
        window.open("settings", section="copies")
        copies = window.page("settings").copies
        copies.make.click()
        until(lambda: copies.state.text.text().startswith("Cadangan terakhir"))
        assert len(backups.backups(home, window.ws.folder.name)) == 1
        assert copies.table.isVisible()


def test_a_new_passphrase_opens_and_the_old_one_no_longer(home, light):
    fresh = "lima kata yang lain sekali"
    with window_of(opened(home)) as window:
        window.open("settings", section="account")
        part = window.page("settings").account
        for field, words in ((part.old, "salah sama sekali"), (part.new, fresh), (part.again, fresh)):
            QTest.keyClicks(field, words)
        part.change.click()
        until(lambda: part.old_field.state == "error")
        part.old.setText(PASSPHRASE)
        part.old.edited.emit(PASSPHRASE)
        part.change.click()
        until(lambda: not part.old.text())
        rest()
    opened(home, fresh).close()


def test_the_libraries_are_named_with_their_licences(home, light):
    with window_of(opened(home)) as window:
        window.open("settings", section="about")
        names = {row[0] for row in window.page("settings").about.table._model.rows}
        assert {"sqlalchemy", "pynacl"} <= {name.lower() for name in names}
