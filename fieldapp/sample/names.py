"""Names as they stand on Indonesian family cards: one word or five, with titles, marga, birth order and "bin"."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

MAN, WOMAN = "1", "2"
_ISLAM, _PROTESTANT, _HINDU = "1", "2", "4"
_OLD_BEFORE = 1975  # names of the grandparents' time; later ones follow the schools and television
_NEW_FROM = 1998


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True, slots=True)
class Culture:
    """How one people names its children. ``second`` are names that follow the first; a marga goes from father to child."""

    key: str
    religion: str  # Dukcapil's code of the usual religion
    old: tuple[tuple[str, ...], tuple[str, ...]]  # men, women
    young: tuple[tuple[str, ...], tuple[str, ...]]
    second: tuple[tuple[str, ...], tuple[str, ...]]
    single: int  # of a hundred older people, how many carry one word only
    marga: tuple[str, ...] = ()
    order: tuple[str, ...] = ()  # names of the first, second, third, fourth child
    before: tuple[str, str] = ("", "")  # the word that comes before the name of a man, a woman
    bound: int = 0  # of a hundred older people, how many are told apart by "bin" and the father's name


JAVANESE = Culture(
    "javanese",
    _ISLAM,
    (
        _words(
            "Suparman Sukirman Supriyadi Sutrisno Sugeng Sumarno Suyatno Slamet Paimin Paijo Ngadiman Tugiman Wagiman Kasiman Mujiono "
            "Sarwono Suwito Hartono Mulyono Jumadi Poniman Ngatijo Karto Sastro Parto Tukijan Wakidi Supono Sukardi Supardi Legiman"
        ),
        _words(
            "Sumiyati Suparmi Painem Tukiyem Ngatiyem Sukinah Sutinah Wagiyem Karsinem Saminah Suminah Juminten Mujiyem Rubiyem Poniyem "
            "Sutarmi Sulastri Suharti Sri Tumini Kasiyem Parinem Kartini Mariyem Sarinem Lasmi Warsiti Ngadinem"
        ),
    ),
    (
        _words(
            "Agus Bayu Dwi Eko Andri Rizky Aditya Dimas Fajar Galih Hendra Irfan Joko Wahyu Yoga Tri Arif Bagas Rendi Nanda Ilham Reza "
            "Fathan Raka Danu Alif Gilang Rafi"
        ),
        _words(
            "Ani Dewi Dwi Eka Fitri Indah Lestari Nur Putri Rina Siti Tri Wulan Yuni Ayu Dian Ratih Anisa Nabila Salsabila Aulia Intan "
            "Zahra Kirana Naila Alya Riska Melati"
        ),
    ),
    (
        _words(
            "Santoso Prasetyo Saputra Nugroho Setiawan Wibowo Kurniawan Hidayat Susanto Widodo Purnomo Raharjo Pratama Ramadhan Utomo Cahyono"
        ),
        _words(
            "Handayani Lestari Wahyuni Rahayu Ningsih Astuti Anggraini Safitri Puspitasari Utami Maharani Khasanah Aini Kusuma Hidayati"
        ),
    ),
    58,
    bound=4,
)
SUNDANESE = Culture(
    "sundanese",
    _ISLAM,
    (
        _words("Asep Ujang Dadang Cecep Endang Entis Maman Oman Udin Atang Dedi Encep Engkos Jajang Karna"),
        _words("Iyah Cicih Euis Imas Iis Enok Kokom Nyai Titin Onah Eti Yayah Aisah Icih Entin"),
    ),
    (
        _words("Asep Deden Iqbal Ridwan Gilang Yana Hilman Fauzan Andika Rangga Cepi Egi"),
        _words("Neng Rani Elis Siska Yulia Desi Nenden Risma Tiara Mira Nisa Sinta"),
    ),
    (
        _words("Suherman Sutisna Hidayat Permana Gunawan Supriatna Mulyana Rohman Nugraha Kosasih Saepudin"),
        _words("Rohayati Nurhayati Rosmiati Kurniasih Sumiati Komariah Hasanah Yulianti Mulyati Fatimah"),
    ),
    34,
    bound=3,
)
LAMPUNG = Culture(
    "lampung",
    _ISLAM,
    (
        _words("Hasan Mursalin Zainal Burhan Syahrial Abdullah Ismail Ruslan Nurdin Sahril Anwar Bahri Tarmizi Idris Muchtar"),
        _words("Zubaidah Rohani Nurbaiti Hasnah Maimunah Rusmina Syamsiah Halimah Rosnani Aminah Fatonah Yusnani Masnun"),
    ),
    (
        _words("Rahmat Ferdi Ridho Yogi Andre Rian Iqbal Alfarizi Deni Fikri Hafiz Ilham Naufal"),
        _words("Meri Yesi Lia Novita Rahma Dinda Putri Sherly Mutia Nadia Selvi Okta Amelia"),
    ),
    (
        _words("Efendi Arifin Saputra Firmansyah Syaputra Effendi Ramadhan Alamsyah Rizal Yusuf Kesuma"),
        _words("Sari Oktavia Yanti Maryani Damayanti Febriyanti Yunita Wati Apriani Ramadhani"),
    ),
    30,
    bound=38,
)
BALINESE = Culture(
    "balinese",
    _HINDU,
    (_words("Sudana Suarta Rata Gede Sukarma Mudra Wirya Suteja Nata"), _words("Rai Sari Suarni Kerti Murni Sukerti Rasmi Resi")),
    (
        _words("Adi Yoga Surya Dharma Aditya Bayu Krisna Arya Pande"),
        _words("Ayu Dewi Intan Purnama Widya Ratna Laksmi Pradnya Trisna"),
    ),
    (_words("Putra Wijaya Sudarma Mahendra Suartana Saputra Wirawan"), _words("Astuti Lestari Suryani Dewi Wulandari Purnami Cahyani")),
    45,
    order=("Wayan", "Made", "Nyoman", "Ketut"),
    before=("I", "Ni"),
)
BATAK = Culture(
    "batak",
    _PROTESTANT,
    (_words("Parlindungan Sahat Tumpal Saut Marihot Binsar Poltak Maruli"), _words("Rosmaida Tiurma Nurhaida Lamria Tiominar Rumondang")),
    (_words("Andreas Yohanes Samuel Daniel Jonathan Kevin Rio Yosua"), _words("Maria Debora Ester Grace Yohana Christina Ruth Natalia")),
    (_words("Parulian Hasiholan Martua Partogi Mangasi"), _words("Uli Romauli Tiurma Magdalena Elisabet")),
    70,
    marga=_words("Simanjuntak Siregar Sihombing Nainggolan Hutapea Sinaga Manurung Panjaitan"),
)
BUGIS = Culture(
    "bugis",
    _ISLAM,
    (_words("Ambo Baso Lamakka Sudirman Mappa Beddu Ambotang Rusli Tahir"), _words("Indo Hasna Becce Tenri Rahmatia Sitti Hamsiah Nurlia")),
    (
        _words("Ashar Irwan Akbar Fadli Rahmat Syahrul Takdir Aswar"),
        _words("Nurul Rahmi Hasmi Ika Suriani Jumriani Mutmainnah Nurfadillah"),
    ),
    (_words("Upe Dalle Tang Rahman Amiruddin Hamzah Kadir Saleh"), _words("Wati Rahmi Asse Rukmana Hidayah Nur Ramlah")),
    24,
    before=("Andi", "Andi"),
    bound=6,
)


def name_for(rng: Random, culture: Culture, sex: str, birth_year: int, *, child: int = 1, marga: str = "", father: str = "") -> str:
    """Return a full name. ``child`` counts birth order from 1; ``marga`` and ``father`` come from the family."""
    at = 0 if sex == MAN else 1
    older = birth_year < _OLD_BEFORE
    first = rng.choice(_of_their_time(culture, at, birth_year))
    if culture.order:
        return _with_order(rng, culture, at, first, child)
    if culture.marga:
        middle = [rng.choice(culture.second[at])] if not older and rng.random() < 0.4 else []
        return " ".join([first, *middle, marga or rng.choice(culture.marga)])
    if older and father and rng.randrange(100) < culture.bound:
        return f"{first} {'bin' if sex == MAN else 'binti'} {father.split(maxsplit=1)[0]}"
    if rng.randrange(100) < (culture.single if older else 8):
        return first
    name = _joined(rng, culture, at, first, three=not older and birth_year > 2000 and rng.random() < 0.45)
    return f"{culture.before[at]} {name}" if culture.before[at] and rng.random() < 0.12 else name


def _of_their_time(culture: Culture, at: int, birth_year: int) -> tuple[str, ...]:
    """Return the first names given in that year; the young ones are listed from the older to the newer fashion."""
    if birth_year < _OLD_BEFORE:
        return culture.old[at]
    names = culture.young[at]
    return names[: len(names) * 3 // 5] if birth_year < _NEW_FROM else names[len(names) // 3 :]


def _joined(rng: Random, culture: Culture, at: int, first: str, *, three: bool) -> str:
    middle = [rng.choice(culture.young[at])] if three else []
    parts = [first, *middle, rng.choice(culture.second[at])]
    return " ".join(dict.fromkeys(parts))


def _with_order(rng: Random, culture: Culture, at: int, first: str, child: int) -> str:
    order = culture.order[(child - 1) % len(culture.order)]
    last = f" {rng.choice(culture.second[at])}" if rng.random() < 0.5 else ""
    return f"{culture.before[at]} {order} {first}{last}"


def titled(rng: Random, culture: Culture, name: str, sex: str, age: int) -> str:
    """Put before a name what neighbours put there: H. or Hj. after the pilgrimage, sometimes."""
    if culture.religion == _ISLAM and age >= 50 and rng.random() < 0.07:
        return f"{'H.' if sex == MAN else 'Hj.'} {name}"
    return name
