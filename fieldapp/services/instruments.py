"""The state's printed instruments whose sheets are kept as they stood: which list of codes answers which of their questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from fieldapp.domain.codes import codes, instrument, questions
from fieldapp.language import _, current
from fieldapp.resources import folder

# Our reference of an assessment -> the file of its codes.
FILES = MappingProxyType({"bdt_2015": "pbdt2015", "regsosek_2022_k": "regsosek2022k"})
_YES_NO = "Ya/Tidak (berpasangan: kolom ganjil 1=Ya 2=Tidak; kolom genap 3=Ya 4=Tidak)"
_BDT = MappingProxyType({
    "Status bangunan": "Status bangunan", "Status lahan": "Status lahan", "Lantai terluas": "Lantai", "Dinding terluas": "Dinding",
    "Kondisi Dinding": "Kondisi dinding/atap", "Atap Terluas": "Atap", "Kondisi Atap": "Kondisi dinding/atap", "Sumber air minum": "Sumber air minum",
    "Cara memperoleh air minum": "Cara memperoleh air", "Sumber penerangan utama": "Penerangan", "Daya terpasang": "Daya",
    "Bahan bakar memasak": "Bahan bakar memasak", "Fasilitas BAB": "Fasilitas BAB", "Jenis kloset": "Kloset", "Tempat buang tinja": "Pembuangan tinja",
    "Kepemilikan akta/buku nikah": "Buku nikah/akta", "Kepemilikan kartu identitas": "Kartu identitas (JUMLAHKAN)", "Jenis cacat": "Jenis cacat",
    "Penyakit kronis": "Penyakit kronis", "Partisipasi sekolah": "Partisipasi sekolah", "Lapangan usaha": "Lapangan usaha",
    "Status dalam pekerjaan": "Status pekerjaan",
})  # fmt: skip
_BDT_YES_NO = re.compile(r"Kepemilikan (?!akta|kartu)|Status (KKS|KIP|KIS|BPJS|Jamsostek|asuransi|PKH|Rastra|KUR|ART)")
_CELL = re.compile(r"(?<!\\)\|")
_AGAIN = re.compile(r" \(\d+\)$")  # a heading that stands twice in a sheet
SUM = "JUMLAHKAN"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer means: ``text`` in words; ``known`` is False for a code its list does not have."""

    text: str
    known: bool


def is_printed(form_id: str) -> bool:
    """Say whether answers under this id came from a sheet of a printed instrument."""
    return form_id in FILES


def title(form_id: str) -> str:
    """Return the title of a printed instrument."""
    return str(instrument(FILES[form_id])["title"])


def list_of(form_id: str, question: str) -> str | None:
    """Return the name of the list of codes of a question (a heading of BDT, a number of Regsosek), or None when it takes numbers or text."""
    bare = _AGAIN.sub("", question.strip())
    if form_id == "bdt_2015":
        return _BDT.get(bare) or (_YES_NO if _BDT_YES_NO.match(bare) else None)
    return _regsosek().get(bare)


@cache
def _regsosek() -> MappingProxyType[str, str]:
    """Return question number -> list, from the titles of the lists: "428a-i Kesulitan: …" answers 428a to 428i."""
    told: dict[str, str] = {}
    for name in questions("regsosek2022k"):
        numbers = name.split(" ", 1)[0]
        told |= dict.fromkeys(_numbers(numbers), name)
    told |= dict.fromkeys(("431c", "431d", "431e"), next(name for name in told.values() if name.startswith("431b ")))
    return MappingProxyType(told)


def _numbers(written: str) -> list[str]:
    if ".." in written:  # 307b1..b3
        return [f"{written[:4]}{n}" for n in range(int(written[4]), int(written[-1]) + 1)]
    if "/" in written:  # 417/421
        return written.split("/")
    first, _dash, last = written.partition("-")
    if last:  # 428a-i
        return [first[:3] + chr(letter) for letter in range(ord(first[3]), ord(last) + 1)]
    return [first]


def label(form_id: str, question: str) -> str:
    """Return the words of a question: BDT's heading as it stands, Regsosek's number in words where we know them."""
    bare = _AGAIN.sub("", question.strip())
    number, _space, rest = bare.partition(" ")
    told = _words(current()).get(number) if form_id == "regsosek_2022_k" else None
    if told is None:
        return question
    return _("{question}, {part}").format(question=told, part=rest.lower()) if rest in ("Bulan", "Tahun", "Tulis") else told


@cache
def _words(language: str) -> MappingProxyType[str, str]:
    """Return number -> words of Regsosek's questions, read from our own two questionnaires that ask them."""
    told = {"408": _("Status perkawinan"), "409": _("Hubungan dengan kepala keluarga"), "406": _("Tanggal lahir")}
    for name in ("keterangan_anggota", "aset_keluarga"):
        rows = _survey(folder("forms", f"{name}.md").read_text("utf-8"))
        numbered = rows[0].index("number"), next(at for at, heading in enumerate(rows[0]) if heading.endswith(f"({language})"))
        for row in rows[1:]:
            if row[numbered[0]]:
                told.setdefault(row[numbered[0]], row[numbered[1]])
    return MappingProxyType(told)


def _survey(text: str) -> list[list[str]]:
    """Return the cells of the survey table of a questionnaire written as tables, its headings first."""
    lines = text.partition("| survey |")[2].partition("| choices |")[0].splitlines()
    return [[cell.strip() for cell in _CELL.split(line.strip())[2:-1]] for line in lines if line.startswith("|")]


def meaning(form_id: str, question: str, code: str) -> Meaning:
    """Return what a code means in its instrument; a leading nought a sheet has lost is found again, sums are told apart into their parts."""
    name = list_of(form_id, question)
    if name is None:
        return Meaning(code, known=True)
    listed = codes(FILES[form_id], name)
    told = listed.get(code) or listed.get(code.zfill(2))
    if told:
        return Meaning(told, known=True)
    parts = _parts(code, dict(listed)) if SUM in name else ()
    return Meaning("; ".join(parts), known=True) if parts else Meaning(_("{code} (kode tidak dikenal)").format(code=code), known=False)


def _parts(code: str, listed: dict[str, str]) -> tuple[str, ...]:
    """Return the labels whose codes, powers of two, add up to this one; none when something is left over."""
    left = int(code) if code.isdecimal() else 0
    bits = [bit for bit in (1, 2, 4, 8, 16, 32) if str(bit) in listed]
    found = tuple(listed[str(bit)] for bit in bits if left & bit)
    return found if left and left == sum(bit for bit in bits if left & bit) else ()
