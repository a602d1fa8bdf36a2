"""Filling a laptop with the made-up village: families first, then what past visits found, through the acts a worker has."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.language import _
from fieldapp.sample.history import Answers, History, PastVisit, histories
from fieldapp.sample.photos import house_photo
from fieldapp.sample.pillars import record_pillars
from fieldapp.sample.village import SEED, people
from fieldapp.services import drafts, households, imports, photos

if TYPE_CHECKING:
    from fieldapp.forms.session import Session
    from fieldapp.services.photos import PhotoView
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.transaction import Transaction

MOST_PHOTOS = 14  # drawn houses; each costs a tenth of a second
FAMILIES_AT_ONCE = 40  # what is taken in together is also sent together
VISIT_FORM, HOUSE_FORM = "kunjungan_rumah", "rumah_layak_huni"
Step = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Filled:
    """What the laptop holds now."""

    households: int
    persons: int
    visits: int
    assessments: int
    photos: int


def fill(
    ws: Workspace, *, today: date, seed: int = SEED, families: int = 118, progress: Step = lambda _done, _total, _text: None
) -> Filled:
    """Record the village and its past in few transactions, and leave one draft begun; ages and due days are told from ``today``."""
    progress(0, 3, _("Mencatat keluarga"))
    village = people(seed, families, on=today)
    for start in range(0, len(village), FAMILIES_AT_ONCE):
        imports.take_in_households(ws, village[start : start + FAMILIES_AT_ONCE])
    ids = [households.household_ids(ws, household.kk)[0] for household in village]
    past = histories(seed, village, today=today)
    progress(1, 3, _("Menggambar rumah"))
    drawn = _draw(ws, ids, past)
    progress(2, 3, _("Mencatat kunjungan"))
    with ws.transaction() as act:
        for household_id, history in zip(ids, past, strict=True):
            act.act = new_id()  # each family's past was recorded apart, only kept together here to be quick
            _record(ws, act, household_id, history, drawn)
    _begin_draft(ws, ids)
    record_pillars(ws, today=today)
    progress(3, 3, _("Selesai"))
    visits = [visit for history in past for visit in history.visits]
    return Filled(
        len(village), sum(len(h.members) for h in village), len(visits), sum(visit.house is not None for visit in visits), len(drawn)
    )


def _draw(ws: Workspace, ids: list[str], past: tuple[History, ...]) -> dict[int, PhotoView]:
    """Take a drawn photo in for the first visits that have one; returns them by the visit's photo seed."""
    wanted = [
        (home, v.photo_seed, v.worn) for home, history in zip(ids, past, strict=True) for v in history.visits if v.photo_seed is not None
    ]
    drawn: dict[int, PhotoView] = {}
    with tempfile.TemporaryDirectory() as folder:
        for home, seed, worn in wanted[:MOST_PHOTOS]:
            path = Path(folder) / f"{seed}.jpg"
            path.write_bytes(house_photo(seed, worn=worn))
            drawn[seed] = photos.take_in(ws, path, draft_id=home)
    return drawn


def _record(ws: Workspace, act: Transaction, household_id: str, history: History, drawn: dict[int, PhotoView]) -> None:
    home = act.get(nouns.Household, household_id)
    if history.phone:
        act.change(nouns.Household, household_id, {"phone": history.phone})
    for desil in history.desil:
        act.add(
            nouns.Desil(
                id=new_id(),
                root_id=home.id,
                region_id=home.region_id,
                household_id=home.id,
                value=desil.value,
                snapshot=desil.snapshot,
                dated=desil.dated.isoformat(),
                source="DTSEN",
            )
        )
    for visit in history.visits:
        _record_visit(ws, act, home, visit, drawn.get(visit.photo_seed) if visit.photo_seed is not None else None)


def _answered(ws: Workspace, form_id: str, answers: Answers, day: date) -> Session:
    """Fill a questionnaire as it would have been filled on that day."""
    session = drafts.form_of(ws, form_id).open(today=day, person=ws.user.name)
    for name, value in answers.items():
        session.set(name, value)
    session.must_be_complete()
    return session


def _record_visit(ws: Workspace, act: Transaction, home: nouns.Household, told: PastVisit, photo: PhotoView | None) -> None:
    answers = {**told.visit, **({"foto_depan": photo.sha} if photo else {})}
    session = _answered(ws, VISIT_FORM, answers, told.day)
    visit_id = new_id()
    kind = str(told.visit["jenis"])
    act.add(
        nouns.Visit(
            id=visit_id,
            root_id=home.id,
            region_id=home.region_id,
            bucket_class="confidential" if kind == "kasus" else "general",
            household_id=home.id,
            visited_on=told.day.isoformat(),
            kind=kind,
            met_name=_text(told.visit.get("bertemu")),
            summary=_text(told.visit.get("pengamatan_rumah") or told.visit.get("tujuan")),
            follow_up=_text(told.visit.get("rencana")),
            next_on=_text(told.visit.get("batas_waktu")),
            form=session.form.reference,
            answers=session.relevant_answers() | session.calculated(),
            photos=(photo.sha,) if photo else None,
        ),
        form=session.form.reference,
    )
    if told.house is not None:
        _record_house(ws, act, home, visit_id, told.day, told.house)
    if photo:
        _record_photo(ws, act, home, visit_id, photo)


def _record_house(ws: Workspace, act: Transaction, home: nouns.Household, visit_id: str, day: date, house: Answers) -> None:
    session = _answered(ws, HOUSE_FORM, house, day)
    act.add(
        nouns.Assessment(
            id=new_id(),
            root_id=home.id,
            region_id=home.region_id,
            household_id=home.id,
            subject_kind="household",
            subject_id=home.id,
            visit_id=visit_id,
            assessed_on=day.isoformat(),
            form=session.form.reference,
            answers=session.relevant_answers() | session.calculated(),
            scores=session.scores(),
        ),
        form=session.form.reference,
    )


def _record_photo(ws: Workspace, act: Transaction, home: nouns.Household, visit_id: str, photo: PhotoView) -> None:
    act.add(
        nouns.Attachment(
            id=new_id(),
            root_id=home.id,
            region_id=home.region_id,
            household_id=home.id,
            visit_id=visit_id,
            sha256=photo.sha,
            kind="photo",
            size=len(photos.photo_bytes(ws, photo.sha)),
            width=photo.width,
            height=photo.height,
            caption=_("Foto rumah tampak depan"),
        )
    )


def _begin_draft(ws: Workspace, ids: list[str]) -> None:
    """Leave one visit half filled, as a rainy afternoon leaves it."""
    if len(ids) < 3:
        return
    draft = drafts.open_draft(ws, drafts.start_visit(ws, ids[2], (VISIT_FORM,)))
    for name, value in (("jenis", "rutin"), ("tujuan", "Pemutakhiran data keluarga dan keadaan rumah"), ("persetujuan", "ya")):
        draft.set(VISIT_FORM, draft.session(VISIT_FORM).form.path_of(name) or name, value)


def _text(value: object) -> str | None:
    return str(value) if value else None
