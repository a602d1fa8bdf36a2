"""The synced nouns, each with its fields and, beside every field, how it merges. This is the one place where that is said."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from fieldapp.domain.merge import Policies, Policy

L, R, S, A, M = Policy.L, Policy.R, Policy.S, Policy.A, Policy.M

Text = Annotated[str | None, L]
Decided = Annotated[str | None, R]
Fixed = Annotated[str | None, A]


@dataclass(frozen=True, kw_only=True)
class Noun:
    """What every synced record has. Ids are UUIDv7 text; moments UTC text; ``code`` is the short number for the telephone."""

    id: str
    root_id: str
    region_id: str
    bucket_class: str = "general"
    created_by: Fixed = None
    created_at: Fixed = None
    zone: Fixed = None
    code: Fixed = None
    batch_id: Fixed = None  # the import it came with, so that a whole sheet can be undone


@dataclass(frozen=True, kw_only=True)
class Dwelling(Noun):
    """A house or building; several households may live in it."""

    address: Text = None
    hamlet: Text = None
    rt: Text = None
    rw: Text = None
    latitude: Text = None  # decimal degrees WGS84, as text
    longitude: Text = None
    land_status: Text = None
    ownership: Text = None  # DTSEN PBI 2026, question 7a
    household_ids: Annotated[tuple[str, ...], S] = ()
    merged_into: Decided = None


@dataclass(frozen=True, kw_only=True)
class Household(Noun):
    """Keluarga: the people on one KK."""

    kk: Decided = None  # 16 digits as text, or None while not known
    head_id: Decided = None
    dwelling_id: Text = None
    address: Text = None
    hamlet: Text = None
    rt: Text = None  # three digits
    rw: Text = None
    phone: Text = None  # E.164
    note: Text = None
    basis: Text = None  # lawful basis of processing, UU 27/2022 Ps. 20: "a" .. "f"
    consent_proof: Text = None
    consent_on: Text = None
    flags: Annotated[tuple[str, ...], S] = ()
    kks_last4: Text = None  # of the Kartu Keluarga Sejahtera only the last four digits are kept
    merged_into: Decided = None  # the record this one turned out to be; every read goes there


@dataclass(frozen=True, kw_only=True)
class Desil(Noun):
    """The state's welfare decile of a household as told by a source on a day; recorded, never computed. 1 poorest .. 10."""

    household_id: Fixed = None
    value: Fixed = None
    snapshot: Fixed = None
    dated: Fixed = None
    source: Fixed = None


@dataclass(frozen=True, kw_only=True)
class Person(Noun):
    """One human being, with or without NIK; coded answers are Dukcapil's (resources/codes/dukcapil.json), codes as text."""

    household_id: Decided = None
    name: Text = None
    nik: Decided = None
    no_nik_reason: Text = None
    sex: Text = None  # 1 laki-laki, 2 perempuan
    birth_place: Text = None
    birth_date: Decided = None
    relation: Text = None  # SHDK 1..11
    marital: Text = None  # 1..4
    religion: Text = None
    education: Text = None
    occupation: Text = None
    citizenship: Text = None
    blood: Text = None
    disability: Text = None  # SIAK 1..7
    phone: Text = None
    father_name: Text = None
    mother_name: Text = None
    status: Decided = None  # Dukcapil status dasar: 1 hidup, 2 mati, 3 pindah ...
    death_date: Decided = None
    guardian_id: Text = None  # who answers for a child, or for who cannot speak for themselves
    guardian_note: Text = None
    merged_into: Decided = None
    other: Annotated[dict[str, str] | None, L] = None  # columns of an imported sheet that have no place of their own, as they stood


@dataclass(frozen=True, kw_only=True)
class Membership(Noun):
    """A person came into a family on a day: born, moved, split off, brought together. Where they are now stands on the person."""

    person_id: Fixed = None
    household_id: Fixed = None
    left_household_id: Fixed = None
    relation: Fixed = None  # SHDK 1..11
    since: Fixed = None
    reason: Fixed = None
    note: Fixed = None


@dataclass(frozen=True, kw_only=True)
class PpksCase(Noun):
    """A kind of PPKS a person or a whole family is, from a day on (Permensos 8/2012, 01..26)."""

    household_id: Fixed = None
    person_id: Fixed = None  # None: the family
    kind: Fixed = None
    since: Text = None
    until: Text = None
    note: Text = None


@dataclass(frozen=True, kw_only=True)
class Consent(Noun):
    """What was told about processing of data, and the answer; a later answer is a new record (UU 27/2022 Ps. 20-26)."""

    household_id: Fixed = None
    person_id: Fixed = None
    basis: Fixed = None  # Ps. 20(2): "a" .. "f"
    given: Fixed = None  # ya, menolak, ditarik
    given_on: Fixed = None
    proof: Fixed = None  # tertulis, cap jempol, rekaman, lisan disaksikan
    purpose: Fixed = None
    guardian_id: Fixed = None
    replaces: Fixed = None


@dataclass(frozen=True, kw_only=True)
class Pillar(Noun):
    """A social pillar: someone appointed to the work, with or without an account of this program."""

    name: Text = None
    nik: Decided = None
    phone: Text = None
    kind: Text = None  # resources/codes: TKSK, PSM, PKH ...
    sk_number: Decided = None
    sk_from: Decided = None
    sk_until: Decided = None
    areas: Annotated[tuple[str, ...], S] = ()
    user_id: Text = None
    note: Text = None
    merged_into: Decided = None


@dataclass(frozen=True, kw_only=True)
class PillarStatus(Noun):
    """Since when a pillar is at work, on leave, replaced or out, and why."""

    pillar_id: Fixed = None
    state: Fixed = None  # aktif, cuti, diganti, berhenti
    since: Fixed = None
    reason: Fixed = None
    successor_id: Fixed = None


@dataclass(frozen=True, kw_only=True)
class Certificate(Noun):
    """A certificate of a pillar."""

    pillar_id: Fixed = None
    title: Fixed = None
    number: Fixed = None
    issued_on: Fixed = None
    expires_on: Fixed = None
    giver: Fixed = None


@dataclass(frozen=True, kw_only=True)
class Supplement(Noun):
    """A small questionnaire of the area's own that adds fields to families or persons; its answers are assessments."""

    title: Decided = None
    subject_kind: Fixed = None  # household, person
    form: Fixed = None  # form@version
    definition: Fixed = None  # XLSForm written as Markdown
    active: Decided = None  # "1", "0"


@dataclass(frozen=True, kw_only=True)
class Programme(Noun):
    """What is given, by whom and when, as the sheets of aid name it."""

    name: Decided = None
    number: Decided = None  # "ID Program" of the sheet
    target: Decided = None  # 1 penduduk, 2 keluarga, 3 rumah tangga, 4 kelompok
    source: Decided = None  # 1 pusat, 2 provinsi, 3 kabupaten/kota, 4 dana desa, 5 lain-lain
    note: Text = None
    starts_on: Decided = None
    ends_on: Decided = None


@dataclass(frozen=True, kw_only=True)
class Enrolment(Noun):
    """A family or person named as recipient of a programme."""

    programme_id: Fixed = None
    household_id: Fixed = None
    subject_kind: Fixed = None  # household, person
    subject_id: Fixed = None
    card_no: Text = None
    state: Decided = None
    told: Annotated[dict[str, str] | None, A] = None  # the sheet's row as it stood


@dataclass(frozen=True, kw_only=True)
class MergeRecord(Noun):
    """Two records found to be one: what was chosen and what stood there before, so that it can be undone exactly."""

    entity: Fixed = None
    survivor_id: Fixed = None
    loser_id: Fixed = None
    chosen: Annotated[dict[str, Any] | None, A] = None  # field -> value taken over from the other record
    before: Annotated[dict[str, Any] | None, A] = None  # field -> value of the survivor before
    seen: Annotated[dict[str, Any] | None, A] = None  # field -> op behind the other record's value when it was merged
    with_id: Fixed = None  # the merge of the families this merge of persons came with
    undone_at: Text = None


@dataclass(frozen=True, kw_only=True)
class Judgement(Noun):
    """Two records that look alike and are not the same, said by a person with a reason."""

    entity: Fixed = None
    first_id: Fixed = None
    second_id: Fixed = None
    verdict: Fixed = None  # different
    reason: Fixed = None


@dataclass(frozen=True, kw_only=True)
class ImportBatch(Noun):
    """A sheet that came in: which, how many rows, what became of them; undone as a whole."""

    format: Fixed = None
    file_sha: Fixed = None
    regions: Annotated[tuple[str, ...] | None, A] = None
    rows: Annotated[int | None, A] = None
    kept: Annotated[int | None, A] = None
    told: Annotated[dict[str, Any] | None, A] = None
    undone_at: Text = None


@dataclass(frozen=True, kw_only=True)
class Visit(Noun):
    """Someone went to a household on a day; never changes, a correction is a new visit with ``replaces``."""

    household_id: Fixed = None
    visited_on: Fixed = None
    kind: Fixed = None  # rutin, kasus, verval, monev
    met_name: Fixed = None
    summary: Fixed = None
    follow_up: Fixed = None
    next_on: Fixed = None
    form: Fixed = None  # form@version
    answers: Annotated[dict[str, Any] | None, A] = None
    photos: Annotated[tuple[str, ...] | None, A] = None  # sha256 of each
    replaces: Fixed = None


@dataclass(frozen=True, kw_only=True)
class Assessment(Noun):
    """A filled questionnaire about a subject, with its scores and their working; never changes."""

    household_id: Fixed = None
    subject_kind: Fixed = None  # household, person, dwelling
    subject_id: Fixed = None
    visit_id: Fixed = None
    assessed_on: Fixed = None
    form: Fixed = None
    answers: Annotated[dict[str, Any] | None, A] = None
    scores: Annotated[dict[str, Any] | None, A] = None
    replaces: Fixed = None


@dataclass(frozen=True, kw_only=True)
class Attachment(Noun):
    """A photo or file by the SHA-256 of its bytes; the bytes travel apart and may come later."""

    household_id: Fixed = None
    visit_id: Fixed = None
    sha256: Fixed = None
    kind: Fixed = None  # photo
    size: Annotated[int | None, A] = None  # bytes
    width: Annotated[int | None, A] = None
    height: Annotated[int | None, A] = None
    taken_at: Fixed = None
    caption: Text = None


@dataclass(frozen=True, kw_only=True)
class Document(Noun):
    """A paper that was issued: its number, its hash, about whom, by whom; what the QR on the sheet names."""

    household_id: Fixed = None
    subject_id: Fixed = None
    kind: Fixed = None
    number: Fixed = None
    sha256: Fixed = None
    issued_at: Fixed = None


NOUNS: dict[str, type[Noun]] = {
    "dwelling": Dwelling,
    "household": Household,
    "desil": Desil,
    "person": Person,
    "visit": Visit,
    "assessment": Assessment,
    "attachment": Attachment,
    "document": Document,
    "membership": Membership,
    "ppks_case": PpksCase,
    "consent": Consent,
    "pillar": Pillar,
    "pillar_status": PillarStatus,
    "certificate": Certificate,
    "supplement": Supplement,
    "programme": Programme,
    "enrolment": Enrolment,
    "merge_record": MergeRecord,
    "judgement": Judgement,
    "import_batch": ImportBatch,
}
ENTITY_OF: dict[type[Noun], str] = {noun: name for name, noun in NOUNS.items()}
BUCKET_FIELDS = ("id", "root_id", "region_id", "bucket_class")  # said by the op itself, not among its fields


@cache
def policies_of(entity: str) -> Policies:
    """Return the merge policy of every field of a noun; an entity this version does not know has none declared."""
    noun = NOUNS.get(entity)
    if noun is None:
        return {}
    hints = get_type_hints(noun, include_extras=True)
    return {
        name: next(part for part in get_args(hint) if isinstance(part, Policy))
        for name, hint in hints.items()
        if name not in BUCKET_FIELDS and get_origin(hint) is Annotated
    }


@cache
def field_names(entity: str) -> tuple[str, ...]:
    """Return the names of the fields that travel in ops, in the order they are declared."""
    return tuple(f.name for f in fields(NOUNS[entity]) if f.name not in BUCKET_FIELDS)


IDENTITY = frozenset({"nik", "kk"})
MERGEABLE = ("household", "person", "dwelling", "pillar")  # two records of these can turn out to be one
__all__ = [
    "BUCKET_FIELDS",
    "ENTITY_OF",
    "IDENTITY",
    "MERGEABLE",
    "NOUNS",
    "Assessment",
    "Attachment",
    "Certificate",
    "Consent",
    "Desil",
    "Document",
    "Dwelling",
    "Enrolment",
    "Household",
    "ImportBatch",
    "Judgement",
    "Membership",
    "MergeRecord",
    "Noun",
    "Person",
    "Pillar",
    "PillarStatus",
    "PpksCase",
    "Programme",
    "Supplement",
    "Visit",
    "field",
    "field_names",
    "policies_of",
]
