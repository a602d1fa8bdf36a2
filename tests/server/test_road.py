"""Every obstacle on the road to the office is called by its name."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import zstandard
from nacl.signing import SigningKey

from fieldapp import problems
from fieldapp.domain.ids import new_id
from fieldapp.sync import wire
from fieldapp.sync.http import KINDS, HttpOffice
from fieldapp.sync.protocol import CONTENT_TYPE, MAX_BODY_BYTES, EnrolRequest, PullAnswer, PullRequest, PushRequest

GOOD = wire.pack(PullAnswer("s1", 1, "2026-11-23T08:14:05.123Z", (), (), more=False))


class Stranger:
    """Something that answers at the office's address."""

    def __init__(self) -> None:
        self.status, self.kind, self.body, self.claimed, self.extra = 200, CONTENT_TYPE, GOOD, None, {}
        self.seen: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.seen.append(self.path)
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(outer.status)
                self.send_header("Content-Type", outer.kind)
                self.send_header("Content-Length", str(outer.claimed or len(outer.body)))
                for name, value in outer.extra.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(outer.body)
                self.close_connection = True

            do_HEAD = do_GET = do_PATCH = do_POST  # noqa: N815 - names of the standard library

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    one = Stranger()
    yield one
    one.stop()


def _line(url: str, **given: object) -> HttpOffice:
    return HttpOffice(url, new_id(), SigningKey.generate(), **given)


def _pull(url: str, **given: object) -> problems.Kind:
    with _line(url, **given) as line, pytest.raises(problems.Problem) as met:
        line.pull(PullRequest({}))
    return met.value.kind


def test_a_good_answer_is_read(stranger):
    with _line(stranger.url) as line:
        assert line.pull(PullRequest({})).server_id == "s1"
        assert line.server_id == "s1"


@pytest.mark.parametrize(
    ("status", "kind", "body", "met"),
    [
        (200, "text/html", b"<html>login</html>", problems.ANSWER_NONSENSE),
        (200, CONTENT_TYPE, b"<html>login</html>", problems.ANSWER_NONSENSE),
        (200, CONTENT_TYPE, b"", problems.ANSWER_CUT),
        (200, CONTENT_TYPE, wire.compressed(b"[1,2]"), problems.ANSWER_NONSENSE),
        (200, CONTENT_TYPE, wire.compressed(b'{"server_id": 1}'), problems.ANSWER_NONSENSE),
        (200, CONTENT_TYPE, wire.compressed(b'{"server_id"'), problems.ANSWER_NONSENSE),
        (200, CONTENT_TYPE, GOOD[: len(GOOD) // 2], problems.ANSWER_CUT),
        (302, "text/html", b"", problems.ANSWER_NONSENSE),
        (401, "text/html", b"<html>", problems.ANSWER_NONSENSE),
        (404, "text/html", b"<html>", problems.ANSWER_NONSENSE),
        (404, "application/json", b'{"ok":false,"problem":{"code":"999.9999","text":"?"}}', problems.ANSWER_NONSENSE),
        (404, "application/json", b'{"ok":false,"problem":{"code":["x"],"text":"?"}}', problems.ANSWER_NONSENSE),
        (429, "application/json", b'{"ok":false,"problem":{"code":"429.0809","text":"?"}}', problems.SERVER_BUSY),
        (403, "application/json", b'{"ok":false,"problem":{"code":"403.0705","text":"?"}}', problems.DEVICE_REVOKED),
        (500, "application/json", b"{}", problems.SERVER_BUSY),
        (503, "text/html", b"<html>", problems.SERVER_BUSY),
        (502, "text/html", b"<html>", problems.SERVER_BUSY),
    ],
)
def test_what_is_no_answer_of_the_office_is_named(stranger, status, kind, body, met):
    stranger.status, stranger.kind, stranger.body = status, kind, body
    assert _pull(stranger.url) is met


def test_a_problem_brings_the_figures_of_its_sentence(stranger):
    told = {"ok": False, "problem": {"code": problems.TOO_MANY_CODES.code, "text": "", "facts": {"seconds": 42}}}
    stranger.status, stranger.kind, stranger.body = 429, "application/json", json.dumps(told).encode()
    with _line(stranger.url) as line, pytest.raises(problems.Problem) as met:
        line.enrol(EnrolRequest("A", new_id(), "00" * 32, "0"))
    assert "42" in met.value.sentence


def test_a_redirect_is_not_followed(stranger):
    stranger.status, stranger.extra = 307, {"Location": stranger.url + "/elsewhere"}
    assert _pull(stranger.url) is problems.ANSWER_NONSENSE
    assert stranger.seen == ["/v1/pull"]


def test_an_answer_that_breaks_off_is_cut(stranger):
    stranger.claimed = len(GOOD) + 100
    assert _pull(stranger.url) is problems.ANSWER_CUT


def test_an_answer_that_does_not_come_is_cut(stranger):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert _pull(f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.2) is problems.ANSWER_CUT


def test_nobody_at_the_address_is_no_network():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert _pull(f"http://127.0.0.1:{free.getsockname()[1]}", timeout=2) is problems.NO_NETWORK


@pytest.mark.parametrize("body", [wire.compressed(bytes(MAX_BODY_BYTES + 1)), bytes(MAX_BODY_BYTES + 1)])
def test_an_answer_that_would_fill_the_memory_is_refused(stranger, body):
    stranger.body = body
    assert _pull(stranger.url) is problems.ANSWER_NONSENSE


def test_a_frame_that_hides_its_size_does_not_fill_the_memory():
    packer = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    bomb = packer.compress(bytes(MAX_BODY_BYTES * 4)) + packer.flush()
    assert len(bomb) < 10_000
    with pytest.raises(wire.UnreadableError):
        wire.expanded(bomb)


def test_another_office_at_the_address_is_noticed(stranger):
    assert _pull(stranger.url, server_id="s2") is problems.OTHER_SERVER


def test_a_push_answer_without_an_ack_for_each_op_is_nonsense(stranger):
    from fieldapp.domain.ops import SignedOp

    stranger.body = wire.compressed(b'{"server_id":"s1","epoch":1,"server_time":"x","acks":[]}')
    with _line(stranger.url) as line, pytest.raises(problems.Problem) as met:
        line.push(PushRequest(new_id(), (SignedOp(b"{}", new_id(), b""),)))
    assert met.value.kind is problems.ANSWER_NONSENSE


def test_a_strangers_word_about_a_photo_is_nonsense(stranger):
    stranger.kind = "text/html"
    with _line(stranger.url) as line:
        for work in (line.attachment_offset, lambda root, sha: line.fetch_attachment(root, sha, 0)):
            with pytest.raises(problems.Problem) as met:
                work(new_id(), "0" * 64)
            assert met.value.kind is problems.ANSWER_NONSENSE


@pytest.mark.parametrize("url", ["http://pusat.example", "http://10.0.0.1:80", "http://127.0.0.1.pusat.example", "HTTP://pusat.example"])
def test_plain_http_leaves_this_computer_never(url):
    with pytest.raises(problems.Problem) as met:
        _line(url)
    assert met.value.kind is problems.PLAIN_HTTP


@pytest.mark.parametrize("url", ["https://pusat.example/pilar/", "http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1"])
def test_https_and_this_computer_are_good_addresses(url):
    with _line(url) as line:
        assert line.url == url.rstrip("/")


@pytest.mark.parametrize("url", ["", "pusat.example", "ftp://pusat.example", "https://", "https://a:b@pusat.example", "https://x\x00"])
def test_what_is_no_address_is_nonsense(url):
    with pytest.raises(problems.Problem) as met:
        _line(url)
    assert met.value.kind is problems.ANSWER_NONSENSE


def test_every_problem_is_known_by_its_code():
    assert KINDS["403.0705"] is problems.DEVICE_REVOKED
    assert len(KINDS) == len({kind.code for kind in vars(problems).values() if isinstance(kind, problems.Kind)})
