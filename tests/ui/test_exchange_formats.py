"""The sheets of other systems come in through the page, one after another, each about the same families."""

from __future__ import annotations

import pytest

from fieldapp.services import imports, knowledge
from fieldapp.services.aid import aid_of
from fieldapp.services.households import household, household_ids
from tests.exchange import register_files as files
from tests.ui.support import VILLAGE, Window, workspace
from ui.exchange.flow import DONE


@pytest.fixture
def laptop(tmp_path, light):
    ws = workspace(tmp_path, role="coordinator_kecamatan")
    yield ws
    ws.close()


def imported(window, path):
    """Take a file in as it is proposed; returns the page at its last step."""
    page = window.open("exchange")
    page.flow.take(str(path))
    window.until(lambda: page.flow.running is None)
    village = page.flow.columns.village.entry
    if not page.flow.columns.village.isHidden():
        village.set_value(VILLAGE)
        village.changed.emit(VILLAGE)
    page.primary.click()
    window.until(lambda: page.flow.running is None)
    page.primary.click()
    window.until(lambda: page.flow.step == DONE)
    return page


def test_regsosek_then_its_aid_list_and_houses_come_in_through_the_page(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    imported(window, files.regsosek_file(tmp_path / "regsosek.xlsx"))
    (home,) = household_ids(laptop, "ani lestari")
    assert {member.name for member in household(laptop, home).members} == {"Ani Lestari", "Budi Santoso"}
    assert any(answer.instrument == "regsosek_2022_k" for answer in knowledge.of(laptop, knowledge.HOUSEHOLD, home))
    imported(window, files.aid_file(tmp_path / "pkh.xlsx", (files.ANI, "KKS-1", files.ANI, "Ani Lestari", "", "", "")))
    assert [line.programme for line in aid_of(laptop, home)] == ["PKH 2026"]
    imported(window, files.rtm_file(tmp_path / "rtm.xlsx"))
    imported(window, files.supplement_file(tmp_path / "tambahan.xlsx"))
    assert [batch.format for batch in imports.batches(laptop)] == ["tambahan", "rtm", "bantuan", "regsosek_2022_k"]


def test_bdt_comes_in_through_the_page_with_every_answer_in_its_instrument(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    imported(window, files.bdt_file(tmp_path / "bdt.xlsx"))
    (home,) = household_ids(laptop, "ani lestari")
    floor = next(answer for answer in knowledge.of(laptop, knowledge.HOUSEHOLD, home) if answer.question == "Lantai terluas")
    assert (floor.instrument, floor.code) == ("bdt_2015", "05")
