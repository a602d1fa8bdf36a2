"""What a person typed, read as the answer it means; what cannot be meant is refused with the cure.

An answer has two forms: the one kept (JSON-ready: text, whole number, decimals and days as text, codes) and the value rules see.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from fieldapp import problems
from fieldapp.forms.model import Question
from fieldapp.forms.values import Atom, as_number, number_text
from fieldapp.language import _

LONGEST_TEXT = 10_000
MOST_DIGITS = 18
_WHOLE = re.compile(r"[+-]?\d{1,40}")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_COMMA = re.compile(r"[+-]?([1-9]\d{0,2}(\.\d{3})+|\d{1,40}),\d{1,20}")
_POINT = re.compile(r"[+-]?\d{1,40}\.\d{1,20}")
_DAY = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})|(\d{2})(\d{2})(\d{4})")
_TIME = re.compile(r"(\d{1,2})[.:](\d{2})")
_SHA = re.compile(r"[0-9a-f]{64}")

Read = tuple[object, Atom]  # the answer kept, the value rules see


def read(question: Question, given: object) -> Read | None:
    """Read what was typed or picked; None clears the answer. Raises ANSWER_WRONG with what is wrong and the cure."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    if isinstance(given, (list, tuple, set, frozenset)) and not given:
        return None
    try:
        return _READERS[question.kind](question, given)
    except KeyError:
        raise _wrong(question, _("isian ini tidak diisi dengan tangan.")) from None


def stored(question: Question, kept: object) -> Read | None:
    """Read an answer as it was kept; decimals are text with a point there. Raises ANSWER_WRONG when it does not fit any more."""
    if question.kind == "decimal" and isinstance(kept, str) and _POINT.fullmatch(kept.strip()):
        return _number(Decimal(kept.strip()), question)
    return read(question, kept)


def _wrong(question: Question, reason: str) -> problems.Problem:
    return problems.ANSWER_WRONG(label=question.label(), reason=reason)


def _text(question: Question, given: object) -> Read:
    if isinstance(given, bool) or not isinstance(given, (str, int, Decimal)):
        raise _wrong(question, _("tulis sebagai teks."))
    text = "".join(letter for letter in str(given).strip() if letter in "\n\t" or letter.isprintable())
    if len(text) > LONGEST_TEXT:
        raise _wrong(question, _("paling panjang {most} huruf, yang tertulis {length}.").format(most=LONGEST_TEXT, length=len(text)))
    return text, text


def _integer(question: Question, given: object) -> Read:
    text = number_text(given) if isinstance(given, Decimal) else str(given).strip().replace(" ", "").replace("−", "-")
    if isinstance(given, (bool, float)):
        raise _wrong(question, _("tulis angka bulat, mis. 4."))
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    if not _WHOLE.fullmatch(text):
        raise _wrong(question, _("“{text}” bukan angka bulat. Tulis angka saja, mis. 4.").format(text=text[:40]))
    if len(text.lstrip("+-0")) > MOST_DIGITS:
        raise _wrong(question, _("angka terlalu panjang, paling banyak {most} angka.").format(most=MOST_DIGITS))
    return int(text), Decimal(int(text))


def _decimal(question: Question, given: object) -> Read:
    if isinstance(given, bool):
        raise _wrong(question, _("tulis angka, mis. 36,5."))
    if isinstance(given, (int, Decimal)):
        return _number(Decimal(given), question)
    text = (repr(given) if isinstance(given, float) else str(given)).strip().replace(" ", "").replace("−", "-")
    if _COMMA.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[+-]?[1-9]\d{0,2}\.\d{3}", text) and not isinstance(given, float):
        whole, part = text.replace(".", ""), text.replace(".", ",")
        raise _wrong(question, _("“{text}” dapat berarti dua hal. Tulis {whole} atau {part}.").format(text=text, whole=whole, part=part))
    elif _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    elif not _WHOLE.fullmatch(text) and not _POINT.fullmatch(text):
        raise _wrong(question, _("“{text}” bukan angka. Tulis angka, mis. 36,5.").format(text=text[:40]))
    try:
        return _number(Decimal(text), question)
    except InvalidOperation:
        raise _wrong(question, _("tulis angka, mis. 36,5.")) from None


def _number(number: Decimal, question: Question) -> Read:
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_DIGITS or number.adjusted() > MOST_DIGITS:
        raise _wrong(question, _("angka terlalu panjang, paling banyak {most} angka.").format(most=MOST_DIGITS))
    return number_text(number), number


def _date(question: Question, given: object) -> Read:
    if isinstance(given, date):
        day = date(given.year, given.month, given.day)
        return day.isoformat(), day
    text = str(given).strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            day = date.fromisoformat(text)
        elif found := _DAY.fullmatch(text):
            days, months, years = (int(part) for part in found.groups() if part is not None)
            day = date(years, months, days)
        else:
            raise _wrong(question, _("“{text}” bukan tanggal. Tulis seperti 05/03/1981.").format(text=text[:40]))
    except ValueError:
        raise _wrong(question, _("tanggal {text} tidak ada. Tulis seperti 05/03/1981.").format(text=text[:40])) from None
    return day.isoformat(), day


def _time(question: Question, given: object) -> Read:
    found = _TIME.fullmatch(str(given).strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise _wrong(question, _("“{text}” bukan jam. Tulis seperti 09.30.").format(text=str(given)[:40]))
    text = f"{int(found[1]):02d}:{found[2]}"
    return text, text


def _one(question: Question, given: object) -> Read:
    code = str(given).strip()
    if question.choices and question.choice(code) is None:
        known = ", ".join(choice.name for choice in question.choices[:12])
        raise _wrong(question, _("kode {code} tidak ada. Pilih: {known}.").format(code=code[:20], known=known))
    return code, code


def _many(question: Question, given: object) -> Read:
    asked = given.split() if isinstance(given, str) else [str(code) for code in given] if isinstance(given, Iterable) else [str(given)]
    for code in asked:
        _one(question, code)
    order = [choice.name for choice in question.choices] or list(dict.fromkeys(asked))
    codes = [code for code in order if code in set(asked)]
    return codes, " ".join(codes)


def _image(question: Question, given: object) -> Read:
    text = str(given).strip()
    if not _SHA.fullmatch(text):
        raise _wrong(question, _("foto belum disimpan. Ambil foto dari berkas, lalu simpan."))
    return text, text


def default_value(kind: str, text: str) -> object:
    """Return a form's own default answer as kept for this kind of question."""
    if kind == "integer" and _WHOLE.fullmatch(text):
        return int(text)
    return number_text(as_number(text)) if kind == "decimal" else text


_READERS = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "select_one": _one,
    "select_multiple": _many,
    "image": _image,
}
