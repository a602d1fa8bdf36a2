"""A program that saves without end and says each save aloud once it is kept; meant to be killed. Run with folder and key."""

from __future__ import annotations

import sys
from pathlib import Path

from fieldapp.domain import nouns
from fieldapp.store.keys import DataKey
from fieldapp.store.opening import Store
from tests.store.family import register


def main() -> None:
    store = Store(Path(sys.argv[1]), DataKey(bytes.fromhex(sys.argv[2])), room=0)
    number = 0
    while True:
        family = register(store, f"Warga {number}")
        with store.transaction() as act:
            act.change(nouns.Household, family, {"note": f"catatan {number}"})
        sys.stdout.write(f"{family} {number}\n")
        sys.stdout.flush()
        number += 1


if __name__ == "__main__":
    main()
