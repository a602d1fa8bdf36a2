"""The signature block: who wrote the paper on the right, who takes note of it on the left, room for a pen between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp.domain.written import date_long
from fieldapp.language import _
from fieldapp.reports.flow import Cell, Row
from fieldapp.reports.paper import MM
from fieldapp.reports.text import paragraph

if TYPE_CHECKING:
    from fieldapp.services.settings import Signers

PEN_ROOM = 17 * MM
DOTS = "(" + "." * 44 + ")"


@dataclass(frozen=True, slots=True)
class Signer:
    """One who signs: the lines above the pen, the name, and what stands under the name."""

    above: tuple[str, ...]
    name: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Columns of signers whose names stand on one line; never cut, never alone on a page."""

    columns: tuple[tuple[Row, Row, Row], ...]
    before: float
    keep: bool = False

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.before + self._above + PEN_ROOM + max(name.height + below.height for _above, name, below in self.columns)

    @property
    def _above(self) -> float:
        return max(above.height for above, _name, _below in self.columns)

    def split(self, room: float) -> None:
        """A signature block is never cut."""

    def draw(self, canvas: Any, left: float, top: float) -> None:
        """Draw what stands above each pen at one height, and the names at one height."""
        names = top - self.before - self._above - PEN_ROOM
        for above, name, below in self.columns:
            above.draw(canvas, left, top - self.before)
            name.draw(canvas, left, names)
            below.draw(canvas, left, names - name.height)


def signers_of(signers: Signers, issued_on: date, respondent: str = "") -> tuple[Signer, ...]:
    """Return the signers from left to right; the one who was visited stands between when there is one."""
    place = f"{signers.place}, {date_long(issued_on)}" if signers.place.strip() else date_long(issued_on)
    nip = _("NIP {nip}").format(nip=signers.officer_nip) if signers.officer_nip.strip() else ""
    under = "\n".join(part for part in (signers.officer_title, nip) if part.strip())
    head = Signer((_("Mengetahui,"), _("{title},").format(title=signers.head_title or _("Kepala Desa"))), signers.head_name)
    officer = Signer((place, _("Petugas,")), signers.officer_name, under)
    middle = (Signer((" ", _("Yang ditemui,")), respondent),) if respondent.strip() else ()
    return (head, *middle, officer)


def signatures(signers: tuple[Signer, ...], width: float, before: float = 5 * MM) -> Signatures:
    """Return the block, each signer centred in a column of equal width."""
    gap = 5 * MM
    share = (width - gap * (len(signers) - 1)) / len(signers)
    narrow = min(share, 78 * MM)
    columns = []
    for place, signer in enumerate(signers):
        x = place * (share + gap) + (share - narrow) * (place / max(len(signers) - 1, 1))
        above, below = _stack(x, narrow, "\n".join(signer.above)), _stack(x, narrow, signer.below)
        columns.append((above, _name(x, narrow, signer.name), below))
    return Signatures(tuple(columns), before)


def _stack(x: float, width: float, words: str) -> Row:
    return Row((Cell(x, width, paragraph(words, "centre")),))


def _name(x: float, width: float, name: str) -> Row:
    """Return the name, bold and underlined; dots to write on when no name is known."""
    written = paragraph(name, "name", underlined=True) if name.strip() else paragraph(DOTS, "centre")
    return Row((Cell(x, width, written),))
