"""A questionnaire being filled: sections at the left, one of them in the middle, the score at the right; every act has a key."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.language import _
from fieldapp.problems import Problem
from ui import theme
from ui.forms.body import Rows
from ui.forms.bound import Bound
from ui.forms.filling import Draft, Filling
from ui.forms.outline import Outline, key_of
from ui.forms.photo import PhotoControl, Photos
from ui.forms.places import Place, Stop
from ui.forms.section import SectionView
from ui.forms.working import ScorePanel
from ui.kit import Action, Banner, Button, Tabs, Undo, frame, row

_NARROW = 1144  # the window's 1200 without the navigation


class Questionnaire(QWidget):
    """Fills a draft. ``stored()`` after each answer kept, ``progressed()`` when counts changed, ``told(sentence, Undo)`` for the toast."""

    stored = Signal()
    progressed = Signal()
    told = Signal(str, object)

    def __init__(self, draft: Draft, *, photos: Photos | None = None, above: QWidget | None = None) -> None:
        super().__init__()
        self.filling = Filling(draft, photos, self)
        self.above = above
        self.views: dict[str, SectionView] = {}
        self.current = ""
        self.focused: Bound | None = None
        self.outline, self.score = Outline(self.filling), ScorePanel(self.filling)
        self.again = Button(_("Simpan lagi"), height=32, run=self.filling.retry)
        self.banner = Banner("bad", "", button=self.again)
        self.tabs = Tabs([_("Isian"), _("Penilaian")])
        self.stack = QStackedWidget()
        self.before, self.behind = Button("", icon="chevron-left"), Button("", "primary", hint="Ctrl+Down", fill=True)
        self._recalling = QTimer(self)
        self._recalling.setInterval(0)
        self._to_recall: list[Bound] = []
        self._arrange()
        self._connect()
        self.refresh_all()

    def _arrange(self) -> None:
        self._middle = QVBoxLayout()
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._tabs_box = frame(row(self.tabs, margins=(24, 4, 24, 0)), "plain")
        self._banner_box = frame(row(self.banner, margins=(24, 12, 24, 0)))
        self._foot = frame(row(self.before, None, (self.behind, 0), margins=(24, 8, 24, 12)))
        for part in (self._tabs_box, self._banner_box):
            self._middle.addWidget(part)
            part.hide()
        self._middle.addWidget(self.stack, 1)
        self._middle.addWidget(self._foot)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.outline)
        line.addLayout(self._middle, 1)
        line.addWidget(self.score)
        self._line = line

    def _connect(self) -> None:
        self.filling.changed.connect(self._changed)
        self.filling.stored.connect(self._stored)
        self.filling.not_stored.connect(self._not_stored)
        self.outline.chosen.connect(self.open)
        self.score.jumped.connect(self.go_to)
        self.tabs.changed.connect(lambda _at: self._place_score())
        self.before.clicked.connect(lambda: self.step(-1))
        self.behind.clicked.connect(lambda: self.step(1))
        self._recalling.timeout.connect(self._recall_next)

    # --- what is shown

    def stops(self) -> list[Stop]:
        """Return the sections that have something to show now."""
        return self.filling.stops()

    def view(self) -> SectionView | None:
        """Return the section in the middle."""
        return self.views.get(self.current)

    def refresh_all(self) -> None:
        """Show everything anew, as after a questionnaire was added or taken away."""
        keys = {key_of(stop) for stop in self.stops()}
        living = {form.id for form in self.filling.draft.forms}
        for key in [key for key in self.views if key.partition(":")[0] not in living]:
            view = self.views.pop(key)
            self.stack.removeWidget(view)
            view.deleteLater()
        if self.current not in keys and keys:
            self.open(key_of(self.stops()[0]), focus=False)
        self._refresh_sides()

    def open(self, key: str, *, focus: bool = True) -> None:
        """Show a section; the keys go to its first question without an answer."""
        stop = next((stop for stop in self.stops() if key_of(stop) == key), None)
        if stop is None:
            return
        if self.current != key:
            self._leave_field()
            self.current = key
            self.stack.setCurrentWidget(self._made(stop))
            self._link_tabs(self.views[key])
            self._recall(self.views[key])
            self._refresh_sides()
        if self.tabs.at:
            self.tabs.choose(0)
        if focus and not self.outline.isAncestorOf(QApplication.focusWidget() or self):
            self.focus_first()

    def _made(self, stop: Stop) -> SectionView:
        key = key_of(stop)
        if key not in self.views:
            first = self.above is not None and not self.views
            view = SectionView(self.filling, stop, self.above if first else None)
            view.removing.connect(self.remove_row)
            view.entered.connect(self._entered)
            self._listen_photos(view)
            view.body.grown.connect(lambda: self._grown(view))
            self.views[key] = view
            self.stack.addWidget(view)
        return self.views[key]

    def _grown(self, view: SectionView) -> None:
        self._listen_photos(view)
        if view is self.view():
            self._link_tabs(view)

    def _link_tabs(self, view: SectionView) -> None:
        """Behind the last question the keys come to the way on, so that Enter goes to the next section."""
        chain = list(view.chain())
        for one, other in pairwise([*chain, self.behind, self.before]):
            QWidget.setTabOrder(one, other)

    def focus_first(self) -> None:
        """Put the keys into the first question of the section that has no answer yet, else into its first."""
        view = self.view()
        if view is None:
            return
        shown = [bound for bound in view.bounds() if self.filling.session(bound.place.form).relevant(bound.place.path)]
        empty = [bound for bound in shown if not bound.answered()]
        if shown:
            view.show_bound((empty or shown)[0])

    def _changed(self, form_id: str, paths: frozenset[str]) -> None:
        for view in self.views.values():
            if view.stop.form.id == form_id:
                view.refresh(paths)
        self._refresh_sides()

    def _refresh_sides(self) -> None:
        stops = self.stops()
        keys = [key_of(stop) for stop in stops]
        if self.current not in keys:
            return
        self.outline.refresh(stops, self.current)
        at = keys.index(self.current)
        view = self.views[self.current]
        view.count.setText(_("Bagian {at} dari {count}").format(at=at + 1, count=len(stops)))
        self._name_steps(stops, at)
        self._place_score()
        self.progressed.emit()

    def _name_steps(self, stops: list[Stop], at: int) -> None:
        self.before.setVisible(at > 0)
        self.behind.setVisible(at + 1 < len(stops))
        if at > 0:
            self.before.set_text(_title(stops[at - 1]))
        if at + 1 < len(stops):
            self.behind.set_text(_("Lanjut: {section}").format(section=_title(stops[at + 1])))
            # Once nothing is missing, finishing is the one act most likely next.
            self.behind.kind = "primary" if self.open_points() else "plain"
            self.behind.update()
        self._fit_foot()

    def _place_score(self) -> None:
        """Put the score at the right where there is room, else behind a tab."""
        there = self.score.refresh(self.current.partition(":")[0])
        narrow = self.width() < _NARROW or theme.scale() >= 1.3
        self._tabs_box.setVisible(there and narrow)
        behind_tab = narrow and self.tabs.at == 1
        if narrow != (self._middle.indexOf(self.score) >= 0):
            # A widget put into another layout leaves the one before.
            self._middle.insertWidget(2, self.score, 1) if narrow else self._line.addWidget(self.score)
        self.score.setVisible(there and (not narrow or behind_tab))
        self.score.setMaximumWidth(16777215 if narrow else theme.size(284))
        self.stack.setVisible(not (there and behind_tab))
        self._foot.setVisible(not (there and behind_tab))
        if there and narrow:
            self.tabs.set_names([_("Isian"), self.score.verdict() or _("Penilaian")])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the score its place in the new width."""
        super().resizeEvent(event)
        self._place_score()
        self._fit_foot()

    def _fit_foot(self) -> None:
        """Where both ways on do not fit, the way back keeps its arrow only, and the way on its words without the key."""
        room = self._foot.width() - 56
        for words, hint in ((True, True), (False, True), (False, False)):
            self.before.show_words(words)
            self.behind.show_hint(hint)
            if self.before.sizeHint().width() + self.behind.sizeHint().width() <= room:
                break

    # --- saving

    def _stored(self) -> None:
        self._banner_box.hide()
        self.stored.emit()

    def _not_stored(self, sentence: str) -> None:
        self.say(sentence)

    def say(self, sentence: str) -> None:
        """Say above the questions why something could not be done; the next answer kept takes it away."""
        self.banner.say("bad", sentence)
        self.again.setVisible(bool(self.filling.unsaved))
        self._banner_box.show()

    def settle(self) -> None:
        """Hand on what is typed and not handed on yet."""
        self._leave_field()

    def _leave_field(self) -> None:
        if self.focused is not None:
            self.focused.control.flush()

    def give_back(self) -> bool:
        """Give back what the question with the keys held before (Esc); False when nothing was changed there."""
        here = self.focused if self.focused is not None and self.focused.control.keys.hasFocus() else None
        return here is not None and here.give_back()

    # --- going about

    def _entered(self, bound: Bound) -> None:
        self.focused = bound
        view = self.view()
        if view is not None:
            QTimer.singleShot(0, view, lambda: view.keep_in_sight(bound) if bound is self.focused else None)

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) section."""
        keys = [key_of(stop) for stop in self.stops()]
        at = (keys.index(self.current) if self.current in keys else 0) + by
        if 0 <= at < len(keys):
            self.open(keys[at], focus=False)
            self.focus_first()

    def go_to(self, place: Place) -> None:
        """Go to a question, wherever it stands."""
        stop = self.filling.stop_of(place)
        if stop is None:
            return
        self.open(key_of(stop), focus=False)
        bound = self.views[key_of(stop)].bound(place.path)
        if bound is not None:
            bound.touched = True
            bound.note()
            self.views[key_of(stop)].show_bound(bound)

    def demand(self) -> None:
        """From now on say beside each question that it is missing."""
        self.filling.demanding = True
        for view in self.views.values():
            for bound in view.bounds():
                bound.note()

    def open_points(self) -> list[Place]:
        """Return what is missing or wrong, in reading order."""
        return self.filling.open_points()

    def next_open(self, by: int = 1) -> bool:
        """Go to the next (1) or previous (-1) question that is missing or wrong; False when there is none."""
        self._leave_field()
        self.demand()
        points = self.open_points()
        if not points:
            return False
        self.go_to(points[self._next_at(points, by)])
        return True

    def _next_at(self, points: list[Place], by: int) -> int:
        here = self.focused.place if self.focused is not None and self.focused.control.keys.hasFocus() else None
        if here in points:
            return (points.index(here) + by) % len(points)
        order = [place for stop in self.stops() for place in self.filling.inputs(stop)]
        start = next((place for stop in self.stops() if key_of(stop) == self.current for place in self.filling.inputs(stop)), None)
        at = order.index(here) if here in order else order.index(start) if start in order else 0
        behind = [n for n, place in enumerate(points) if order.index(place) >= at]
        if by > 0:
            return behind[0] if behind else 0
        return (behind[0] - 1 if behind else len(points) - 1) % len(points)

    # --- rows

    def add_row(self) -> None:
        """Add a row to the list the keys are in, else to the first list of the section (Alt+T)."""
        rows = self._rows_in_hand()
        if rows is not None:
            self._leave_field()
            rows.add_row()

    def _rows_in_hand(self) -> Rows | None:
        view = self.view()
        if view is None:
            return None
        growing = [rows for rows in view.body.rows() if not rows.repeat.fixed and not rows.isHidden()]
        around = [rows for rows in growing if rows.isAncestorOf(QApplication.focusWidget() or self)]
        return around[-1] if around else growing[0] if growing else None

    def remove_row(self, form_id: str, repeat: str, n: int) -> None:
        """Take a row away; the toast can bring it back."""
        self._leave_field()
        kept = self.filling.row(form_id, repeat, n)
        try:
            self.filling.remove_row(form_id, repeat, n)
        except Problem as problem:
            self._not_stored(problem.sentence)
            return
        view = self.view()
        for rows in view.body.rows() if view else ():
            if rows.path == repeat:
                rows.focus_row(max(1, min(n, self.filling.session(form_id).rows(repeat))))
        sentence = _("Baris {n} dihapus.").format(n=n)
        self.told.emit(sentence, Undo(lambda: self._put_row_back(form_id, repeat, n, kept)))

    def _put_row_back(self, form_id: str, repeat: str, n: int, kept: dict[str, object]) -> None:
        self.filling.put_row_back(form_id, repeat, n, kept)
        for view in self.views.values():
            for rows in view.body.rows():
                if rows.path == repeat and view.stop.form.id == form_id:
                    rows.refresh(frozenset({repeat}), anew=True)

    # --- photos

    def _listen_photos(self, view: SectionView) -> None:
        for bound in view.bounds():
            if isinstance(bound.control, PhotoControl) and not bound.control.property("heard"):
                bound.control.setProperty("heard", True)
                bound.control.more.connect(partial(self._take_more, bound))
                bound.control.taken_away.connect(partial(self._take_away, bound))

    def _take_more(self, bound: Bound, files: list[Path]) -> None:
        """Give further files picked at once to the next empty slots of the section; what finds no slot is said."""
        view = self.view()
        others = [other for other in view.bounds() if other is not bound and isinstance(other.control, PhotoControl)] if view else []
        free = [other for other in others if not other.answered() and self.filling.session(other.place.form).relevant(other.place.path)]
        for other, file in zip(free, files, strict=False):
            assert isinstance(other.control, PhotoControl)
            other.control.take([file])
        left = len(files) - len(free)
        if left > 0:
            self.told.emit(_("{count} foto tidak diambil: tidak ada tempat kosong lagi di bagian ini.").format(count=left), None)

    def _take_away(self, bound: Bound, sha: str) -> None:
        bound.put(None)
        self.told.emit(_("Foto dihapus dari isian."), Undo(lambda: bound.put(sha)))

    def pick_photo(self) -> None:
        """Pick files for the slot with the keys, else for the first empty slot of the section, else of the whole visit (Ctrl+I)."""
        self._go_to_a_slot()
        view = self.view()
        shown = (
            [bound for bound in view.bounds() if isinstance(bound.control, PhotoControl) and not bound.control.widget.isHidden()]
            if view
            else []
        )
        here = [bound for bound in shown if bound.control.keys.hasFocus()]
        empty = [bound for bound in shown if not bound.answered()]
        for bound in (here or empty or shown)[:1]:
            assert isinstance(bound.control, PhotoControl)
            bound.control.ask()

    def _go_to_a_slot(self) -> None:
        """Where this section takes no photo: go to the first question that does, an empty one before a full one."""
        here = self.view()
        if here is not None and any(
            isinstance(bound.control, PhotoControl) and not bound.control.widget.isHidden() for bound in here.bounds()
        ):
            return
        places = [place for stop in self.filling.stops() for place in self.filling.inputs(stop) if self._takes_a_photo(place)]
        empty = [place for place in places if self.filling.session(place.form).value(place.path) is None]
        for place in (empty or places)[:1]:
            self.go_to(place)

    def _takes_a_photo(self, place: Place) -> bool:
        session = self.filling.session(place.form)
        return session.form.question(place.path).kind == "image" and session.relevant(place.path)

    # --- answers of earlier visits

    def _recall(self, view: SectionView) -> None:
        """Look up earlier answers one by one while nothing else is to do."""
        self._to_recall = list(view.bounds())
        self._recalling.start()

    def _recall_next(self) -> None:
        if self._to_recall:
            self._to_recall.pop(0).recall()
        else:
            self._recalling.stop()

    # --- keys

    def actions_offered(self) -> list[Action]:
        """What can be done here, for keys and palette."""
        return [
            Action(_("Bagian berikut"), lambda: self.step(1), "Ctrl+Down", "chevron-down"),
            Action(_("Bagian sebelumnya"), lambda: self.step(-1), "Ctrl+Up", "chevron-up"),
            Action(_("Isian yang kurang atau keliru, berikutnya"), self.next_open, "F8", "circle-alert"),
            Action(_("Isian yang kurang atau keliru, sebelumnya"), lambda: self.next_open(-1), "Shift+F8", "circle-alert"),
            Action(_("Tambah baris"), self.add_row, "Alt+T", "plus"),
            Action(_("Pilih foto"), self.pick_photo, "Ctrl+I", "image-plus"),
        ]

    def regions(self) -> list[QWidget]:
        """The parts F6 walks through."""
        lists: list[QWidget] = list(self.outline.lists.values())
        view = self.view()
        middle = [bound.control.keys for bound in view.bounds() if not bound.control.widget.isHidden()][:1] if view else []
        return [*lists[:1], *middle, *([self.score.panel] if self.score.isVisible() else [])]

    def keep_keys(self) -> None:
        """Give the keys back to the question that had them."""
        if self.focused is not None:
            self.focused.control.keys.setFocus(Qt.FocusReason.OtherFocusReason)


def _title(stop: Stop) -> str:
    return stop.section.title() or stop.form.title()
