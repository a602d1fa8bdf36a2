"""Somebody between laptop and office: passes every request on to the real office and may spoil, keep or swap what comes back."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from fieldapp.sync.protocol import CONTENT_TYPE

PASSED_ON = ("content-type", "accept", "pilar-device", "pilar-nonce", "pilar-signature", "upload-offset", "upload-length")
TOLD = ("content-type", "upload-offset", "upload-complete", "pilar-problem")


@dataclass(frozen=True)
class Reply:
    """One answer on its way: ``claimed`` is the length its header tells; ``pause`` seconds lie between two single bytes of the body."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": CONTENT_TYPE})
    body: bytes = b""
    claimed: int | None = None
    pause: float = 0.0


NEVER = threading.Event()
Spoil = Callable[[str, Reply], Reply]


def honest(_path: str, reply: Reply) -> Reply:
    """Change nothing."""
    return reply


def only(path: str, spoil: Callable[[Reply], Reply]) -> Spoil:
    """Spoil the answers at one address."""
    return lambda at, reply: spoil(reply) if at.startswith(path) else reply


class Between:
    """The stranger in the middle, at an address of its own."""

    def __init__(self, office_url: str) -> None:
        self.spoil: Spoil = honest
        self.asked: list[str] = []
        office = urlsplit(office_url).netloc
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.asked.append(self.path)
                sent = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
                reply = outer.spoil(self.path, _asked(office, self.command, self.path, body, sent))
                self.close_connection = True
                try:
                    self._tell(reply)
                except OSError:
                    return  # who asked has hung up, as it should on a slow drip

            do_HEAD = do_GET = do_PATCH = do_POST  # noqa: N815 - names of the standard library

            def _tell(self, reply: Reply) -> None:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body) if reply.claimed is None else reply.claimed))
                self.end_headers()
                for piece in _pieces(reply) if self.command != "HEAD" else ():
                    self.wfile.write(piece)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.block_on_close = False
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _asked(office: str, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    line = http.client.HTTPConnection(office, timeout=20)
    try:
        line.request(method, path, body, dict(headers))
        answer = line.getresponse()
        told = {name: answer.headers[name] for name in TOLD if name in answer.headers}
        return Reply(answer.status, told, answer.read())
    finally:
        line.close()


def _pieces(reply: Reply) -> Iterable[bytes]:
    if not reply.pause:
        return (reply.body,)
    return _drip(reply)


def _drip(reply: Reply) -> Iterator[bytes]:
    for at in range(len(reply.body)):
        NEVER.wait(reply.pause)  # the stranger's slowness itself; nobody waits for anything here
        yield reply.body[at : at + 1]
