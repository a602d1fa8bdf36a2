"""Filling a form to try it: nothing is kept, so a coordinator can see a questionnaire as a worker sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fieldapp.forms import Form
from fieldapp.forms.session import Session
from ui.forms.filling import Previous


class Trial:
    """A draft in memory only; has what :class:`ui.forms.filling.Draft` asks for."""

    def __init__(self, forms: Sequence[Form], *, today: date, person: str = "") -> None:
        self.forms = tuple(forms)
        self._sessions = {form.id: form.open(today=today, person=person) for form in forms}

    def session(self, form_id: str) -> Session:
        """Return the filling of one questionnaire."""
        return self._sessions[form_id]

    def set(self, form_id: str, path: str, value: object) -> frozenset[str]:
        """Take an answer; raises ANSWER_WRONG."""
        return self._sessions[form_id].set(path, value)

    def add_row(self, form_id: str, repeat: str) -> frozenset[str]:
        """Add an empty row."""
        return self._sessions[form_id].add_row(repeat)

    def remove_row(self, form_id: str, repeat: str, n: int) -> frozenset[str]:
        """Take a row away."""
        return self._sessions[form_id].remove_row(repeat, n)

    def previous(self, _form_id: str, _path: str) -> Previous | None:
        """A trial has no earlier visits."""
        return None
