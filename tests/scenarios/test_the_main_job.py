"""The whole walk of two people and an office, through commands and files alone; the office dies in the middle and nothing is lost or doubled."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from fieldapp import problems
from fieldapp.exchange.residents import write_residents
from fieldapp.reports import seal
from fieldapp.sample.photos import house_photo
from fieldapp.services import accounts, photos, visits
from fieldapp.services.drafts import VISIT_FORM, open_draft, start_visit
from fieldapp.services.households import household_ids
from fieldapp.services.photos import take_in
from tests import make
from tests.scenarios.between import Between, Reply
from tests.scenarios.commands import OfficeProcess, pilar

FAMILIES = 400  # several batches of changes, so that the office can die between two of them
ANSWERS = {"kunjungan/jenis": "rutin", "kunjungan/tujuan": "Pemutakhiran data <keluarga> & rumah", "ditemui/persetujuan": "ya"}


@dataclass
class Walk:
    """Where everything of the story lies."""

    folder: Path
    office: OfficeProcess
    url: str = ""
    seen: dict[str, object] = field(default_factory=dict)

    @property
    def first(self) -> Path:
        return self.folder / "ratna"

    @property
    def second(self) -> Path:
        return self.folder / "eko"

    def at(self, home: Path, *words: object):
        return pilar("--json", "--home", home, *words)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("jalan")
    found = Walk(folder, OfficeProcess(folder / "kantor"))
    found.url = found.office.start()
    yield found
    if found.office.runs:
        found.office.end(signal.SIGKILL)


def _code(walk, login: str) -> str:
    return pilar("--json", "server", "code", login, "--data", walk.office.data).data["code"]


def _visit_with_photo(home: Path) -> str:
    ws = accounts.unlock(home, accounts.accounts(home)[0].user_id, make.PASSPHRASE)
    try:
        draft = open_draft(ws, start_visit(ws, household_ids(ws, "suparman")[0]))
        for path, value in ANSWERS.items():
            draft.set(VISIT_FORM, path, value)
        (home / "depan.jpg").write_bytes(house_photo(1))
        picture = take_in(ws, home / "depan.jpg", draft_id=draft.id)
        image = next(q.path for q in draft.session(VISIT_FORM).form.questions() if q.kind == "image")
        draft.set(VISIT_FORM, image, picture.sha)
        return visits.finish_visit(ws, draft.id)
    finally:
        ws.close()


def test_1_people_get_accounts_and_codes_while_the_office_runs(walk):
    for login, name, role in (("ratna", "Ratna Puspita", "worker"), ("eko", "Eko Prasetyo", "coordinator_kecamatan")):
        added = pilar(
            "--json", "server", "user", "add", login, "--name", name, "--role", role, "--region", "18.11.02", "--data", walk.office.data
        )
        assert added.data["login"] == login
    enrolled = walk.at(walk.first, "enrol", _code(walk, "ratna"), "--server", walk.url)
    assert enrolled.data["login"] == "ratna"


def test_2_a_sheet_of_the_village_is_taken_in_and_found(walk):
    sheet = walk.folder / "penduduk.xlsx"
    assert write_residents(sheet, make.village(FAMILIES)) > FAMILIES
    taken = walk.at(walk.first, "import", sheet, "--region", make.VILLAGE)
    assert taken.data["taken"] == FAMILIES
    found = walk.at(walk.first, "find", "suparman")
    assert found.data["count"] >= 1


def test_3_a_visit_with_a_photo_waits_to_be_sent(walk):
    walk.seen["visit"] = _visit_with_photo(walk.first)
    told = walk.at(walk.first, "store", "info").data
    assert told["households"] == FAMILIES
    assert told["status"]["waiting"] > 2 * FAMILIES
    assert told["status"]["photos_waiting"] == 1


def test_4_the_office_dies_in_the_middle_of_a_sync_and_comes_back(walk):
    between = Between(walk.url)
    died = threading.Event()

    def dies_after_the_second_batch(path: str, reply: Reply) -> Reply:
        if between.asked.count("/v1/push") == 2 and not died.is_set():
            died.set()
            walk.office.end(signal.SIGKILL)
            return Reply(200, reply.headers, reply.body[:10], claimed=len(reply.body))
        return reply

    between.spoil = dies_after_the_second_batch
    ws = accounts.unlock(walk.first, accounts.accounts(walk.first)[0].user_id, make.PASSPHRASE)
    try:
        from fieldapp.services.status import status
        from fieldapp.sync.http import HttpOffice
        from fieldapp.sync.session import sync_now

        before = status(ws).waiting
        with HttpOffice(between.url, ws.device_id, ws.store.author.key, timeout=5) as line, pytest.raises(problems.Problem) as cut:
            sync_now(ws, line)
        assert cut.value.kind is problems.ANSWER_CUT
        assert 0 < status(ws).waiting < before
    finally:
        ws.close()
        between.stop()
    assert walk.at(walk.first, "sync").problem == problems.NO_NETWORK.code
    assert walk.office.start() == walk.url
    assert walk.at(walk.first, "sync").data["refused"] == 0
    now = walk.at(walk.first, "store", "info").data["status"]
    assert (now["waiting"], now["photos_waiting"], now["needs_you"], now["sync_problem"]) == (0, 0, 0, None)


def test_5_the_colleague_has_all_of_it_once(walk):
    walk.at(walk.second, "enrol", _code(walk, "eko"), "--server", walk.url)
    assert walk.at(walk.second, "sync").data["photos_fetched"] == 1
    assert walk.at(walk.second, "store", "info").data["households"] == FAMILIES
    for text in ("suparman", "sup", "rt 003"):
        here, there = (walk.at(home, "find", text, "--limit", 1000).data for home in (walk.first, walk.second))
        assert {card["id"] for card in here["households"]} == {card["id"] for card in there["households"]}
    views = []
    for home in (walk.first, walk.second):
        ws = accounts.unlock(home, accounts.accounts(home)[0].user_id, make.PASSPHRASE)
        view = visits.visit_view(ws, str(walk.seen["visit"]))
        views.append((view.lines, view.visited_on, [photos.photo_bytes(ws, photo.sha) for photo in view.photos]))
        ws.close()
    assert views[0] == views[1]
    assert len(views[0][2]) == 1
    assert walk.at(walk.second, "sync").data["pulled"] == 0


def _read(path: Path) -> tuple[str, list[str]]:
    """Return the words of a paper, and what a scanner reads off its pages."""
    words, codes = [], []
    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            words.append(text.get_text_bounded())
            text.close()
            picture: Image.Image = page.render(scale=150 / 72).to_pil().convert("L")
            codes += [code.text for code in zxingcpp.read_barcodes(picture)]
            page.close()
    return re.sub(r"\s+", " ", " ".join(words)), codes


@pytest.mark.parametrize("home", ["first", "second"])
def test_6_both_print_papers_whose_words_and_codes_can_be_read(walk, home):
    out = walk.folder / f"{home}.pdf"
    printed = walk.at(getattr(walk, home), "report", "kunjungan", "--visit", walk.seen["visit"], "--out", out, "--paper", "A4").data
    words, codes = _read(out)
    assert ANSWERS["kunjungan/tujuan"] in words
    assert "Suparman" in words
    assert {seal.read_payload(code)[1] for code in codes} == {printed["sha256"][:32]}
    recap = walk.at(getattr(walk, home), "report", "rekap-desa", "--region", make.VILLAGE, "--out", out).data
    words, codes = _read(out)
    assert "Sungai Cambai" in words
    assert seal.read_payload(codes[-1])[1] == recap["sha256"][:32]
    assert recap["pages"] > 5


def test_7_the_office_stops_politely_and_keeps_everything(walk):
    assert walk.at(walk.second, "sync").data["pushed"] > 0  # the papers he printed
    code, said = walk.office.end(signal.SIGTERM)
    assert code == 0, said
    assert "Server berhenti." in said
    assert "Traceback" not in said
    assert walk.at(walk.second, "sync").problem == problems.NO_NETWORK.code
    assert walk.office.start() == walk.url
    assert walk.at(walk.second, "sync").data["pulled"] == 0
    assert [device["login"] for device in pilar("--json", "server", "device", "list", "--data", walk.office.data).data] == ["ratna", "eko"]
