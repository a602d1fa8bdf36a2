"""Where the questions of a form stand on the screen: in reading order, with the rows of its lists counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fieldapp.forms import Form, Group, Item, Question, Repeat, Section
from fieldapp.forms.session import Session


class Place(NamedTuple):
    """One question of one questionnaire on a visit: ``meteran[2]/daya`` of ``kunjungan_rumah``."""

    form: str
    path: str


class Stop(NamedTuple):
    """One section of one questionnaire: a line of the list at the left."""

    form: Form
    section: Section


def moved(path: str, above: str, here: str) -> str:
    """Return the path of an item inside a row: what is ``above`` in the form stands ``here`` with its row number."""
    return here + path[len(above) :] if above else path


def counts(session: Session, repeat: Repeat, path: str) -> bool:
    """Say whether a list of rows counts now; an empty one counts unless the form itself counts its rows."""
    return session.relevant(path) if session.rows(path) else not repeat.fixed


def inputs(session: Session, items: tuple[Item, ...], above: str = "", here: str = "") -> Iterator[str]:
    """Yield the path of every question a person answers now, in reading order."""
    for item in items:
        path = moved(item.path, above, here)
        if isinstance(item, Question):
            if item.is_input and item.visible and session.relevant(path):
                yield path
        elif isinstance(item, Group):
            yield from inputs(session, item.items, item.path, path)
        else:
            for n in range(1, session.rows(path) + 1):
                yield from inputs(session, item.items, item.path, f"{path}[{n}]")


def visible(session: Session, items: tuple[Item, ...], above: str = "", here: str = "") -> bool:
    """Say whether anything of these items is shown now."""
    for item in items:
        path = moved(item.path, above, here)
        if isinstance(item, Question):
            shown = item.visible and item.kind not in {"hidden", "unsupported"} and session.relevant(path)
        elif isinstance(item, Group):
            shown = visible(session, item.items, item.path, path)
        else:
            shown = counts(session, item, path)
        if shown:
            return True
    return False


def bare(path: str) -> str:
    """Return a path without its row numbers."""
    return "/".join(step.partition("[")[0] for step in path.split("/"))
