"""What earlier visits found in the made-up families: answers by the names of the shipped questionnaires, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from fieldapp.domain.written import age
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson

Answers = dict[str, object]
ELDERLY, TODDLER = 60, 5  # years
NOT_DISABLED, DISABLED_WORK, FARM_LABOUR = "7", "1", "20"


@dataclass(frozen=True, slots=True)
class PastVisit:
    """One visit on a day. ``house`` holds the answers of the housing questionnaire where it was filled; ``worn`` what the photo shows."""

    day: date
    visit: Answers
    house: Answers | None = None
    photo_seed: int | None = None
    worn: bool = False


@dataclass(frozen=True, slots=True)
class PastDesil:
    """The state's decile as a snapshot told it."""

    value: str
    snapshot: str
    dated: date


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one family besides its card."""

    visits: tuple[PastVisit, ...]
    desil: tuple[PastDesil, ...]
    phone: str | None


@dataclass(frozen=True, slots=True)
class _Home:
    """How a family lives, from which all its answers follow, so that they agree with each other."""

    people: int
    worn: bool
    area: int  # m²
    elderly: bool
    alone: bool
    toddler: bool
    without_nik: bool
    disabled: bool
    poor: int  # the decile it will be given


def histories(seed: int, households: tuple[IncomingHousehold, ...], *, today: date) -> tuple[History, ...]:
    """Return a history for each family, by place; visits lie before ``today``, what comes next lies on both sides of it."""
    rng = Random(seed)  # noqa: S311 - made-up people, not a secret
    return tuple(_history(rng, n, household, today) for n, household in enumerate(households))


def _history(rng: Random, n: int, household: IncomingHousehold, today: date) -> History:
    home = _home(rng, n, household, today)
    count = 2 if n == 0 else rng.choices((0, 1, 2), (34, 44, 22))[0]
    first = today - timedelta(days=rng.randrange(150, 420))
    days = [first, today - timedelta(days=42 if n == 0 else rng.randrange(20, 120))][2 - count :] if count else []
    visits = tuple(_visit(rng, n, home, household, day=day, today=today, last=day == days[-1]) for day in days)
    phone = f"+62812{rng.randrange(10_000_000, 99_999_999)}" if rng.random() < 0.62 and n else None
    return History(visits, _desil(rng, home, today) if rng.random() < 0.88 or n == 0 else (), phone)


def _home(rng: Random, n: int, household: IncomingHousehold, today: date) -> _Home:
    ages = [age(date.fromisoformat(member.birth_date), today) for member in household.members]
    poor = 2 if n == 0 else rng.choices(range(1, 11), (12, 16, 16, 15, 13, 10, 7, 5, 4, 2))[0]
    worn = n == 0 or (poor <= 4 and rng.random() < 0.55)
    return _Home(
        people=len(ages),
        worn=worn,
        area=rng.randrange(24, 42) if worn else rng.randrange(36, 96),
        elderly=max(ages) >= ELDERLY,
        alone=len(ages) == 1,
        toddler=min(ages) < TODDLER,
        without_nik=any(member.nik is None for member in household.members),
        disabled=any(_is_disabled(member) for member in household.members),
        poor=poor,
    )


def _is_disabled(member: IncomingPerson) -> bool:
    return member.disability not in {None, NOT_DISABLED}


def _desil(rng: Random, home: _Home, today: date) -> tuple[PastDesil, ...]:
    """Return one or two quarterly snapshots; a family moves by at most one step between them."""
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 10)
    newest = quarter if quarter <= today else _quarter_before(quarter)
    before = _quarter_before(newest)
    moved = max(1, min(10, home.poor + rng.choice((-1, 0, 0, 1))))
    known = [PastDesil(str(home.poor), _snapshot(newest), newest)]
    return (PastDesil(str(moved), _snapshot(before), before), *known) if rng.random() < 0.5 else tuple(known)


def _quarter_before(day: date) -> date:
    return date(day.year, day.month - 3, day.day) if day.month > 3 else date(day.year - 1, 10, day.day)


def _snapshot(day: date) -> str:
    return f"DTSEN {('I', 'II', 'III', 'IV')[(day.month - 1) // 3]}/{day.year}"


def _visit(rng: Random, n: int, home: _Home, household: IncomingHousehold, *, day: date, today: date, last: bool) -> PastVisit:
    # The first family stays as the story needs it; of the others a few refuse, or nobody was there.
    consent = "ya" if n < 8 else rng.choices(("ya", "ya_wali", "tidak", "tidak_ditemui"), (88, 6, 2, 4))[0]
    hour, minutes = rng.randrange(8, 16), rng.choice((0, 10, 15, 30, 40))
    answers: Answers = {
        "jenis": rng.choices(("rutin", "kasus", "verval", "monev"), (60, 12, 20, 8))[0],
        "tujuan": rng.choice(_PURPOSES),
        "jam_mulai": f"{hour:02d}.{minutes:02d}",
        "jam_selesai": f"{hour + 1:02d}.{rng.choice((5, 20, 35)):02d}",
        "persetujuan": consent,
    }
    if consent == "tidak_ditemui":
        return PastVisit(
            day, {**answers, "tindakan": "Rumah kosong. Pesan dititipkan kepada tetangga.", **_next(rng, n, day, today, last=last)}
        )
    answers |= _met(rng, household)
    if consent == "tidak":
        return PastVisit(day, {**answers, "alasan_menolak": "Sedang ada hajatan, meminta datang lain waktu."})
    answers |= {**_seen(rng, home), **_needs(rng, home)}
    answers |= _next(rng, n, day, today, last=last) if last else {}
    house = _house(rng, home) if last and (n < 8 or rng.random() < 0.7) else None
    return PastVisit(day, answers, house, rng.randrange(1 << 30) if last else None, home.worn)


_PURPOSES = (
    "Pemutakhiran data keluarga dan keadaan rumah",
    "Verifikasi usulan perbaikan rumah",
    "Memantau penggunaan bantuan pangan",
    "Menindaklanjuti laporan dari RT",
    "Kunjungan rutin triwulan",
)


def _met(rng: Random, household: IncomingHousehold) -> Answers:
    adults = household.members[:2]
    who = rng.randrange(len(adults))
    spouse = adults[who].relation in {"2", "3"}
    return {"bertemu": adults[who].name, "hubungan": "kepala_keluarga" if who == 0 else "pasangan" if spouse else "anak"}


def _seen(rng: Random, home: _Home) -> Answers:
    house = (
        rng.choice(
            ("Dinding papan lapuk di bagian dapur, atap seng bocor di dua tempat.", "Lantai semen retak, dinding papan mulai lapuk.")
        )
        if home.worn
        else rng.choice(("Rumah tembok terawat, halaman bersih.", "Rumah permanen, ventilasi cukup.", "Rumah sederhana, lantai keramik."))
    )
    health = (
        "Ada balita, buku KIA dibawa ke posyandu tiap bulan."
        if home.toddler
        else "Lansia mengeluh nyeri sendi, rutin minum obat."
        if home.elderly
        else "Tidak ada keluhan kesehatan."
    )
    work = "Penghasilan dari buruh tani, tidak tetap." if home.poor <= 4 else "Penghasilan dari kebun karet dan warung kecil."
    social = (
        "Tinggal sendiri, ditengok tetangga setiap hari."
        if home.alone
        else rng.choice(("Aktif di pengajian dan gotong royong.", "Hubungan dengan tetangga baik."))
    )
    return {"pengamatan_rumah": house, "pengamatan_kesehatan": health, "pengamatan_ekonomi": work, "pengamatan_sosial": social}


def _needs(rng: Random, home: _Home) -> Answers:
    found = [
        problem
        for problem, so in (
            ("tempat_tinggal", home.worn),
            ("lansia", home.elderly and home.alone),
            ("adminduk", home.without_nik),
            ("pekerjaan", home.poor <= 3 and rng.random() < 0.5),
            ("kesehatan", home.elderly and rng.random() < 0.4),
        )
        if so
    ]
    needs = {
        "tempat_tinggal": "Perbaikan dinding dan atap.",
        "lansia": "Pendamping lansia dan makanan siap santap.",
        "adminduk": "Pengurusan akta dan perekaman KTP.",
        "pekerjaan": "Pelatihan dan modal usaha kecil.",
        "kesehatan": "Pemeriksaan berkala di puskesmas.",
    }
    answers: Answers = {"masalah": " ".join(found) or "tidak_ada", "tindakan": "Data dicatat, keluarga diberi penjelasan."}
    if found:
        answers["kebutuhan"] = " ".join(needs[problem] for problem in found)
    if "adminduk" in found:
        answers["rujukan"] = "Operator desa, lalu Dinas Dukcapil"
    elif "kesehatan" in found:
        answers["rujukan"] = "Puskesmas Mesuji Timur"
    return answers


def _next(rng: Random, n: int, day: date, today: date, *, last: bool) -> Answers:
    """Return the plan with its day: some of them late, some today, most in the weeks to come, and some visits plan nothing."""
    if not last:
        return {}
    late = rng.randrange(1, 15)
    coming = 3 if n == 0 else rng.choices((-late, 0, rng.randrange(1, 8), rng.randrange(8, 45), None), (16, 7, 22, 35, 20))[0]
    if coming is None:
        return {}
    due = max(today + timedelta(days=coming), day)
    return {
        "rencana": rng.choice(("Kunjungan ulang untuk melihat perkembangan.", "Memastikan rujukan sudah dilayani.")),
        "batas_waktu": due.isoformat(),
    }


def _house(rng: Random, home: _Home) -> Answers:
    """Return answers of the housing questionnaire; codes are those of BPS as the questionnaire lists them."""
    worn = home.worn
    toilet = rng.choices(("1", "2", "6"), (50, 30, 20) if worn else (92, 8, 0))[0]
    water = rng.choices(("5", "6", "4", "10"), (40, 30, 20, 10) if worn else (30, 2, 60, 8))[0]
    answers: Answers = {
        "luas_lantai": str(home.area),
        "jumlah_orang": str(home.people),
        "jenis_lantai": rng.choice(("6", "8", "5")) if worn else rng.choice(("2", "4", "6")),
        "kondisi_lantai": rng.choice(("2", "3")) if worn else "1",
        "jenis_dinding": rng.choice(("3", "4")) if worn else rng.choice(("1", "1", "2", "3")),
        "kondisi_dinding": rng.choice(("3", "4")) if worn else rng.choice(("1", "2")),
        "jenis_atap": "3" if worn else rng.choice(("2", "2", "3", "4")),
        "kondisi_atap": rng.choice(("2", "3", "4")) if worn else "1",
        "fasilitas_bab": toilet,
        "sumber_air_minum": water,
    }
    if toilet != "6":
        answers |= {"kloset": rng.choice(("1", "4")) if worn else "1", "tinja": rng.choice(("1", "4")) if worn else "1"}
    if water in {"4", "5", "6"}:
        answers["jarak_limbah"] = rng.choice(("1", "2", "8") if worn else ("2",))
    return answers
