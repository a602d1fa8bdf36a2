"""A walk through every page with a camera: pictures in three themes, with much data and with little, for people and for papers."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QThreadPool, QTimer
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp import language
from fieldapp.language import _
from fieldapp.services import accounts, households, pillars, visits
from ui import theme
from ui.start import application
from ui.theme import change
from ui.unlock.entrance import Entrance
from ui.unlock.first_run import WORDS, FirstRun
from ui.window import Window

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

WIDE, HIGH = 1366, 768
LARGEST = 120_000  # bytes of one picture
_REST_MS, _AT_MOST = 120, 20.0
_COLOURS = (256, 128, 64)
WITH_PHOTO = 60  # of so many newest visits the first with a photo is shown


def settle(app: QApplication) -> None:
    """Let the window finish what it began: operations in the pool, their signals, the pauses before a preview."""
    began, quiet = time.monotonic(), 0
    while quiet < 4 and time.monotonic() - began < _AT_MOST:
        loop = QEventLoop()
        QTimer.singleShot(_REST_MS, loop.quit)
        loop.exec()
        app.processEvents()
        busy = QThreadPool.globalInstance().activeThreadCount() > 0
        quiet = 0 if busy else quiet + 1


def small_png(image: QImage) -> bytes:
    """Return the picture as a PNG of at most ``LARGEST`` bytes: with fewer colours where it must be."""
    import io

    from PIL import Image

    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    picture = Image.open(io.BytesIO(whole_png(plain)))
    made = b""
    for colours in _COLOURS:
        held = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
        made = held.getvalue()
        if len(made) <= LARGEST:
            break
    return made


def whole_png(image: QImage) -> bytes:
    """Return the picture as a PNG with all its colours."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(held.data())


class Camera:
    """Takes pictures into a folder and remembers them."""

    def __init__(self, app: QApplication, out: Path, *, small: bool = True) -> None:
        self.app, self.out, self.small = app, out, small
        self.taken: list[Path] = []
        out.mkdir(parents=True, exist_ok=True)

    def take(self, widget: QWidget, name: str) -> None:
        """Take one picture once the widget is at rest."""
        settle(self.app)
        image = widget.grab().toImage()
        path = self.out / f"{name}.png"
        path.write_bytes(small_png(image) if self.small else whole_png(image))
        self.taken.append(path)


def show(widget: QWidget, width: int = WIDE, height: int = HIGH) -> None:
    """Show a widget at a size."""
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()


def look(mode: str, scale: float = 1.0) -> None:
    """Use a theme and text size, without animation."""
    theme.choose(calm=True)
    change.apply(mode, scale)


# Where the camera stops


def _a_family(ws: Workspace) -> str:
    """Return a family with several members and a draft or visits, else the first one; "" for none."""
    found = households.household_cards(ws, households.household_ids(ws)[:120])
    return max(found, key=lambda card: card.members).id if found else ""


def _a_visit(ws: Workspace) -> str:
    """Return the newest visit with a photo, else the newest; "" for none."""
    lines = [line.visit_id for line in visits.visit_list(ws, only="done", limit=WITH_PHOTO) if line.visit_id]
    pictured = (key for key in lines if visits.visit_view(ws, key).photos)
    return next(pictured, lines[0] if lines else "")


def stops(ws: Workspace) -> dict[str, Callable[[Window], object]]:
    """Return the pages to stop at, by the name of their picture."""
    family, visit = _a_family(ws), _a_visit(ws)
    draft = next((card.id for card in visits.drafts(ws)), "")
    pillar = next((card.id for card in pillars.pillar_list(ws, pillars.PillarQuery(sk="soon", order="sk")).cards), "")
    return {
        "beranda": lambda window: window.open("home"),
        "keluarga": lambda window: window.open("households", **({"household": family} if family else {})),
        "keluarga-perubahan": lambda window: _family_tab(window, family, 5),
        "keluarga-saringan": lambda window: _filters(window, family),
        "tempat-sampah": lambda window: window.open("bin"),
        "kunjungan": lambda window: window.open("visits", **({"draft": draft} if draft else {"visit": visit} if visit else {})),
        "laporan": lambda window: window.open("reports", **({"visit": visit} if visit else {})),
        "impor": lambda window: window.open("exchange"),
        "ekspor": lambda window: window.open("exchange", export=True),
        "sinkronisasi": lambda window: window.open("sync"),
        "pilar": lambda window: window.open("pillars", **({"pillar": pillar} if pillar else {})),
        "pengaturan": lambda window: window.open("settings"),
    }


def _family_tab(window: Window, family: str, tab: int) -> None:
    """Show a tab of a family, where there is one."""
    window.open("households", **({"household": family} if family else {}))
    QThreadPool.globalInstance().waitForDone(int(_AT_MOST * 1000))
    QApplication.processEvents()
    page = window.page("households")
    if family:
        page.family.show_tab(tab)  # type: ignore[attr-defined]


def _filters(window: Window, family: str) -> None:
    """Show the filters of the list of families."""
    _family_tab(window, family, 0)
    window.page("households").list.toggle_filters()  # type: ignore[attr-defined]


def walk(camera: Camera, ws: Workspace, suffix: str = "", only: tuple[str, ...] = ()) -> None:
    """Stop at every page of a window (or at those named) and take its picture."""
    window = Window(ws)
    show(window)
    for name, stop in stops(ws).items():
        if not only or name in only:
            stop(window)
            camera.take(window, f"{name}{suffix}")
    window.close()
    window.deleteLater()


def doors(camera: Camera, home: Path, suffix: str = "") -> None:
    """Take pictures of the entrance and of the first run."""
    entrance, first = Entrance(home), FirstRun(home, "https://pilar.dinas.contoh.id")
    for widget, name in ((entrance, "buka"), (first, "laptop-baru")):
        if widget is first:
            first.show_step(WORDS)
            first.words.words = ("kandil", "merah", "sungai", "pagi", "dayung")
            first.words.chips.show_words(first.words.words)
            first.words.first.setText("kandil merah sungai")
            first.words.first.edited.emit("kandil merah sungai")
        show(widget)
        camera.take(widget, f"{name}{suffix}")
        widget.close()
        widget.deleteLater()


def grab(home: Path, passphrase: str, out: Path) -> tuple[Path, ...]:
    """Grab the pages of the only account in this data folder as PNG files into a folder; raises what unlocking raises."""
    app = application()
    look(theme.LIGHT)
    camera = Camera(app, out)
    doors(camera, home)
    ws = accounts.unlock(home, accounts.account(home).user_id, passphrase)
    try:
        walk(camera, ws)
    finally:
        settle(app)
        ws.close()
    return tuple(camera.taken)


def screenshots(out: Path, *, every: bool = False) -> tuple[Path, ...]:
    """Make the sample village in a folder that goes away and picture it: light in full, one page dark, one in high contrast.

    ``every`` pictures all pages in the three themes, and an empty laptop too.
    """
    from fieldapp.sample.laptop import PASSPHRASE, sample_laptop

    app = application()
    language.choose("id")
    camera = Camera(app, out)
    with tempfile.TemporaryDirectory() as work:
        home = Path(work)
        ws = sample_laptop(home)
        for mode, suffix, only in (
            (theme.LIGHT, "", ()),
            (theme.DARK, "-gelap", () if every else ("keluarga",)),
            (theme.HIGH_CONTRAST, "-kontras", () if every else ("beranda",)),
        ):
            look(mode)
            walk(camera, ws, suffix, only)
        ws.close()
        look(theme.LIGHT)
        doors(camera, home)
        if every:
            _empty_laptop(camera, home / "kosong", PASSPHRASE)
    look(theme.LIGHT)
    return tuple(camera.taken)


def _empty_laptop(camera: Camera, home: Path, passphrase: str) -> None:
    """Picture the first day: an account without a single family."""
    told = accounts.Profile("wahyu", "Wahyu Setiaji", "TKSK Kec. Mesuji", "worker", ("18.11.01",))
    ws = accounts.create_account(home, told, passphrase)
    walk(camera, ws, "-kosong")
    settle(camera.app)
    ws.close()


def main() -> int:
    """Picture everything: ``python -m ui.tour [--out FOLDER] [--every]``."""
    asked = argparse.ArgumentParser(description=_("Gambar semua halaman."))
    asked.add_argument("--out", type=Path, default=Path("docs/screenshots"))
    asked.add_argument("--every", action="store_true")
    told = asked.parse_args()
    taken = screenshots(told.out, every=told.every)
    for path in taken:
        sys.stdout.write(f"{path} {path.stat().st_size // 1000} kB\n")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
