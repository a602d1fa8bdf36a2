"""Made-up visits and villages for the papers."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from PIL import Image, ImageDraw

from fieldapp.services.chips import RecordState
from fieldapp.services.photos import PhotoView
from fieldapp.services.recap import RecapRow, RecapTotals, VillageRecap
from fieldapp.services.settings import Letterhead, Signers
from fieldapp.services.visits import AnswerLine, AssessmentView, VisitView

KOP = Letterhead(
    "PEMERINTAH KABUPATEN MESUJI",
    "DINAS SOSIAL",
    "Kompleks Perkantoran Pemkab, Wiralaga Mulya 34911",
    "Telepon (0726) 000000 · dinsos@contoh.go.id",
)
NO_KOP = Letterhead("", "", "", "")
SIGNERS = Signers(
    "Ratna Puspita, S.Sos.", "TKSK Kecamatan Mesuji Timur", "199003122015032001", "", "Kepala Desa Sungai Cambai", "Sungai Cambai"
)
DAY = date(2026, 11, 23)


def jpeg(colour: str = "#8aa", size: tuple[int, int] = (320, 240)) -> bytes:
    """A house drawn in two shapes."""
    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    wide, high = size
    draw.rectangle((wide * 0.25, high * 0.5, wide * 0.75, high * 0.9), fill="#a63", outline="#000")
    draw.polygon(((wide * 0.2, high * 0.5), (wide * 0.5, high * 0.2), (wide * 0.8, high * 0.5)), fill="#543")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def pictures(count: int) -> tuple[tuple[PhotoView, ...], dict[str, bytes]]:
    """Photos, each of another colour and every third upright, with their bytes."""
    store: dict[str, bytes] = {}
    views = []
    for nth in range(count):
        size = (240, 320) if nth % 3 == 2 else (320, 240)
        data = jpeg(f"#8{nth % 10}c", size)
        sha = sha256(data).hexdigest()
        store[sha] = data
        views.append(PhotoView(sha, f"Tampak depan {nth + 1}, 12 Agustus 2026", *size, here=True))
    return tuple(views), store


HOUSE = AssessmentView(
    "0192f0a1-0000-7000-8000-0000000000a1",
    "rumah_layak_huni",
    "Rumah layak huni",
    "Tidak layak huni",
    "bad",
    "1 dari 4 syarat gagal, 1 belum dapat dinilai",
    "Catatan: aturan 9 m² per orang (RTLH) juga tidak terpenuhi.",
    (
        {"name": "Luas per orang", "verdict": "ok", "text": "36 m² ÷ 5 orang = 7,2 m²", "rule_text": "Syarat: paling sedikit 7,2 m²", "questions": []},
        {"name": "Ketahanan bangunan", "verdict": "bad", "text": "Atap seng: layak. Lantai semen: layak. Dinding anyaman bambu: tidak layak.", "rule_text": "Syarat: ketiganya layak", "questions": []},
        {"name": "Air minum", "verdict": "ok", "text": "Sumur terlindung, 10 m atau lebih dari penampungan tinja", "rule_text": "Syarat: paling sedikit 10 m", "questions": []},
        {"name": "Sanitasi", "verdict": "unknown", "text": "Belum dapat dinilai: jawab 14", "rule_text": "Syarat: fasilitas, kloset, dan tangki", "questions": ["x"]},
    ),
    (AnswerLine("Bangunan", "8", "Luas lantai bangunan tempat tinggal (m²)", "36"), AnswerLine("Bangunan", "9", "Jenis dinding terluas", "Anyaman bambu")),
)  # fmt: skip
VISIT = VisitView(
    id="0192f0a1-0000-7000-8000-000000000001",
    code="7F3K-22QD",
    number=5,
    household_id="0192f0a1-0000-7000-8000-000000000002",
    household_name="Suparman",
    kk="1811••••••••0117",
    region_id="18.11.02.2002",
    village="Sungai Cambai",
    place="RT 003/RW 001",
    address="Dusun II",
    visited_on=DAY,
    kind="rutin",
    kind_label="Rutin",
    by_name="Ratna Puspita, S.Sos.",
    by_title="TKSK Kecamatan Mesuji Timur",
    met_name="Sulastri",
    summary="Dinding dapur dari anyaman bambu telah lapuk pada dua sisi.",
    follow_up="Diusulkan prioritas bahan dinding.",
    next_on=date(2026, 12, 21),
    form_title="Laporan kunjungan rumah",
    lines=(
        AnswerLine("Kunjungan", "1", "Jenis kunjungan", "Rutin"),
        AnswerLine("Kunjungan", "2", "Tujuan kunjungan", "Kunjungan rutin dan verifikasi RSDK unit 058"),
        AnswerLine("Kunjungan", "3", "Jam mulai", "09.30"),
        AnswerLine("Yang ditemui dan persetujuan", "5", "Nama yang ditemui", "Sulastri"),
        AnswerLine("Yang ditemui dan persetujuan", "6", "Hubungan dengan keluarga", "Istri atau suami"),
        AnswerLine("Yang ditemui dan persetujuan", "7", "Persetujuan untuk didata", "Ya, setuju"),
        AnswerLine(
            "Hasil pengamatan",
            "9",
            "Rumah",
            "Dinding dapur dari anyaman bambu telah lapuk pada dua sisi. Luas lantai 36 m² ditempati lima orang.",
        ),
        AnswerLine("Hasil pengamatan", "10", "Kesehatan", "Ibu hamil tujuh bulan, anak usia empat tahun dalam pemantauan gizi."),
        AnswerLine("Masalah dan kebutuhan", "13", "Masalah yang ditemukan", "Tempat tinggal; Kesehatan"),
        AnswerLine("Tindakan dan rujukan", "16", "Dirujuk ke", "Puskesmas Mesuji Timur"),
        AnswerLine("Rencana tindak lanjut", "17", "Rencana tindak lanjut", "Diusulkan prioritas bahan dinding."),
        AnswerLine("Rencana tindak lanjut", "18", "Batas waktu", "21 Des 2026"),
    ),
    photos=(),
    assessments=(HOUSE,),
    latitude="-3.9127",
    longitude="105.3184",
    made_at="2026-11-23T02:30:00.000Z",
    zone="WIB",
    state=RecordState("here"),
)
BARE = replace(
    VISIT,
    lines=(),
    assessments=(),
    summary="",
    follow_up="",
    next_on=None,
    met_name="",
    latitude="",
    longitude="",
    kk="",
    address="",
    by_title="",
)


def visit_with(photos: int = 0, **changes: Any) -> tuple[VisitView, dict[str, bytes]]:
    """A visit with so many photos and these facts changed."""
    views, store = pictures(photos)
    return replace(VISIT, photos=views, **changes), store


NAMES = ("Siti Aminah", "Budi Santoso", "Nur Hidayah", "Suparman", "Wahyu Setiawan", "Yohanes Lumban Tobing", "Ni Luh Ketut Ayu")


def village(count: int, seed: int = 1) -> VillageRecap:
    """A village of so many families whose totals are counted from its rows."""
    chance = random.Random(seed)
    rows = tuple(_row(nth, chance) for nth in range(1, count + 1))
    kinds = [row.house for row in rows]
    by_desil = tuple((f"Desil {value}", sum(row.desil == str(value) for row in rows)) for value in range(1, 11))
    totals = RecapTotals(
        households=count,
        persons=sum(row.members for row in rows),
        visited=sum(row.visits > 0 for row in rows),
        never=sum(row.last_visit is None for row in rows),
        visits=sum(row.visits for row in rows),
        unfit=kinds.count("bad"),
        fit=kinds.count("ok"),
        unknown=count - kinds.count("bad") - kinds.count("ok"),
        by_desil=(*by_desil, ("Belum ada desil", sum(not row.desil for row in rows))),
    )
    return VillageRecap(
        "18.11.02.2002",
        "Sungai Cambai",
        "Sungai Cambai, Mesuji Timur, Kab. Mesuji, Lampung",
        (date(2026, 11, 1), date(2026, 11, 30)),
        rows,
        totals,
    )


def _row(nth: int, chance: random.Random) -> RecapRow:
    visits = chance.choice((0, 0, 1, 2, 3))
    return RecapRow(
        nth,
        chance.choice(NAMES),
        f"1811••••••••{chance.randrange(10_000):04d}" if nth % 7 else "",
        f"{chance.randint(1, 9):03d}",
        f"{chance.randint(1, 4):03d}",
        chance.randint(1, 8),
        chance.choice(("", "1", "2", "3", "4", "10")),
        chance.choice(("", "ok", "bad", "unknown")),
        date(2026, 11, 1) + timedelta(chance.randrange(30)) if visits else None,
        visits,
        date(2026, 12, 1) + timedelta(chance.randrange(30)) if chance.random() < 0.5 else None,
    )
