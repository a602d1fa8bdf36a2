"""Answers written in words, "Laki-laki" or "PETANI", turned into Dukcapil's codes when they say exactly one of them."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from fieldapp import problems
from fieldapp.domain.codes import DUKCAPIL, codes
from fieldapp.exchange.cells import tidy
from fieldapp.exchange.sheet import Value
from fieldapp.exchange.worker import fold_heading

QUESTIONS = MappingProxyType({
    "religion": "agama", "education": "pendidikan", "occupation": "pekerjaan", "marital": "status_kawin", "relation": "shdk",
    "citizenship": "kewarganegaraan", "blood": "golongan_darah", "disability": "cacat", "status": "status_dasar",
})  # fmt: skip
SEXES = MappingProxyType({"1": "Laki-laki", "2": "Perempuan"})
# Other spellings of one answer and of no other; never a guess.
_ALSO = MappingProxyType({
    "sex": {"l": "1", "lk": "1", "laki": "1", "laki_laki": "1", "pria": "1", "p": "2", "pr": "2", "wanita": "2", "perempuan": "2"},
    "religion": {"katolik": "3", "kristen_protestan": "2", "protestan": "2", "buddha": "5", "konghucu": "6", "kong_hu_cu": "6"},
    "relation": {"kk": "1", "kep_keluarga": "1", "kepala_kk": "1", "isteri": "3"},
    "marital": {"belum_menikah": "1", "menikah": "2", "belum_nikah": "1", "nikah": "2", "kawin_tercatat": "2"},
    "occupation": {"irt": "2", "ibu_rumah_tangga": "2", "pns": "5", "tni": "6", "polri": "7", "tidak_bekerja": "1"},
})  # fmt: skip


def _folded(field: str, text: str) -> str:
    """Return a label comparable; a blood group's + and - are part of it."""
    if field == "blood":
        text = text.replace("+", " plus").replace("-", " min")
    return fold_heading(text)


@cache
def known(field: str) -> MappingProxyType[str, str]:
    """Return code and label of each answer of a field."""
    return SEXES if field == "sex" else codes(DUKCAPIL, QUESTIONS[field])


@cache
def _by_label(field: str) -> dict[str, str]:
    """Return folded label to code: whole labels, other spellings, and each side of a "/" that no other label has."""
    whole = {_folded(field, label): code for code, label in known(field).items()}
    sides: dict[str, set[str]] = {}
    for code, label in known(field).items():
        bare = label.partition("(")[0]
        for side in {bare, *(bare.split("/") if "/" in bare else ())}:
            sides.setdefault(_folded(field, side), set()).add(code)
    single = {side: next(iter(found)) for side, found in sides.items() if len(found) == 1 and side}
    return single | _ALSO.get(field, {}) | whole


def read_label(field: str, heading: str, value: Value) -> str | None:
    """Return the code of an answer given as code or in words; None for an empty cell or 0.

    Raises CELL_LABEL, which names the nearest answer and carries its code as the fact ``proposal``, or CELL_LABEL_UNKNOWN.
    """
    text = tidy(value)
    if text is None or not text.strip("0"):
        return None
    answers = known(field)
    code = text.lstrip("0") if text.isdigit() else text
    if code.isdigit() and code in answers:
        return code
    by_label = _by_label(field)
    folded = _folded(field, text)
    if folded in by_label:
        return by_label[folded]
    near = get_close_matches(folded, by_label, n=1, cutoff=0.6)
    if near:
        proposal = by_label[near[0]]
        raise problems.CELL_LABEL(column=heading, value=text[:60], nearest=f"{proposal} {answers[proposal]}", proposal=proposal)
    listed = [f"{code} {label}" for code, label in list(answers.items())[:12]]
    shown = ", ".join(listed) + (" …" if len(answers) > len(listed) else "")
    raise problems.CELL_LABEL_UNKNOWN(column=heading, value=text[:60], known=shown)
