"""What agreeing costs: ten thousand families up and down, beside the bare wire (HTTP and zstd, nothing kept)."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import zstandard

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.server.run import start_in_thread
from fieldapp.sync.http import HttpOffice
from fieldapp.sync.session import sync_now
from tests.benchmarks.measure import Beside, benchmark
from tests.sync.cast import DESA, World

FAMILIES = 10_000


class _Sink(http.server.BaseHTTPRequestHandler):
    """Unpacks what comes, packs it again, keeps nothing."""

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        told = zstandard.ZstdDecompressor().decompress(raw)
        json.loads(told)
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def _wire(rows: list[dict[str, object]]) -> float:
    """Return the seconds the same content takes over bare HTTP and zstd in batches of 500."""
    import httpx

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    started = time.perf_counter()
    with httpx.Client(trust_env=False) as client:
        for start in range(0, len(rows), 500):
            body = zstandard.ZstdCompressor(level=3).compress(json.dumps(rows[start : start + 500]).encode())
            client.post(f"http://127.0.0.1:{server.server_port}/", content=body)
    taken = time.perf_counter() - started
    server.shutdown()
    server.server_close()
    return taken


_TOLD: dict[str, tuple[float, float, float]] = {}


def _run(folder: Path) -> tuple[float, float, float]:
    """Return rows a second for push, pull and the wire, measured once for both benchmarks."""
    if "all" in _TOLD:
        return _TOLD["all"]
    world = World(folder)
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    running = start_in_thread(world.office)
    rows: list[dict[str, object]] = []
    for start in range(0, FAMILIES, 1000):
        with ratna.ws.transaction() as act:
            for number in range(start, start + 1000):
                home = new_id()
                told = {
                    "kk": f"1811022307{number:06d}",
                    "address": "Jl. Poros Rawa Pitu, depan mushola Al-Ikhlas",
                    "rt": "003",
                    "rw": "001",
                    "note": "x" * 200,
                }
                act.add(nouns.Household(id=home, root_id=home, region_id=DESA, head_id=home, **told))
                rows.append(told | {"id": home})

    def over_http(laptop: object, call: Callable[[HttpOffice], object]) -> float:
        office = HttpOffice(running.url, laptop.ws.device_id, laptop.ws.store.author.key)  # type: ignore[attr-defined]
        started = time.perf_counter()
        call(office)
        return time.perf_counter() - started

    push = over_http(ratna, lambda office: sync_now(ratna.ws, office, photos=False))
    pull = over_http(eko, lambda office: sync_now(eko.ws, office, photos=False))
    _TOLD["all"] = FAMILIES / push, FAMILIES / pull, FAMILIES / _wire(rows)
    running.stop()
    world.close()
    return _TOLD["all"]


@benchmark("kirim 10.000 keluarga (dan membacanya kembali)", unit="baris/s", rival="kawat saja", more_is_better=True)
def push_ten_thousand(folder: Path) -> Beside:
    push, _pull, wire = _run(folder)
    return Beside(push, wire)


@benchmark("baca 10.000 keluarga, laptop baru", unit="baris/s", rival="kawat saja", more_is_better=True)
def pull_ten_thousand(folder: Path) -> Beside:
    _push, pull, wire = _run(folder)
    return Beside(pull, wire)
