"""Names are found however they are spelled, and sorted without titles."""

import pytest

from fieldapp.domain import names


@pytest.mark.parametrize(
    "written",
    ["Muh. Amin", "Moh Amin", "M. Amin", "M.Amin", "Mochammad Amin", "MOHAMAD AMIN", "Muhamad  Amin", "H. Muhammad Amin, S.Sos., M.Si."],
)
def test_every_spelling_of_muhammad_is_one(written):
    assert names.fold(written) == names.fold("Muhammad Amin")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Soekarno", "Sukarno"),
        ("Djoko Widjaja", "Joko Wijaya".replace("y", "j")),
        ("Tjahjo", "Cahjo"),
        ("Sjarif", "Syarif"),
        ("Anna", "Ana"),
        ("Ma'ruf", "Maruf"),
        ("José", "Jose"),
    ],
)
def test_old_and_new_spelling_meet(old, new):
    assert names.fold(old) == names.fold(new)


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("Hj Nina Agustina SH MH CRA", "nina agustina"),
        ("Prof. Dr. Ir. H. Budi Santoso, M.Si.", "budi santoso"),
        ("Dr.Ir.H.Budi", "budi"),
        ("Siti Aminah binti Abdullah", "siti aminah binti abdullah"),
        ("Supriyadi", "supriyadi"),
        ("Ratna Dewi, A.KS", "ratna dewi"),
        ("Drs. H", "h"),
    ],
)
def test_titles_do_not_count_when_sorting(written, bare):
    assert names.sort_key(written) == bare


def test_bin_and_binti_do_not_count_when_searching():
    assert names.words("Ahmad bin Saleh") == names.words("Ahmad Saleh")


def test_a_name_that_is_only_a_title_is_kept():
    assert names.words("Raden") == ("raden",)
    assert names.words("Bin") == ("bin",)
    assert names.words("") == ()
    assert names.words("M") == ("m",)


def test_different_people_stay_different():
    assert names.fold("Sari") != names.fold("Siri")
    assert names.fold("Dewi Ratna") != names.fold("Ratna Dewi")
