"""Pilar: without a word the window opens, with one the command runs; the only place where window and application meet."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def open_window(home: Path | None, sample: bool) -> int:
    """Open the window on this data folder, or on the sample village, and return its exit code; raises NO_SCREEN."""
    if sys.platform.startswith("linux") and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        from fieldapp import problems

        raise problems.NO_SCREEN()
    from ui.start import start

    return start(home, sample=sample)


def tour(home: Path, passphrase: str, out: Path) -> tuple[Path, ...]:
    """Grab the pages of the only account in this data folder as PNG files into a folder; needs no screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.tour import grab

    return grab(home, passphrase, out)


def main() -> int:
    """Run what was typed."""
    from fieldapp.cli.app import run

    return run(sys.argv[1:], window=open_window, tour=tour)


if __name__ == "__main__":
    sys.exit(main())
