"""What proves a sheet unaltered: a digest of everything it says, and the QR in its footer that carries it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

MARK = "PILAR1"


def digest(lines: Iterable[Sequence[str]]) -> str:
    """Return the SHA-256 (hex) of a paper's content.

    The canonical text is one JSON array of strings per line, UTF-8, each line ended by a line feed; the first line names the kind
    of paper. Content is what the sheet tells: letterhead, number, day of issue, every label and value, the SHA-256 of each
    photo, the signers. Paper size, document id, printing user and hour stay out, so a second copy has the same digest.
    """
    total = hashlib.sha256()
    for line in lines:
        total.update(json.dumps(list(line), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
        total.update(b"\n")
    return total.hexdigest()


def payload(document_id: str, sha256: str) -> str:
    """Return the text of the QR: the mark, the document, the first 32 hex digits of the digest."""
    return f"{MARK}|{document_id}|{sha256[:32]}"


def read_payload(text: str) -> tuple[str, str] | None:
    """Return (document id, first 32 hex digits) of a scanned QR, or None when it is not one of ours."""
    parts = text.split("|")
    if len(parts) != 3 or parts[0] != MARK or len(parts[2]) != 32 or not all(digit in "0123456789abcdef" for digit in parts[2]):
        return None
    return parts[1], parts[2]


def shortened(sha256: str) -> str:
    """Return the first 16 hex digits in fours, as a person compares them: ``9c41 e07a 55b2 0f3d``."""
    return " ".join(sha256[start : start + 4] for start in range(0, 16, 4))


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark (True) and light squares of the QR of this text, error correction M, without its quiet zone."""
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    side = image.shape[1]
    pixels = memoryview(image).tobytes()  # type: ignore[arg-type]  # its stubs leave the buffer out
    return tuple(tuple(pixels[start + column] == 0 for column in range(side)) for start in range(0, len(pixels), side))
