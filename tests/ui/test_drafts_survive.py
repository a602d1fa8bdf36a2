"""Whatever was accepted in the questionnaire is there after the program was killed in mid-word."""

import signal
import subprocess
import sys
from pathlib import Path

from fieldapp.services import accounts, visits
from tests.ui import laptop

ROOT = Path(__file__).parents[2]
ENOUGH = 12

TYPIST = '''
"""Types into the real editor until it is killed; says each answer that was kept, after it was kept."""
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

app = QApplication([])
from fieldapp.services import accounts
from tests.ui import laptop
from ui import theme
from ui.theme import change

theme.choose(calm=True)
change.apply(theme.LIGHT, 1.0)
home = Path(sys.argv[1])
ws = accounts.unlock(home, accounts.accounts(home)[0].user_id, laptop.PASSPHRASE)
shell, page = laptop.window_on(ws, draft=sys.argv[2])
while page.editor is None:
    app.processEvents()
form = page.editor.form


def say(place):
    print(place.form, place.path, form.filling.session(place.form).value(place.path), sep="|", flush=True)


def kept():
    if form.focused is not None:
        say(form.focused.place)


form.stored.connect(kept)
n = 0
while True:
    n += 1
    form.open("kunjungan_rumah:pengamatan", focus=False)
    for bound in list(form.view().bounds()):
        bound.control.keys.setFocus()
        bound.control.keys.selectAll()
        QTest.keyClicks(bound.control.keys, f"Pengamatan ke-{n}")
        QTest.keyClick(bound.control.keys, Qt.Key.Key_Return)
        app.processEvents()
'''


def test_every_answer_that_was_kept_is_there_after_a_kill(tmp_path):
    ws = laptop.make_laptop(tmp_path)
    family = laptop.make_family(ws)
    draft_id = laptop.make_draft(ws, family)
    ws.close()
    typist = subprocess.Popen([sys.executable, "-c", TYPIST, str(tmp_path), draft_id], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    said: list[tuple[str, str, str]] = []
    for line in typist.stdout:
        if line.count("|") == 2:
            said.append(tuple(line.rstrip("\n").split("|")))
        if len(said) >= ENOUGH:
            typist.send_signal(signal.SIGKILL)
            break
    rest, _ = typist.communicate(timeout=30)
    said += [tuple(line.split("|")) for line in rest.splitlines() if line.count("|") == 2]
    assert typist.returncode == -signal.SIGKILL
    assert len(said) >= ENOUGH

    again = accounts.unlock(tmp_path, accounts.accounts(tmp_path)[0].user_id, laptop.PASSPHRASE)
    offered = [card for card in visits.drafts(again) if card.id == draft_id]
    assert [card.household_name for card in offered] == ["Suparman"]
    draft = visits.open_draft(again, draft_id)
    latest: dict[tuple[str, str], str] = {}
    for form, path, value in said:
        latest[form, path] = value
    for (form, path), value in latest.items():
        held = str(draft.session(form).value(path))
        # The answer being written at the moment of the kill may already be the next one, never an older one.
        assert int(held.rpartition("-")[2]) >= int(value.rpartition("-")[2])
    again.close()
