"""Fields of the area's own: a coordinator puts in a questionnaire, and everyone of the area can fill it about families or persons."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.ops import MAX_BYTES
from fieldapp.domain.roles import may
from fieldapp.durable import replace_file
from fieldapp.language import _
from fieldapp.services.checking import FieldNote
from fieldapp.services.registration import stop_on_errors
from fieldapp.store import supplements as kept

if TYPE_CHECKING:
    from fieldapp.forms import Form
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found

Subject = Literal["household", "person"]
HOUSEHOLD: Subject = "household"
PERSON: Subject = "person"
LARGEST = MAX_BYTES * 3 // 4  # bytes of a definition; the rest of an op is for its other fields


@dataclass(frozen=True, slots=True)
class SupplementView:
    """A questionnaire of the area's own in one version; ``form`` is form@version, the reference its answers carry."""

    id: str
    title: str
    subject_kind: str
    form: str
    region_id: str
    active: bool


def supplements(ws: Workspace) -> tuple[SupplementView, ...]:
    """Return every version of every supplement, the newest first, withdrawn ones too."""
    with ws.reading() as con:
        return tuple(_view(row) for row in kept.listed(con))


def active(ws: Workspace, subject_kind: Subject) -> tuple[SupplementView, ...]:
    """Return the supplements to be filled about a "household" or a "person" now."""
    return tuple(one for one in supplements(ws) if one.active and one.subject_kind == subject_kind)


def _view(row: Found) -> SupplementView:
    return SupplementView(row.id, row.title or "–", row.subject_kind or "", row.form or "", row.region_id, row.active == "1")


def add(ws: Workspace, path: Path, title: str, subject_kind: Subject) -> str:
    """Take in a questionnaire (.xlsx, .xls, .md) for the area; returns its id. The same form_id again is its next version.

    The version before is withdrawn in the same act, and its answers stay readable. Raises FORM_UNREADABLE with sheet and row,
    FORM_ENCRYPTED, FORM_KNOWN, SUPPLEMENT_SAME, FieldProblems, and OP_NOT_ALLOWED for who may not write for the area.
    """
    _must_be_allowed(ws)
    text = _definition(path)
    form = _opened(ws, text)
    _check(title, subject_kind)
    _not_shipped(form.id)
    with ws.transaction() as act:
        before = [row for row in kept.listed(act.con) if (row.form or "").partition("@")[0] == form.id]
        same = next((row for row in before if row.definition == text and row.active == "1"), None)
        if same is not None:
            raise problems.SUPPLEMENT_SAME(title=same.title)
        for row in before:
            act.change(nouns.Supplement, row.id, {"active": "0"})
        made_id = new_id()
        made = nouns.Supplement(
            id=made_id, root_id=made_id, region_id=ws.user.regions[0], bucket_class="reference", title=title.strip(), subject_kind=subject_kind,
            form=f"{form.id}@{len(before) + 1}", definition=text, active="1",
        )  # fmt: skip
        act.add(made)
    return made.id


def _must_be_allowed(ws: Workspace) -> None:
    if not ws.user.regions or not may(ws.user.role, "write", "supplement", "reference"):
        raise problems.OP_NOT_ALLOWED()


def _check(title: str, subject_kind: str) -> None:
    notes = {} if title.strip() else {"title": FieldNote("error", _("Beri nama pada isian tambahan ini."))}
    if subject_kind not in (HOUSEHOLD, PERSON):
        notes["subject_kind"] = FieldNote("error", _("Pilih untuk keluarga atau untuk warga."))
    stop_on_errors(notes)


def _not_shipped(form_id: str) -> None:
    from fieldapp import forms
    from fieldapp.services.instruments import is_printed

    if is_printed(form_id) or form_id in {card.id for card in forms.shipped()}:
        raise problems.FORM_KNOWN(name=form_id)


def _definition(path: Path) -> str:
    from fieldapp.forms.tables import text_of

    text = text_of(path)
    if len(text.encode()) > LARGEST:
        raise problems.FORM_UNREADABLE(name=path.name, reason=_("formulir terlalu panjang. Bagi menjadi dua formulir."))
    return text


def withdraw(ws: Workspace, supplement_id: str) -> None:
    """Stop asking a supplement; what was answered stays. Raises SUPPLEMENT_UNKNOWN and OP_NOT_ALLOWED."""
    _must_be_allowed(ws)
    with ws.transaction() as act:
        if act.find(nouns.Supplement, supplement_id) is None:
            raise problems.SUPPLEMENT_UNKNOWN()
        act.change(nouns.Supplement, supplement_id, {"active": "0"})


def form_of(ws: Workspace, reference: str) -> Form:
    """Return the questionnaire of form@version: one that is shipped, or a supplement as it was defined then. Raises INSTRUMENT_UNKNOWN."""
    from fieldapp import forms

    form_id = reference.partition("@")[0]
    if form_id in {card.id for card in forms.shipped()}:
        return forms.shipped_form(form_id, ws.home / "cache")
    found = _found(ws, reference)
    if found is None or not found.definition:
        raise problems.INSTRUMENT_UNKNOWN(name=form_id)
    return _opened(ws, found.definition)


def subject_of(ws: Workspace, reference: str) -> str:
    """Return whom a questionnaire is about, "household" or "person"; raises INSTRUMENT_UNKNOWN."""
    from fieldapp import forms

    form_id = reference.partition("@")[0]
    shipped = {card.id: card.subject for card in forms.shipped()}
    if form_id in shipped:
        return shipped[form_id]
    found = _found(ws, reference)
    if found is None:
        raise problems.INSTRUMENT_UNKNOWN(name=form_id)
    return found.subject_kind or ""


def title_of(ws: Workspace, reference: str) -> str | None:
    """Return the title a supplement was given, or None for a reference that is none."""
    found = _found(ws, reference)
    return found.title if found else None


def _found(ws: Workspace, reference: str) -> Found | None:
    with ws.reading() as con:
        return kept.by_reference(con, reference)


def _opened(ws: Workspace, text: str) -> Form:
    """Open a definition from its text: it is no personal data, and lies beside the program's other leftovers."""
    from fieldapp import forms

    folder = ws.home / "cache" / "supplements"
    path = folder / f"{hashlib.sha256(text.encode()).hexdigest()}.md"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode())
    return forms.load(path, ws.home / "cache")
