"""What is to be printed, and the making of it: the same call for the preview and for the sheet that is issued."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from fieldapp import problems, reports
from fieldapp.services import documents, photos, recap, settings, visits
from fieldapp.services.settings import Signers

if TYPE_CHECKING:
    from fieldapp.reports import Paper
    from fieldapp.services.workspace import Workspace

VISIT, RECAP = "kunjungan", "rekap-desa"


@dataclass(frozen=True, slots=True)
class Wish:
    """All that decides what the sheet looks like. ``subject`` is a visit or a region; the period is for the recap only."""

    report: str = VISIT
    subject: str = ""
    paper: str = "F4"
    orientation: str = "portrait"
    number: str = ""
    with_photos: bool = True
    with_working: bool = True
    signers: Signers | None = None
    period: tuple[date, date] | None = None
    document_id: str = ""

    @property
    def complete(self) -> bool:
        """Whether there is something to make."""
        return bool(self.subject)


def made(ws: Workspace, wish: Wish) -> Paper:
    """Return the paper as wished; raises VISIT_UNKNOWN, REGION_UNKNOWN, REPORT_EMPTY. ReportLab is loaded on the first call."""
    letterhead = settings.letterhead(ws)
    if wish.report == RECAP:
        today = ws.today()
        found = recap.village_recap(ws, wish.subject, period=wish.period or (today.replace(month=1, day=1), today))
        if not found.rows:
            raise problems.REPORT_EMPTY()
        return reports.village_recap(
            found,
            paper=wish.paper,
            orientation=wish.orientation,
            letterhead=letterhead,
            signers=wish.signers or settings.signers(ws, wish.subject),
            number=wish.number,
            document_id=wish.document_id,
            issued_on=today,
            by=ws.user.name,
        )
    view = visits.visit_view(ws, wish.subject)
    return reports.visit_report(
        view,
        lambda sha: photos.photo_bytes(ws, sha),
        paper=wish.paper,
        letterhead=letterhead,
        signers=wish.signers or settings.signers(ws, view.region_id),
        number=wish.number,
        document_id=wish.document_id,
        with_photos=wish.with_photos,
        with_working=wish.with_working,
        issued_on=ws.today(),
        by=ws.user.name,
    )


def issued(ws: Workspace, wish: Wish) -> Paper:
    """Make the paper under a document id of its own and note that it was issued."""
    told = replace(wish, document_id=documents.new_document_id())
    paper = made(ws, told)
    household, region = None, told.subject
    if told.report == VISIT:
        view = visits.visit_view(ws, told.subject)
        household, region = view.household_id, view.region_id
    documents.issue(
        ws,
        told.document_id,
        kind=told.report,
        number=told.number,
        subject_id=told.subject,
        household_id=household,
        region_id=region,
        sha256=paper.sha256,
    )
    return paper


def file_name(ws: Workspace, wish: Wish) -> str:
    """Return a name for the PDF that tells no one's name: ``laporan-kunjungan-LT001-0012.pdf``, ``rekap-desa-18.11.02.2002.pdf``."""
    if wish.report == RECAP:
        return f"rekap-desa-{wish.subject}.pdf"
    code = visits.visit_view(ws, wish.subject).code or wish.number.replace("/", "-")
    return f"laporan-kunjungan-{code}.pdf"
