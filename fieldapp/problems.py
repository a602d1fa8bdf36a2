"""Everything that can go wrong, each with a code and a sentence that tells the worker what to do.

The whole part of a code is the HTTP status; the four digits behind it are counted per noun: 00xx program,
01xx store and unlocking, 02xx regions, 03xx households, 04xx persons, 05xx visits, drafts and photos, 06xx questionnaires,
07xx sync, 08xx server and accounts, 09xx reports, 10xx sheets in and out, 11xx backups,
12xx pillars.
Sentences are Indonesian and whole; facts come in by name and are never logged, only the code is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from fieldapp.language import _


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can go wrong; call it with its facts to get the exception to raise."""

    code: str
    sentence: str

    def __call__(self, **facts: object) -> Problem:
        """Return the exception to raise, carrying the facts of this case."""
        return Problem(self, facts)

    @property
    def status(self) -> int:
        """The HTTP status: the whole part of the code."""
        return int(self.code.partition(".")[0])


class Problem(Exception):  # noqa: N818 - a Problem is something a person can solve, not an error of ours
    """Something a person can understand and solve; decide on ``problem.kind``, never on the text."""

    def __init__(self, kind: Kind, facts: dict[str, object]) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.facts = facts

    @property
    def code(self) -> str:
        """The code, safe to log."""
        return self.kind.code

    @property
    def sentence(self) -> str:
        """The filled sentence for the person; may hold personal data, so never log it."""
        return _(self.kind.sentence).format(**self.facts)

    def __str__(self) -> str:
        return self.code


def unreachable(what: str) -> NoReturn:
    """Stop on a state that our own code rules out."""
    raise AssertionError(what)


# 00xx the program
WRONG_USE = Kind("400.0001", "{what}")
OLD_ENGINE = Kind("500.0002", "Pustaka basis data di laptop ini terlalu tua ({found}). Jalankan penyiapan ulang: make setup.")
WRONG_QT = Kind("500.0003", "PySide6 {found} tidak dapat dipakai. Jalankan penyiapan ulang: make setup.")
NO_SCREEN = Kind("400.0033", "Tidak ada layar di komputer ini. Ketik: python main.py demo --out contoh, lalu buka gambar dan kertasnya.")
FILE_UNREADABLE = Kind("404.0004", "Berkas {name} tidak dapat dibaca. Periksa apakah masih ada dan dapat dibuka.")
FOLDER_UNWRITABLE = Kind("403.0005", "Folder {name} tidak dapat ditulisi. Pilih folder lain atau beri izin tulis.")
DEMO_BROKEN = Kind("500.0061", "Peragaan berhenti di langkah: {step}. Yang dilihat tidak sama dengan yang seharusnya.")
CODES_UNKNOWN = Kind("500.0031", "Daftar kode {name} tidak ada pada Pilar ini. Pasang ulang Pilar.")

# 01xx store and unlocking
WRONG_PASSPHRASE = Kind("401.0101", "Kata sandi keliru. Coba lagi dalam {seconds} detik.")
TOO_MANY_TRIES = Kind("429.0102", "Terlalu banyak percobaan. Coba lagi dalam {seconds} detik, atau minta bantuan koordinator.")
STORE_DAMAGED = Kind("500.0103", "Berkas data di laptop ini rusak. Pulihkan dari cadangan terakhir ({backup}).")
STORE_NEWER = Kind("409.0104", "Data ini dibuat oleh Pilar yang lebih baru. Perbarui Pilar di laptop ini, data Anda tidak diubah.")
STORE_BUSY = Kind("409.0105", "Pilar sudah terbuka untuk akun ini. Pakai jendela yang sudah ada.")
DISK_FULL = Kind("507.0106", "Penyimpanan penuh. Kosongkan paling sedikit {mb} MB, lalu simpan lagi. Isian di layar tetap ada.")
NO_ACCOUNT = Kind("404.0107", "Belum ada akun di folder ini. Daftarkan laptop dengan kode, atau coba data contoh.")
ACCOUNT_UNKNOWN = Kind("404.0108", "Akun {name} tidak ada di laptop ini. Yang ada: {known}.")
WEAK_PASSPHRASE = Kind("422.0109", "Kata sandi paling sedikit 12 huruf. Baru {length}, kurang {missing}.")
STORE_READ_ONLY = Kind("403.0110", "Berkas data hanya dapat dibaca. Periksa izin folder {folder}, lalu simpan lagi.")
KEY_UNREADABLE = Kind("500.0111", "Berkas kunci akun ini rusak. Pulihkan dari cadangan, atau minta bantuan koordinator.")
RECORD_UNKNOWN = Kind("404.0112", "Catatan itu tidak ada di laptop ini.")
RECORD_FIXED = Kind("409.0113", "Catatan ini tidak dapat diubah. Buat perbaikan sebagai catatan baru.")
BIN_OVER = Kind(
    "410.0171", "Catatan ini sudah lebih dari {days} hari di tempat sampah dan tidak dapat dikembalikan. Catat lagi bila masih diperlukan."
)
BIN_ABOVE = Kind("409.0172", "{name} masih di tempat sampah. Kembalikan lebih dahulu, lalu kembalikan catatan ini.")

# 02xx regions
REGION_UNKNOWN = Kind("404.0201", "Kode wilayah {code} tidak dikenal. Ketik nama desa untuk mencarinya.")

# 03xx households
HOUSEHOLD_UNKNOWN = Kind("404.0301", "Keluarga itu belum ada di laptop ini. Cari dengan nama atau NIK, atau sinkronkan dahulu.")
KK_LENGTH = Kind("422.0302", "Nomor KK harus 16 angka. Baru {length}, {difference}.")
KK_IS_NIK = Kind("422.0303", "Nomor KK sama dengan NIK. Periksa kartu keluarga, nomor KK ada di bagian atas.")
NAME_MISSING = Kind("422.0304", "Nama kepala keluarga belum diisi.")
NAME_TOO_LONG = Kind("422.0305", "Nama paling panjang 100 huruf. Yang tertulis {length}.")
FILTER_NAME = Kind("422.0328", "Beri nama saringan ini, paling panjang {most} huruf.")
RT_RW_WRONG = Kind("422.0306", "RT dan RW paling banyak 3 angka, mis. 003.")
OUTSIDE_AREA = Kind("403.0307", "{region} di luar wilayah tugas Anda. Pilih desa dari wilayah tugas.")
FIELDS_WRONG = Kind("422.0311", "{count} isian perlu diperbaiki. Tekan F8 untuk menuju ke sana.")
KK_TAKEN = Kind("409.0308", "Nomor KK ini sudah dipakai keluarga {name}. Buka keluarga itu, atau periksa nomornya.")
KK_CHARACTERS = Kind("422.0331", "Nomor KK hanya berisi angka. Hapus huruf atau tanda yang ikut tertulis.")
KK_DATE = Kind("422.0332", "Angka ke-7 sampai ke-12 pada nomor KK bukan tanggal terbit yang ada. Periksa kartu keluarga.")
HEAD_NEEDED = Kind("422.0333", "Keluarga ini memerlukan kepala keluarga. Pilih salah satu: {known}.")

# 04xx persons
PERSON_UNKNOWN = Kind("404.0401", "Warga itu belum ada di laptop ini.")
NIK_LENGTH = Kind("422.0402", "NIK harus 16 angka. Baru {length}, {difference}.")
NIK_DATE = Kind("422.0403", "Angka ke-7 sampai ke-12 pada NIK bukan tanggal lahir yang ada. Periksa KTP.")
NIK_SERIAL = Kind("422.0404", "Empat angka terakhir NIK tidak boleh 0000. Periksa KTP.")
NIK_CHARACTERS = Kind("422.0405", "NIK hanya berisi angka. Hapus huruf atau tanda yang ikut tertulis.")
NIK_TAKEN = Kind("409.0406", "NIK ini sudah tercatat untuk {name}. Buka catatan itu, atau periksa nomornya.")
BIRTH_DATE_WRONG = Kind("422.0407", "Tanggal {text} tidak ada. Tulis seperti 05/03/1981.")
BIRTH_DATE_FUTURE = Kind("422.0408", "Tanggal lahir {text} belum terjadi. Periksa tahunnya.")
PHONE_WRONG = Kind("422.0409", "Nomor HP tidak dikenali. Tulis seperti 0812 3456 7890, atau kosongkan.")
NIK_REASON_MISSING = Kind("422.0410", "Tulis alasan belum ada NIK, atau isi NIK.")
NIK_REGION_UNKNOWN = Kind("422.0431", "{level} {code} pada NIK tidak ada dalam daftar wilayah. Mungkin wilayah lama, periksa KTP.")
NIK_REGION_ELSEWHERE = Kind("422.0432", "NIK diterbitkan di kecamatan lain ({code}). Tidak masalah bila warga ini pindahan.")
NIK_BIRTH_DIFFERS = Kind("422.0433", "Tanggal lahir tidak sama dengan angka ke-7 sampai ke-12 pada NIK ({told}). Periksa KTP.")
NIK_SEX_DIFFERS = Kind("422.0434", "Menurut NIK warga ini {told}. Periksa jenis kelamin, atau NIK.")
NUMBER_PLACEHOLDER = Kind("422.0435", "Nomor ini berisi satu angka yang berulang. Periksa kartunya.")
GUARDIAN_SELF = Kind("422.0436", "Wali tidak dapat orang yang sama. Pilih orang lain.")
GUARDIAN_AGE = Kind("422.0437", "Wali harus berusia 18 tahun atau lebih. {name} {told}.")
GUARDIAN_GONE = Kind("422.0438", "{name} tercatat meninggal atau pindah. Pilih wali lain.")
GUARDIAN_MISSING = Kind("422.0439", "Tulis siapa walinya, atau pilih dari daftar warga.")
REVEAL_REASON_MISSING = Kind("422.0440", "Tulis alasan membuka data ini. Alasan dicatat.")
PPKS_UNKNOWN = Kind("404.0441", "Catatan PPKS itu tidak ada di laptop ini.")
CONSENT_CHILD = Kind("422.0442", "{name} belum berusia 18 tahun. Pilih wali yang memberi jawaban.")

# 05xx visits, drafts and photos
DRAFT_UNKNOWN = Kind("404.0501", "Draf itu sudah tidak ada. Mungkin sudah diselesaikan atau dihapus.")
VISIT_INCOMPLETE = Kind("422.0502", "Belum dapat diselesaikan: {count} isian masih kurang atau keliru. Tekan F8 untuk menuju ke sana.")
VISIT_DATE_FUTURE = Kind("422.0503", "Tanggal kunjungan {date} belum terjadi. Periksa tanggalnya.")
PHOTO_UNREADABLE = Kind("415.0504", "Foto {name} tidak dapat dibuka. Berkas rusak atau bukan JPEG/PNG. Ambil lagi dari HP.")
PHOTO_TOO_LARGE = Kind("413.0505", "Foto {name} terlalu besar ({megapixels} megapiksel). Paling besar 40 megapiksel dan 10 MB.")
PHOTO_MISSING = Kind("404.0506", "Foto belum ada di laptop ini. Foto menyusul setelah sinkron.")
VISIT_UNKNOWN = Kind("404.0507", "Kunjungan itu belum ada di laptop ini.")
PHOTO_DAMAGED = Kind("500.0508", "Foto di laptop ini rusak. Sinkronkan untuk mengambilnya lagi dari pusat.")

# 06xx questionnaires
FORM_UNREADABLE = Kind("422.0601", "Formulir {name} tidak dapat dibaca: {reason}")
FORM_UNKNOWN = Kind("404.0602", "Formulir {name} tidak ada. Yang ada: {known}.")
QUESTION_UNKNOWN = Kind("404.0603", "Isian {path} tidak ada dalam formulir ini.")
ANSWER_WRONG = Kind("422.0604", "{label}: {reason}")
FORM_ENCRYPTED = Kind("422.0605", "Formulir {name} terenkripsi (public_key) dan tidak dapat dipakai di sini. Minta versi tanpa enkripsi.")
FORM_UNSUPPORTED = Kind("422.0606", "{question}: {what} belum dapat dijalankan Pilar.")
FORM_REMARKS = Kind("422.0661", "{count} hal pada formulir perlu dicermati. Formulir tetap dapat dipakai.")
FORM_INCOMPLETE = Kind("422.0662", "{count} isian masih kurang atau keliru.")
FORM_KNOWN = Kind("409.0663", "Formulir {name} sudah dipakai Pilar. Ganti form_id di lembar settings.")
SUPPLEMENT_SAME = Kind("409.0664", "Formulir ini sudah ada sebagai {title}. Ubah isinya dahulu, lalu tambahkan lagi.")
SUPPLEMENT_UNKNOWN = Kind("404.0665", "Isian tambahan itu tidak ada di laptop ini.")
FORM_SUBJECT = Kind("422.0666", "Formulir ini bukan untuk {subject}.")
INSTRUMENT_UNKNOWN = Kind("404.0667", "Kuesioner {name} tidak ada di laptop ini. Sinkronkan dahulu.")

# 07xx sync
NO_NETWORK = Kind("503.0701", "Pusat tidak terjangkau. Catatan tetap aman di laptop ini dan dikirim saat ada jaringan.")
ANSWER_NONSENSE = Kind("502.0702", "Jawaban dari alamat pusat tidak dikenali. Periksa alamat server, atau jaringan meminta masuk dahulu.")
ANSWER_CUT = Kind("502.0703", "Jaringan terputus di tengah jalan. Yang sudah diterima pusat tidak dikirim ulang. Coba lagi.")
SERVER_BUSY = Kind("503.0704", "Pusat sedang ramai. Coba lagi beberapa menit lagi.")
DEVICE_REVOKED = Kind("403.0705", "Laptop ini sudah dicabut dari pusat. Data di laptop tidak dihapus. Hubungi admin kabupaten.")
NOT_ENROLLED = Kind("409.0706", "Laptop ini belum didaftarkan ke pusat. Minta kode pendaftaran kepada admin.")
PLAIN_HTTP = Kind("400.0707", "Alamat pusat harus https. Alamat http hanya boleh untuk komputer ini sendiri (127.0.0.1).")
OP_SHAPE = Kind("422.0708", "Perubahan ini tidak dapat dibaca pusat.")
OP_SIGNATURE = Kind("403.0709", "Tanda tangan laptop pada perubahan ini tidak cocok.")
OP_OUTSIDE_GRANT = Kind("403.0710", "Di luar wilayah tugas Anda. Minta koordinator memeriksa penugasan.")
OP_NOT_ALLOWED = Kind("403.0711", "Peran Anda tidak boleh mengubah catatan ini. Minta koordinator melakukannya.")
OP_ROW_FIXED = Kind("409.0712", "Catatan yang sudah selesai tidak dapat diubah. Buat perbaikan sebagai catatan baru.")
OP_TOO_LARGE = Kind("413.0713", "Perubahan ini terlalu besar untuk dikirim.")
BATCH_REUSED = Kind("422.0714", "Kiriman dengan nomor yang sama berisi lain. Sinkronkan sekali lagi.")
ATTACHMENT_HASH = Kind("422.0715", "Foto berubah di jalan. Akan dikirim ulang.")
ATTACHMENT_UNKNOWN = Kind("404.0716", "Lampiran itu tidak ada di pusat, atau di luar wilayah tugas Anda.")
MERGE_CIRCLE = Kind(
    "409.0731", "Dua catatan ini sudah digabung ke arah sebaliknya. Buka catatan yang tersisa, lalu batalkan penggabungannya lebih dahulu."
)
MERGE_UNKNOWN = Kind("404.0732", "Catatan yang menjadi tujuan penggabungan belum ada di pusat. Sinkronkan lagi.")
MERGE_SAME = Kind("409.0733", "Dua catatan ini sudah menjadi satu. Muat ulang daftarnya.")
MERGE_GONE = Kind("404.0734", "Penggabungan ini sudah dibatalkan.")
CONFLICT_UNKNOWN = Kind("404.0717", "Isian berbeda itu sudah tidak ada atau sudah diputuskan.")
ACCOUNT_HERE = Kind("409.0719", "Akun {name} sudah ada di laptop ini. Buka dengan kata sandinya.")
SAMPLE_STAYS = Kind(
    "409.0720", "Data contoh hanya dapat dikirim ke server di komputer ini. Untuk bekerja, daftarkan akun baru dengan kode."
)
OTHER_SERVER = Kind("409.0718", "Alamat ini dijawab oleh server lain, bukan pusat tempat laptop ini terdaftar. Hubungi admin kabupaten.")
CHANGES_REFUSED = Kind("409.0761", "{count} perubahan ditolak pusat dan menunggu Anda. Buka halaman Sinkronisasi.")
REQUEST_SHAPE = Kind("422.0721", "Permintaan ini tidak dapat dibaca pusat. Perbarui Pilar di laptop ini, lalu coba lagi.")
REQUEST_TOO_LARGE = Kind("413.0722", "Kiriman terlalu besar: paling banyak {most} sekali kirim.")
ROUTE_UNKNOWN = Kind("404.0721", "Alamat itu tidak ada di pusat. Periksa alamat server.")
METHOD_WRONG = Kind("405.0722", "Permintaan dengan cara ini tidak dilayani di alamat itu.")

# 08xx server and accounts
CODE_WRONG = Kind("403.0801", "Kode pendaftaran tidak dikenal, sudah dipakai, atau lewat 24 jam. Minta kode baru kepada admin.")
USER_UNKNOWN = Kind("404.0802", "Akun {name} tidak ada di server ini.")
USER_EXISTS = Kind("409.0803", "Akun {name} sudah ada di server ini.")
ROLE_UNKNOWN = Kind("422.0804", "Peran {role} tidak dikenal. Pilih: {known}.")
NOT_SIGNED = Kind("401.0805", "Permintaan tanpa tanda tangan laptop yang dikenal.")
DATABASE_UNSAFE = Kind(
    "500.0806", "PostgreSQL berjalan dengan {setting}={value}. Data dapat hilang saat listrik padam, jadi server menolak mulai."
)
DATABASE_UNREACHABLE = Kind("503.0807", "Basis data server tidak terjangkau. Periksa alamat --database.")
PORT_TAKEN = Kind("409.0808", "Port {port} sudah dipakai program lain. Pilih --port lain.")
TOO_MANY_CODES = Kind("429.0809", "Terlalu banyak percobaan kode. Coba lagi {seconds} detik lagi.")
SERVER_FAULT = Kind("500.0810", "Pusat mengalami gangguan dan sudah mencatatnya. Coba lagi beberapa menit lagi.")
DEVICE_UNKNOWN = Kind("404.0811", "Laptop itu tidak terdaftar di server ini.")

# 09xx reports
REPORT_UNKNOWN = Kind("404.0901", "Laporan {name} tidak ada. Yang ada: {known}.")
REPORT_EMPTY = Kind("404.0902", "Belum ada catatan untuk laporan ini.")
NO_PRINTER = Kind("404.0903", "Tidak ada printer yang terpasang. Simpan sebagai PDF (Ctrl S), lalu cetak dari komputer lain.")

# 10xx sheets
SHEET_UNREADABLE = Kind("415.1001", "Lembar {name} tidak dapat dibuka. Simpan ulang sebagai Excel (.xlsx), lalu coba lagi.")
SHEET_HEADINGS = Kind("422.1002", "Judul kolom tidak dikenali. Kolom yang tidak ada: {missing}.")
SHEET_TOO_LARGE = Kind("413.1003", "Lembar terlalu besar: {rows} baris. Paling banyak {limit} baris sekali impor.")
SHEET_EMPTY = Kind("422.1004", "Lembar tidak berisi baris data.")
SHEET_ROWS_WRONG = Kind("422.1005", "{count} baris keliru. Tidak ada yang diimpor. Perbaiki baris itu, lalu impor lagi.")
SHEET_ROWS_LEFT = Kind("422.1061", "{count} baris keliru, keluarganya tidak diimpor. Perbaiki baris itu, lalu impor lagi.")
SHEET_BOMB = Kind("413.1031", "Lembar {name} terlalu besar untuk dibuka: {mb} MB. Paling besar {limit} MB. Bagi menjadi beberapa lembar.")
SHEET_LOCKED = Kind("415.1032", "Lembar {name} memakai kata sandi. Buka di Excel, simpan tanpa kata sandi, lalu coba lagi.")
SHEET_SLOW = Kind("408.1033", "Lembar {name} terlalu lama dibaca dan dihentikan. Bagi menjadi beberapa lembar, lalu coba lagi.")
CELL_EMPTY = Kind("422.1041", "{column} belum diisi.")
CELL_NUMBER_CUT = Kind(
    "422.1042", "{column} tersimpan sebagai angka, angka terakhirnya hilang. Ubah kolom menjadi Teks, lalu ketik ulang dari kartunya."
)
CELL_CODE = Kind("422.1043", "{column} tidak boleh {value}. Pilihan: {known}.")
CELL_DATE = Kind("422.1044", "{column}: {value} bukan tanggal. Tulis seperti 1981-03-05.")
CELL_COORDINATE = Kind("422.1045", "{column}: {value} bukan koordinat di Indonesia. Tulis derajat desimal, mis. -4.0512 dan 105.2311.")
CELL_TOO_LONG = Kind("422.1046", "{column} paling panjang {limit} huruf. Yang tertulis {length}.")
CELL_NAME = Kind("422.1047", "{value} bukan nama orang. Tulis nama seperti pada KTP.")
NIK_TWICE = Kind("422.1048", "NIK ini sudah ada di baris {row}. Periksa kedua baris.")
HEAD_MISSING = Kind("422.1049", "Keluarga ini tanpa kepala keluarga. Isi kk_level 1 pada satu anggota.")
HEAD_TWICE = Kind("422.1050", "Keluarga ini sudah punya kepala keluarga di baris {row}. Periksa kk_level atau nomor KK.")
SHEET_OTHER = Kind("415.1062", "Ini {what}, bukan lembar: {name}. Pilih berkas Excel (.xlsx, .xls), .ods atau .csv.")
SHEET_NO_TABLE = Kind(
    "422.1063", "Tidak ada lembar {name} dengan judul kolom yang dikenal. Periksa baris judulnya, atau pilih sendiri kolomnya."
)
CELL_ZERO_LOST = Kind(
    "422.1064", "{column} tersimpan sebagai angka, tinggal {length} angka. Ubah kolom menjadi Teks, lalu ketik ulang dari kartunya."
)
CELL_LABEL = Kind("422.1065", "{column}: {value} tidak ada di daftar. Mungkin yang dimaksud {nearest}. Pilih atau tulis ulang.")
CELL_LABEL_UNKNOWN = Kind("422.1066", "{column}: {value} tidak ada di daftar. Tulis salah satu: {known}.")
CELL_SPLIT = Kind("422.1067", "{column}: {value} tidak dapat dipisah. Tulis seperti {example}.")
CELL_RANGE = Kind("422.1068", "{column} harus angka {low} sampai {high}. Yang tertulis {value}.")
KEY_EMPTY = Kind("422.1069", "{column} kosong, sehingga baris ini tidak masuk ke keluarga mana pun. Isi {column}.")
KEY_ALONE = Kind("422.1070", "Nomor KK ini ada di lembar {here}, tetapi tidak ada di lembar {missing}. Lengkapi kedua lembar.")
ROWS_DIFFER = Kind("422.1071", "{column} berbeda dari baris {row} pada keluarga yang sama. Samakan kedua baris.")
KEY_TWICE = Kind("422.1072", "Nomor KK ini sudah ada di baris {row} lembar ini. Periksa kedua baris.")
NIK_SHARED = Kind("422.1073", "NIK dipakai {count} orang di lembar ini. Periksa kartu masing-masing.")
NIK_ELSEWHERE = Kind("409.1074", "NIK {nik} di laptop ini tercatat untuk {name} ({place}). Periksa kartunya, atau buka catatan itu.")
ROW_TWICE = Kind("422.1075", "Orang ini sudah ada di baris {row}. Hapus salah satu baris.")
IMPORT_CANCELLED = Kind("409.1076", "Dibatalkan. {left} dari {total} tidak jadi diimpor, tidak ada yang tersimpan.")
BATCH_UNKNOWN = Kind("404.1077", "Impor itu tidak ada di laptop ini. Sinkronkan dahulu.")
BATCH_UNDONE = Kind("409.1078", "Impor ini sudah dibatalkan {day}.")
SUBJECT_UNKNOWN = Kind("404.1079", "{subject} tidak ditemukan di laptop ini. Periksa nomornya, atau daftarkan dahulu.")
SUBJECT_LIKELY = Kind("409.1080", "{subject} tidak ditemukan. Mungkin yang dimaksud {name} ({place}). Pastikan, lalu pilih orangnya.")
EXPORT_REASON = Kind("422.1081", "Alasan belum ditulis. Ekspor dicatat bersama alasannya, paling sedikit 3 huruf.")
FORMAT_UNKNOWN = Kind("404.1082", "Format {name} tidak dikenal. Pilihan: {known}.")
PROGRAMME_UNKNOWN = Kind("404.1083", "Program bantuan {name} belum ada di laptop ini. Yang ada: {known}.")
NAME_COLUMN_MISSING = Kind("422.1084", "Belum ada kolom untuk nama atau NIK. Pilih kolomnya, lalu periksa lagi.")
EXPORT_CANCELLED = Kind("409.1085", "Dibatalkan. Lembar tidak jadi ditulis.")
EXPORT_UNCHANGED = Kind("404.1086", "Tidak ada yang berubah sejak ekspor terakhir, {since}. Untuk mengirim semuanya, pilih semua baris.")

# 11xx backups
BACKUP_BAD = Kind("500.1101", "Cadangan {name} tidak dapat dibuka atau rusak. Pilih cadangan lain.")
BACKUP_NONE = Kind("404.1102", "Belum ada cadangan untuk akun ini.")
BACKUP_FAILED = Kind("507.1103", "Cadangan tidak dapat ditulis. Periksa ruang penyimpanan.")

# 12xx pillars
PILLAR_UNKNOWN = Kind("404.1201", "Pilar itu belum ada di laptop ini. Cari dengan nama, atau sinkronkan dahulu.")
PILLAR_ELSEWHERE = Kind("403.1202", "Dicatat untuk {region}. Minta koordinator di sana mengubahnya.")
PILLAR_READ_ONLY = Kind("403.1203", "Peran Anda hanya membaca daftar pilar. Minta koordinator mengubahnya.")
SK_ORDER = Kind("422.1204", "SK berakhir {until}, sebelum mulai {since}. Periksa kedua tanggal.")
STATUS_BEFORE = Kind("422.1205", "Tanggal {day} sebelum status terakhir ({former}). Isi {former} atau sesudahnya.")
STATUS_FUTURE = Kind("422.1206", "Tanggal {day} belum terjadi. Catat status ini pada harinya.")
STATUS_SAME = Kind("422.1207", "Pilar ini sudah {state} sejak {day}. Pilih status lain.")
SUCCESSOR_WRONG = Kind("422.1208", "Pilih penggantinya dari daftar pilar. Daftarkan dahulu bila belum ada.")
REASON_MISSING = Kind("422.1209", "Alasan belum ditulis. Tulis paling sedikit 3 huruf.")
CERTIFICATE_ORDER = Kind("422.1210", "Sertifikat berlaku sampai {until}, sebelum terbit {since}. Periksa kedua tanggal.")
