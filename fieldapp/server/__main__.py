"""Starts the office by itself: ``python -m fieldapp.server --data folder``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fieldapp import problems
from fieldapp.language import _
from fieldapp.server.run import HOST, PORT, run


def main(words: list[str] | None = None) -> int:
    """Run the office with these words of the command line; returns 0, or 2 when it could not start."""
    parser = argparse.ArgumentParser(prog="fieldapp.server", description=_("Pusat Pilar: menerima catatan dari laptop petugas."))
    parser.add_argument("--data", type=Path, default=Path("office"), help=_("folder data pusat"))
    parser.add_argument("--database", help=_("alamat PostgreSQL; tanpa ini dipakai berkas terenkripsi di folder data"))
    parser.add_argument("--host", default=HOST)
    parser.add_argument("--port", type=int, default=PORT, help=_("0 memilih port yang bebas"))
    asked = parser.parse_args(words)
    try:
        run(asked.data, asked.database, asked.host, asked.port, announce=lambda url: print(url, flush=True))  # noqa: T201 - the answer
    except problems.Problem as wrong:
        print(wrong.sentence, file=sys.stderr)  # noqa: T201 - the answer
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
