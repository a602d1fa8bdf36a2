"""Every page, looked at as the design asks: all words whole, nothing on another, every part reached by Tab and heard, in each size and theme."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.sample.laptop import PASSPHRASE as SAMPLE_PASSPHRASE
from fieldapp.services import accounts, households, imports, visits
from fieldapp.services.registration import edit_household, household_form
from fieldapp.services.workspace import Workspace
from fieldapp.sync.session import sync_now
from tests.ui import messy
from tests.ui.doors import PASSPHRASE, REGION, account, laptop, office_at, rest, until, village
from tests.ui.inspection import faults_of_contrast, faults_of_keys, faults_of_names, faults_of_room
from tests.ui.support import family, member, nik, visited
from ui import theme
from ui.exchange.check import SHOWS
from ui.exchange.flow import CHECK, COLUMNS, DONE, UNDO
from ui.households.acting import offered
from ui.theme import change
from ui.unlock.entrance import Entrance
from ui.unlock.first_run import CODE, READY, WORDS, FirstRun
from ui.window import Window

SIZES = ((1366, 768), (1366, 698), (1024, 600))
LONG = "Raden Ajeng Siti Nurhaliza Kusumawardhani Prawirodirdjo binti Haji Abdurrahman Wahid Notonegoro Soer"
Stop = tuple[str, QWidget]


@dataclass(frozen=True)
class Village:
    """The laptops the inspector looks at: a full one, an empty one, one with decisions to make; and folders of the entrance."""

    full: Workspace
    empty: Workspace
    differing: Workspace
    doors: Path
    nobody: Path
    family: str
    long: str
    visit: str
    sheet: Path


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    """All laptops, made once."""
    folder = tmp_path_factory.mktemp("semua")
    with ExitStack() as stack:
        office, url = stack.enter_context(office_at(folder, "ratna", "eko"))
        shutil.copytree(village(tmp_path_factory), folder / "desa")
        full = accounts.unlock(folder / "desa", accounts.accounts(folder / "desa")[0].user_id, SAMPLE_PASSPHRASE)
        empty = accounts.create_account(
            folder / "kosong", accounts.Profile("wahyu", "Wahyu Setiaji", "TKSK", "worker", (REGION,)), PASSPHRASE
        )
        differing = _differing(folder, office, url)
        for name in ("Ratna Puspita", LONG):
            account(folder / "pintu", name)
        long = family(full, LONG, serial=9001)
        member(full, long, LONG[6:])
        visited(full, long, date(2026, 11, 2), date(2026, 11, 20))
        cards = households.household_cards(full, households.household_ids(full)[:60])
        done = next(line.visit_id for line in visits.visit_list(full, only="done", limit=60) if line.visit_id)
        biggest = max(cards, key=lambda card: card.members).id
        sheet = messy.written(
            folder / f"{LONG[:60]}.xlsx", 60, {**messy.FIVE_WRONG, 7: {"Nama Lengkap": LONG, "RT/RW": "04-", "Pekerjaan": "Petanni"}}
        )
        yield Village(full, empty, differing, folder / "pintu", folder / "belum", biggest, long, done, sheet)
        rest()
        for ws in (full, empty, differing):
            ws.close()


def _differing(folder: Path, office, url: str) -> Workspace:
    """Ratna's laptop with a phone number that Eko wrote differently, and a family the office did not take."""
    ratna, eko = (laptop(folder, office, url, login) for login in ("ratna", "eko"))
    household = family(ratna, "Suparman", serial=1)
    sync_now(ratna)
    sync_now(eko)
    for ws, number in ((ratna, "0811 1111 1111"), (eko, "0822 2222 2222")):
        edit_household(ws, household, replace(household_form(ws, household), phone=number))
    home, head = new_id(), new_id()
    with ratna.transaction() as act:
        act.add(nouns.Household(id=home, root_id=home, region_id="18.11.03.2001", head_id=head))
    sync_now(eko)
    sync_now(ratna)
    eko.close()
    return ratna


# The walk


@contextmanager
def _opened(widget: QWidget, width: int, height: int) -> Iterator[QWidget]:
    widget.resize(width, height)
    widget.show()
    widget.activateWindow()
    assert QTest.qWaitForWindowActive(widget)
    try:
        yield widget
    finally:
        rest()
        widget.close()
        widget.deleteLater()
        rest()


def _full(window: Window, at: Village) -> Iterator[str]:
    """Stop at each page of a full laptop."""
    yield from _one(window, "beranda", "home")
    yield from _one(window, "keluarga", "households")
    yield from _one(window, "keluarga dipilih", "households", household=at.family)
    yield from _one(window, "keluarga bernama panjang", "households", household=at.long)
    window.page("households").family.reveal()
    rest()
    yield "keluarga, alasan membuka nomor"
    yield from _family_states(window, at)
    yield from _one(window, "tempat sampah", "bin")
    yield from _one(window, "keluarga baru", "household_form")
    _make_mistakes(window)
    yield "keluarga baru, isian salah"
    yield from _one(window, "ubah keluarga", "household_form", household=at.long)
    yield from _one(window, "anggota", "member_form", household=at.long)
    for only in ("due", "done", "draft"):
        yield from _one(window, f"kunjungan {only}", "visits", only=only)
    for form in (card.id for card in visits.available_forms(at.full)):
        # A draft left without an answer is let go, so each look begins its own, away from the one before.
        window.open("home")
        yield from _one(window, f"kuesioner {form}", "visits", draft=visits.start_visit(at.full, at.long, (form,)))
        window.page("visits").editor.form.next_open()
        rest()
        yield f"kuesioner {form}, yang kurang"
    yield from _one(window, "kunjungan dibaca", "visits", visit=at.visit)
    yield from _one(window, "laporan", "reports", visit=at.visit)
    papers = window.page("reports").papers
    for name in window.page("reports").cards:
        papers.choose(name)
        QTest.qWait(320)
        rest()
        yield f"laporan {name}"
    yield from _one(window, "sinkronisasi, belum terdaftar", "sync")
    yield from _one(window, "pilar", "pillars")
    yield from _one(window, "pilar, cakupan", "pillars", coverage=True)
    yield from _exchanging(window, at)
    for section in window.page("settings").sections if "settings" in window._places else ():
        yield from _one(window, f"pengaturan {section}", "settings", section=section)
    window.show_keys()
    rest()
    yield "tombol (F1)"
    window.keys_view.hide()
    window.open_palette()
    rest()
    yield "palet"
    window.palette_view.hide()
    window.lock()
    rest()
    yield "terkunci"
    window.unlock()


def _family_states(window: Window, at: Village) -> Iterator[str]:
    """Stop at the tabs of a family, at one of its people, at each act about it, and at the filters of the list."""
    yield from _one(window, "keluarga dipilih lagi", "households", household=at.family)
    page = window.page("households")
    view, pane = page.family, page.list
    for tab, name in enumerate(view.tabs.names):
        view.show_tab(tab)
        rest()
        yield f"keluarga, {name}"
    view.show_tab(0)
    head = view.view.members[0].id
    view.show_person(head)
    rest()
    yield "keluarga, satu warga"
    for name, *_rest in offered():
        view.act(name, {"person": head} if name != "remove" else {})
        rest()
        if name != "remove":  # nothing is wrong there: it would be done
            view.acting.act.save()
        rest()
        yield f"keluarga, {name}"
    view.acting.clear()
    view.close_person()
    pane.toggle_filters()
    rest()
    yield "keluarga, saringan"
    pane.panel._use(("lansia", "desil_1"))
    pane.close_filters()
    rest()
    yield "keluarga, tersaring"
    pane.clear()


def _exchanging(window: Window, at: Village) -> Iterator[str]:
    """Stop at each step of an import that is never kept, and at the export."""
    yield from _one(window, "impor", "exchange")
    page = window.page("exchange")
    page.flow.choose.say_trouble(problems.SHEET_UNREADABLE(name=f"{LONG}.xlsx").sentence)
    rest()
    yield "impor, berkas ditolak"
    page.flow.take(str(at.sheet))
    until(lambda: page.flow.step == COLUMNS)
    rest()
    yield "impor, kolom"
    page.flow.columns.village.entry.set_value(REGION + ".2002")
    page.flow.columns.village.entry.changed.emit(REGION + ".2002")
    page.primary.click()
    until(lambda: page.flow.step == CHECK)
    for show in SHOWS:
        page.flow.check.show_only(show, focus=True)
        rest()
        yield f"impor, periksa {show}"
    page.flow.show_step(DONE)
    page.flow.done.show_done(
        imports.Imported(batch_id="-", households=9510, persons=39_706, waiting=12, wrong=37, changed=64, known_persons=5), left=49
    )
    rest()
    yield "impor, selesai"
    page.flow.show_step(UNDO)
    line = imports.BatchLine("-", "penduduk", date(2026, 8, 4), "", LONG, 39_706, 39_000, (REGION,), {}, None)
    touched = (imports.TouchedFamily("-", LONG, 3, (LONG, "Anda"), {"visit": 2, "assessment": 1}),)
    page.flow.undo.show_form(imports.UndoForm(line, {"household": 9510, "person": 39_706, "dwelling": 9500}, 64, touched))
    rest()
    yield "impor, batalkan"
    page.flow.start_again()
    page.flow.choose.show_batches((line, replace(line, id="+", undone_on=date(2026, 8, 5))))
    rest()
    yield "impor terdahulu"
    yield from _one(window, "ekspor", "exchange", export=True)
    options = page.export.options
    options.format.entry.set_value("kolom")
    options.full.click()
    rest()
    yield "ekspor, kolom pilihan dan alasan"
    options.full.click()
    page.tabs.choose(0)


def _empty(window: Window, _at: Village) -> Iterator[str]:
    for key in ("home", "households", "bin", "visits", "reports", "sync", "pillars"):
        yield from _one(window, f"{key} kosong", key)


def _deciding(window: Window, _at: Village) -> Iterator[str]:
    """Stop at the decisions of Sinkronisasi."""
    window.open("sync", only="needs_you")
    page = window.page("sync")
    until(lambda: page.facts is not None and page.facts.lines)
    rest()
    for line in page.facts.lines:
        page.table.set_current(line.key)
        rest()
        yield f"sinkronisasi {line.kind}"


def _one(window: Window, name: str, key: str, **context: object) -> Iterator[str]:
    assert window.open(key, **context)
    rest()
    yield name


def _make_mistakes(window: Window) -> None:
    page = window.page("household_form")
    for entry, text in (("head.name", "S"), ("head.nik", nik(1)[:-2]), ("kk", "12"), ("phone", "08")):
        page.fields[entry].entry.setText(text)
        page.fields[entry].entry.edited.emit(text)
    page.fields.go_to_wrong()
    rest()


def _gates(at: Village) -> Iterator[tuple[QWidget, Callable[[], object], str]]:
    """Yield each widget of the entrance, what brings it into a state, and the state's name."""
    entrance = Entrance(at.doors)
    yield entrance, lambda: None, "buka"
    yield entrance, lambda: entrance._toggle_restore(), "buka, pulihkan"
    bare = Entrance(at.nobody)
    yield bare, lambda: None, "buka tanpa akun"
    first = FirstRun(at.nobody, "https://pilar.dinas.contoh.id")
    yield first, lambda: first.show_step(CODE), "laptop baru, kode"
    yield first, lambda: first.show_step(WORDS), "laptop baru, kata sandi"
    yield first, lambda: first.show_step(READY), "laptop baru, siap"


# What is found, once a look


@dataclass(frozen=True)
class Look:
    """How the pages are looked at: size of the window, theme, text size, and what is asked of them."""

    size: tuple[int, int]
    scale: float = 1.0
    mode: str = theme.LIGHT

    @property
    def checks(self) -> dict[str, Callable[[QWidget], list[str]]]:
        """Room in every size, the keys in the largest and the smallest, the colours in each theme."""
        asked: dict[str, Callable[[QWidget], list[str]]] = {}
        if self.mode == theme.LIGHT:
            asked["room"] = faults_of_room
        if self.size == SIZES[0] and self.scale == 1:
            asked["contrast"] = faults_of_contrast
        if self in WALKED:
            asked |= {"names": faults_of_names, "keys": faults_of_keys}
        return asked


ROOMS = [Look(size, scale) for size in SIZES for scale in (1.0, 1.5)]
WALKED = [Look(SIZES[0]), Look(SIZES[2], 1.5)]
READ = [Look(SIZES[0], mode=mode) for mode in theme.THEMES]


@pytest.fixture(scope="module")
def inspected(places: Village) -> Callable[[Look, str], None]:
    """Give what fails with all faults of one kind; each look walks the pages once, whatever is asked of it."""
    seen: dict[Look, dict[str, list[str]]] = {}

    def no_faults(look: Look, kind: str) -> None:
        if look not in seen:
            change.apply(look.mode, look.scale)
            seen[look] = _walk(places, look)
        found = seen[look][kind]
        assert not found, "\n".join(found)

    return no_faults


def _walk(places: Village, look: Look) -> dict[str, list[str]]:
    """Look at every page; return all faults by kind."""
    found: dict[str, list[str]] = {kind: [] for kind in look.checks}

    def note(name: str, part: QWidget) -> None:
        for kind, check in look.checks.items():
            found[kind] += [f"[{name}] {fault}" for fault in dict.fromkeys(check(part))]

    for ws, stops in ((places.full, _full), (places.empty, _empty), (places.differing, _deciding)):
        with _opened(Window(ws), *look.size) as window:
            for name in stops(window, places):
                note(name, window)
    last: QWidget | None = None
    with ExitStack() as stack:
        for gate, act, name in _gates(places):
            if gate is not last:
                stack.close()
                last = stack.enter_context(_opened(gate, *look.size))
            act()
            rest()
            note(name, gate)
    return found


@pytest.fixture(autouse=True)
def _put_back(light: QApplication) -> None:
    """Return to the light theme at 100 % after each look."""


def _name(look: Look) -> str:
    return f"{look.size[0]}x{look.size[1]} {look.scale * 100:.0f}% {look.mode}"


@pytest.mark.parametrize("look", ROOMS, ids=_name)
def test_every_page_has_room_for_all_it_says(inspected, look):
    inspected(look, "room")


@pytest.mark.parametrize("look", WALKED, ids=_name)
def test_every_page_is_walked_by_tab_with_the_keys_always_in_sight(inspected, look):
    inspected(look, "keys")


@pytest.mark.parametrize("look", WALKED, ids=_name)
def test_every_part_that_takes_the_keys_is_heard(inspected, look):
    inspected(look, "names")


@pytest.mark.parametrize("look", READ, ids=_name)
def test_every_page_can_be_read_in_each_theme(inspected, look):
    inspected(look, "contrast")
