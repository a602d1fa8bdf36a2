"""Papers: what the program prints, as PDF, the same bytes each time the same thing is printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from fieldapp.language import _
from fieldapp.reports.paper import Paper, ReportCard

if TYPE_CHECKING:
    from fieldapp.services.recap import VillageRecap
    from fieldapp.services.settings import Letterhead, Signers
    from fieldapp.services.visits import VisitView

__all__ = ["Paper", "ReportCard", "names", "village_recap", "visit_report"]


def names() -> tuple[ReportCard, ...]:
    """Return the papers there are, in the order of the list: name, title, group, and what each is about."""
    return (
        ReportCard("kunjungan", _("Laporan kunjungan rumah"), _("Kunjungan dan kasus"), "visit"),
        ReportCard("rekap-desa", _("Rekap desa"), _("Rapat dan bulan"), "region"),
    )


def visit_report(
    view: VisitView,
    photos: Callable[[str], bytes],
    *,
    paper: str = "F4",
    letterhead: Letterhead,
    signers: Signers,
    number: str,
    document_id: str,
    with_photos: bool = True,
    with_working: bool = True,
    full_nik: bool = False,
    issued_on: date,
    by: str,
    logo: bytes | None = None,
) -> Paper:
    """Return the report of one visit; see :func:`fieldapp.reports.visits.visit_report`. ReportLab is loaded on the first call."""
    from fieldapp.reports import visits

    return visits.visit_report(
        view,
        photos,
        paper=paper,
        letterhead=letterhead,
        signers=signers,
        number=number,
        document_id=document_id,
        with_photos=with_photos,
        with_working=with_working,
        full_nik=full_nik,
        issued_on=issued_on,
        by=by,
        logo=logo,
    )


def village_recap(
    recap: VillageRecap,
    *,
    paper: str = "F4",
    orientation: str = "landscape",
    letterhead: Letterhead,
    signers: Signers,
    number: str,
    document_id: str,
    issued_on: date,
    by: str,
    logo: bytes | None = None,
) -> Paper:
    """Return the recap of one village; see :func:`fieldapp.reports.recap.village_recap`. ReportLab is loaded on the first call."""
    from fieldapp.reports import recap as recaps

    return recaps.village_recap(
        recap,
        paper=paper,
        orientation=orientation,
        letterhead=letterhead,
        signers=signers,
        number=number,
        document_id=document_id,
        issued_on=issued_on,
        by=by,
        logo=logo,
    )
