"""The last step: the sheet on paper, by the printers of this computer; without one the PDF is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from fieldapp import problems
from fieldapp.reports import preview

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

SCREEN_WIDTH, PRINT_WIDTH = 1290, 2540  # pixels across a sheet: sharp on screen; 300 dots an inch on F4


def image_of(picture: preview.Picture) -> QImage:
    """Return a page as an image of the window, with its own copy of the pixels."""
    return QImage(picture.rgba, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBX8888).copy()


def printer_for(parent: QWidget, *, landscape: bool, paper: str) -> QPrinter | None:
    """Ask on which printer, with the sheet set; None when the person thought better of it. Raises NO_PRINTER."""
    from PySide6.QtCore import QSizeF
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinterNames():
        raise problems.NO_PRINTER()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    f4 = QPageSize(QSizeF(215, 330), QPageSize.Unit.Millimeter, "F4", QPageSize.SizeMatchPolicy.ExactMatch)
    printer.setPageSize(f4 if paper == "F4" else QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    return printer if QPrintDialog(printer, parent).exec() else None


def print_pdf(pdf: bytes, printer: QPrinter) -> int:
    """Print every page of the PDF to the edges of the sheet; returns the number of pages."""
    painter = QPainter(printer)
    count = 0
    for count, picture in enumerate(preview.pages(pdf, PRINT_WIDTH), 1):
        if count > 1:
            printer.newPage()
        painter.drawImage(QRectF(painter.viewport()), image_of(picture))
    painter.end()
    return count
