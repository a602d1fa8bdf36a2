"""One catalogue of words for window, commands, paper and server: Indonesian is the source, English a translation."""

from __future__ import annotations

import gettext
from pathlib import Path

CATALOGUES = Path(__file__).resolve().parent.parent / "resources" / "i18n"
LANGUAGES = ("id", "en")


class _Current:
    """The language in use; one per process, chosen before the first window opens."""

    code = "id"
    catalogue: gettext.NullTranslations = gettext.NullTranslations()


def choose(code: str) -> None:
    """Use the language with this code (``id`` or ``en``) from now on; an unknown code falls back to Indonesian."""
    _Current.code = code if code in LANGUAGES else "id"
    _Current.catalogue = (
        gettext.NullTranslations()
        if _Current.code == "id"
        else gettext.translation("pilar", CATALOGUES, languages=[_Current.code], fallback=True)
    )


def current() -> str:
    """Return the code of the language in use."""
    return _Current.code


def _(sentence: str) -> str:
    """Return the sentence in the language in use; sentences are whole, never glued from parts."""
    return _Current.catalogue.gettext(sentence) if sentence else ""  # the empty entry of a catalogue is its own header


def plural(one: str, many: str, count: int) -> str:
    """Return the form of the sentence that fits the count (Indonesian has one form, English two)."""
    return many if _Current.code == "id" else _Current.catalogue.ngettext(one, many, count)
