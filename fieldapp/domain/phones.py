"""Telephone numbers: however they are typed, kept in one form (E.164, +628…) and shown as people read them."""

from __future__ import annotations

import re

from fieldapp import problems

MOBILE = re.compile(r"\+628[1-9]\d{7,10}")
_ALLOWED = re.compile(r"\+?[\d\s().\-/]+")
_CODE = re.compile(r"^(00)?62(?=0?[1-9])")


def normalise(text: str) -> str:
    """Return a number as E.164, +6281234567890; raises PHONE_WRONG.

    62 is taken off before anything else, because 62812… without a plus reads as a fixed line otherwise. Numbers with a plus and
    another country stay that country's, for families of migrant workers.
    """
    told = text.strip()
    if not _ALLOWED.fullmatch(told):
        raise problems.PHONE_WRONG()
    digits = re.sub(r"\D", "", told)
    if told.startswith("+") and not digits.startswith("62"):
        return _checked("+" + digits)
    written = "+62" + _CODE.sub("", digits).removeprefix("0")
    return written if MOBILE.fullmatch(written) else _checked(written)


def _checked(written: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException as wrong:
        raise problems.PHONE_WRONG() from wrong
    # An Indonesian 8… that is not a mobile number is a slip, though the library takes some for other services.
    if written.startswith("+628") or not phonenumbers.is_valid_number(number):
        raise problems.PHONE_WRONG()
    return written


def is_mobile(e164: str) -> bool:
    """Say whether this is an Indonesian mobile number, which can receive messages."""
    return MOBILE.fullmatch(e164) is not None


def written(e164: str) -> str:
    """Write a number for people: 0812 3456 7890; other countries' as +60 …, unbroken."""
    if not e164.startswith("+62"):
        return e164
    national = "0" + e164[3:]
    return " ".join(part for part in (national[:4], national[4:8], national[8:]) if part)
