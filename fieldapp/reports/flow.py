"""How the pieces of a paper fall on its pages: headings stay with what follows, long answers go on overleaf, photos stay whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

BOUNDLESS = 1e6
HAIRLINE = 0.5  # points; thinner ones vanish on a worn inkjet


class Piece(Protocol):
    """Something that stands on a page: it knows its height and may be cut in two where a page ends."""

    @property
    def keep(self) -> bool:
        """Whether the next piece must begin on the same page."""
        ...

    @property
    def height(self) -> float:
        """Its height in points, space above included."""
        ...

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        """Return the part that fits ``room`` points and the rest, or None when it cannot be cut there."""
        ...

    def draw(self, canvas: Any, left: float, top: float) -> None:
        """Draw it with its upper left corner at (left, top)."""
        ...


@dataclass(frozen=True, slots=True)
class Cell:
    """A paragraph that stands ``x`` points from the left edge, ``width`` points wide."""

    x: float
    width: float
    paragraph: Any

    @property
    def height(self) -> float:
        """Its height in points when broken to its width."""
        return float(self.paragraph.wrap(self.width, BOUNDLESS)[1])

    def split(self, room: float) -> tuple[Cell | None, Cell | None]:
        """Return what fits and what is left; (None, self) when not even two lines fit."""
        if self.height <= room:
            return self, None
        parts = self.paragraph.split(self.width, room)
        if len(parts) != 2:
            return None, self
        return replace(self, paragraph=parts[0]), replace(self, paragraph=parts[1])


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs side by side, their first lines level; with ``rules`` it is a ruled row of a table."""

    cells: tuple[Cell, ...]
    before: float = 0
    keep: bool = False
    rules: tuple[float, ...] = ()  # where the upright lines stand, from the left edge
    padding: float = 0

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.before + 2 * self.padding + max((cell.height for cell in self.cells), default=0)

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        """Cut each cell that is too long; a row with a cell that cannot be cut stays whole."""
        inner = room - self.before - 2 * self.padding
        halves = [cell.split(inner) for cell in self.cells]
        if any(first is None for first, _rest in halves):
            return None
        first = tuple(cell for cell, _rest in halves if cell is not None)
        rest = tuple(cell for _first, cell in halves if cell is not None)
        return replace(self, cells=first, keep=False), replace(self, cells=rest, before=0)

    def draw(self, canvas: Any, left: float, top: float) -> None:
        """Draw the cells, then the lines around them."""
        bottom, top = top - self.height, top - self.before
        for cell in self.cells:
            cell.paragraph.drawOn(canvas, left + cell.x, top - self.padding - cell.height)
        if self.rules:
            canvas.setLineWidth(HAIRLINE)
            ends = left + self.rules[0], left + self.rules[-1]
            uprights = [(left + x, bottom, left + x, top) for x in self.rules]
            canvas.lines([(ends[0], top, ends[1], top), (ends[0], bottom, ends[1], bottom), *uprights])


def paginate(pieces: Iterable[Piece], room_on: Callable[[int], float]) -> list[list[Piece]]:
    """Return the pieces of each page; ``room_on(n)`` is the height in points that page n (from 0) has for them."""
    waiting = deque(pieces)
    pages: list[list[Piece]] = [[]]
    room = room_on(0)
    while waiting:
        group = _together(waiting)
        placed, rest = _fit(group, room, whole_page=not pages[-1])
        pages[-1] += placed
        room -= sum(piece.height for piece in placed)
        waiting.extendleft(reversed(rest))
        if rest:
            pages.append([])
            room = room_on(len(pages) - 1)
    return pages


def _together(waiting: deque[Piece]) -> list[Piece]:
    """Take the next piece and all that must stand on the same page with it."""
    group = [waiting.popleft()]
    while group[-1].keep and waiting:
        group.append(waiting.popleft())
    return group


def _fit(group: list[Piece], room: float, *, whole_page: bool) -> tuple[list[Piece], list[Piece]]:
    """Return what of the group goes on this page and what goes on the next; an empty page always takes something."""
    if sum(piece.height for piece in group) <= room:
        return group, []
    *leading, last = group
    left = room - sum(piece.height for piece in leading)
    halves = last.split(left) if left > 0 else None
    if halves is not None:
        return [*leading, halves[0]], [halves[1]]
    if not whole_page:
        return [], group
    return _force(group, room)


def _force(group: list[Piece], room: float) -> tuple[list[Piece], list[Piece]]:
    """A group taller than a page gives up its bond: its first piece goes in, cut if it must be and can be."""
    first, *others = group
    if others:
        halves = first.split(room) if first.height > room else None
        return ([halves[0]], [halves[1], *others]) if halves else ([first], others)
    return [first], []
