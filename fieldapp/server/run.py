"""Starting and stopping the office: opens its memory, takes a port, and says when laptops may come."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from fieldapp import problems
from fieldapp.language import _
from fieldapp.server.app import make_app
from fieldapp.server.office import HeadOffice, open_office

HOST = "127.0.0.1"
PORT = 8321
READY_WITHIN = 20.0  # seconds


class _Discreet(logging.Formatter):
    """Writes an error with its kind and never with its words, which may quote a record."""

    def formatException(self, ei: object) -> str:
        kind = ei[0] if isinstance(ei, tuple) else None
        return kind.__name__ if isinstance(kind, type) else "-"


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_Discreet("%(asctime)s %(name)s %(message)s"))
    for name in ("pilar.server", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.INFO if name == "pilar.server" else logging.WARNING)


def take_port(host: str, port: int) -> socket.socket:
    """Return a socket bound to this port, or to a free one for 0; raises PORT_TAKEN."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends at once (TCP_NODELAY) only on sockets that say they are TCP; without it every answer waits 40 ms.
    line = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((host, port))
    except OSError as wrong:
        line.close()
        if wrong.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise problems.PORT_TAKEN(port=port) from wrong
        raise problems.WRONG_USE(
            what=_("Alamat {host} bukan alamat komputer ini. Pakai 127.0.0.1, atau 0.0.0.0 untuk semua.").format(host=host)
        ) from wrong
    return line


def address_of(line: socket.socket) -> str:
    """Return the address at which this socket answers."""
    host, port = line.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _Server(uvicorn.Server):
    """uvicorn that says when it answers, and that ends politely: it does not raise the signal again that asked it to stop."""

    def __init__(self, office: HeadOffice, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(make_app(office), log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=5)
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def run(
    data: Path, database: str | None = None, host: str = HOST, port: int = PORT, *, announce: Callable[[str], None] | None = None
) -> None:
    """Run the office in this folder until it is interrupted; ``announce`` is told the address as soon as laptops may come.

    ``database`` is a PostgreSQL URL or None. Raises PORT_TAKEN and what `open_office` raises.
    """
    _log_to_stderr()
    line = take_port(host, port)
    try:
        office = open_office(data, database)
    except problems.Problem:
        line.close()
        raise
    try:
        _Server(office, lambda: announce(address_of(line)) if announce else None).run(sockets=[line])
    finally:
        office.close()
        line.close()


@dataclass(slots=True)
class Running:
    """An office that answers from a thread of this process."""

    url: str
    _server: uvicorn.Server
    _thread: threading.Thread
    _line: socket.socket

    def stop(self) -> None:
        """Let running requests end and give the port back; the office itself stays open."""
        self._server.should_exit = True
        self._thread.join(READY_WITHIN)
        self._line.close()


def start_in_thread(office: HeadOffice, host: str = HOST, port: int = 0) -> Running:
    """Serve an open office from a thread and return when it answers; raises PORT_TAKEN, SERVER_BUSY."""
    line = take_port(host, port)
    ready = threading.Event()
    server = _Server(office, ready.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [line]}, name="office", daemon=True)
    thread.start()
    if not ready.wait(READY_WITHIN):
        line.close()
        raise problems.SERVER_BUSY()
    return Running(address_of(line), server, thread, line)
