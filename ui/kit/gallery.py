"""All parts of the kit on three sheets with made-up people, for looking at them in every theme and size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from ui.kit import (
    Banner,
    Bar,
    Button,
    Card,
    Cell,
    CheckField,
    Chip,
    CodeChoice,
    Column,
    ComboField,
    CountTile,
    DataTable,
    DateField,
    EmptyState,
    Entry,
    Field,
    Label,
    NumberField,
    PageHeader,
    PaperPreview,
    PhotoSlot,
    PickField,
    Progress,
    RecordList,
    Row,
    ScoreLine,
    SearchField,
    Section,
    SectionList,
    StateChip,
    Stepper,
    Tabs,
    TextArea,
    TextField,
    Tile,
    Timeline,
    WorkingPanel,
    chip_cell,
    column,
    frame,
    grid,
    row,
    rule,
    scrolled,
)

LONG_NAME = "Raden Mas Haji Muhammad Abdurrahman Wirjodiprojo Kusumanegara bin Almarhum Sastrodimedjo Hadikusumo"
_TODAY = date(2026, 11, 23)


def people(ids: Sequence[str]) -> list[Row]:
    """Return made-up rows for a list."""
    kept = (
        Row("Suparman", "RT 003/RW 001", "1811••••••••0117", "5 anggota · desil 2", Chip("Beda data", "bad", "git-compare-arrows")),
        Row("Suparmi", "RT 001/RW 002", "1811••••••••0440", "4 anggota · desil 1", Chip("Kunjungan hari ini", "warn", "calendar")),
        Row(LONG_NAME, "RT 005/RW 002", "1811••••••••0381", "6 anggota · desil 6", Chip("Lengkap", "ok", "circle-check")),
        Row("Suparti", "RT 004/RW 002", "tanpa NIK", "2 anggota · desil belum ada", Chip("Tanpa NIK", "warn", "id-card")),
        Row(
            "Soeparman bin Karto",
            "RT 002/RW 001",
            "1811••••••••0062",
            "1 anggota · desil 1",
            Chip("Menunggu kirim", "mute", "cloud-upload"),
        ),
    )
    return [kept[int(key) % len(kept)] for key in ids]


def _villages(text: str) -> list[tuple[str, str, str]]:
    known = [("18.11.02.2002", "Sungai Cambai"), ("18.11.02.2005", "Tanjung Menang"), ("18.11.02.2006", "Eka Mulya")]
    return [(code, name, f"{code} · Kec. Mesuji Timur, Kab. Mesuji") for code, name in known if text.casefold() in name.casefold()]


def _fields() -> Card:
    name, nik, kk = TextField("Moh. Slamet Riyadi"), TextField("1811020503810002"), TextField("18110214070200")
    village = PickField(_villages)
    village.set_chosen("18.11.02.2002", "Sungai Cambai (18.11.02.2002)")
    fields = {
        "name": Field("Nama kepala keluarga", name, required=True),
        "nik": Field("NIK", nik),
        "sex": Field("Jenis kelamin", ComboField([("L", "Laki-laki"), ("P", "Perempuan")])),
        "born": Field("Tanggal lahir", DateField(date(1981, 3, 5), today=_TODAY)),
        "floor": Field("Luas lantai (m²)", NumberField(36, decimals=1)),
        "phone": Field("No. HP", TextField(placeholder="mis. 0812 3456 7890"), help="Boleh kosong"),
        "kk": Field("Nomor KK", kk, required=True),
        "village": Field("Desa", village),
    }
    fields["name"].set_note("2 keluarga mirip, lihat di kanan (F6)", "warn")
    fields["nik"].set_note("Sah: laki-laki, lahir 5 Maret 1981", "ok")
    fields["born"].set_note("45 tahun, sesuai NIK", "ok")
    fields["kk"].set_note("Nomor KK harus 16 angka. Baru 14, kurang 2.", "error")
    rows: list[list[QWidget | tuple[QWidget, int] | None]] = [
        [(fields["name"], 2), (fields["nik"], 2)],
        [fields["sex"], fields["born"], fields["floor"], fields["phone"]],
        [(fields["kk"], 2), (fields["village"], 2)],
    ]
    return Card("Kepala keluarga", right=[Button("Tidak punya NIK", "link", hint="Alt+K", height=28)]).add(grid(rows, [1, 1, 1, 1]))


def sheet_fields() -> QWidget:
    """Header, fields in all states, buttons, chips, banners."""
    head = PageHeader(
        "Keluarga baru",
        "Sungai Cambai · draf tersimpan 08.21",
        chips=[StateChip("Draf", "mute", "pencil"), StateChip("1 isian berbeda", "bad", "git-compare-arrows")],
        actions=[Button("Cetak", icon="printer", hint="Ctrl+P"), Button("Simpan dan isi anggota", "primary", hint="Ctrl+Return")],
        back=True,
    )
    chosen = Button("Sungai Cambai", "chip", icon="x")
    chosen.setChecked(True)
    off, busy = Button("Selesai", "primary", icon="circle-check", hint="Ctrl+Return"), Button("Sinkronkan", "primary", icon="refresh-cw")
    off.disable("Kurang 3 isian")
    busy.busy(True)
    buttons = row(Button("Ubah", icon="pencil", hint="F2"), Button("Cabut laptop", "danger"), off, busy, None)
    chips = row(
        chosen,
        Button("Saring", "chip", icon="funnel"),
        Button("Tambah", "link", icon="plus"),
        8,
        *[
            StateChip(text, kind, icon)
            for text, kind, icon in (
                ("Lengkap", "ok", "circle-check"),
                ("Hari ini", "warn", "calendar"),
                ("Lewat 12 hari", "bad", "clock"),
                ("Terjadwal", "info", "send"),
                ("PKH", "soft", ""),
                ("Draf", "mute", "pencil"),
            )
        ],
        None,
    )
    boxes = row(CheckField("Foto, 2 dari 3", value=True), CheckField("Cara hitung penilaian"), None, spacing=16)
    body = column(
        _fields(),
        Card("Tindakan dan keadaan")
        .add(buttons)
        .add(chips)
        .add(boxes)
        .add(row((Field("Catatan", TextArea("Atap dapur bocor.", lines=2), reserve=False), 1))),
        row(
            (
                Banner(
                    "warn",
                    "Yang kurang pada catatan ini",
                    "No. HP kepala keluarga · foto ruang tamu",
                    button=Button("Lengkapi", "link", height=28),
                ),
                1,
            ),
            (Banner("soft", "Draf kunjungan Suparman belum selesai", "18 dari 24 pertanyaan terjawab"), 1),
        ),
        row((Banner("bad", "Laptop ini belum didaftarkan"), 1), (Banner("ok", "Semua sudah diterima pusat, 08.31"), 1)),
        None,
        spacing=12,
        margins=(24, 12, 24, 12),
    )
    return frame(column(head, (scrolled(body, "Galeri"), 1), spacing=0), "page")


def sheet_lists() -> QWidget:
    """Record list, tiles, tabs, table, timeline."""
    records = RecordList("Keluarga", people)
    records.set_ids([str(at) for at in range(1284)], matched="supar", current="0")
    search = SearchField("Cari keluarga", placeholder="Nama, NIK, atau KK", results=records)
    left = frame(
        column(
            column(
                row(Label("Keluarga", "h1"), None, Button("Baru", icon="plus", hint="Ctrl+N", height=32)),
                search,
                row(Label("8 dari 1.284 keluarga", "cap"), None, Label("Urut: paling mirip", "cap")),
                margins=(16, 14, 16, 8),
            ),
            rule(),
            (records, 1),
            spacing=0,
        ),
        "pane",
        width=320,
    )
    tiles = row(
        (Tile("Desil (DTSEN)", "2", "per 10 Jul 2026, dicatat 4 Agu"), 1),
        (Tile("Rumah", "Tidak layak huni", "Dinding. Asesmen 12 Okt, indikatif", kind="bad", icon="house"), 1),
        (Tile("Kunjungan berikut", "26 Nov 2026", "Terakhir 12 Okt, oleh Anda", kind="warn", icon="calendar"), 1),
        spacing=10,
    )
    columns = [Column("Nama"), Column("Hubungan", 96), Column("Usia", 58, right=True), Column("Cakupan", 150), Column("Tanda", 140)]
    table = DataTable("Anggota keluarga", columns, row_height=52)
    table.set_rows(
        [
            (
                Cell("Suparman", "strong", "NIK 1811••••••••0042"),
                "Kepala",
                "47",
                Cell(look="bar", value=65, target=70),
                chip_cell("Berbeda", "bad", "git-compare-arrows"),
            ),
            (
                Cell(LONG_NAME, "strong", "NIK 1811••••••••0087"),
                "Istri",
                "43",
                Cell(look="bar", value=22, kind="c2", target=70),
                chip_cell("Hamil 7 bln", "warn", "heart-pulse"),
            ),
            (
                Cell("Mbah Karsinem", "strong", "tanpa NIK, akta diurus"),
                "Orang tua",
                "±81",
                Cell("31/02/1990", "wrong"),
                Cell("Tidak ada", "icon", icon="circle-alert", kind="bad"),
            ),
        ]
    )
    table.set_current("0")
    timeline = Timeline("Riwayat")
    timeline.set_entries(
        [
            Entry("1", "21 Nov", "git-compare-arrows", "bad", "Pekerjaan berbeda", "Anda: Buruh tani. PKH: Nelayan."),
            Entry("2", "4 Nov", "banknote", "ok", "PKH tahap IV diterima", "Rp1.350.000, kantor pos Simpang Pematang"),
            Entry(
                "3",
                "12 Okt",
                "clipboard-list",
                "primary",
                "Kunjungan ke-4",
                "Dinding dapur lapuk, hamil 5 bulan. 3 foto. Usul material dinding sudah dicatat untuk unit 058.",
            ),
        ]
    )
    counts = row(
        (CountTile("951", "siap diimpor", kind="ok", icon="circle-check"), 1),
        (CountTile("37", "keliru, perlu diperbaiki", kind="bad", icon="circle-alert"), 1),
        spacing=10,
    )
    middle = column(
        tiles,
        Tabs(["Ringkasan", "Rumah", "Bantuan 6", "Asesmen 3", "Berkas 9"]),
        (
            row(
                (Card("Anggota keluarga", right=[Button("Tambah anggota", "link", icon="user-plus", height=28)]).tight().add(table, 1), 1),
                _beside(timeline),
            ),
            1,
        ),
        counts,
        spacing=11,
        margins=(20, 12, 20, 12),
    )
    return frame(row(left, (frame(middle), 1), spacing=0), "page")


def _beside(timeline: Timeline) -> QWidget:
    card = Card("Riwayat", right=[Button("Semua jenis", "chip", icon="funnel")]).add(timeline, 1)
    card.setFixedWidth(300)
    return card


def sheet_questions() -> QWidget:
    """Sections, coded choices, working of a score, stepper, photos, paper, empty state, progress."""
    sections = SectionList("Bagian")
    sections.set_sections(
        [
            Section("a", "Keterangan tempat", 7, 7, "", "done"),
            Section("b", "Keterangan rumah", 9, 13, "kurang 3, keliru 1", "wrong"),
            Section("c", "Sanitasi", 0, 4, "kurang 4", "empty"),
            Section("d", "Air dan biaya", 3, 5, "kurang 2", "begun"),
        ],
        "b",
    )
    left = frame(
        column(
            column(
                row(Label("35 dari 47 terjawab", "strong"), None, Label("74 %", "cap")), Bar(74, name="Terjawab"), margins=(16, 14, 16, 12)
            ),
            rule(),
            (sections, 1),
            spacing=0,
        ),
        "pane",
        width=238,
    )
    walls = CodeChoice(
        [
            (str(at + 1), text)
            for at, text in enumerate(
                ("Tembok", "Plesteran anyaman bambu/kawat", "Kayu/papan/gypsum/GRC", "Anyaman bambu", "Batang kayu", "Bambu", "Lainnya")
            )
        ]
    )
    walls.set_value("4")
    state = CodeChoice([("1", "Baik"), ("2", "Rusak ringan"), ("3", "Rusak sedang"), ("4", "Rusak berat")])
    asked = Field("Kondisi dinding", state, required=True)
    asked.set_note("Tekan 1–4. Isian ini belum dijawab.", "warn")
    progress = Progress("Mengirim kunjungan")
    progress.show_progress(12, 20, "Mengirim 12 dari 20 kunjungan · sisa kira-kira 1 menit")
    photo, slot = PhotoSlot("Tampak depan, 12 Agustus 2026"), PhotoSlot("Foto 80 %")
    made = QImage(400, 300, QImage.Format.Format_RGB32)
    made.fill(QColor("#8AA88A"))
    photo.set_image(made)
    refused = PhotoSlot("Ruang tamu")
    refused.say("Berkas rusak atau bukan JPEG/PNG. Ambil lagi dari HP.", "bad")
    middle = column(
        Stepper(["Berkas", "Kolom", "Periksa", "Impor"], 2),
        Field("Jenis dinding terluas", walls, required=True),
        asked,
        row(photo, slot, refused, None, spacing=12),
        Card().add(progress),
        None,
        spacing=12,
        margins=(24, 14, 24, 14),
    )
    working = WorkingPanel()
    working.show_working(
        "Tidak layak huni",
        "1 dari 4 syarat gagal, 1 belum dapat dinilai",
        "bad",
        [
            ScoreLine("ok", "Luas per orang", "36 m² ÷ 5 orang = 7,2 m²", "Syarat: paling sedikit 7,2 m²", "9"),
            ScoreLine("bad", "Ketahanan bangunan", "Dinding anyaman bambu: tidak layak.", "Syarat: ketiganya layak", "11a"),
            ScoreLine("warn", "Sanitasi", "Belum dapat dinilai: jawab 13, 14, 15"),
        ],
    )
    paper = PaperPreview()
    paper.set_pages([], "0,09 detik · 212 kB")
    nothing = EmptyState(
        "Belum ada isian berbeda. Yang baru muncul di sini setelah sinkron.", button=Button("Sinkronkan", icon="refresh-cw", hint="F5")
    )
    right = frame(
        column(
            row(Label("Rumah layak huni", "h2"), None, StateChip("Indikatif", "info")),
            working,
            (paper, 1),
            nothing,
            margins=(16, 14, 16, 12),
        ),
        "rightpane",
        width=320,
    )
    return frame(row(left, (scrolled(middle, "Pertanyaan"), 1), right, spacing=0), "page")


SHEETS: dict[str, Callable[[], QWidget]] = {"fields": sheet_fields, "lists": sheet_lists, "questions": sheet_questions}
