"""Makes the list of Indonesia's places that Pilar ships, from the npm data package idn-area-data 4.0.1 (data: ODbL 1.0).

    npm pack idn-area-data@4.0.1
    python tools/regions.py idn-area-data-4.0.1.tgz

The file holds two blocks, apart by an empty line: the ten-digit codes in order, then the names in the same order.
"""

from __future__ import annotations

import csv
import io
import sys
import tarfile
from pathlib import Path

import zstandard

TARGET = Path(__file__).resolve().parent.parent / "resources" / "regions" / "wilayah.txt.zst"
SHEETS = {"provinces": 38, "regencies": 514, "districts": 7_285, "villages": 83_762}


def rows(package: tarfile.TarFile, sheet: str) -> list[tuple[str, str]]:
    """Return (dotted code, name) of every row of one sheet of the package."""
    member = package.extractfile(f"package/data/{sheet}.csv")
    if member is None:
        raise SystemExit(f"{sheet}.csv is not in this package")
    with member:
        return [(row["code"], " ".join(row["name"].split())) for row in csv.DictReader(io.TextIOWrapper(member, "utf-8"))]


def main(tarball: Path) -> None:
    """Write the compressed list; stops when a level has another number of rows than the decree."""
    places: list[tuple[str, str]] = []
    with tarfile.open(tarball) as package:
        for sheet, expected in SHEETS.items():
            found = rows(package, sheet)
            if len(found) != expected:
                raise SystemExit(f"{sheet}: {len(found)} rows, expected {expected}")
            places += found
    ordered = sorted((code.replace(".", "").ljust(10, "0"), name) for code, name in places)
    text = "\n".join(code for code, _ in ordered) + "\n\n" + "\n".join(name for _, name in ordered)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(zstandard.ZstdCompressor(level=19, write_checksum=True).compress(text.encode()))
    print(f"{len(ordered):,} places, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
