"""The road to the office: the only place that speaks over a network, and that calls every obstacle on it by its name."""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Mapping
from ipaddress import ip_address
from string import Formatter
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import quote

from nacl.signing import SigningKey

from fieldapp import problems
from fieldapp.problems import Kind, Problem
from fieldapp.sync import wire
from fieldapp.sync.protocol import (
    CONTENT_TYPE,
    MAX_BODY_BYTES,
    PART_BYTES,
    EnrolAnswer,
    EnrolRequest,
    PullAnswer,
    PullRequest,
    PushAnswer,
    PushRequest,
)

if TYPE_CHECKING:
    import httpx

Answer = TypeVar("Answer", EnrolAnswer, PushAnswer, PullAnswer)
KINDS: dict[str, Kind] = {kind.code: kind for kind in vars(problems).values() if isinstance(kind, Kind)}
BYTES_TYPE = "application/octet-stream"
SLOWEST = 200  # bytes a second; the worst 2G line gives ten times that
_BUSY = {408, 425, 429, 500, 502, 503, 504, 507}


def checked_address(url: str) -> str:
    """Return the office's address without a slash at the end; raises PLAIN_HTTP, or ANSWER_NONSENSE for what is no address."""
    import httpx

    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as wrong:
        raise problems.ANSWER_NONSENSE() from wrong
    if address.scheme not in {"http", "https"} or not address.host or address.userinfo:
        raise problems.ANSWER_NONSENSE()
    if address.scheme == "http" and not _loopback(address.host):
        raise problems.PLAIN_HTTP()
    return str(address.copy_with(query=None, fragment=None)).rstrip("/")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class HttpOffice:
    """The office over HTTPS, as :class:`fieldapp.sync.protocol.Office`.

    Raises the office's own Problems, and for the road NO_NETWORK (nothing answered), ANSWER_CUT (the answer broke off),
    ANSWER_NONSENSE (something else answered, a login page say), SERVER_BUSY, OTHER_SERVER (another office than ``server_id``).
    ``timeout`` in seconds for each step of a request. Not for several threads at once.
    """

    def __init__(self, url: str, device_id: str, signing_key: SigningKey, *, timeout: float = 20.0, server_id: str | None = None) -> None:
        import httpx

        self.url = checked_address(url)
        self.device_id = device_id
        self.server_id = server_id
        self._key = signing_key
        secure = self.url.startswith("https:")  # reading the authorities takes 20 ms that plain http to this computer need not pay
        self._client = httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False, verify=secure)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """Bind this laptop to the account the code was made for."""
        return self._message("/v1/enrol", request, EnrolAnswer, signed=False)

    def push(self, request: PushRequest) -> PushAnswer:
        """Hand over changes; raises ANSWER_NONSENSE unless every change has its answer, or the office was restored since."""
        answer = self._message("/v1/push", request, PushAnswer)
        told_apart = not answer.acks and request.epoch not in {None, answer.epoch}  # the office was restored since and took nothing
        if len(answer.acks) != len(request.ops) and not told_apart:
            raise problems.ANSWER_NONSENSE()
        return answer

    def pull(self, request: PullRequest) -> PullAnswer:
        """Ask for what is new."""
        return self._message("/v1/pull", request, PullAnswer)

    def attachment_offset(self, root: str, sha256: str) -> int:
        """Return how many bytes the office has; -1 when it is complete."""
        headers, _body = self._ask("HEAD", _attachment(root, sha256))
        return _offset(headers)

    def send_attachment(self, root: str, sha256: str, offset: int, total: int, part: bytes) -> int:
        """Hand over bytes; returns the new offset, -1 when complete."""
        sent = {"Upload-Offset": str(offset), "Upload-Length": str(total), "Content-Type": BYTES_TYPE}
        headers, _body = self._ask("PATCH", _attachment(root, sha256), part, sent)
        return _offset(headers)

    def fetch_attachment(self, root: str, sha256: str, offset: int) -> bytes:
        """Return up to PART_BYTES bytes from ``offset`` on; empty at the end."""
        headers, body = self._ask("GET", f"{_attachment(root, sha256)}?offset={offset}")
        if headers.get("content-type") != BYTES_TYPE or len(body) > PART_BYTES:
            raise problems.ANSWER_NONSENSE()
        return body

    def _message(self, path: str, request: object, kind: type[Answer], *, signed: bool = True) -> Answer:
        headers, body = self._ask("POST", path, wire.pack(request), {"Content-Type": CONTENT_TYPE, "Accept": CONTENT_TYPE}, signed=signed)
        if headers.get("content-type") != CONTENT_TYPE:
            raise problems.ANSWER_NONSENSE()
        try:
            answer = wire.unpack(kind, body)
        except wire.TooLargeError as wrong:
            raise problems.ANSWER_NONSENSE() from wrong
        except wire.UnreadableError as wrong:
            raise (problems.ANSWER_CUT() if wrong.cut else problems.ANSWER_NONSENSE()) from wrong
        if self.server_id not in {None, answer.server_id}:
            raise problems.OTHER_SERVER()
        self.server_id = answer.server_id
        return answer

    def _ask(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *, signed: bool = True
    ) -> tuple[Mapping[str, str], bytes]:
        """Return headers and body of a good answer; every other one becomes its Problem."""
        import httpx

        # Our bodies are compressed already; what comes back in yet another packing could unpack to any size.
        request = self._client.build_request(
            method, self.url + target, content=body, headers={**(headers or {}), "Accept-Encoding": "identity"}
        )
        if signed:
            request.headers.update(self._signature(method, request.url.raw_path.decode("ascii"), body))
        try:
            response = self._client.send(request, stream=True)
            try:
                content = _capped(response, self._client.timeout.read or 0.0)
            finally:
                response.close()
        except httpx.RequestError as wrong:
            raise _obstacle(wrong) from wrong
        if response.status_code != httpx.codes.OK:
            raise _told(response.status_code, response.headers, content)
        return response.headers, content

    def _signature(self, method: str, target: str, body: bytes) -> dict[str, str]:
        nonce = secrets.token_hex(16)
        signature = self._key.sign(wire.signed_text(method, target, nonce, body)).signature
        return {"Pilar-Device": self.device_id, "Pilar-Nonce": nonce, "Pilar-Signature": base64.b64encode(signature).decode()}


def _obstacle(wrong: httpx.RequestError) -> Problem:
    """Return what to call a request that got no whole answer."""
    import ssl

    import httpx

    causes = (wrong, wrong.__cause__, getattr(wrong.__cause__, "__cause__", None), getattr(wrong.__cause__, "__context__", None))
    foreign = isinstance(wrong, httpx.DecodingError) or any(isinstance(cause, ssl.SSLError) for cause in causes)
    if foreign or (isinstance(wrong, httpx.RemoteProtocolError) and "illegal" in str(wrong)):
        return problems.ANSWER_NONSENSE()
    if isinstance(wrong, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)):
        return problems.NO_NETWORK()
    return problems.ANSWER_CUT()


def _capped(response: httpx.Response, patience: float) -> bytes:
    """Return the body as it came; one that drips more slowly than SLOWEST after ``patience`` seconds is given up, each step may be quick enough."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise problems.ANSWER_NONSENSE()
    content, began = bytearray(), time.monotonic()
    for piece in response.iter_raw():
        content += piece
        if len(content) > MAX_BODY_BYTES:
            raise problems.ANSWER_NONSENSE()
        if time.monotonic() - began > patience + len(content) / SLOWEST:
            raise problems.ANSWER_CUT()
    return bytes(content)


def _attachment(root: str, sha256: str) -> str:
    return f"/v1/attachments/{quote(root, safe='')}/{quote(sha256, safe='')}"


def _offset(headers: Mapping[str, str]) -> int:
    if headers.get("upload-complete") == "?1":
        return -1
    offset = headers.get("upload-offset", "")
    if not (offset.isascii() and offset.isdigit()):
        raise problems.ANSWER_NONSENSE()
    return int(offset)


def _told(status: int, headers: Mapping[str, str], content: bytes) -> Problem:
    """Return the Problem that an answer other than 200 tells; a HEAD tells it in the header ``Pilar-Problem``."""
    code: object = headers.get("pilar-problem")
    facts: object = {}
    try:
        told = wire.parsed(content) if content else None
    except wire.UnreadableError:
        told = None
    if isinstance(told, dict) and isinstance(problem := told.get("problem"), dict):
        code, facts = problem.get("code"), problem.get("facts")
    kind = KINDS.get(code) if isinstance(code, str) else None
    if kind is not None and kind.status == status and (known := _facts(kind, facts)) is not None:
        return kind(**known)
    return problems.SERVER_BUSY() if status in _BUSY else problems.ANSWER_NONSENSE()


def _facts(kind: Kind, facts: Any) -> dict[str, object] | None:
    """Return the facts a sentence needs, or None when the answer does not give them."""
    needed = {name for _text, name, _spec, _conversion in Formatter().parse(kind.sentence) if name}
    given = {name: value for name, value in facts.items() if isinstance(value, (str, int))} if isinstance(facts, dict) else {}
    return {name: given[name] for name in needed} if needed <= given.keys() else None
