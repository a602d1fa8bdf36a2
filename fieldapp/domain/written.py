"""How days, hours, numbers and rupiah are written, in Indonesian and for paper also in words; English follows the chosen language.

After Babel's id_ID and the EYD: no space after Rp, a dot between thousands, a comma before decimals, a dot in the hour.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from fieldapp.domain.moments import local
from fieldapp.language import _, current

MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
MONTHS_SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_SCALES = ((10**15, "kuadriliun"), (10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"))
_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
Day = date | str


def day(value: Day) -> date:
    """Return the day of a date or of ISO text; raises ValueError on anything else."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def month_name(month: int) -> str:
    """Return the name of month 1..12."""
    return (_MONTHS_EN if current() == "en" else MONTHS)[month - 1]


def day_name(value: Day) -> str:
    """Return the name of the day of the week."""
    return (_DAYS_EN if current() == "en" else DAYS)[day(value).weekday()]


def date_entry(value: Day) -> str:
    """Write a day as it is typed, 23/11/2026."""
    return day(value).strftime("%d/%m/%Y")


def date_short(value: Day) -> str:
    """Write a day as 23/11/26."""
    return day(value).strftime("%d/%m/%y")


def date_medium(value: Day) -> str:
    """Write a day as 23 Nov 2026."""
    told = day(value)
    short = _MONTHS_EN[told.month - 1][:3] if current() == "en" else MONTHS_SHORT[told.month - 1]
    return f"{told.day} {short} {told.year}"


def date_long(value: Day) -> str:
    """Write a day as 23 November 2026."""
    told = day(value)
    return f"{told.day} {month_name(told.month)} {told.year}"


def date_full(value: Day) -> str:
    """Write a day as Senin, 23 November 2026."""
    return f"{day_name(value)}, {date_long(value)}"


def month_year(value: Day) -> str:
    """Write the month as November 2026."""
    told = day(value)
    return f"{month_name(told.month)} {told.year}"


def month_roman(value: Day) -> str:
    """Write the month as it stands in letter numbers, XI."""
    return _ROMAN[day(value).month - 1]


def relative_day(value: Day, today: date) -> str:
    """Say how far a day is: hari ini, kemarin, besok, up to a week in days, else the medium date."""
    told = day(value)
    away = (told - today).days
    near = {0: _("hari ini"), -1: _("kemarin"), 1: _("besok")}.get(away)
    if near:
        return near
    if abs(away) <= 7:
        return _("{days} hari lagi").format(days=away) if away > 0 else _("{days} hari lalu").format(days=-away)
    return date_medium(told)


def time_written(moment: str, zone: str) -> str:
    """Write the hour of a UTC moment on the wall clock of its zone: "16.40 WIB"."""
    return f"{local(moment, zone):%H.%M} {zone}"


def moment_written(moment: str, zone: str) -> str:
    """Write a UTC moment as day and hour of its zone: "23 November 2026, 16.40 WIB"."""
    return f"{date_long(local(moment, zone))}, {time_written(moment, zone)}"


def number(value: float | Decimal | str, decimals: int | None = None) -> str:
    """Write a number as 1.234.567,89; ``decimals`` rounds half up, without it the number keeps the decimals it has."""
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    return text if current() == "en" else text.translate(str.maketrans(",.", ".,"))


def rupiah(amount: int) -> str:
    """Write whole rupiah as Rp1.350.000; a negative amount as -Rp1.350.000."""
    return f"{'-' if amount < 0 else ''}Rp{number(abs(amount))}"


def percent(value: float | Decimal | str, decimals: int | None = None) -> str:
    """Write a value that already is in percent: 12.13 as 12,13%."""
    return f"{number(value, decimals)}%"


def read_number(text: str) -> Decimal:
    """Read a number as people type it, 1.234,5 or 7,25 or 7.25 (a lone dot not before three digits); raises ValueError."""
    told = text.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if _NUMBER.fullmatch(told):
        return Decimal(told.replace(".", "").replace(",", "."))
    try:
        read = Decimal(told)
    except InvalidOperation as wrong:
        raise ValueError(text) from wrong
    if not read.is_finite() or "e" in told.lower():
        raise ValueError(text)
    return read


def terbilang(value: int | Decimal | str) -> str:
    """Write a number in Indonesian words, decimals digit by digit: 12,77 as "dua belas koma tujuh tujuh"; below 10^18."""
    exact = Decimal(value)
    whole, _dot, decimals = f"{abs(exact):f}".partition(".")
    words = [_whole(int(whole))] if int(whole) else ["nol"]
    if exact < 0:
        words.insert(0, "minus")
    if decimals:
        words += ["koma", *(_DIGITS[int(digit)] for digit in decimals)]
    return " ".join(words)


def _whole(count: int) -> str:
    if count < 12:
        return _DIGITS[count] if count else ""
    if count < 20:
        return f"{_DIGITS[count - 10]} belas"
    if count < 100:
        return f"{_DIGITS[count // 10]} puluh {_whole(count % 10)}".strip()
    if count >= 10**18:
        raise ValueError(count)
    scale, word = next((scale, word) for scale, word in _SCALES if count >= scale)
    many, rest = divmod(count, scale)
    head = f"se{word}" if many == 1 and scale <= 1000 else f"{_whole(many)} {word}"
    return f"{head} {_whole(rest)}".strip()


def rupiah_in_words(amount: int) -> str:
    """Write whole rupiah as it stands on receipts: "Satu juta tiga ratus lima puluh ribu rupiah"."""
    words = f"{terbilang(amount)} rupiah"
    return words[0].upper() + words[1:]


def date_in_words(value: Day) -> str:
    """Write a day as a BAST opens, after "Pada hari ini, ": always Indonesian, for it is a legal text.

    "Minggu, tanggal dua puluh dua, bulan November, tahun dua ribu dua puluh enam (22-11-2026)".
    """
    told = day(value)
    return (
        f"{DAYS[told.weekday()]}, tanggal {terbilang(told.day)}, bulan {MONTHS[told.month - 1]}, "
        f"tahun {terbilang(told.year)} ({told:%d-%m-%Y})"
    )


def age(birth: Day, on: Day) -> int:
    """Return completed years on a day; who is born on 29 February turns a year older on 1 March of other years."""
    born, then = day(birth), day(on)
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def age_in_months(birth: Day, on: Day) -> int:
    """Return completed months on a day, as child health counts them."""
    born, then = day(birth), day(on)
    return (then.year - born.year) * 12 + then.month - born.month - (then.day < born.day)


def age_written(birth: Day, on: Day) -> str:
    """Write an age as people say it: in months below two years, "45 tahun" above."""
    years = age(birth, on)
    return _("{count} tahun").format(count=years) if years >= 2 else _("{count} bulan").format(count=age_in_months(birth, on))
