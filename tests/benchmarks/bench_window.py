"""How soon a picture stands on the screen: from the command to the first paint, beside an empty window of Qt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measure import Beside, benchmark, median_ms

ROOT = Path(__file__).resolve().parent.parent.parent

_LOOK = """
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
class Eye(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and watched.isWindow():
            QTimer.singleShot(0, QApplication.instance().quit)
        return False
"""
_BARE = """
from PySide6.QtWidgets import QMainWindow
app = QApplication([])
eye = Eye(); app.installEventFilter(eye)
window = QMainWindow(); window.resize(1366, 768); window.show()
app.exec()
"""
_ENTRANCE = """
import sys
from pathlib import Path
from ui.start import Program, application
app = application()
eye = Eye(); app.installEventFilter(eye)
program = Program(Path(sys.argv[1])); program.show_entrance()
app.exec()
"""
_PAGES = """
import sys
from pathlib import Path
from fieldapp.services.accounts import accounts
from fieldapp.store import keys
from fieldapp.store.opening import Store
from fieldapp.services.workspace import User, Workspace
from ui.start import application
from ui.window import Window
app = application()
eye = Eye(); app.installEventFilter(eye)
home = Path(sys.argv[1])
folder = next((home / "users").iterdir())
store = Store(folder, keys.DataKey(bytes.fromhex(sys.argv[2])))
window = Window(Workspace(home, folder, store, User.read(store.meta("profile"))))
window.resize(1366, 768); window.open("home"); window.show()
app.exec()
store.close()
"""


def _time(code: str, *words: str) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return median_ms(
        lambda: subprocess.run([sys.executable, "-c", _LOOK + code, *words], cwd=ROOT, env=environment, check=True, capture_output=True),
        rounds=5,
    )


@benchmark("mulai: gambar pertama, pintu masuk, proses baru", unit="ms", rival="QMainWindow kosong")
def first_paint_of_the_entrance(folder: Path) -> Beside:
    return Beside(_time(_ENTRANCE, str(folder)), _time(_BARE))


@benchmark("mulai: gambar pertama Beranda, desa contoh, tanpa Argon2, proses baru", unit="ms", rival="QMainWindow kosong")
def first_paint_of_the_pages(folder: Path) -> Beside:
    from fieldapp.sample.laptop import sample_laptop

    ws = sample_laptop(folder)
    key = ws.store.key.raw.hex()
    ws.close()
    return Beside(_time(_PAGES, str(folder), key), _time(_BARE))


@benchmark("buka kunci: Argon2id 64 MiB dan berkas, sekali sehari", unit="ms", limit=1000)
def unlock_once(folder: Path) -> float:
    from fieldapp.sample.laptop import PASSPHRASE
    from fieldapp.services.accounts import Profile, create_account, unlock

    ws = create_account(folder, Profile("ratna", "Ratna", "TKSK", "worker", ("18.11.02",)), PASSPHRASE)
    ws.close()
    name = ws.folder.name
    return median_ms(lambda: unlock(folder, name, PASSPHRASE).close(), rounds=5)
