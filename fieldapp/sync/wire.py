"""Letters between laptop and office: how a message becomes bytes and how bytes become a message, checked word by word."""

from __future__ import annotations

import hashlib
import json
import types
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from fieldapp.domain.ops import SignedOp
from fieldapp.sync.protocol import MAX_BODY_BYTES

LEVEL = 3  # of zstd: what was measured to pay on slow lines and old laptops
MAX_INT = 2**63 - 1
_MAGIC = b"\x28\xb5\x2f\xfd"

M = TypeVar("M")


class UnreadableError(ValueError):
    """These bytes are no message of ours; ``cut`` says that they began like one and ended too early."""

    def __init__(self, why: str, *, cut: bool = False) -> None:
        super().__init__(why)
        self.cut = cut


class TooLargeError(ValueError):
    """A message that unpacks to more than MAX_BODY_BYTES."""


def plain(message: Any) -> bytes:
    """Return a message as JSON bytes (ASCII, so that every character survives every way)."""
    return json.dumps(message, separators=(",", ":"), allow_nan=False, default=_told).encode()


def _told(message: Any) -> dict[str, Any]:
    """Give the parts of a message to the JSON writer without copying what they hold."""
    if isinstance(message, SignedOp):
        return message.told()
    return {name: getattr(message, name) for name, _hint, _needed in _parts(cast("type", type(message)))}


def compressed(raw: bytes) -> bytes:
    """Return bytes as one zstd frame."""
    import zstandard

    return zstandard.ZstdCompressor(level=LEVEL).compress(raw)


def pack(message: Any) -> bytes:
    """Return a message as it travels: zstd of its JSON."""
    return compressed(plain(message))


def expanded(raw: bytes) -> bytes:
    """Undo :func:`compressed`; raises UnreadableError, or TooLargeError beyond MAX_BODY_BYTES before unpacking that much."""
    import zstandard

    try:
        size = zstandard.frame_content_size(raw)
        if size > MAX_BODY_BYTES:
            raise TooLargeError
        return zstandard.ZstdDecompressor(max_window_size=MAX_BODY_BYTES).decompress(raw, max_output_size=MAX_BODY_BYTES)
    except zstandard.ZstdError as wrong:
        raise UnreadableError("zstd", cut=raw[:4] == _MAGIC[: len(raw)]) from wrong


def _no_constant(text: str) -> None:
    raise ValueError(text)


def parsed(raw: bytes) -> Any:
    """Read JSON strictly (UTF-8, no NaN); raises UnreadableError."""
    if len(raw) > MAX_BODY_BYTES:
        raise TooLargeError
    try:
        return json.loads(raw.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError) as wrong:
        raise UnreadableError("json") from wrong


def signed_text(method: str, target: str, nonce: str, body: bytes) -> bytes:
    """Return what a laptop signs of a request: its method, path with query, one-time number and the SHA-256 of its body."""
    return f"{method}\n{target}\n{nonce}\n{hashlib.sha256(body).hexdigest()}".encode()


def unpack(kind: type[M], raw: bytes) -> M:
    """Read a message as it travels; raises UnreadableError or TooLargeError."""
    return read(kind, parsed(expanded(raw)))


def read(kind: type[M], data: Any) -> M:
    """Read JSON data as a message of this kind. What a newer Pilar adds is passed over; a wrong or missing part raises UnreadableError."""
    return cast("M", _value(kind, data, kind.__name__))


@cache
def _parts(kind: type) -> tuple[tuple[str, Any, bool], ...]:
    hints = get_type_hints(kind)
    return tuple((f.name, hints[f.name], f.default is MISSING and f.default_factory is MISSING) for f in fields(kind))


def _message(kind: type, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise UnreadableError(where)
    given: dict[str, Any] = {}
    for name, hint, needed in _parts(kind):
        if name in data:
            given[name] = _value(hint, data[name], f"{where}.{name}")
        elif needed:
            raise UnreadableError(f"{where}.{name}")
    return kind(**given)


def _signed(data: Any, where: str) -> SignedOp:
    if not isinstance(data, dict) or not all(isinstance(data.get(name), str) for name in ("op", "device", "sig")):
        raise UnreadableError(where)
    from fieldapp.problems import Problem

    try:
        _text(data["device"], where)
        return SignedOp.heard(data)
    except Problem as wrong:
        raise UnreadableError(where) from wrong


def _text(data: Any, where: str) -> str:
    # A lone surrogate cannot be written as UTF-8 and PostgreSQL keeps no NUL: neither has a place in our words.
    if not isinstance(data, str) or "\x00" in data or (not data.isascii() and any("\ud800" <= c <= "\udfff" for c in data)):
        raise UnreadableError(where)
    return data


def _value(hint: Any, data: Any, where: str) -> Any:
    if hint is Any:
        return data
    if hint is str:
        return _text(data, where)
    if hint is int or hint is bool:
        if type(data) is not hint or (hint is int and abs(data) > MAX_INT):
            raise UnreadableError(where)
        return data
    if hint is SignedOp:
        return _signed(data, where)
    if is_dataclass(hint):
        return _message(cast("type", hint), data, where)
    return _composed(hint, data, where)


def _composed(hint: Any, data: Any, where: str) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        rest = [arg for arg in args if arg is not type(None)]
        return None if data is None else _value(rest[0], data, where)
    if origin is Literal:
        if not isinstance(data, str) or data not in args:
            raise UnreadableError(where)
        return data
    if origin is tuple and isinstance(data, list):
        return tuple(_value(args[0], item, where) for item in data)
    if origin is dict and isinstance(data, dict):
        return {_text(key, where): _value(args[1], item, where) for key, item in data.items()}
    raise UnreadableError(where)
