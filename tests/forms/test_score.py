"""The score while it is typed: the worked example, its sentences, and what is said while answers are missing."""

from __future__ import annotations

import json
from datetime import date

from fieldapp import forms

TODAY = date(2026, 11, 23)
WORKED = {
    "luas_lantai": "36", "jumlah_orang": "5", "jenis_atap": "3", "jenis_dinding": "4", "jenis_lantai": "6", "sumber_air_minum": "5",
    "jarak_limbah": "2", "fasilitas_bab": "1", "kloset": "1", "tinja": "1",
}  # fmt: skip


def scored(**answers: str) -> dict:
    session = forms.shipped_form("rumah_layak_huni").open(today=TODAY)
    for name, value in answers.items():
        session.set(name, value)
    return session.scores()


def line(told: dict, name: str) -> dict:
    return next(one for one in told["lines"] if one["name"] == name)


def test_the_worked_example_says_unfit_with_its_working():
    told = scored(**WORKED)
    assert told["verdict"] == "Tidak layak huni"
    assert told["kind"] == "bad"
    assert told["summary"] == "1 dari 4 syarat gagal"
    assert told["mark"] == "Indikatif"
    assert told["note"] == "Catatan: aturan 9 m² per orang (RTLH) juga tidak terpenuhi."
    assert line(told, "Luas per orang")["text"] == "36 m² ÷ 5 orang = 7,2 m²"
    building = line(told, "Ketahanan bangunan")
    assert building["verdict"] == "bad"
    assert building["text"] == "Atap seng: layak. Lantai semen/bata merah: layak. Dinding anyaman bambu: tidak layak."
    assert line(told, "Air minum")["text"] == "Sumur terlindung, 10 m atau lebih dari penampungan tinja"
    assert line(told, "Sanitasi")["verdict"] == "ok"


def test_while_the_toilet_is_not_answered_the_line_says_which_questions_to_answer():
    told = scored(**{name: code for name, code in WORKED.items() if name not in {"fasilitas_bab", "kloset", "tinja"}})
    sanitation = line(told, "Sanitasi")
    assert sanitation["verdict"] == "unknown"
    assert sanitation["text"] == "Belum dapat dinilai: jawab 13, 14, 15"
    assert sanitation["questions"] == ["air_sanitasi/fasilitas_bab", "air_sanitasi/kloset", "air_sanitasi/tinja"]
    assert told["summary"] == "1 dari 4 syarat gagal, 1 belum dapat dinilai"


def test_an_empty_form_is_unknown_never_nought():
    told = scored()
    assert told["kind"] == "unknown"
    assert told["verdict"] == "Belum dapat dinilai"
    assert told["note"] == ""
    assert all(one["verdict"] == "unknown" and one["questions"] for one in told["lines"])


def test_a_distance_that_nobody_knows_asks_for_nothing():
    water = line(scored(**(WORKED | {"jarak_limbah": "8"})), "Air minum")
    assert (water["verdict"], water["questions"]) == ("unknown", [])
    assert water["text"] == "Belum dapat dinilai: jarak ke penampungan tinja tidak diketahui"


def test_bought_water_asks_for_bathing_water():
    answers = {name: code for name, code in WORKED.items() if name != "jarak_limbah"} | {"sumber_air_minum": "2"}
    assert line(scored(**answers), "Air minum")["questions"] == ["air_sanitasi/air_mandi"]
    assert line(scored(**answers, air_mandi="9"), "Air minum")["verdict"] == "bad"


def test_an_area_just_under_the_rule_is_not_shown_as_the_rule():
    area = line(scored(**(WORKED | {"luas_lantai": "35,9"})), "Luas per orang")
    assert area["verdict"] == "bad"
    assert area["text"] == "35,9 m² ÷ 5 orang ≈ 7,18 m²"


def test_a_score_is_ready_for_json_and_changes_with_the_answer():
    session = forms.shipped_form("rumah_layak_huni").open(WORKED, today=TODAY)
    assert json.loads(json.dumps(session.scores()))["kind"] == "bad"
    session.set("jenis_dinding", "1")
    assert session.scores()["verdict"] == "Layak huni"
    assert session.scores()["summary"] == "Keempat syarat terpenuhi"


def test_a_form_without_a_score_has_none():
    assert forms.shipped_form("kunjungan_rumah").open(today=TODAY).scores() is None
