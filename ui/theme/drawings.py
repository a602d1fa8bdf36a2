"""Where the small line drawings come from: Lucide's collection, as its package ships it, read one at a time."""

from __future__ import annotations

import importlib.util
import sqlite3
from functools import cache
from pathlib import Path


@cache
def _drawings() -> sqlite3.Connection:
    """Open the package's collection read-only; one drawing is read at a time, so start-up pays only for what it shows."""
    found = importlib.util.find_spec("lucide")
    assert found is not None
    assert found.origin is not None
    file = Path(found.origin).parent / "data" / "lucide-icons.db"
    return sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@cache
def _find(name: str) -> str | None:
    """Return the drawing of this name, or of the icon it was renamed to; None when there is none."""
    query = (
        "select svg from icons where name = ?1 union select i.svg from icons i join icon_aliases a on a.name = i.name where a.alias = ?1"
    )
    found = _drawings().execute(query, (name,)).fetchone()
    return None if found is None else str(found[0])


def exists(name: str) -> bool:
    """Tell whether Lucide has an icon of this name; a test asks it for every name the window uses."""
    return _find(name) is not None


def svg(name: str) -> str:
    """Return the drawing of a Lucide icon as SVG text whose colour is ``currentColor``.

    An unknown name gives a plain circle: an exception in the middle of painting would take the whole window down.
    """
    return _find(name) or _find("circle") or ""
