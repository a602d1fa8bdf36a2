"""Who is asking: every request after enrolment carries the laptop's signature, and no request counts twice."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from fieldapp import problems
from fieldapp.domain.ids import is_id
from fieldapp.server.office import HeadOffice
from fieldapp.sync.wire import signed_text

NONCE_LIFE = 10 * 60  # seconds
_NONCE = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class Nonces:
    """The requests of the last ten minutes, so that a recorded one is refused when it is played again; in memory only."""

    seen: dict[tuple[str, str], float] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def use(self, device: str, nonce: str, now: float) -> None:
        """Remember a nonce; raises NOT_SIGNED when this laptop has used it before."""
        with self.lock:
            # Entries are in the order of time: old ones stand in front, and forgetting them costs nothing.
            while self.seen and now - next(iter(self.seen.values())) > NONCE_LIFE:
                del self.seen[next(iter(self.seen))]
            if (device, nonce) in self.seen:
                raise problems.NOT_SIGNED()
            self.seen[device, nonce] = now


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came in: ``target`` is path and query as sent, header names are lowercase."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


def check_request(office: HeadOffice, nonces: Nonces, asked: Asked) -> str:
    """Return the laptop that signed this request; raises NOT_SIGNED, or DEVICE_REVOKED."""
    device, nonce = asked.headers.get("pilar-device", ""), asked.headers.get("pilar-nonce", "")
    if not is_id(device) or not _NONCE.fullmatch(nonce):
        raise problems.NOT_SIGNED()
    try:
        signature = base64.b64decode(asked.headers.get("pilar-signature", ""), validate=True)
        standing = office.known(device)
        if standing is None:
            raise problems.NOT_SIGNED()
        VerifyKey(standing.key).verify(signed_text(asked.method, asked.target, nonce, asked.body), signature)
    except (ValueError, BadSignatureError) as wrong:
        raise problems.NOT_SIGNED() from wrong
    nonces.use(device, nonce, office.now().timestamp())
    if standing.revoked:  # only the laptop itself, by its signature, learns that it was revoked
        raise problems.DEVICE_REVOKED()
    return device
