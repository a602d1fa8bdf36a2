"""Names as people write them travel whole: typed, found, printed, written to a sheet, sent, and read on another laptop."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace

import pypdfium2
import pytest

from fieldapp import reports
from fieldapp.exchange.residents import read_residents, write_residents
from fieldapp.services import settings, visits
from fieldapp.services.drafts import VISIT_FORM, open_draft, start_visit
from fieldapp.services.households import household, household_ids
from fieldapp.services.photos import photo_bytes
from fieldapp.services.registration import NewHousehold, NewPerson, person_form, register_household
from fieldapp.services.visits import visit_view
from fieldapp.sync.session import sync_now
from tests import make

NAMES = {
    "angle brackets": "Siti <b>Aminah</b> & Ani",
    "an emoji": "Agus 🌾 Setiawan",
    "a hundred letters": "Raden " + "Wirjodiprojo" * 7 + "xyzabcdefg",
    "from right to left": "محمد \u200fAbdul",
    "marks put together": "Jose\u0301 Nugu\u0308n",
    "letters of one sign": "José Nugün",
    "a quote": "Ma'ruf \"Al\" O\u2019Neil; DROP TABLE person;--",
    "a formula": '=HYPERLINK("http://x","y")',
    "another script": "Ꮳ Сергей 王小明",
}  # fmt: skip
PRINTED = {"angle brackets", "a hundred letters", "letters of one sign", "a quote", "a formula"}


def _words(pdf: bytes) -> str:
    found = []
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        for page in document:
            text = page.get_textpage()
            found.append(text.get_text_bounded())
            text.close()
            page.close()
    return "".join("".join(found).split())


def _printed(ws, household_id: str) -> str:
    draft = open_draft(ws, start_visit(ws, household_id))
    for path, value in (("kunjungan/jenis", "rutin"), ("kunjungan/tujuan", "Periksa"), ("ditemui/persetujuan", "ya")):
        draft.set(VISIT_FORM, path, value)
    view = visit_view(ws, visits.finish_visit(ws, draft.id))
    paper = reports.visit_report(
        view, lambda sha: photo_bytes(ws, sha), paper="A4", letterhead=settings.letterhead(ws), signers=settings.signers(ws, view.region_id),
        number="1", document_id=draft.id, issued_on=ws.today(), by=ws.user.name,
    )  # fmt: skip
    return _words(paper.pdf)


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_travels_whole(here, tmp_path, kind):
    name = NAMES[kind]
    ratna, eko = here.laptop("ratna"), here.laptop("eko", "coordinator_kecamatan")
    person = NewPerson(
        name=name, no_nik_reason="dokumen hilang", sex="1", birth_place="Mesuji", birth_date=make.COUNTED_ON.replace(year=1980)
    )
    made = register_household(ratna, NewHousehold(head=person, region_id=make.VILLAGE, rt="1", rw="1"))
    stored = household(ratna, made).name
    assert unicodedata.normalize("NFC", stored) == unicodedata.normalize("NFC", name)
    assert made in household_ids(ratna, name)
    assert made in household_ids(ratna, name.split()[-1])
    words = _printed(ratna, made)
    if kind in PRINTED:
        assert "".join(stored.split()) in words
    write_residents(tmp_path / "keluar.xlsx", [replace(make.household(1), members=(make.person(name=stored),))])
    back = read_residents(tmp_path / "keluar.xlsx", today=ratna.today(), village=make.VILLAGE)
    assert [member.name for family in back.households for member in family.members] == [stored]
    sync_now(ratna)
    sync_now(eko)
    assert household(eko, made).name == stored
    assert [person_form(eko, member.id).name for member in household(eko, made).members] == [stored]
    assert made in household_ids(eko, name)
