"""Numbers for a whole kabupaten of made-up people: ids, NIK and KK, each given once and all of them invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from fieldapp import resources
from fieldapp.sample.peoples import WOMAN

FROM_ELSEWHERE = ("33.01", "33.12", "34.02", "35.05", "18.01", "16.02", "16.71", "73.08", "51.02")  # where transmigrants were registered
_MADE_FROM = int(datetime(2025, 6, 2, 1, tzinfo=UTC).timestamp() * 1000)


class Numbers:
    """Ids, NIK and KK numbers, each given once; what must be remembered is forgotten with every kecamatan."""

    def __init__(self, rng: Random, seed: int) -> None:
        self.rng, self.ms, self.turn = rng, _MADE_FROM, seed
        self.given: dict[str, int] = {}
        self.elsewhere = [k.id.replace(".", "") for kabupaten in FROM_ELSEWHERE for k in resources.children(kabupaten)]
        self.here, self.lowest = "", 1

    def enter(self, kecamatan: str) -> None:
        """Begin with a kecamatan: every one has 450 serials of its own, so that no two can give the same number."""
        self.here, self.lowest = kecamatan.replace(".", ""), 1 + 450 * int(kecamatan[-2:]) - 450
        self.given.clear()

    def id(self) -> str:
        """Return the next id: a UUIDv7 with the seed's own digits."""
        self.ms += 1
        chance = self.rng.getrandbits(74)
        stamp = f"{self.ms:012x}"
        return f"{stamp[:8]}-{stamp[8:]}-7{chance >> 62:03x}-{0x8000 | chance >> 48 & 0x3FFF:04x}-{chance & 0xFFFFFFFFFFFF:012x}"

    def nik(self, sex: str, born: date) -> str:
        """Return an invented NIK; one in eight was registered elsewhere."""
        where = self.rng.choice(self.elsewhere) if self.rng.random() < 0.12 else self.here
        return self._free(f"{where}{born.day + (40 if sex == WOMAN else 0):02d}{born.month:02d}{born.year % 100:02d}")

    def kk(self, on: date) -> str:
        """Return the number of a card printed in the twelve years before ``on``."""
        printed = on - timedelta(days=self.rng.randrange(30, 12 * 365))
        return self._free(f"{self.here}{printed.day:02d}{printed.month:02d}{printed.year % 100:02d}")

    def _free(self, start: str) -> str:
        turn = self.given.get(start, 0)
        self.given[start] = turn + 1
        return f"{start}{self.lowest + (turn * 211 + self.turn * 97) % 450:04d}"
