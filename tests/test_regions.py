"""Every place in the country is there, and is found while typing."""

import subprocess
import sys
import time

import pytest

from fieldapp import problems, resources
from fieldapp.domain.regions import LEVELS


def names(text, **how):
    return [resources.full_name(found.id) for found in resources.find(text, **how)]


def test_the_whole_country_is_there():
    numbers = resources._places().numbers
    counts = [0, 0, 0, 0]
    for number in numbers:
        counts[resources._depth(number)] += 1
    assert counts == [38, 514, 7_285, 83_762]


def test_a_village_has_its_path():
    village = resources.region("18.11.02.2002")
    assert (village.level, village.name, village.parent, village.kind) == ("DESA", "Sungai Cambai", "18.11.02", "Desa")
    assert [step.level for step in resources.path("18.11.02.2002")] == list(LEVELS)
    assert resources.full_name("18.11.02.2002") == "Sungai Cambai, Mesuji Timur, Kab. Mesuji, Lampung"


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("18", "Provinsi Lampung"), ("18.11", "Kabupaten Mesuji"), ("32.73", "Kota Bandung"), ("18.11.02", "Kecamatan Mesuji Timur"),
        ("32.12.01.2011", "Desa Karangtumaritis"), ("94.01.01.1005", "Kelurahan Karang Tumaritis"),
        ("31.71", "Kota Administrasi Jakarta Pusat"), ("31.01", "Kabupaten Administrasi Kepulauan Seribu"),
    ],
)  # fmt: skip
def test_a_place_is_called_what_it_is(code, title):
    assert resources.region(code).title == title


def test_kabupaten_and_kota_are_the_official_numbers():
    kinds = [kabupaten.kind for province in resources.children() for kabupaten in resources.children(province.id)]
    assert (kinds.count("Kabupaten"), kinds.count("Kota")) == (416, 98)


@pytest.mark.parametrize(
    ("code", "count"), [("18.11", 7), ("16.03", 22), ("35.08", 21), ("16.07", 21), ("32.12", 31), ("18.11.02", 20), ("32.12.01", 10)]
)
def test_children_are_complete(code, count):
    below = resources.children(code)
    assert len(below) == count
    assert {region.parent for region in below} == {code}
    assert [region.id for region in below] == sorted(region.id for region in below)


@pytest.mark.parametrize("code", ["", "99", "18.99", "18.11.02.9999", "1811", "18.11.02.2002.1", "abc", "18.1"])
def test_an_unknown_code_is_refused(code):
    with pytest.raises(problems.Problem) as refused:
        resources.region(code)
    assert refused.value.kind is problems.REGION_UNKNOWN


@pytest.mark.parametrize(
    "typed",
    ["sungai camb", "cambai mesuji", "Cambai Sungai", "18.11.02.2002", "1811022002", "desa sungai cambai lampung", "mesuji timur cambai"],
)
def test_sungai_cambai_is_found_first(typed):
    assert names(typed)[0] == "Sungai Cambai, Mesuji Timur, Kab. Mesuji, Lampung"


def test_part_of_a_code_gives_what_lies_under_it():
    found = resources.find("18.11.02.2", limit=100)
    assert [region.id for region in found] == [region.id for region in resources.children("18.11.02")]
    assert resources.find("18.11")[0].name == "Kabupaten Mesuji"


def test_a_common_name_is_never_given_without_saying_which():
    found = names("sidomulyo", level="DESA", limit=200)
    assert len(found) >= 98
    assert len(set(found)) == len(found)


def test_the_search_keeps_within_a_place_and_a_level():
    assert names("sidomulyo", within="35.08") == ["Sidomulyo, Pronojiwo, Kab. Lumajang, Jawa Timur"]
    assert {region.level for region in resources.find("mesuji", level="KECAMATAN")} == {"KECAMATAN"}
    assert resources.find("mesuji", within="32") == []
    assert {region.id[:8] for region in resources.find("t", within="18.11.02", limit=50)} == {"18.11.02"}


def test_names_written_in_one_word_or_two_meet():
    assert "Sido Mulyo, Mesuji, Kab. Mesuji, Lampung" in names("sidomulyo mesuji")
    assert "Karangtumaritis, Haurgeulis, Kab. Indramayu, Jawa Barat" in names("karang tumaritis")


def test_short_names_of_provinces_are_understood():
    assert names("lumajang jatim")[0] == "Kab. Lumajang, Jawa Timur"
    assert names("dki")[0] == "Daerah Khusus Ibukota Jakarta"


@pytest.mark.parametrize("typed", ["", "   ", "%_*", "zzzz", "' OR 1=1", "99.99", "\n", "(", "desa qqq"])
def test_nothing_fits_nonsense(typed):
    assert resources.find(typed) == []


def test_a_keystroke_costs_less_than_fifty_milliseconds():
    resources.find("warm")
    for typed in ("s", "su", "sun", "sungai", "sungai c", "sungai camb", "cambai mesuji", "zzzz", "18.1", "a b c"):
        slowest = min(_seconds(typed) for _ in range(3))
        assert slowest < 0.05, (typed, slowest)


def _seconds(typed):
    start = time.perf_counter()
    resources.find(typed)
    return time.perf_counter() - start


def test_the_list_is_not_read_before_it_is_asked_for():
    told = "import sys, fieldapp.resources as r; print('zstandard' in sys.modules, r._places.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split() == ["False", "0"]
