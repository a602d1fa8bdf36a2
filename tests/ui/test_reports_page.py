"""Laporan on a real window: the sheet is seen before it is saved, its number is free, and the file says no one's name."""

from __future__ import annotations

import shutil
from datetime import date

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog

from fieldapp import problems
from fieldapp.sample.laptop import PASSPHRASE
from fieldapp.services import accounts, documents, visits
from tests.ui.doors import until, village, window_of


@pytest.fixture
def ws(tmp_path_factory, tmp_path):
    shutil.copytree(village(tmp_path_factory), tmp_path / "rumah")
    return accounts.unlock(tmp_path / "rumah", accounts.account(tmp_path / "rumah").user_id, PASSPHRASE)


@pytest.fixture
def reports(ws, light):
    visit = visits.visit_list(ws, only="done", limit=1)[0].visit_id
    with window_of(ws) as window:
        window.open("reports", visit=visit)
        page = window.page("reports")
        page.visit_id = visit
        until(lambda: page.sheet.pages)
        yield page


def test_the_sheet_is_shown_and_the_number_is_free(reports):
    assert not reports.sheet.pages[0].isNull()
    assert reports.drawn.subject == reports.visit_id
    assert reports.options.number_field.note.text() == "Nomor berikut yang belum terpakai"


def test_saving_writes_a_pdf_that_opens_and_counts_as_issued(reports, tmp_path, monkeypatch):
    wanted = []

    def chosen(_parent, _title, proposed, _kinds):
        wanted.append(proposed)
        return str(tmp_path / "laporan.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    number = reports.options.number.value()
    reports.save()
    until((tmp_path / "laporan.pdf").exists)
    until(lambda: documents.number_taken(reports.ws, number))
    document = pypdfium2.PdfDocument(tmp_path / "laporan.pdf")
    assert len(document) >= 1
    document.close()
    view = visits.visit_view(reports.ws, reports.visit_id)
    assert view.household_name.split()[0].lower() not in wanted[0].rpartition("/")[2].lower()
    assert view.code in wanted[0]
    until(lambda: reports.options.number.value() != number)


def test_a_number_that_is_taken_offers_the_next_one(reports, tmp_path):
    wish = reports.options.wish()
    reports.save_to(tmp_path / "satu.pdf", wish)
    until(lambda: documents.number_taken(reports.ws, wish.number))
    reports.options.number.setText(wish.number)
    reports.options.number.edited.emit(wish.number)
    assert reports.options.number_field.note.text() == "Nomor ini sudah dipakai"
    assert reports.options.next_number.isVisible()
    reports.options.take_next_number()
    assert reports.options.number_field.state == "ok"


def test_the_old_sheet_stays_until_the_new_one_is_drawn(reports):
    before = reports.drawn
    reports.options.paper.set_value("A4")
    reports.options.changed.emit()
    assert reports.sheet.pages
    until(lambda: reports.drawn != before)
    assert reports.drawn.paper == "A4"


def test_without_a_printer_the_pdf_is_offered(reports, monkeypatch):
    from PySide6.QtPrintSupport import QPrinterInfo

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    reports.print()
    assert reports.offer.isVisible()
    assert reports.offer.text.text() == problems.NO_PRINTER().sentence


def test_the_recap_of_a_village_is_drawn_lying(reports):
    reports.papers.choose("rekap-desa")
    village = visits.visit_view(reports.ws, reports.visit_id).region_id
    reports.options.region.set_value(village)
    reports.options.changed.emit()
    until(lambda: reports.drawn is not None and reports.drawn.report == "rekap-desa" and reports.sheet.pages)
    page = reports.sheet.pages[0]
    assert page.width() > page.height()
    today = reports.ws.today()
    assert reports.drawn.period == (date(today.year, 1, 1), today)


def test_signers_are_remembered_for_the_next_paper(reports):
    name = reports.options.signers.entries["head_name"]
    name.setText("Sutrisno")
    name.commit()
    from fieldapp.services import settings

    assert settings.signers(reports.ws).head_name == "Sutrisno"
    assert "Sutrisno" in reports.options.wish().signers.head_name
