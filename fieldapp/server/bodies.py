"""Bodies on the network: how a request's bytes are taken in, how answers and problems are written, and how all of it is described."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from fieldapp import problems
from fieldapp.problems import Kind, Problem
from fieldapp.sync import wire
from fieldapp.sync.protocol import CONTENT_TYPE, MAX_BODY_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable

M = TypeVar("M")
JSON = "application/json"
BYTES_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class SignedOpBody:
    """One change: ``op`` is the verbatim JSON text that was signed, ``sig`` the base64 Ed25519 signature of its UTF-8 bytes by ``device``."""

    op: str
    device: str
    sig: str


@dataclass(frozen=True)
class PushBody:
    """A batch: whole acts, in the order they were made; at most 500 ops."""

    batch: str
    ops: tuple[SignedOpBody, ...]


@dataclass(frozen=True)
class ProblemTold:
    """What went wrong: decide on ``code``; ``text`` is for the person, in Indonesian; ``facts`` are the figures in it."""

    code: str
    text: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ProblemAnswer:
    """Every answer that is not 200."""

    ok: bool
    problem: ProblemTold


@dataclass(frozen=True)
class Health:
    """The office answers and its database too."""

    ok: bool
    version: str


async def take(request: Request, limit: int = MAX_BODY_BYTES) -> bytes:
    """Return the body of a request; raises REQUEST_TOO_LARGE as soon as it is longer than ``limit`` bytes."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise problems.REQUEST_TOO_LARGE(most=f"{limit // 2**20} MB" if limit >= 2**20 else f"{limit // 2**10} kB")
    return bytes(body)


def message(kind: type[M], body: bytes, content_type: str) -> M:
    """Read a message that came as zstd JSON or as plain JSON; raises REQUEST_SHAPE or REQUEST_TOO_LARGE."""
    try:
        raw = wire.expanded(body) if content_type.partition(";")[0].strip() == CONTENT_TYPE else body
        return wire.read(kind, wire.parsed(raw))
    except wire.TooLargeError as wrong:
        raise problems.REQUEST_TOO_LARGE(most=f"{MAX_BODY_BYTES // 2**20} MB") from wrong
    except wire.UnreadableError as wrong:
        raise problems.REQUEST_SHAPE() from wrong


def answer(told: object, accept: str) -> Response:
    """Write an answer as zstd JSON for who asks for it, else as plain JSON."""
    raw = wire.plain(told)
    zstd = CONTENT_TYPE in accept
    return Response(wire.compressed(raw) if zstd else raw, media_type=CONTENT_TYPE if zstd else JSON)


def problem_answer(problem: Problem) -> Response:
    """Write a Problem; its code also stands in a header, for answers that may have no body."""
    facts = {name: value for name, value in problem.facts.items() if isinstance(value, (str, int, float))}
    told = ProblemAnswer(ok=False, problem=ProblemTold(problem.code, problem.sentence, facts))
    return Response(wire.plain(told), status_code=problem.kind.status, media_type=JSON, headers={"Pilar-Problem": problem.code})


def told(kinds: Iterable[Kind]) -> dict[int | str, dict[str, Any]]:
    """Describe problem answers for the OpenAPI document, by status, each code with its sentence."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        one = found.setdefault(kind.status, {"model": ProblemAnswer, "description": ""})
        one["description"] = "; ".join(filter(None, (one["description"], f"`{kind.code}` {kind.sentence}")))
    return found


def body_of(name: str) -> dict[str, Any]:
    """Describe a request body: the named schema as plain JSON, or zstd of that JSON."""
    return {
        "requestBody": {
            "required": True,
            "content": {
                JSON: {"schema": {"$ref": f"#/components/schemas/{name}"}},
                CONTENT_TYPE: {
                    "schema": {"type": "string", "format": "binary", "description": f"zstd of the JSON of {name}, at most 8 MiB unpacked"}
                },
            },
        }
    }


def answer_of(model: type) -> dict[str, Any]:
    """Describe a good answer: the model as plain JSON, or zstd of it for who accepts that."""
    binary = {"schema": {"type": "string", "format": "binary", "description": f"zstd of the JSON of {model.__name__}"}}
    return {"model": model, "description": (model.__doc__ or "").strip().partition("\n")[0], "content": {CONTENT_TYPE: binary}}
