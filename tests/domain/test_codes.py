"""Coded answers mean what the source says."""

import pytest

from fieldapp import problems
from fieldapp.domain import codes

SIZES = {
    "agama": 7, "pendidikan": 10, "status_kawin": 4, "shdk": 11, "kewarganegaraan": 3, "golongan_darah": 13, "cacat": 7, "cara_kb": 8,
    "status_dasar": 6, "asuransi": 5, "pekerjaan": 89,
}  # fmt: skip


@pytest.mark.parametrize(("question", "count"), SIZES.items())
def test_dukcapil_lists_are_whole(question, count):
    assert len(codes.codes("dukcapil", question)) == count


def test_a_code_has_its_label():
    assert codes.label("dukcapil", "agama", "1") == "Islam"
    assert codes.label("dukcapil", "shdk", "1") == "Kepala keluarga"
    assert codes.label("dukcapil", "agama", None) == ""
    assert codes.label("dukcapil", "agama", "99") == "kode 99"


@pytest.mark.parametrize(("name", "question"), [("entah", "agama"), ("dukcapil", "entah"), ("../codes/dukcapil", "agama")])
def test_an_unknown_list_is_named(name, question):
    with pytest.raises(problems.Problem) as refused:
        codes.codes(name, question)
    assert refused.value.kind is problems.CODES_UNKNOWN


@pytest.mark.parametrize("name", codes.instruments())
def test_every_shipped_list_has_its_source_and_text_codes(name):
    told = codes.instrument(name)
    assert told["id"] == name
    assert all(told[fact] for fact in ("title", "version", "source", "confidence"))
    for question in codes.questions(name):
        listed = codes.codes(name, question)
        assert listed
        assert all(isinstance(code, str) and isinstance(label, str) and label for code, label in listed.items())
