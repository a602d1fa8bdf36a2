"""Drawn houses in place of photographs: sky, yard, trees and a house whose walls and roof are as the answers say."""

from __future__ import annotations

import io
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

    Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1280, 960  # pixels
_HORIZON = 610
_SKIES = (((126, 178, 222), (222, 236, 246)), ((150, 190, 214), (240, 232, 214)), ((112, 164, 204), (214, 228, 232)))
_GRASS = ((116, 150, 78), (134, 146, 82), (98, 138, 74))
_EARTH = (176, 142, 104)
_WALLS = {"sound": ((232, 222, 200), (204, 222, 214), (236, 214, 192)), "worn": ((168, 132, 92), (154, 124, 96), (178, 148, 110))}
_ROOFS = {"sound": ((164, 82, 60), (148, 70, 54), (120, 74, 62)), "worn": ((138, 132, 126), (150, 116, 88), (122, 118, 112))}
_WOOD, _GLASS, _DARK, _LEAF, _TRUNK = (98, 66, 44), (92, 116, 128), (52, 46, 42), (66, 112, 62), (104, 78, 56)


def house_photo(seed: int, *, worn: bool = False) -> bytes:
    """Return a JPEG of 1280 × 960 pixels; the same seed draws the same house. ``worn`` gives board walls and a rusted roof."""
    from PIL import Image, ImageDraw, ImageFilter

    rng = Random(seed)  # noqa: S311 - a drawing, not a secret
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(picture)
    _sky(draw, rng)
    _yard(draw, rng)
    for at in sorted(rng.sample(range(20, WIDTH, 90), 4)):
        _tree(draw, rng, at)
    _house(draw, rng, worn=worn)
    _palm(draw, rng, rng.choice((110, 1150)))
    return _as_jpeg(picture.filter(ImageFilter.GaussianBlur(0.8)))


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _shade(colour: Colour, by: float) -> Colour:
    red, green, blue = (max(0, min(255, round(part * by))) for part in colour)
    return red, green, blue


def _sky(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    top, low = rng.choice(_SKIES)
    for y in range(_HORIZON):
        part = y / _HORIZON
        draw.line(((0, y), (WIDTH, y)), tuple(round(a + (b - a) * part) for a, b in zip(top, low, strict=True)))
    for _ in range(rng.randrange(2, 5)):
        x, y = rng.randrange(WIDTH), rng.randrange(60, 260)
        for puff in range(5):
            size = rng.randrange(28, 56)
            draw.ellipse((x + puff * 38 - size, y - size // 2, x + puff * 38 + size, y + size // 2), _shade(low, 1.02))


def _yard(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    grass = rng.choice(_GRASS)
    draw.polygon(
        [(0, 560), *((x, 556 + rng.randrange(34)) for x in range(80, WIDTH, 80)), (WIDTH, 566), (WIDTH, 640), (0, 640)], _shade(_LEAF, 0.86)
    )
    for y in range(_HORIZON, HEIGHT):
        draw.line(((0, y), (WIDTH, y)), _shade(grass, 0.84 + 0.3 * (y - _HORIZON) / (HEIGHT - _HORIZON)))
    for _ in range(900):
        x, y = rng.randrange(WIDTH), rng.randrange(_HORIZON + 10, HEIGHT)
        draw.line(((x, y), (x + rng.randrange(-3, 4), y - rng.randrange(4, 12))), _shade(grass, rng.uniform(0.72, 1.25)), 2)
    draw.polygon([(560, 760), (720, 760), (900, HEIGHT), (380, HEIGHT)], _EARTH)


def _tree(draw: ImageDraw.ImageDraw, rng: Random, x: int) -> None:
    foot, high = rng.randrange(590, 640), rng.randrange(170, 300)
    draw.rectangle((x - 9, foot - high // 2, x + 9, foot), _TRUNK)
    for _ in range(16):
        dx, dy, size = rng.randrange(-70, 71), rng.randrange(-high, -high // 3), rng.randrange(28, 58)
        draw.ellipse((x + dx - size, foot + dy - size, x + dx + size, foot + dy + size), _shade(_LEAF, rng.uniform(0.72, 1.18)))


def _palm(draw: ImageDraw.ImageDraw, rng: Random, x: int) -> None:
    foot, top = 830, rng.randrange(250, 330)
    draw.line(((x, foot), (x + 12, (foot + top) // 2), (x + 4, top)), _TRUNK, 22, joint="curve")
    for side in (-1, 1):
        for n in range(5):
            reach, drop = 150 - 14 * n, 80 - 44 * n
            tip = (x + side * reach, top + drop)
            draw.polygon(
                [(x + 4, top - 6), (x + side * reach // 2, top + drop // 2 - 44), tip, (x + side * reach // 2, top + drop // 2 - 20)],
                _shade(_LEAF, 0.9 + n / 20),
            )


def _house(draw: ImageDraw.ImageDraw, rng: Random, *, worn: bool) -> None:
    kind = "worn" if worn else "sound"
    wall, roof = rng.choice(_WALLS[kind]), rng.choice(_ROOFS[kind])
    left, right, eave, foot = 330 + rng.randrange(-40, 41), 950 + rng.randrange(-40, 41), 470 + rng.randrange(-20, 21), 770
    draw.polygon(
        [(left - 30, foot), (right + 30, foot), (right + 70, foot + 34), (left - 70, foot + 34)], (178, 172, 164) if not worn else _EARTH
    )
    draw.rectangle((left, eave, right, foot), wall)
    _wall(draw, rng, (left, eave, right, foot), wall, worn=worn)
    _openings(draw, left, right, eave, foot, worn=worn)
    sag = 14 if worn else 0
    ridge = eave - rng.randrange(150, 190)
    draw.polygon(
        [(left - 56, eave + 16), (left + 120, ridge), ((left + right) // 2, ridge + sag), (right - 120, ridge), (right + 56, eave + 16)],
        roof,
    )
    _rows(draw, rng, (left, ridge, right, eave), roof, worn=worn)
    draw.line(((left - 56, eave + 17), (right + 56, eave + 17)), _shade(roof, 0.6), 7)


def _wall(draw: ImageDraw.ImageDraw, rng: Random, box: tuple[int, int, int, int], wall: Colour, *, worn: bool) -> None:
    left, top, right, foot = box
    draw.rectangle((left, top, right, top + 44), _shade(wall, 0.82))
    if not worn:
        draw.rectangle((left, foot - 70, right, foot), _shade(wall, 0.78))
        return
    for x in range(left, right, 34):
        draw.line(((x, top), (x + rng.randrange(-2, 3), foot)), _shade(wall, rng.uniform(0.66, 0.86)), 3)
    for _ in range(4):
        x, y = rng.randrange(left + 20, right - 90), rng.randrange(top + 80, foot - 60)
        draw.polygon([(x, y), (x + 60, y + 6), (x + 52, y + 40), (x + 6, y + 46)], _shade(wall, rng.uniform(0.56, 0.74)))


def _openings(draw: ImageDraw.ImageDraw, left: int, right: int, eave: int, foot: int, *, worn: bool) -> None:
    middle = (left + right) // 2
    draw.rectangle((middle - 58, eave + 84, middle + 58, foot), _shade(_WOOD, 1.1))
    draw.rectangle((middle - 48, eave + 94, middle + 48, foot), _DARK if worn else _WOOD)
    for x in (left + 90, right - 210):
        draw.rectangle((x - 8, eave + 102, x + 128, eave + 218), _WOOD if worn else (246, 244, 238))
        draw.rectangle((x, eave + 110, x + 120, eave + 210), _DARK if worn else _GLASS)
        draw.line(((x + 60, eave + 110), (x + 60, eave + 210)), _WOOD if worn else (246, 244, 238), 7)
    for x in (left + 30, right - 30):
        draw.rectangle((x - 10, eave, x + 10, foot + 14), _WOOD if worn else (238, 234, 226))


def _rows(draw: ImageDraw.ImageDraw, rng: Random, box: tuple[int, int, int, int], roof: Colour, *, worn: bool) -> None:
    left, ridge, right, eave = box
    for y in range(ridge + 22, eave + 10, 20):
        part = (y - ridge) / (eave + 16 - ridge)
        start, end = left + 120 - 176 * part, right - 120 + 176 * part
        draw.line(((start, y), (end, y)), _shade(roof, 0.84), 3)
        if worn:
            x = rng.uniform(start + 20, end - 110)
            draw.rectangle((x, y, x + rng.randrange(40, 100), y + 18), _shade((146, 88, 56), rng.uniform(0.8, 1.1)))
