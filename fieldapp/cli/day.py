"""The day the demo lives: an office, a laptop, a visit, a second laptop, and the papers; each step looks whether it is true."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.cli import report
from fieldapp.cli.answer import Answer
from fieldapp.language import _
from fieldapp.sample import laptop
from fieldapp.sample.fill import HOUSE_FORM, VISIT_FORM, fill
from fieldapp.sample.photos import house_photo
from fieldapp.sample.places import SUNGAI_CAMBAI

if TYPE_CHECKING:
    from fieldapp.cli.told import Tour
    from fieldapp.reports import Paper
    from fieldapp.server.office import HeadOffice
    from fieldapp.services.workspace import Workspace

TYPED = "sup"  # the three letters typed to find Suparman
COORDINATOR = ("eko", "Eko Prasetyo", "Koordinator Kec. Mesuji Timur", "coordinator_kecamatan")
TODAYS_VISIT: dict[str, object] = {
    "jenis": "verval",
    "tujuan": "Verifikasi usulan perbaikan rumah",
    "jam_mulai": "09.30",
    "jam_selesai": "10.25",
    "bertemu": "Sri Rejeki Handayani",
    "hubungan": "pasangan",
    "persetujuan": "ya",
    "pengamatan_rumah": "Dinding dapur lapuk, atap bocor di dua tempat.",
    "pengamatan_kesehatan": "Dwi rutin ditimbang di posyandu. Mbah Karsinem tidak melihat.",
    "pengamatan_ekonomi": "Buruh tani, penghasilan tidak tetap.",
    "pengamatan_sosial": "Rukun dengan tetangga, ikut gotong royong.",
    "masalah": "tempat_tinggal adminduk",
    "kebutuhan": "Material dinding dan atap; akta lahir Mbah Karsinem.",
    "tindakan": "Rumah dinilai dan difoto.",
    "rujukan": "Operator desa, lalu Dinas Dukcapil",
    "rencana": "Mengusulkan material dinding dan memastikan akta diurus.",
}
TODAYS_HOUSE: dict[str, object] = {
    "luas_lantai": "34",
    "jumlah_orang": "5",
    "jenis_lantai": "6",
    "kondisi_lantai": "3",
    "jenis_dinding": "4",
    "kondisi_dinding": "4",
    "jenis_atap": "3",
    "kondisi_atap": "3",
    "fasilitas_bab": "2",
    "kloset": "1",
    "tinja": "4",
    "sumber_air_minum": "5",
    "jarak_limbah": "1",
}


@dataclass(slots=True)
class Day:
    """What the day has so far. ``steps`` are told as data when JSON was asked for; times in milliseconds."""

    out: Path
    say: Callable[[str], None]
    work: Path
    steps: list[dict[str, Any]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    @contextmanager
    def step(self, title: str) -> Iterator[Callable[[str], None]]:
        """Time one step; what is told inside stands indented under its title."""
        number, began = len(self.steps) + 1, time.perf_counter()
        self.say(f"{number:2}. {title}")
        lines: list[str] = []

        def tell(line: str) -> None:
            lines.append(line)
            self.say(f"    {line}")

        yield tell
        took = round((time.perf_counter() - began) * 1000)
        self.steps.append({"step": title, "lines": lines, "ms": took})

    def keep(self, name: str, paper: Paper) -> Path:
        """Leave a paper behind and remember where."""
        path = self.out / name
        report.kept(path, paper)
        self.files.append(path)
        return path


def must(true: bool, step: str) -> None:
    """Stop the day when something is not as it should be; raises DEMO_BROKEN."""
    if not true:
        raise problems.DEMO_BROKEN(step=step)


def live(out: Path, *, say: Callable[[str], None], tour: Tour | None) -> Answer:
    """Live the day and leave its papers in ``out``; raises DEMO_BROKEN and whatever the parts raise."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise problems.FOLDER_UNWRITABLE(name=out.name) from wrong
    say(_("Sehari kerja di Desa {village}. Semua orang di dalamnya rekaan.").format(village=SUNGAI_CAMBAI.name))
    with tempfile.TemporaryDirectory(dir=out, prefix="data-") as work, ExitStack() as open_things:
        day = Day(out, say, Path(work))
        office, address = _open_office(day, open_things)
        laptops = open_things.enter_context(ExitStack())
        ratna = _first_laptop(day, office, address, laptops)
        household_id = _find(day, ratna)
        visit_id = _visit(day, ratna, household_id)
        _sync(day, ratna)
        _second_laptop(day, office, address, visit_id, laptops)
        _papers(day, ratna, visit_id)
        laptops.close()
        _pictures(day, tour)
    for path in day.files:
        must(path.is_file() and path.stat().st_size > 0, str(path))
    say("")
    say(_("Hari ini selesai, setiap langkah diperiksa. Hasilnya:"))
    for path in day.files:
        say(f"    {path}")
    return Answer({"steps": day.steps, "files": [str(path) for path in day.files]})


def _open_office(day: Day, open_things: ExitStack) -> tuple[HeadOffice, str]:
    from fieldapp.server.office import open_office
    from fieldapp.server.run import start_in_thread

    with day.step(_("Kantor membuka server dan menambah dua akun")) as tell:
        office = open_office(day.work / "kantor")
        open_things.callback(office.close)
        running = start_in_thread(office)
        open_things.callback(running.stop)
        for login, name, title, role in ((laptop.LOGIN, laptop.NAME, laptop.TITLE, laptop.ROLE), COORDINATOR):
            office.add_user(login, name, title, role, laptop.REGION)
        must({user.login for user in office.users()} == {laptop.LOGIN, COORDINATOR[0]}, "server user add")
        tell(_("Server menjawab di {address}, basis data terenkripsi.").format(address=running.url))
    return office, running.url


def _first_laptop(day: Day, office: HeadOffice, address: str, laptops: ExitStack) -> Workspace:
    from fieldapp.services import households
    from fieldapp.sync.enrol import enrol

    with day.step(_("Laptop {name} didaftarkan dengan kode sekali pakai").format(name=laptop.NAME)) as tell:
        ws = enrol(day.work / "laptop-1", office.make_code(laptop.LOGIN), address, laptop.PASSPHRASE)
        laptops.callback(ws.close)
        must(ws.user.login == laptop.LOGIN and ws.user.regions == (laptop.REGION,), "enrol")
        tell(_("Awalan {prefix}, kata sandi contoh: {passphrase}").format(prefix=ws.user.prefix, passphrase=laptop.PASSPHRASE))
    with day.step(_("Desa {village} diisi").format(village=SUNGAI_CAMBAI.name)) as tell:
        filled = fill(ws, today=ws.today())
        must(len(households.household_ids(ws)) == filled.households == 118, "sample")
        line = _("{households} keluarga, {persons} warga, {visits} kunjungan lalu, {photos} foto.")
        tell(line.format(households=filled.households, persons=filled.persons, visits=filled.visits, photos=filled.photos))
    return ws


def _find(day: Day, ws: Workspace) -> str:
    from fieldapp.services import households, timeline

    with day.step(_("Keluarga dicari dengan tiga huruf: {letters}").format(letters=TYPED)) as tell:
        began = time.perf_counter()
        ids = households.household_ids(ws, TYPED)
        took = (time.perf_counter() - began) * 1000
        cards = households.household_cards(ws, ids, TYPED)
        found = next((card for card in cards if card.name == "Suparman" and card.members == 5), None)
        must(found is not None, "find")
        assert found is not None
        tell(
            _("{count} cocok dalam {ms} ms: {names} …").format(
                count=len(ids), ms=f"{took:.1f}".replace(".", ","), names=", ".join(c.name for c in cards[:4])
            )
        )
    with day.step(_("Riwayat keluarga {name} dibaca").format(name=found.name)) as tell:
        family = households.household(ws, found.id)
        entries = timeline.timeline(ws, found.id)
        must(len(family.members) == 5 and any(entry.kind == "visit" for entry in entries), "timeline")
        tell(
            _("KK {kk}, {place}, desil {desil}, {count} anggota.").format(
                kk=family.kk, place=family.place, desil=found.desil, count=len(family.members)
            )
        )
        for entry in entries[:4]:
            tell(f"{entry.day:%d/%m/%Y}  {entry.title}: {entry.text}")
    return found.id


def _visit(day: Day, ws: Workspace, household_id: str) -> str:
    from fieldapp.services import photos, timeline, visits
    from fieldapp.services.status import status

    with day.step(_("Kunjungan rumah dicatat, rumah dinilai, satu foto")) as tell:
        before = status(ws).waiting
        draft = visits.open_draft(ws, visits.start_visit(ws, household_id, (VISIT_FORM, HOUSE_FORM)))
        due = (ws.today() + timedelta(days=8)).isoformat()
        for form_id, answers in ((VISIT_FORM, {**TODAYS_VISIT, "batas_waktu": due}), (HOUSE_FORM, TODAYS_HOUSE)):
            for name, value in answers.items():
                draft.set(form_id, draft.session(form_id).form.path_of(name) or name, value)
        source = day.work / "foto.jpg"
        source.write_bytes(house_photo(1811, worn=True))
        photo = photos.take_in(ws, source, draft_id=draft.id)
        draft.set(VISIT_FORM, draft.session(VISIT_FORM).form.path_of("foto_depan") or "foto_depan", photo.sha)
        visit_id = visits.finish_visit(ws, draft.id)
        view = visits.visit_view(ws, visit_id)
        must(bool(view.assessments) and view.photos[0].here, "visit")
        must(visit_id in {entry.target_id for entry in timeline.timeline(ws, household_id)}, "timeline")
        tell(_("Rumah: {verdict}. {summary} (indikatif).").format(verdict=view.assessments[0].verdict, summary=view.assessments[0].summary))
        tell(_("Kunjungan berikut {day}.").format(day=f"{view.next_on:%d/%m/%Y}"))
    with day.step(_("Bilah status menghitungnya")) as tell:
        now = status(ws)
        must(now.waiting > before and now.photos_waiting > 0, "status")
        tell(_("{waiting} perubahan dan {photos} foto menunggu dikirim.").format(waiting=now.waiting, photos=now.photos_waiting))
    return visit_id


def _sync(day: Day, ws: Workspace) -> None:
    from fieldapp.services.status import status
    from fieldapp.sync.session import sync_now

    with day.step(_("Laptop {name} menyinkronkan").format(name=ws.user.name)) as tell:
        done = sync_now(ws)
        now = status(ws)
        must(done.refused == 0 and now.waiting == 0 and now.photos_waiting == 0, "sync")
        tell(_("{pushed} perubahan dan {photos} foto diterima pusat.").format(pushed=done.pushed, photos=done.photos_sent))
        again = sync_now(ws)
        must(again.pushed == 0, "sync")
        seconds = f"{again.seconds:.2f}".replace(".", ",")
        tell(_("Sekali lagi: tidak ada yang baru, {seconds} detik.").format(seconds=seconds))


def _second_laptop(day: Day, office: HeadOffice, address: str, visit_id: str, laptops: ExitStack) -> None:
    from fieldapp.services import households, photos, visits
    from fieldapp.sync.enrol import enrol
    from fieldapp.sync.session import sync_now

    with day.step(_("Koordinator {name} di laptop lain menemukan kunjungan itu").format(name=COORDINATOR[1])) as tell:
        ws = enrol(day.work / "laptop-2", office.make_code(COORDINATOR[0]), address, laptop.PASSPHRASE)
        laptops.callback(ws.close)
        done = sync_now(ws)
        view = visits.visit_view(ws, visit_id)
        must(view.by_name == laptop.NAME and view.household_id in households.household_ids(ws, TYPED), "sync 2")
        tell(
            _("{pulled} catatan diterima; kunjungan {day} oleh {name} terbaca.").format(
                pulled=done.pulled, day=f"{view.visited_on:%d/%m/%Y}", name=view.by_name
            )
        )
        must(photos.photo_bytes(ws, view.photos[0].sha)[:2] == b"\xff\xd8", "photo")
        tell(_("Fotonya ikut, {count} foto diambil.").format(count=done.photos_fetched))
        must({card.login for card in office.devices()} == {laptop.LOGIN, COORDINATOR[0]}, "server device list")


def _papers(day: Day, ws: Workspace, visit_id: str) -> None:
    with day.step(_("Laporan kunjungan dan rekap desa dicetak")) as tell:
        today = ws.today()
        for size in report.SIZES:
            paper = report.visit_paper(ws, visit_id, size)
            must(paper.pdf.startswith(b"%PDF") and paper.pages >= 1, "report kunjungan")
            path = day.keep(f"laporan-kunjungan-{size}.pdf", paper)
            tell(_("{file}: {pages} halaman.").format(file=path.name, pages=paper.pages))
        recap = report.recap_paper(ws, SUNGAI_CAMBAI.region_id, (today.replace(month=1, day=1), today), "F4")
        must(recap.pdf.startswith(b"%PDF") and recap.pages >= 2, "report rekap-desa")
        path = day.keep("rekap-desa-F4.pdf", recap)
        tell(_("{file}: {pages} halaman.").format(file=path.name, pages=recap.pages))


def _pictures(day: Day, tour: Tour | None) -> None:
    if tour is None:
        return
    with day.step(_("Jendela digambar tanpa layar")) as tell:
        grabbed = tour(day.work / "laptop-1", laptop.PASSPHRASE, day.out / "layar")
        must(bool(grabbed), "tour")
        day.files.extend(grabbed)
        tell(_("{count} gambar.").format(count=len(grabbed)))
