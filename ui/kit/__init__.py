"""The kit: every part a page is built of. Pages use these parts only, never a bare Qt widget with looks of its own.

Arranging  ``row(*items)``, ``column(*items)`` (None stretches, a number is a gap, ``(part, share)``), ``wrapped(*parts)`` goes on in the next line,
           ``grid(rows, shares)``, ``field_grid(rows, shares)`` of Fields whose labels stay in line, ``Tiles([Tile])`` in one line or 2 × 2,
           ``frame(layout, look)`` (looks pane, rightpane, head, foot, card, sunk, softbox, warnbox ...), ``rule()``, ``scrolled(layout, name)``,
           ``empty(layout)`` lets all parts of a layout go.
Words      ``Label(text, role)``: roles display big h1 h2 body strong label small smallstrong cap muted note; ``tint=``, ``wrap=``, ``whole=``.
           ``Icon(name, tint, px)``: a Lucide icon.  ``KeyHint("Ctrl K")``.
Doing      ``Action(name, run, key, icon, reason)``: what a page offers to keys and palette.  ``Button(text, kind, icon=, hint=, run=)``: kinds
           primary plain ghost link chip danger; ``.disable(reason)``, ``.busy(on)``; ``Button.of(action, kind)``.
Saying     ``StateChip(text, kind, icon)``: kinds ok warn bad info soft mute.  ``Banner(kind, text, detail, button=)``.
           ``EmptyState(sentence, button=)``.  ``Progress(what)``, ``Bar(percent)``.  ``ask(parent, question, consequence, act)``: rare dialogs.
Grouping   ``Card(title, icon=, right=[...])`` with ``.add(part)``, ``.tight()`` for tables.  ``Tile(caption, value, note, kind=, icon=)``,
           ``CountTile(count, words, kind=, icon=)``: ``activated``.  ``Tabs(names)``: ``changed(int)``.  ``Stepper(steps, at)``.
           ``PageHeader(title, subtitle, chips=, actions=[Button], back=)``: ``set_title set_chips set_actions``, ``went_back``.
Typing     ``Field(label, entry, required=, help=, reserve=)`` with ``.set_note(sentence, "error"|"warn"|"ok"|"help")`` around one of
           ``TextField`` ``TextArea`` ``NumberField`` (``number()``) ``DateField`` (``day() error() set_day() changed(date|None)``)
           ``ComboField([(id, text)])`` ``CheckField(text)`` ``PickField(search)`` (``chosen() set_chosen() changed(id)``)
           ``CodeChoice([(code, text)], multiple=)`` (``value() values() set_value(*codes) changed moved_on``).
           All: ``set_state``; text fields: ``value() set_value() edited(str) committed(str)``.
           ``SearchField(name, placeholder=, results=)``: ``searched(str)`` after 150 ms, ``chosen`` on Enter.
           ``parse_day written spoken short stepped``: days as people type and read them.
Lists      ``RecordList(name, fetch)``: ``set_ids(ids, matched=, current=)``, ``chosen(id)``, ``opened(id)``; ``fetch(ids) -> [Row]``;
           ``Row(name, left, right, below, Chip(text, kind, icon))``.
           ``DataTable(name, [Column(title, width, right)], row_height=34|52)``: ``set_rows(rows, ids)``, ``opened(id)``, ``chosen(id)``;
           cells are text or ``Cell(text, look, second=, kind=, icon=, value=, target=)``: looks plain strong muted chip icon wrong warn bar tick;
           ``chip_cell(text, kind, icon)``.
           ``Timeline(name)``: ``set_entries([Entry(id, day, icon, tint, title, text)])``, ``opened(id)``.
           ``SectionList(name)``: ``set_sections([Section(id, title, done, total, missing, state)])``, ``chosen(id)``; done begun empty wrong.
           ``WorkingPanel()``: ``show_working(verdict, detail, kind, [ScoreLine(kind, title, text, rule, question)])``, ``jumped(question)``.
Proof      ``PhotoSlot(label)``: ``set_image(QImage)``, ``dropped(path)``, ``asked``, ``removed``, ``say(sentence, kind)``.
           ``PaperPreview()``: ``set_pages([QImage], caption)``, ``wait(sentence)``.
Page       ``Page``: base of all pages: ``title``, ``opened(**context)``, ``closed()``, ``page_actions()``, ``regions()``, ``find_here()``; signals
           ``go(key, dict)``, ``toast(sentence, Undo | None)``, ``title_changed``, ``actions_changed``.  ``Undo(run, name)``.
Work that takes time: ``ui.operation.Operation(call, parent)`` with ``call(job)``; never a service call on the window's thread.
Theme      ``from ui import theme``: ``theme.size(px)``, ``theme.colour(token)``, ``theme.font(role)``; a part with sizes of its own has ``restyle()``.
"""

from __future__ import annotations

from ui.kit.arrange import column, empty, frame, grid, row, rule, scrolled
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.card import Card, CountTile, Tile
from ui.kit.chip import StateChip
from ui.kit.choice import CodeChoice
from ui.kit.combo import CheckField, ComboField
from ui.kit.datefield import DateField
from ui.kit.dates import parse_day, short, spoken, stepped, written
from ui.kit.dialog import Question, ask
from ui.kit.empty_state import EmptyState
from ui.kit.entry import NumberField, TextArea, TextField
from ui.kit.field import Field, field_grid
from ui.kit.flow import Tiles, wrapped
from ui.kit.header import PageHeader
from ui.kit.label import Icon, KeyHint, Label
from ui.kit.page import Action, Page, Undo, key_hint
from ui.kit.paint import Chip
from ui.kit.paper import PaperPreview
from ui.kit.photo import PhotoSlot
from ui.kit.pick import PickField
from ui.kit.progress import Bar, Progress
from ui.kit.records import RecordList, Row
from ui.kit.search import SearchField
from ui.kit.sections import Section, SectionList
from ui.kit.stepper import Stepper
from ui.kit.table import Cell, Column, DataTable, chip_cell
from ui.kit.tabs import Tabs
from ui.kit.timeline import Entry, Timeline
from ui.kit.working import ScoreLine, WorkingPanel

__all__ = [
    "Action",
    "Banner",
    "Bar",
    "Button",
    "Card",
    "Cell",
    "CheckField",
    "Chip",
    "CodeChoice",
    "Column",
    "ComboField",
    "CountTile",
    "DataTable",
    "DateField",
    "EmptyState",
    "Entry",
    "Field",
    "Icon",
    "KeyHint",
    "Label",
    "NumberField",
    "Page",
    "PageHeader",
    "PaperPreview",
    "PhotoSlot",
    "PickField",
    "Progress",
    "Question",
    "RecordList",
    "Row",
    "ScoreLine",
    "SearchField",
    "Section",
    "SectionList",
    "StateChip",
    "Stepper",
    "Tabs",
    "TextArea",
    "TextField",
    "Tile",
    "Tiles",
    "Timeline",
    "Undo",
    "WorkingPanel",
    "ask",
    "chip_cell",
    "column",
    "empty",
    "field_grid",
    "frame",
    "grid",
    "key_hint",
    "parse_day",
    "row",
    "rule",
    "scrolled",
    "short",
    "spoken",
    "stepped",
    "wrapped",
    "written",
]
