"""An inspector who walks over a page: is all text whole, does nothing lie on or beside another, can every part be reached and heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from ui import theme
from ui.kit import Button, Label
from ui.kit.overlay import KeysOverlay, LockVeil
from ui.kit.palette import Palette
from ui.theme.contrast import contrast
from ui.theme.tokens import TEXT_FLOORS

SMALLEST, TOLERANCE, LONGEST_WALK = 12, 1, 400
_IN_FRONT = (KeysOverlay, LockVeil, Palette)  # they cover the page on purpose
_MUTED = {"cap", "muted"}
_NAMELESS = {QAccessible.Role.NoRole, QAccessible.Role.Client}


def called(widget: QWidget) -> str:
    """Name a part so that whoever mends it finds it: its class, what it says, and what it stands in."""
    above, chain = widget.parentWidget(), []
    while above is not None and len(chain) < 3:
        if type(above) is not QWidget:
            chain.append(type(above).__name__)
        above = above.parentWidget()
    words = getattr(widget, "words", None) or (widget.text() if isinstance(widget, QLabel | QLineEdit | QCheckBox) else "")
    told = words if isinstance(words, str) and words else widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} {told[:50]!r} in {' < '.join(chain)} {widget.width()}x{widget.height()}"


def shown(root: QWidget) -> list[QWidget]:
    """Return every part of a page that is in sight, save the inner works of Qt's own."""
    return [part for part in root.findChildren(QWidget) if part.isVisible() and not _inner(part)]


def _inner(part: QWidget) -> bool:
    """Whether Qt made this part inside one of its own: scroll bars, the line in a combo box, the corner of a table."""
    above = part.parentWidget()
    if isinstance(part, QScrollBar) or part.objectName().startswith("qt_"):
        return True
    return isinstance(above, QComboBox | QLineEdit | QAbstractItemView | QPlainTextEdit | QHeaderView)


def front(window: QWidget) -> QWidget:
    """Return what one works with: what stands in front of the page, else the whole window."""
    return next((part for part in window.findChildren(QWidget) if isinstance(part, _IN_FRONT) and part.isVisible()), window)


# Room


def faults_of_room(root: QWidget) -> list[str]:
    """Return what has too little room on a page: clipped words, parts on others, parts outside, pages that scroll sideways."""
    parts = shown(root)
    found = [fault for part in parts for fault in (*_clipped(part), *_outside(part), *_sideways(part), *_tiny(part))]
    for place in {part.parentWidget() for part in parts}:
        if place is not None:
            found += _on_each_other(place)
    return found


def _clipped(part: QWidget) -> Iterator[str]:
    if isinstance(part, QLabel) and part.text():
        yield from _clipped_label(part)
    elif isinstance(part, Button):
        if part.words and part._content_width() > part.width() + TOLERANCE and not part.toolTip():
            yield f"words cut in {called(part)}"
    elif isinstance(part, QLineEdit):
        yield from _clipped_line(part)
    elif isinstance(part, QComboBox):
        wide = QFontMetricsF(part.font()).horizontalAdvance(part.currentText())
        if wide > part.width() - 10 and not part.toolTip():
            yield f"choice cut in {called(part)}: {part.currentText()!r}"
    elif isinstance(part, QHeaderView) and part.orientation() == Qt.Orientation.Horizontal:
        yield from _clipped_heads(part)
    if part.layout() is None and not isinstance(part, QAbstractScrollArea):
        yield from _cramped(part)


def _cramped(part: QWidget) -> Iterator[str]:
    """A part without parts inside that is smaller than what it draws; one whose lines wrap is judged by its width."""
    least = part.minimumSizeHint()
    tall = part.heightForWidth(part.width()) if part.hasHeightForWidth() else least.height()
    if part.height() + TOLERANCE < tall:
        yield f"lower than it needs ({tall}): {called(part)}"
    if part.width() + TOLERANCE < least.width():
        yield f"narrower than it needs ({least.width()}): {called(part)}"


def _clipped_label(label: QLabel) -> Iterator[str]:
    metrics = QFontMetricsF(label.font())
    if not label.wordWrap():
        if metrics.horizontalAdvance(label.text()) > label.width() + TOLERANCE and label.toolTip() != label.text():
            yield f"words cut without tooltip in {called(label)}"
        if isinstance(label, Label) and label.shortened and len(label.text()) > 3 and label.width() < metrics.horizontalAdvance("mmm"):
            yield f"shortened to nothing: {called(label)}"
        if label.height() + TOLERANCE < metrics.tightBoundingRect(label.text()).height():
            yield f"words cut at top or foot in {called(label)}"
        return
    if label.textFormat() == Qt.TextFormat.PlainText:
        longest = max((metrics.horizontalAdvance(word) for word in label.text().split()), default=0.0)
        if longest > label.width() + TOLERANCE:
            yield f"a word wider than its place in {called(label)}"


def _clipped_line(line: QLineEdit) -> Iterator[str]:
    room = line.contentsRect().width() - 20
    metrics = QFontMetricsF(line.font())
    hint = line.placeholderText() if not line.text() else ""
    if hint and metrics.horizontalAdvance(hint) > room + TOLERANCE and not line.toolTip():
        yield f"hint cut ({metrics.horizontalAdvance(hint):.0f} of {room}): {hint!r} in {called(line)}"
    if line.isReadOnly() and metrics.horizontalAdvance(line.text()) > room + TOLERANCE and not line.toolTip():
        yield f"text cut in {called(line)}"


def _clipped_heads(head: QHeaderView) -> Iterator[str]:
    model, metrics = head.model(), QFontMetricsF(head.font())
    for at in range(head.count()):
        words = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        if not head.isSectionHidden(at) and metrics.horizontalAdvance(words) > head.sectionSize(at):
            yield f"column head cut: {words!r} ({head.sectionSize(at)} px)"


def _outside(part: QWidget) -> Iterator[str]:
    above = part.parentWidget()
    if above is None or part.isWindow() or above.objectName() == "qt_scrollarea_viewport":
        return
    place, room = part.geometry(), above.rect().adjusted(-TOLERANCE, -TOLERANCE, TOLERANCE, TOLERANCE)
    if not room.contains(place):
        yield f"outside its place {above.width()}x{above.height()} at {place.x()},{place.y()}: {called(part)}"


def _sideways(part: QWidget) -> Iterator[str]:
    if isinstance(part, QScrollArea) and part.widget() is not None and part.widget().width() > part.viewport().width() + TOLERANCE:
        yield f"wider than it shows by {part.widget().width() - part.viewport().width()} px: {called(part)}"
    if isinstance(part, QAbstractScrollArea) and not isinstance(part, QPlainTextEdit) and part.horizontalScrollBar().maximum() > 0:
        yield f"scrolls sideways by {part.horizontalScrollBar().maximum()} px: {called(part)}"


def _tiny(part: QWidget) -> Iterator[str]:
    if isinstance(part, QLabel | QLineEdit | QCheckBox | QComboBox) and part.fontInfo().pixelSize() < SMALLEST:
        yield f"{part.fontInfo().pixelSize()} px small: {called(part)}"


def _on_each_other(place: QWidget) -> Iterator[str]:
    """Two parts of one place that share pixels; what Qt lays out inside its own parts is left to it."""
    if isinstance(place, QAbstractScrollArea | QComboBox | QLineEdit):
        return
    parts = [
        part for part in place.children() if isinstance(part, QWidget) and part.isVisible() and not part.isWindow() and not _inner(part)
    ]
    parts = [part for part in parts if not isinstance(part, _IN_FRONT)]
    for at, one in enumerate(parts):
        for other in parts[at + 1 :]:
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > TOLERANCE and shared.height() > TOLERANCE:
                yield f"on each other by {shared.width()}x{shared.height()}: {called(one)} and {called(other)}"


# Colours


def faults_of_contrast(root: QWidget) -> list[str]:
    """Return words that can hardly be read on the ground they really stand on, measured on the picture of the page."""
    image, floor = root.grab().toImage(), TEXT_FLOORS[theme.mode()]
    found = []
    for part in shown(front(root)):
        ink = _ink(part)
        place = QRect(part.mapTo(root, QPoint(0, 0)), part.size()).intersected(image.rect())
        if ink is None or part.visibleRegion().isEmpty() or place.isEmpty():
            continue
        ground = _ground(image, place)
        if contrast(ink.name(), ground) < floor - 0.05:
            found.append(f"contrast {contrast(ink.name(), ground):.1f} of {floor} ({ink.name()} on {ground}): {called(part)}")
    return found


def _ink(part: QWidget) -> QColor | None:
    if isinstance(part, Label) and part.text():
        return theme.colour(part.tint or ("muted" if part.role in _MUTED else "text"))
    if isinstance(part, Button) and part.words:
        return theme.colour(part._look()[0])
    return None


def _ground(image: QImage, place: QRect) -> str:
    """Return the commonest colour of a place: what the words stand on."""
    step = max(1, place.width() * place.height() // 2500)
    across = range(0, place.width() * place.height(), step)
    seen = Counter(image.pixel(place.x() + at % place.width(), place.y() + at // place.width()) for at in across)
    return QColor(seen.most_common(1)[0][0]).name()


# Keys


def takes_keys(root: QWidget) -> list[QWidget]:
    """Return the parts that Tab is to reach."""
    wanted = [part for part in front(root).findChildren(QWidget) if part.isVisible() and part.isEnabled()]
    return [part for part in wanted if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None]


def faults_of_keys(window: QWidget) -> list[str]:
    """Walk with Tab until the keys are back where they began: always on a part in sight, with its ring, and past every part."""
    first = QApplication.focusWidget()
    if first is None or not window.isAncestorOf(first):
        return ["the keys are nowhere"]
    found, seen, here = [], [], first
    for _step in range(LONGEST_WALK):
        seen.append(here)
        if not here.isVisible() or not here.isEnabled():
            found.append(f"the keys are on a part nobody sees: {called(here)}")
        elif here.visibleRegion().isEmpty():
            found.append(f"the keys are on a part scrolled out of sight: {called(here)}")
        elif not has_ring(here):
            found.append(f"no ring: {called(here)}")
        QTest.keyClick(here, Qt.Key.Key_Tab)
        QApplication.processEvents()
        here = QApplication.focusWidget()
        if here is None or not window.isAncestorOf(here):
            return [*found, f"the keys are lost behind {called(seen[-1])}"]
        if here in seen:
            break
    if here is not first:
        found.append(f"a trap: the keys never come back to {called(first)}, but to {called(here)}")
    found += [
        f"Tab never comes to {called(part)}" for part in takes_keys(window) if part not in seen and not part.visibleRegion().isEmpty()
    ]
    return found


def has_ring(part: QWidget) -> bool:
    """Whether focus blue is drawn in or around the part with the keys."""
    holder = part.parentWidget() or part
    place = QRect(part.mapTo(holder, QPoint(0, 0)), part.size()).adjusted(-4, -4, 4, 4).intersected(holder.rect())
    image = holder.grab(place).toImage()
    wanted = theme.colour("focus").rgb()
    width, height = image.width(), image.height()
    near = (2, 1, 3, 4, 5, 6, 7, 8)
    edges = ((x, y) for n in near for x in range(0, width, 3) for y in (n, height - 1 - n) if 0 <= y < height)
    if sum(image.pixel(x, y) == wanted for x, y in edges) >= 4:
        return True
    # A list, a table or a choice draws its ring around the row or option in hand, anywhere inside.
    return sum(image.pixel(x, y) == wanted for y in range(0, height, 1) for x in range(0, width, 16)) >= 4


# Names


def faults_of_names(window: QWidget) -> list[str]:
    """Walk over what a screen reader hears: each part that takes the keys has a name and a role."""
    found = []
    for part in takes_keys(window):
        heard = QAccessible.queryAccessibleInterface(part)
        if heard is None:
            found.append(f"unheard: {called(part)}")
            continue
        if not heard.text(QAccessible.Text.Name).strip():
            found.append(f"no name: {called(part)}")
        if heard.role() in _NAMELESS:
            found.append(f"no role: {called(part)}")
    return found
