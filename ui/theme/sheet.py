"""The one style sheet: `$token` becomes a colour of the theme, `@14` a size in pixels at the chosen text size."""

from __future__ import annotations

import re

from ui.theme.current import FAMILY, ROLES
from ui.theme.tokens import THEMES

_TEMPLATE = """
* { font-family: "$FAMILY"; outline: 0 }
QWidget { color: $text; font-size: @15 }
QMainWindow, #root, #page { background: $bg }
#pane, #nav, #head, #foot, #statusbar, #plain { background: $surface }
#nav, #pane { border: 0; border-right: 1px solid $line }
#rightpane { background: $surface; border: 0; border-left: 1px solid $line }
#head { border: 0; border-bottom: 1px solid $line }
#foot, #statusbar { border: 0; border-top: 1px solid $line }
#card, #popup { background: $surface; border: 1px solid $line; border-radius: 10px }
#popup { border-color: $edge }
#sunk { background: $sunken; border: 0; border-radius: 8px }
#softbox { background: $soft; border: 1px solid $primary; border-radius: 10px }
#warnbox { background: $warnbg; border: 1px solid $warn; border-radius: 10px }
#badbox { background: $badbg; border: 1px solid $bad; border-radius: 10px }
#okbox { background: $okbg; border: 1px solid $ok; border-radius: 10px }
#infobox { background: $infobg; border: 1px solid $info; border-radius: 10px }
#badcard { background: $surface; border: 2px solid $bad; border-radius: 10px }
#rule { background: $line; border: 0 }
QLineEdit, QPlainTextEdit, QComboBox { background: $surface; border: 1px solid $edge; border-radius: 6px; padding: 0 10px;
  selection-background-color: $primary; selection-color: $on; placeholder-text-color: $muted }
QLineEdit, QComboBox { min-height: @34; max-height: @34 }
QPlainTextEdit { padding: 6px 6px }
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover { border-color: $text }
QLineEdit:focus, QComboBox:focus, QComboBox:on { border: 2px solid $focus; padding: 0 9px; min-height: @32; max-height: @32 }
QPlainTextEdit:focus { border: 2px solid $focus; padding: 5px 5px }
QLineEdit[state="error"], QComboBox[state="error"] { border: 2px solid $bad; padding: 0 9px; min-height: @32; max-height: @32 }
QLineEdit[state="warn"], QComboBox[state="warn"] { border: 2px solid $warn; padding: 0 9px; min-height: @32; max-height: @32 }
QPlainTextEdit[state="error"] { border: 2px solid $bad; padding: 5px 5px }
QLineEdit[state="error"]:focus, QLineEdit[state="warn"]:focus, QComboBox[state="error"]:focus, QPlainTextEdit[state="error"]:focus
  { border: 2px solid $focus }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $sunken; border: 1px solid $line }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { background: $sunken; border: 1px solid $line; color: $muted }
QLineEdit:read-only:focus { border: 2px solid $focus }
QLineEdit#bare { border: 0; background: transparent; font-size: @17 }
QLineEdit#bare:focus { border: 0; border-bottom: 2px solid $focus; border-radius: 0 }
QComboBox::drop-down { border: 0; width: 28px }
QComboBox::down-arrow { image: url($ARROWS/chevron-down-$MODE.svg); width: @16; height: @16 }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; color: $text; padding: 4px;
  selection-background-color: $soft; selection-color: $primary }
QComboBox QAbstractItemView::item { min-height: @32; padding: 0 8px }
QCheckBox, QRadioButton { spacing: 8px; min-height: @24 }
QCheckBox::indicator { width: @18; height: @18; border: 1px solid $edge; border-radius: 4px; background: $surface }
QCheckBox::indicator:hover { border-color: $text }
QCheckBox::indicator:focus { border: 2px solid $focus }
QCheckBox::indicator:checked { background: $primary; border-color: $primary; image: url($ARROWS/check-$MODE.svg) }
QCheckBox:focus, QRadioButton:focus { border: 2px solid $focus; border-radius: 5px }
QListView, QTableView { background: $surface; border: 0; gridline-color: transparent }
QTableView { border-radius: 10px }
QHeaderView { background: transparent }
QHeaderView::section { background: $surface; color: $muted; border: 0; border-bottom: 1px solid $edge; padding: 0 10px;
  font-size: @13; font-weight: 600; height: @32 }
QHeaderView::section:first { padding-left: 16px }
QScrollArea, #scrolled { border: 0; background: transparent }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px }
QScrollBar::handle { background: $edge; border-radius: 4px; min-height: 32px; min-width: 32px }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0 }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent }
QMenu { background: $surface; border: 1px solid $edge; padding: 6px }
QMenu::item { padding: 7px 28px 7px 12px; border-radius: 5px }
QMenu::item:selected { background: $soft; color: $primary }
QMenu::item:disabled { color: $muted }
QMenu::separator { height: 1px; background: $line; margin: 5px 4px }
QToolTip { background: $text; color: $surface; border: 1px solid $text; padding: 5px 7px; font-size: @14 }
QCalendarWidget QAbstractItemView { selection-background-color: $primary; selection-color: $on; background: $surface; font-size: @14 }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface }
QCalendarWidget QToolButton { color: $text; background: $surface; border: 0; padding: 6px; font-weight: 600 }
QCalendarWidget QToolButton:hover { background: $sunken }
QDialog { background: $surface }
"""


def _role_rules() -> str:
    """Write the rule of each type role."""
    rules = [f'QLabel[role="{role}"] {{ font-size: @{pixels}; font-weight: {weight} }}' for role, (pixels, weight) in ROLES.items()]
    return "\n".join([*rules, 'QLabel[role="cap"], QLabel[role="muted"] { color: $muted }'])


def _colour_rules() -> str:
    """Write the rule that lets a label carry any colour of the theme by its name."""
    names = ("text", "muted", "primary", "on", "ok", "warn", "bad", "info")
    return "\n".join(f'QLabel[tint="{name}"] {{ color: ${name} }}' for name in names)


def style_sheet(mode: str, scale: float, arrows: str) -> str:
    """Return the style sheet for a theme (light, dark, hc), a text size (1.0 to 1.5) and the folder of the arrow files."""
    words = {**THEMES[mode], "FAMILY": FAMILY, "ARROWS": arrows, "MODE": mode}
    text = f"{_TEMPLATE}\n{_role_rules()}\n{_colour_rules()}"
    text = re.sub(r"@(\d+)", lambda found: f"{round(int(found[1]) * scale)}px", text)
    return re.sub(r"\$(\w+)", lambda found: words[found[1]], text)
