"""What the people of a whole kabupaten are called: a few names everyone has, and a long tail of names hardly anyone has."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random

MAN, WOMAN = "1", "2"
_ISLAM, _HINDU = "1", "4"
_OLD_BEFORE, _NEW_FROM = 1972, 1999


class Drawn:
    """Words drawn by their place in a list: the first far more often than the last, as names are in a village."""

    def __init__(self, text: str) -> None:
        self.words = tuple(text.split())
        self.upto = list(accumulate(1 / (place + 2.5) ** 0.85 for place in range(len(self.words))))

    def one(self, rng: Random) -> str:
        """Return one word."""
        return self.words[bisect(self.upto, rng.random() * self.upto[-1])]


@dataclass(frozen=True, slots=True)
class Built:
    """Names put together from syllables: the long tail no list holds."""

    first: tuple[str, ...]
    middle: tuple[str, ...]
    last: tuple[str, ...]

    def one(self, rng: Random) -> str:
        """Return one name."""
        return f"{rng.choice(self.first)}{rng.choice(self.middle)}{rng.choice(self.last)}"


def _built(first: str, middle: str, last: str) -> Built:
    return Built(*(tuple(part.split(" ")) for part in (first, middle, last)))


@dataclass(frozen=True, slots=True)
class People:
    """How one people names its children; every pair is men, women. ``tail`` of a hundred first names are built from syllables."""

    key: str
    religion: str  # Dukcapil's code of the usual religion
    old: tuple[Drawn, Drawn]
    young: tuple[Drawn, Drawn]
    second: tuple[Drawn, Drawn]
    built: tuple[Built, Built]
    single: int  # of a hundred older people, how many have one word only
    bound: int = 0  # of a hundred older men and women, how many are told apart by the father's name
    before: tuple[str, str] = ("", "")
    order: tuple[str, ...] = ()
    tail: int = 22


_MODERN = (
    _built("Al Ar Az Da Fa Gi Ha Ja Ka Ke Na Ra Re Ri Sa Va Za Ze", "di fa gi ka li na ra ri vi ya za ", " n fan an no ndra to h l r"),
    _built("A Au Al Be Ca Ci De Fe Ha Ke Ki Li Na Ne Ra Sa She Zi Zha Zea", "di fi ka li na ra ri sha vi ya za qi ", "a ra sya nda la na h nia lyn tri ta"),
)  # fmt: skip
JAVANESE = People(
    "javanese",
    _ISLAM,
    (
        Drawn("Slamet Suparman Supriyanto Sutrisno Sugeng Sumarno Suyatno Mujiono Ngadiman Tugiman Wagiman Paimin Paijo Sarwono Suwito Hartono Mulyono Jumadi "
              "Poniman Karto Sastro Parto Tukijan Wakidi Supono Sukardi Supardi Legiman Sukirman Suratman Sujarwo Kasiman Ngatijo Katimin Jumari Saimin Sarmin"),
        Drawn("Siti Suparmi Sumiyati Sri Painem Tukiyem Ngatiyem Sukinah Sutinah Wagiyem Karsinem Saminah Suminah Juminten Mujiyem Rubiyem Poniyem Sutarmi "
              "Sulastri Suharti Tumini Kasiyem Parinem Kartini Mariyem Sarinem Lasmi Warsiti Ngadinem Katinem Misinah Tuminah Sumarni Sriyati Marsinah"),
    ),
    (
        Drawn("Muhammad Agus Ahmad Dwi Eko Andi Rizky Aditya Bayu Dimas Fajar Joko Wahyu Tri Arif Hendra Irfan Galih Yoga Bagas Rendi Nanda Ilham Reza "
              "Fathan Raka Danu Alif Gilang Rafi Heri Budi Andri Yusuf Nur Imam Sigit Teguh Wawan Didik"),
        Drawn("Siti Sri Nur Dewi Dwi Eka Fitri Rina Tri Putri Indah Ani Yuni Ayu Dian Wulan Anisa Ratih Nabila Aulia Lestari Salsabila Intan Zahra Kirana "
              "Naila Alya Riska Melati Endang Erna Lilis Susi Umi Wiwik Yanti Tutik"),
    ),
    (
        Drawn("Santoso Setiawan Saputra Prasetyo Nugroho Wibowo Kurniawan Hidayat Susanto Widodo Purnomo Raharjo Pratama Ramadhan Utomo Cahyono Riyadi Wahyudi "
              "Haryanto Yulianto Subagyo Prabowo Mustofa Anwar Efendi Fauzi"),
        Drawn("Lestari Wahyuni Rahayu Ningsih Astuti Handayani Anggraini Safitri Utami Puspitasari Maharani Khasanah Aini Kusuma Hidayati Wati Fatimah Aminah "
              "Rohmah Setyowati Yuliana Maryati Nurjanah Susanti Kholifah"),
    ),
    (
        _built("Su Ngat Wag Par Sar Tuk Kas Muj Har Mar Las Pon Leg Pah Won Ju Sum Kar Ra Sa Mi", "i a o ari adi iri uma ama ", "man no to di jo min mo yo dikun kijan"),
        _built("Su Ngat Wag Par Sar Tuk Kas Muj Har Mar Las Pon Leg Pah Won Ju Sum Kar Ra Sa Mi", "i a o ari adi iri uma ama ", "yem nem ti nah mi ni rah kinah tun sih"),
    ),
    58,
    bound=4,
)  # fmt: skip
MALAY = People(
    "malay",
    _ISLAM,
    (
        Drawn("Hasan Abdullah Herman Zainal Zulkarnain Amrullah Nurdin Husin Ismail Idris Ali Umar Kosim Syarkowi Mat Anwar Cik Rusdi Senen Tarmizi Matcik Alamsyah "
              "Sarnubi Bahri Romli Tamrin Aguscik Nungcik Dencik Yahya Djauhari Soleh Hamid Burhan"),
        Drawn("Siti Maimunah Aminah Zubaidah Rohani Nurbaiti Hasnah Halimah Rusmina Rosmala Yusmaniar Masayu Cikyah Nurhayati Rodiah Salbiah Zaleha Maryam Fatimah "
              "Rohimah Nyimas Asiah Sumiati Mardiana Holijah Saodah Robiah Komariah"),
    ),
    (
        Drawn("Muhammad Ahmad Rahmat Andi Rian Deni Ferdi Ridho Yogi Andre Iqbal Alfarizi Fikri Hafiz Ilham Naufal Rizki Heri Doni Apriansyah Febri Jefri Robby "
              "Okta Yudi Dedi Beni Candra Firman Zikri"),
        Drawn("Siti Nur Putri Meri Lia Novita Rahma Dinda Yesi Sherly Mutia Nadia Selvi Okta Amelia Desi Eka Fitri Reni Rika Susi Mega Tiara Yulia Marlina Leni "
              "Nova Wulan Zaskia Kanza"),
    ),
    (
        Drawn("Saputra Efendi Arifin Firmansyah Syaputra Ramadhan Alamsyah Rizal Yusuf Kesuma Pratama Apriadi Hidayat Ardiansyah Afriansyah Irawan Gunawan Sanjaya "
              "Wijaya Al-Fatih Akbar Maulana Syahputra"),
        Drawn("Sari Lestari Oktavia Yanti Maryani Damayanti Febriyanti Yunita Wati Apriani Ramadhani Anggraini Safitri Azzahra Agustina Marlina Astuti Juwita "
              "Permata Handayani Puspita Aprilia"),
    ),
    (
        _built("Zul Sya Am Her Mar Rus Ha Sar Ka Ro Ta Bur No Mas Ar", "ka ri ru mi la na ni ", "din nain man syah mudin wi kim lani sun"),
        _built("Yus Ros Mas Nur Zu Ha Mar Sal Rus Ro Ko Dar Er", "ma ni li ha ba ja na ", "niar na yah dah ti lena wati lah nita"),
    ),
    30,
    bound=36,
    before=("Kgs.", "Nyimas"),
)  # fmt: skip
BUGIS = People(
    "bugis",
    _ISLAM,
    (
        Drawn("Ambo Baso Beddu Lamakka Sudirman Mappa Ambotang Rusli Tahir Dg Laupe Hamma Tajuddin Sultan Saharuddin Nurdin Kadir Jafar"),
        Drawn("Indo Hasna Becce Tenri Sitti Rahmatia Hamsiah Nurlia Rosdiana Bunga Hj Sahari Jumriah Ratna Suharti Masse Nuraeni"),
    ),
    (
        Drawn("Muhammad Andi Ashar Irwan Akbar Fadli Rahmat Syahrul Takdir Aswar Asri Risal Sudarman Ahmad Haikal Fajrin"),
        Drawn("Nurul Sitti Rahmi Hasmi Ika Suriani Jumriani Mutmainnah Nurfadillah Andi Hikmah Fitriani Ayu Nurhalisa Asmaul"),
    ),
    (
        Drawn("Upe Dalle Rahman Tang Amiruddin Hamzah Kadir Saleh Syarifuddin Anugrah Ramadhan Yunus Arsyad"),
        Drawn("Wati Rahmi Asse Rukmana Hidayah Nur Ramlah Amalia Ramadhani Syam Dewi Lestari"),
    ),
    (
        _built("Mapp La Sa Pa Tam Bas Pat Mak", "a asu eru ali ", "kka ng la tta ssar nro re"),
        _built("We I Ca Be Sal Ma Han", "ta sa ru li ma ", "ri ng lle ni ssa nna"),
    ),
    24,
    bound=6,
    before=("Andi", "Andi"),
)  # fmt: skip
BALINESE = People(
    "balinese",
    _HINDU,
    (Drawn("Sudana Suarta Rata Gede Sukarma Mudra Wirya Suteja Nata Sumerta Darma"), Drawn("Rai Sari Suarni Kerti Murni Sukerti Rasmi Resi Kari Sudiani")),
    (Drawn("Adi Yoga Surya Dharma Aditya Bayu Krisna Arya Pande Agus Eka"), Drawn("Ayu Dewi Intan Purnama Widya Ratna Laksmi Pradnya Trisna Eka Kadek")),
    (Drawn("Putra Wijaya Sudarma Mahendra Suartana Saputra Wirawan Yasa"), Drawn("Astuti Lestari Suryani Dewi Wulandari Purnami Cahyani")),
    (_built("Su Wi Sa Ka Dar Me Par", "ar da ra ti ", "ta na ja ka ma dnya"), _built("Su Wi Sa Ka Ra Me Par", "ar da ra ti ", "ni ti asih ni wati")),
    45,
    before=("I", "Ni"),
    order=("Wayan", "Made", "Nyoman", "Ketut"),
    tail=30,
)  # fmt: skip
_MUHAMMAD = Drawn("Muhammad M. Muhamad Muh. Mohammad Moh. Mohamad Mochammad")


def name_for(rng: Random, people: People, sex: str, birth_year: int, *, child: int = 1, father: str = "") -> str:
    """Return a name as it stands on a family card. ``child`` counts birth order from 1; ``father`` is told apart by."""
    at = 0 if sex == MAN else 1
    older = birth_year < _OLD_BEFORE
    first = _first(rng, people, at, birth_year)
    chance = rng.random() * 100
    if people.order:
        last = f" {people.second[at].one(rng)}" if chance < 55 else ""
        return f"{people.before[at]} {people.order[(child - 1) % 4]} {first}{last}"
    if older and father and chance < people.bound:
        return f"{first} {'bin' if sex == MAN else 'binti'} {father.split(maxsplit=1)[0]}"
    if chance < (people.single + people.bound if older else 7):
        return first
    parts = [first, people.second[at].one(rng)]
    if not older and birth_year >= _NEW_FROM and rng.random() < 0.5:
        parts.insert(1, _MODERN[at].one(rng) if rng.random() < 0.5 else people.young[at].one(rng))
    if people.before[at] and rng.random() < 0.04:
        parts.insert(0, people.before[at])
    return " ".join(dict.fromkeys(parts))


def _first(rng: Random, people: People, at: int, birth_year: int) -> str:
    older = birth_year < _OLD_BEFORE
    if rng.random() * 100 < people.tail:
        return (people.built if older or birth_year < _NEW_FROM else _MODERN)[at].one(rng)
    first = (people.old if older else people.young)[at].one(rng)
    return _MUHAMMAD.one(rng) if first == "Muhammad" else first


_SPELLED = (("oe", "u"), ("u", "oe"), ("j", "dj"), ("y", "i"), ("i", "y"), ("f", "p"), ("v", "f"), ("z", "j"), ("h", ""), ("a", "ah"))
_DOUBLED = "nmlrst"


def misspelt(rng: Random, name: str) -> str:
    """Return the name as another hand writes it: a letter doubled, lost, swapped or spelled the old way, or a word less."""
    words = name.split()
    chance = rng.random()
    if chance < 0.12 and len(words) > 1:
        return " ".join(words[:-1])
    if chance < 0.2:
        return f"{rng.choice(('H.', 'Hj.', 'Sdr.'))} {name}"
    at = max(range(len(words)), key=lambda n: len(words[n])) if rng.random() < 0.7 else rng.randrange(len(words))
    words[at] = _touched(rng, words[at])
    return " ".join(words)


def _touched(rng: Random, word: str) -> str:
    kind, at = rng.randrange(4), rng.randrange(1, max(len(word) - 1, 2))
    fitting = [(old, new) for old, new in _SPELLED if old in word[1:]]
    if kind == 0 and fitting:
        old, new = rng.choice(fitting)
        return word[0] + word[1:].replace(old, new, 1)
    if kind == 1 and len(word) > 4:
        return word[:at] + word[at + 1 :]
    if kind == 2 and len(word) > 3 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    doubled = next((n for n, letter in enumerate(word) if n and letter in _DOUBLED), None)
    return f"{word}h" if doubled is None else word[:doubled] + word[doubled] + word[doubled:]
