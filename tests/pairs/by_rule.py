"""Pairs made by rule from a seed: what clerks do to a name, a date and a number, and who lives beside whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from fieldapp.domain.likeness import Traits
from tests.pairs.labelled import PLACES, Labelled

EACH = 24  # pairs of a kind and a seed


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MEN = _words("""Suparman Sukirman Sutrisno Slamet Ngadiman Wagiman Mujiono Sarwono Hartono Poniman Legiman Supardi Asep Ujang Dadang Cecep Maman Atang Encep
Jajang Mursalin Zainal Burhan Syahrial Ruslan Nurdin Tarmizi Idris Muchtar Sahat Tumpal Marihot Poltak Maruli Ambo Baso Beddu Rusli Agus Bayu Eko
Andri Rizky Aditya Dimas Fajar Galih Hendra Irfan Joko Wahyu Yoga Arif Bagas Rendi Ilham Reza Danu Gilang Hasan Ismail Umar Yusuf Ibrahim Ridwan Iqbal
Hilman Rangga Deni Ferdi Fikri Naufal Samuel Daniel Yosua Andreas Robert Markus Petrus Yohanes Lukas""")
WOMEN = _words("""Sumiyati Suparmi Painem Tukiyem Sukinah Wagiyem Saminah Juminten Rubiyem Sulastri Suharti Kartini Lasmi Warsiti Cicih Euis Imas Kokom Titin
Onah Yayah Entin Zubaidah Rohani Nurbaiti Hasnah Maimunah Rusmina Halimah Fatonah Masnun Rosmaida Tiurma Lamria Rumondang Hasna Becce Tenri Rahmatia
Ani Dewi Fitri Indah Lestari Putri Rina Wulan Yuni Ayu Dian Ratih Anisa Nabila Aulia Intan Zahra Kirana Riska Melati Siska Yulia Desi Nenden Risma
Tiara Mira Sinta Meri Novita Dinda Sherly Mutia Selvi Amelia Maria Debora Ester Grace Yohana""")
AFTER = _words("""Santoso Prasetyo Saputra Nugroho Setiawan Wibowo Kurniawan Hidayat Susanto Widodo Purnomo Raharjo Pratama Ramadhan Utomo Cahyono Suherman
Sutisna Permana Gunawan Supriatna Mulyana Rohman Nugraha Kosasih Efendi Arifin Firmansyah Alamsyah Kesuma Wijaya Mahendra Simanjuntak Siregar Sihombing
Nainggolan Hutapea Sinaga Manurung Panjaitan Dalle Tahir Hamzah Kadir Saleh""")
AFTER_WOMEN = _words("""Handayani Lestari Wahyuni Rahayu Ningsih Astuti Anggraini Safitri Puspitasari Utami Maharani Khasanah Aini Kusuma Hidayati Rohayati
Rosmiati Kurniasih Komariah Hasanah Yulianti Mulyati Oktavia Maryani Damayanti Febriyanti Wati Apriani Suryani Wulandari""")
BEFORE = ("Muhammad", "Ahmad", "Abdul", "M.", "Moh.")
BEFORE_WOMEN = ("Siti", "Nur", "Sri", "Siti", "Dwi")
SPELT = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"), ("z", "s"), ("f", "p"), ("ai", "ae"), ("k", "q"))
TWINS = (
    ("Hasan", "Husein"), ("Siti Aminah", "Siti Aisyah"), ("Rina", "Rini"), ("Dika", "Diki"), ("Nayla Putri", "Nayra Putri"), ("Rafa Alfatih", "Rafi Alfatih"),
    ("Dian Lestari", "Diana Lestari"), ("Rama Wijaya", "Rahma Wijaya"), ("Farhan Akbar", "Farhat Akbar"), ("Ardi Saputra", "Ardo Saputra"),
    ("Intan Permata", "Intan Mutiara"), ("Yoga Pratama", "Yogi Pratama"), ("Putra Ramadhan", "Putri Ramadhan"), ("Zahra Aulia", "Zahwa Aulia"),
)  # fmt: skip
Made = tuple[bool, Traits, Traits, int]


def name_of(rng: Random, sex: str, words: int = 2) -> str:
    first = rng.choice(MEN if sex == "1" else WOMEN)
    after = rng.choice(AFTER if sex == "1" else AFTER_WOMEN)
    before = rng.choice(BEFORE if sex == "1" else BEFORE_WOMEN)
    return {1: first, 2: f"{first} {after}", 3: f"{before} {first} {after}"}[words]


def someone(rng: Random, words: int | None = None, region: str = PLACES["A"]) -> Traits:
    """Return a person of whom everything is known."""
    sex = rng.choice("12")
    born = date(1940, 1, 2) + timedelta(rng.randrange(28_000))
    number = f"{region.replace('.', '')[:6]}{born.day + 40 * (sex == '2'):02}{born:%m%y}{rng.randrange(1, 12):04}"
    return Traits(
        name_of(rng, sex, words or rng.choice((1, 2, 2, 2, 3))), number, born.isoformat(), sex, f"181102{rng.randrange(10**10):010}", region,
        f"{rng.randrange(1, 7):03}", "001", name_of(rng, "2", rng.choice((1, 2))), name_of(rng, "1", rng.choice((1, 2))),
        relation=rng.choice(("1", "3", "4")),
    )  # fmt: skip


def forget(rng: Random, one: Traits, *, keep: tuple[str, ...] = ()) -> Traits:
    """Leave out what a list often lacks: parents, NIK, KK, RT."""
    lost = {name: "" for name, odds in (("nik", 0.5), ("mother_name", 0.6), ("father_name", 0.7), ("kk", 0.4), ("rt", 0.4), ("relation", 0.5))
            if name not in keep and rng.random() < odds}  # fmt: skip
    return replace(one, **lost)


def slip(rng: Random, name: str) -> str:
    """Make one slip of the hand in the longest word: a letter lost, doubled, swapped with the next, or hit beside."""
    words = name.split()
    at = max(range(len(words)), key=lambda place: len(words[place]))
    word, place = words[at], rng.randrange(1, max(2, len(words[at]) - 2))
    made = (
        word[:place] + word[place + 1 :],
        word[:place] + word[place] + word[place:],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + rng.choice("aeinrstm") + word[place + 1 :],
    )
    words[at] = rng.choice(made)
    return " ".join(words)


def digit_slip(rng: Random, number: str) -> str:
    at = rng.randrange(6, 15)
    if rng.random() < 0.5 and number[at] != number[at + 1]:
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return number[:at] + str((int(number[at]) + rng.randrange(1, 9)) % 10) + number[at + 1 :]


def _typing(rng: Random) -> Made:
    one = someone(rng, rng.choice((1, 2, 2, 3)))
    return True, one, forget(rng, replace(one, name=slip(rng, one.name))), 0


def _titles(rng: Random) -> Made:
    one = someone(rng)
    front, back = (
        rng.choice(("H. ", "Hj. ", "Drs. ", "Ir. ", "Bpk. ", "Ibu ", "Alm. ", "K.H. ")),
        rng.choice(("", ", S.Pd.", ", S.Sos., M.Si.", ", A.Md")),
    )
    return True, one, forget(rng, replace(one, name=f"{front}{one.name}{back}")), 0


def _spelling(rng: Random) -> Made:
    one = someone(rng)
    told = one.name
    for new, old in rng.sample(SPELT, 4):
        told = told[0] + told[1:].replace(new, old, 1)
    return True, one, forget(rng, replace(one, name=told)), 0


def _initials(rng: Random) -> Made:
    one = someone(rng, 3)
    first, middle, last = one.name.split()
    shorter = rng.choice((f"{first} {middle[0]}. {last}", f"{first[0]}. {middle} {last}", f"{middle} {last}", f"{first} {middle}"))
    return True, one, forget(rng, replace(one, name=shorter)), 0


def _single(rng: Random) -> Made:
    one = someone(rng, 1)
    if rng.random() < 0.5:
        return True, one, forget(rng, one), 0
    other = replace(someone(rng, 1), name=one.name, sex=one.sex, rt=one.rt)
    return False, forget(rng, replace(one, birth_date=rng.choice(("", one.birth_date))), keep=("rt",)), forget(rng, other, keep=("rt",)), 0


def _twins(rng: Random) -> Made:
    one = replace(someone(rng), relation="4", birth_date="2012-05-17")
    sex = rng.choice("12")
    names = rng.choice(TWINS)
    one = replace(one, name=names[0], sex=sex, nik=f"181102{57 if sex == '2' else 17}05120001")
    other = replace(one, name=names[1], nik=one.nik[:-1] + "2")
    return False, forget(rng, one, keep=("kk",)), forget(rng, other, keep=("kk",)), 0


def _generations(rng: Random) -> Made:
    one = replace(someone(rng, rng.choice((1, 2))), relation="1", birth_date=f"19{rng.randrange(45, 65)}-03-{rng.randrange(10, 29)}")
    born = f"19{rng.randrange(80, 99)}-{rng.randrange(4, 10):02}-{rng.randrange(10, 29)}"
    child = replace(someone(rng), name=one.name, sex=one.sex, kk=one.kk, rt=one.rt, relation="4", birth_date=born, father_name=one.name)
    return False, forget(rng, one, keep=("kk", "rt")), forget(rng, child, keep=("kk", "rt")), 0


def _neighbours(rng: Random) -> Made:
    one = someone(rng, rng.choice((1, 2, 2, 3)))
    other = replace(someone(rng), name=one.name, sex=one.sex, rt=rng.choice((one.rt, "009")))
    return False, forget(rng, one), forget(rng, other), 0


def _swapped(rng: Random) -> Made:
    one = replace(
        someone(rng, rng.choice((2, 2, 3))), birth_date=f"{rng.randrange(1950, 2005)}-0{rng.randrange(1, 5)}-0{rng.randrange(5, 10)}"
    )
    year, month, day = one.birth_date.split("-")
    other = rng.choice(
        (f"{year}-{day}-{month}", f"{year[:2]}{year[3]}{year[2]}-{month}-{day}" if year < "2000" else f"{year}-{day}-{month}")
    )
    return True, replace(one, nik=""), forget(rng, replace(one, birth_date=other), keep=("rt",)), 0


def _round_day(rng: Random) -> Made:
    one = replace(someone(rng, 2), birth_date=f"{rng.randrange(1935, 1970)}-12-31", nik="")
    if rng.random() < 0.5:
        other = replace(one, birth_date=rng.choice((one.birth_date, f"{one.birth_date[:4]}-07-01")), father_name="")
        return True, one, other, 0
    return False, one, replace(someone(rng), name=name_of(rng, one.sex), sex=one.sex, birth_date=one.birth_date, nik=""), 0


def _moved(rng: Random) -> Made:
    one = someone(rng)
    moved = replace(one, kk=f"350805{rng.randrange(10**10):010}", region_id=rng.choice((PLACES["B"], PLACES["C"], PLACES["D"])), rt="004")
    return True, one, forget(rng, moved, keep=("nik",) if len(one.name.split()) == 1 else ("mother_name",)), 0


def _married(rng: Random) -> Made:
    one = replace(someone(rng, 2), relation="4")
    there = replace(one, relation="3", kk=f"181102{rng.randrange(10**10):010}", rt="006", region_id=rng.choice((PLACES["A"], PLACES["B"])))
    return True, one, forget(rng, there), 0


def _without_nik(rng: Random) -> Made:
    one = replace(someone(rng, rng.choice((2, 3))), nik="")
    if rng.random() < 0.6:
        return True, one, replace(one, kk="", father_name=""), 0
    sibling = replace(someone(rng), name=name_of(rng, one.sex), sex=one.sex, nik="", kk=one.kk, rt=one.rt, mother_name=one.mother_name,
                      father_name=one.father_name)  # fmt: skip
    return False, one, sibling, 0


def _nik_slip(rng: Random) -> Made:
    one = someone(rng)
    return True, one, forget(rng, replace(one, nik=digit_slip(rng, one.nik)), keep=("nik",)), 0


def _shared_nik(rng: Random) -> Made:
    number = rng.choice(("1811020101700001", "1234567890123456", "1811023112600001", someone(rng).nik))
    one, other = replace(someone(rng), nik=number), replace(someone(rng), nik=number)
    return False, forget(rng, one, keep=("nik",)), forget(rng, other, keep=("nik",)), rng.choice((0, 5, 20))


def _unrelated(rng: Random) -> Made:
    one, other = someone(rng), someone(rng, region=rng.choice(list(PLACES.values())))
    shared = {name: getattr(one, name) for name in rng.sample(("birth_date", "sex", "rt", "mother_name", "kk", "relation"), 2)}
    return False, forget(rng, one), forget(rng, replace(other, **shared)), 0


KINDS: dict[str, Callable[[Random], Made]] = {
    "salah ketik": _typing,
    "gelar": _titles,
    "ejaan": _spelling,
    "singkatan": _initials,
    "nama tunggal": _single,
    "kembar": _twins,
    "ayah dan anak": _generations,
    "tetangga senama": _neighbours,
    "tanggal tertukar": _swapped,
    "tanggal kira-kira": _round_day,
    "pindah": _moved,
    "menikah": _married,
    "tanpa NIK": _without_nik,
    "NIK salah ketik": _nik_slip,
    "NIK dipakai bersama": _shared_nik,
    "orang lain": _unrelated,
}


def by_rule(seed: int, *, tuning: bool) -> Iterator[Labelled]:
    """Make the pairs of a seed; another seed is another set."""
    for kind, make in KINDS.items():
        rng = Random(f"{seed} {kind}")
        for _time in range(EACH):
            same, first, second, holders = make(rng)
            yield Labelled(kind, same, first, second, tuning, holders)
