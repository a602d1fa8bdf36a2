"""The places where the made-up people live: real villages and codes, with who lives there and what they live from."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.sample.names import BALINESE, BATAK, BUGIS, JAVANESE, LAMPUNG, SUNDANESE, Culture


@dataclass(frozen=True, slots=True)
class Place:
    """One village as the sample needs it. Shares are weights, not percentages; codes of occupations are Dukcapil's."""

    region_id: str  # Kemendagri code
    nik_region: str  # the six digits with which NIK and KK of this kecamatan begin
    name: str
    birth_places: tuple[str, ...]
    latitude: float  # WGS84 degrees, middle of the village
    longitude: float
    hamlets: tuple[str, ...]  # one per RW
    cultures: tuple[tuple[Culture, int], ...]
    men_work: tuple[tuple[str, int], ...]
    women_work: tuple[tuple[str, int], ...]


SUNGAI_CAMBAI = Place(
    region_id="18.11.02.2002",
    nik_region="181102",
    name="Sungai Cambai",
    birth_places=("Mesuji", "Sungai Cambai", "Tulang Bawang", "Menggala", "Pringsewu", "Wonogiri", "Banyumas", "Kediri"),
    latitude=-3.98,
    longitude=105.62,
    hamlets=(
        "Sumber Rejo",
        "Karang Anyar",
        "Suka Maju",
        "Mulyo Asri",
        "Sido Makmur",
        "Tirta Kencana",
        "Cambai Lama",
        "Margo Mulyo",
    ),
    cultures=((JAVANESE, 62), (LAMPUNG, 14), (SUNDANESE, 9), (BALINESE, 6), (BUGIS, 5), (BATAK, 4)),
    men_work=(("9", 34), ("20", 24), ("19", 14), ("11", 7), ("26", 4), ("27", 3), ("88", 6), ("81", 3), ("35", 2), ("84", 3), ("18", 1)),
    women_work=(("2", 62), ("20", 14), ("9", 9), ("84", 6), ("30", 3), ("88", 3), ("65", 2), ("23", 1)),
)
