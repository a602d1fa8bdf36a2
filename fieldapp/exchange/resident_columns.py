"""The 43 columns of the residents sheet: their order, where each one belongs here, and what may stand in it."""

from __future__ import annotations

from datetime import date
from functools import cache
from types import MappingProxyType

from fieldapp.exchange import cells

HEADINGS = (
    "alamat", "dusun", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir", "tanggallahir", "agama_id", "pendidikan_kk_id",
    "pendidikan_sedang_id", "pekerjaan_id", "status_kawin", "kk_level", "warganegara_id", "ayah_nik", "nama_ayah", "ibu_nik", "nama_ibu",
    "golongan_darah_id", "akta_lahir", "dokumen_pasport", "tanggal_akhir_paspor", "dokumen_kitas", "akta_perkawinan",
    "tanggalperkawinan", "akta_perceraian", "tanggalperceraian", "cacat_id", "cara_kb_id", "hamil", "ktp_el", "status_rekam",
    "alamat_sekarang", "status_dasar", "suku", "tag_id_card", "id_asuransi", "no_asuransi", "lat", "lng",
)  # fmt: skip
OF_PERSON = MappingProxyType({
    "nama": "name", "nik": "nik", "sex": "sex", "tempatlahir": "birth_place", "tanggallahir": "birth_date", "agama_id": "religion",
    "pendidikan_kk_id": "education", "pekerjaan_id": "occupation", "status_kawin": "marital", "kk_level": "relation",
    "warganegara_id": "citizenship", "nama_ayah": "father_name", "nama_ibu": "mother_name", "golongan_darah_id": "blood",
    "cacat_id": "disability", "status_dasar": "status",
})  # fmt: skip
OF_HOUSEHOLD = MappingProxyType({
    "alamat": "address", "dusun": "hamlet", "rw": "rw", "rt": "rt", "no_kk": "kk", "lat": "latitude", "lng": "longitude",
})  # fmt: skip
OF_NEITHER = tuple(heading for heading in HEADINGS if heading not in OF_PERSON and heading not in OF_HOUSEHOLD)
# What each column is called in a sentence; those without rules are never spoken of.
TITLES = MappingProxyType({
    "alamat": "Alamat", "dusun": "Dusun", "rw": "RW", "rt": "RT", "nama": "Nama", "no_kk": "Nomor KK", "nik": "NIK",
    "sex": "Jenis kelamin", "tempatlahir": "Tempat lahir", "tanggallahir": "Tanggal lahir", "agama_id": "Agama",
    "pendidikan_kk_id": "Pendidikan", "pekerjaan_id": "Pekerjaan", "status_kawin": "Status kawin", "kk_level": "Hubungan dalam KK",
    "warganegara_id": "Kewarganegaraan", "nama_ayah": "Nama ayah", "nama_ibu": "Nama ibu", "golongan_darah_id": "Golongan darah",
    "cacat_id": "Cacat", "cara_kb_id": "Cara KB", "status_dasar": "Status dasar", "id_asuransi": "Asuransi",
    "tanggal_akhir_paspor": "Tanggal akhir paspor", "tanggalperkawinan": "Tanggal perkawinan", "tanggalperceraian": "Tanggal perceraian",
    "lat": "Lintang", "lng": "Bujur",
})  # fmt: skip


@cache
def readers_for(today: date) -> MappingProxyType[str, cells.Reader]:
    """Return the reader of every heading that has rules; the others are kept as they stand."""
    place, short = cells.free(200), cells.free(100)
    return MappingProxyType(
        {
            "alamat": place,
            "dusun": short,
            "rw": cells.rt_rw,
            "rt": cells.rt_rw,
            "nama": cells.needed(cells.name),
            "no_kk": cells.needed(cells.kk),
            "nik": lambda heading, value: cells.nik(heading, value, today),
            "sex": cells.needed(cells.among({"1": "Laki-laki", "2": "Perempuan"})),
            "tempatlahir": short,
            "tanggallahir": cells.needed(lambda heading, value: cells.birth_date(heading, value, today)),
            "agama_id": cells.coded("agama"),
            "pendidikan_kk_id": cells.coded("pendidikan"),
            "pekerjaan_id": cells.coded("pekerjaan"),
            "status_kawin": cells.coded("status_kawin"),
            "kk_level": cells.needed(cells.coded("shdk")),
            "warganegara_id": cells.coded("kewarganegaraan"),
            "nama_ayah": short,
            "nama_ibu": short,
            "golongan_darah_id": cells.coded("golongan_darah"),
            "cacat_id": cells.coded("cacat"),
            "cara_kb_id": cells.coded("cara_kb"),
            "status_dasar": cells.coded("status_dasar"),
            "id_asuransi": cells.coded("asuransi"),
            "tanggal_akhir_paspor": cells.day,
            "tanggalperkawinan": cells.day,
            "tanggalperceraian": cells.day,
            "lat": cells.coordinate(cells.LATITUDES),
            "lng": cells.coordinate(cells.LONGITUDES),
        }
    )
