"""The formats that are known, and which of them a file is: asked before anyone chooses."""

from __future__ import annotations

from fieldapp.exchange.book import Book
from fieldapp.exchange.layout import Format, format_named
from fieldapp.language import _

NAMES = ("penduduk", "bdt_2015", "regsosek_2022_k", "bantuan", "rtm", "tambahan")
OTHER = "lain"
_LEAST = 0.2  # less alike than this is not worth offering
_ANY_TABLE = 0.6  # a known format that is only partly alike is offered after a table with headings we understand


def formats() -> tuple[Format, ...]:
    """Return the formats with sheets of their own; any other table is ``OTHER``, read by a mapping of its columns."""
    return tuple(format_named(name) for name in NAMES)


def any_table() -> Format:
    """Return the format of any table, whose columns the person names."""
    return Format(OTHER, _("Lembar lain, kolom dipilih sendiri"), ())


def recognise(book: Book) -> list[tuple[Format, float]]:
    """Return the formats a book may be, the likest first, each with how certain that is, 0 to 1; any table is always among them."""
    from fieldapp.exchange.mapping import guess_page

    told = [(one, one.recognise(book)) for one in formats()]
    understood = max((guess_page(page).share for page in book.pages), default=0.0)
    told = [(one, certainty) for one, certainty in told if certainty >= _LEAST]
    told.append((any_table(), round(_ANY_TABLE * understood, 3)))
    return sorted(told, key=lambda one: -one[1])
