"""Check which room uses which (pyproject.toml, [tool.importlinter]); prints only when an arrow is broken."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def broken_arrows() -> str:
    """Return what import-linter says, or an empty text when every contract is kept."""
    sys.path.insert(0, str(ROOT))
    from importlinter import cli

    said = StringIO()
    with redirect_stdout(said):
        code = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    return said.getvalue() if code else ""


if __name__ == "__main__":
    report = broken_arrows()
    print(report, end="")
    sys.exit(bool(report))
