"""The colours of Pilar: light for a bright office, dark for the evening, high contrast for weak eyes and hard sun."""

from __future__ import annotations

from types import MappingProxyType

LIGHT, DARK, HIGH_CONTRAST = "light", "dark", "hc"

_NAMES = [
    "bg",
    "surface",
    "sunken",
    "line",
    "edge",
    "text",
    "muted",
    "primary",
    "on",
    "soft",
    "focus",
    "ok",
    "okbg",
    "warn",
    "warnbg",
    "bad",
    "badbg",
    "info",
    "infobg",
    "c1",
    "c2",
    "c3",
    "c4",
    "hover",
]


def _theme(colours: str) -> MappingProxyType[str, str]:
    """Read one theme: the colours in the order of the names, without their hash sign."""
    return MappingProxyType({name: f"#{colour}" for name, colour in zip(_NAMES, colours.split(), strict=True)})


# Contrast was measured for each pair; tests/ui/test_theme.py holds the floors (text 5.2, 6.0, 8.7; edges 3.0).
THEMES = MappingProxyType(
    {
        LIGHT: _theme(
            "F3F5F7 FFFFFF EAEEF2 D5DDE3 74838F 15212B 4A5A67 0B6666 FFFFFF DDF0EE 0B57D0 "
            "1A6236 DFF3E6 774800 FFF0D1 A0221A FDE6E3 1E4C89 E3EDFA 0B6666 A65200 4B50B5 8795A1 0A5E5E"
        ),
        DARK: _theme(
            "10161B 192128 222C34 303C46 7A8B98 E9EEF2 AAB9C5 55C9C2 05201F 14393B 8AB4FF "
            "8ADFA5 143423 FFCB73 392B10 FFA49B 43211E A5C8FF 1B2E48 55C9C2 FFA857 A9ADFF 7A8B98 4EB9B2"
        ),
        HIGH_CONTRAST: _theme(
            "000000 000000 141414 FFFFFF FFFFFF FFFFFF FFFFFF FFFF00 000000 262600 00FFFF "
            "4DFF9A 000000 FFFF00 000000 FFB8B8 000000 8FD3FF 000000 FFFF00 FFB8B8 8FD3FF FFFFFF EBEB00"
        ),
    }
)

TEXT_FLOORS = MappingProxyType({LIGHT: 5.2, DARK: 6.0, HIGH_CONTRAST: 8.7})
EDGE_FLOOR = 3.0
KINDS = ("ok", "warn", "bad", "info")


def ground_of(kind: str) -> str:
    """Return the name of the tint that belongs to a state: ok, warn, bad, info, soft (primary) or mute."""
    return {"soft": "soft", "mute": "sunken"}.get(kind, f"{kind}bg")


def ink_of(kind: str) -> str:
    """Return the name of the ink that belongs to a state: ok, warn, bad, info, soft (primary) or mute."""
    return {"soft": "primary", "mute": "muted"}.get(kind, kind)
