"""The doors of the office on the network, each with every answer it may give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from fieldapp import __version__, problems
from fieldapp.server.bodies import BYTES_TYPE, Health, answer, answer_of, body_of, message, take, told
from fieldapp.server.office import Desk, HeadOffice
from fieldapp.server.signed import Asked, Nonces, check_request
from fieldapp.sync.protocol import MAX_BODY_BYTES, PART_BYTES, EnrolAnswer, EnrolRequest, PullAnswer, PullRequest, PushAnswer, PushRequest

ALWAYS = (problems.SERVER_FAULT, problems.SERVER_BUSY)
BODY = (problems.REQUEST_SHAPE, problems.REQUEST_TOO_LARGE)
SIGNED = (problems.NOT_SIGNED, problems.DEVICE_REVOKED)
ONE = (problems.ATTACHMENT_UNKNOWN,)

Root = Annotated[
    str,
    Path(description="The root whose record names the attachment: UUIDv7, lowercase", examples=["0193d2a0-5f0e-7c1a-8a44-2b9f6f0e7d11"]),
]
Sha = Annotated[str, Path(description="SHA-256 of the plain bytes, 64 hex digits")]
Count = Annotated[int, Header(ge=0, le=2**53)]
SIGNATURE: list[dict[str, list[str]]] = [{"device": [], "nonce": [], "signature": []}]


class Doors:
    """The handlers of one office; what they do runs in worker threads, reading the body does not."""

    def __init__(self, office: HeadOffice) -> None:
        self.office = office
        self.nonces = Nonces()

    async def signed(self, request: Request, body: bytes, work: Callable[[Desk], Response]) -> Response:
        """Run work at the desk of the laptop that signed this request."""
        query = request.scope["query_string"].decode("ascii", "replace")
        path = request.scope["raw_path"].decode("ascii", "replace")
        asked = Asked(request.method, f"{path}?{query}" if query else path, request.headers, body)

        def run() -> Response:
            return work(self.office.desk(check_request(self.office, self.nonces, asked)))

        return await run_in_threadpool(run)

    async def health(self) -> Response:
        """Say whether the office and its database answer."""
        await run_in_threadpool(self.office.epoch)
        return answer(Health(ok=True, version=__version__), "")

    async def enrol(self, request: Request) -> Response:
        """Bind a laptop to the account its one-time code was made for; the only request without a signature."""
        body = await take(request, 64 * 1024)
        source = request.client.host if request.client else "-"

        def run() -> Response:
            heard = message(EnrolRequest, body, request.headers.get("content-type", ""))
            return answer(self.office.desk(source=source).enrol(heard), request.headers.get("accept", ""))

        return await run_in_threadpool(run)

    async def push(self, request: Request) -> Response:
        """Hand over a batch of signed changes; repeating it is harmless. Every change gets an ack: applied, different or quarantined."""
        body = await take(request)
        kind, accept = request.headers.get("content-type", ""), request.headers.get("accept", "")
        return await self.signed(request, body, lambda desk: answer(desk.push(message(PushRequest, body, kind)), accept))

    async def pull(self, request: Request) -> Response:
        """Ask for what is new behind the cursors, in all areas granted to the laptop's person."""
        body = await take(request, MAX_BODY_BYTES // 4)
        kind, accept = request.headers.get("content-type", ""), request.headers.get("accept", "")
        return await self.signed(request, body, lambda desk: answer(desk.pull(message(PullRequest, body, kind)), accept))

    async def attachment_offset(self, request: Request, root: Root, sha256: Sha) -> Response:
        """Ask how many bytes of an attachment the office has (``Upload-Offset``), or that it is complete (``Upload-Complete: ?1``)."""
        body = await take(request, 0)
        return await self.signed(request, body, lambda desk: _stands(desk.attachment_offset(root, sha256)))

    async def send_attachment(self, request: Request, root: Root, sha256: Sha, upload_offset: Count, upload_length: Count) -> Response:
        """Hand over bytes from ``Upload-Offset`` on; answers where it stands now, also when nothing was taken."""
        part = await take(request, PART_BYTES)
        return await self.signed(
            request, part, lambda desk: _stands(desk.send_attachment(root, sha256, upload_offset, upload_length, part))
        )

    async def fetch_attachment(
        self, request: Request, root: Root, sha256: Sha, offset: Annotated[int, Query(ge=0, le=2**53)] = 0
    ) -> Response:
        """Return up to 64 KiB of a complete attachment from ``offset`` on; an empty body is the end."""
        body = await take(request, 0)
        return await self.signed(request, body, lambda desk: Response(desk.fetch_attachment(root, sha256, offset), media_type=BYTES_TYPE))


def _stands(offset: int) -> Response:
    headers = {"Upload-Complete": "?1"} if offset < 0 else {"Upload-Complete": "?0", "Upload-Offset": str(offset)}
    return Response(headers=headers)


def router(office: HeadOffice) -> APIRouter:
    """Return every door of this office."""
    doors, found = Doors(office), APIRouter()
    attachment = "/v1/attachments/{root}/{sha256}"
    where = {"Upload-Offset": {"schema": {"type": "integer"}}, "Upload-Complete": {"schema": {"type": "string", "enum": ["?0", "?1"]}}}
    stands: dict[str, Any] = {"description": "Where the attachment stands", "headers": where, "content": {}}
    octets: dict[str, Any] = {BYTES_TYPE: {"schema": {"type": "string", "format": "binary"}}}

    def add(
        method: str, path: str, handler: Callable[..., Any], good: dict[str, Any], refusals: tuple[problems.Kind, ...], **extra: Any
    ) -> None:
        responses = {200: good, **told((*refusals, *ALWAYS))}
        if path != "/health" and handler != doors.enrol:
            extra = {**extra, "security": SIGNATURE}
        found.add_api_route(
            path, handler, methods=[method], responses=responses, response_class=Response, openapi_extra=extra,
            operation_id=handler.__name__, summary=handler.__name__.replace("_", " ").capitalize(),
        )  # fmt: skip

    enrolling = (*BODY, problems.CODE_WRONG, problems.TOO_MANY_CODES)
    add("GET", "/health", doors.health, {"model": Health, "description": "The office answers"}, ())
    add("POST", "/v1/enrol", doors.enrol, answer_of(EnrolAnswer), enrolling, **body_of("EnrolRequest"))
    add("POST", "/v1/push", doors.push, answer_of(PushAnswer), (*SIGNED, *BODY, problems.BATCH_REUSED), **body_of("PushBody"))
    add("POST", "/v1/pull", doors.pull, answer_of(PullAnswer), (*SIGNED, *BODY), **body_of("PullRequest"))
    add("HEAD", attachment, doors.attachment_offset, stands, (*SIGNED, *ONE, problems.REQUEST_TOO_LARGE, problems.REQUEST_SHAPE))
    add(
        "PATCH", attachment, doors.send_attachment, stands, (*SIGNED, *ONE, *BODY, problems.ATTACHMENT_HASH),
        requestBody={"required": True, "content": octets},
    )  # fmt: skip
    good = {"description": "The bytes", "content": octets}
    add("GET", attachment, doors.fetch_attachment, good, (*SIGNED, *ONE, *BODY, problems.PHOTO_DAMAGED))
    return found
