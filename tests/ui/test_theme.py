"""Every colour can be read on every ground it is used on, in all three themes, and every icon the window names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo

import ui as window
from fieldapp.problems import Problem
from ui import icons, theme
from ui.theme import change
from ui.theme.sheet import style_sheet
from ui.theme.tokens import EDGE_FLOOR, KINDS, TEXT_FLOORS

MODES = [theme.LIGHT, theme.DARK, theme.HIGH_CONTRAST]
TEXT_PAIRS = [
    *[("text", ground) for ground in ("bg", "surface", "sunken", "soft", "warnbg", "badbg", "okbg", "infobg")],
    *[("muted", ground) for ground in ("bg", "surface", "sunken", "soft")],
    *[(kind, ground) for kind in KINDS for ground in ("surface", f"{kind}bg")],
    ("primary", "surface"),
    ("primary", "soft"),
    ("on", "primary"),
    ("on", "hover"),
]
# A selected row keeps the chips and reasons it carries; there the tint of the row lies under the words.
SELECTED_PAIRS = [(kind, "soft") for kind in KINDS]
EDGE_PAIRS = [(mark, "surface") for mark in ("edge", "focus", "c1", "c2", "c3", "c4")] + [
    ("edge", "bg"),
    ("focus", "soft"),
    ("focus", "bg"),
]


def measured(mode: str, ink: str, ground: str) -> float:
    return theme.contrast(theme.THEMES[mode][ink], theme.THEMES[mode][ground])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_reaches_the_floor_of_its_theme(mode, ink, ground):
    assert measured(mode, ink, ground) >= TEXT_FLOORS[mode]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("ink", "ground"), SELECTED_PAIRS)
def test_states_stay_readable_on_a_selected_row(mode, ink, ground):
    assert measured(mode, ink, ground) >= TEXT_FLOORS[mode]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("mark", "ground"), EDGE_PAIRS)
def test_edges_rings_and_chart_marks_reach_three(mode, mark, ground):
    assert measured(mode, mark, ground) >= EDGE_FLOOR


def test_focus_is_never_the_colour_of_selection():
    for mode in MODES:
        assert theme.THEMES[mode]["focus"] != theme.THEMES[mode]["primary"]


def test_black_on_white_is_twenty_one():
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scale", theme.SCALES)
def test_the_style_sheet_leaves_no_placeholder_behind(mode, scale):
    sheet = style_sheet(mode, scale, "/arrows")
    assert "$" not in sheet
    assert "@" not in sheet


def test_the_typeface_is_the_one_that_ships(light):
    for role in ("body", "strong", "h1"):
        assert QFontInfo(theme.font(role)).family() == "Source Sans Pro"


def test_text_size_scales_type_and_rows_by_one_factor(light):
    body, row = theme.font("body").pixelSize(), theme.size(52)
    change.apply(scale=1.5)
    assert (theme.font("body").pixelSize(), theme.size(52)) == (round(body * 1.5), round(row * 1.5))


def test_nothing_is_smaller_than_twelve():
    from ui.theme.current import ROLES

    assert min(pixels for pixels, _weight in ROLES.values()) >= 12


def test_text_sizes_step_and_stop_at_both_ends(light):
    assert change.next_scale(-1) == 1.0
    change.apply(scale=1.5)
    assert change.next_scale(1) == 1.5
    assert change.next_scale(0) == 1.0


def test_every_icon_the_window_names_exists():
    sources = "\n".join(file.read_text(encoding="utf-8") for file in Path(window.__file__).parent.rglob("*.py"))
    named = set(re.findall(r"""icon=["']([a-z0-9-]+)["']""", sources)) | set(re.findall(r"""Icon\(["']([a-z0-9-]+)["']""", sources))
    assert len(named) > 20
    assert [name for name in sorted(named) if not icons.exists(name)] == []


def test_an_icon_takes_the_colour_of_the_theme(light):
    first = icons.pixmap("house", "primary").toImage()
    change.apply(theme.DARK)
    assert icons.pixmap("house", "primary").toImage() != first


def test_the_leaking_qt_is_refused_by_name():
    with pytest.raises(Problem) as refused:
        window.refuse_leaking_qt("6.12.0")
    assert refused.value.code == "500.0003"
    assert "6.12.0" in refused.value.sentence


def test_the_qt_we_pin_is_accepted():
    window.refuse_leaking_qt("6.11.3")
