"""Who may see and do what: one table as data, from which areas, masks, pages and the authorisation tests come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Act = Literal["read", "write", "settle"]
REGISTER = (
    "dwelling", "household", "person", "desil", "membership", "ppks_case", "consent", "programme", "enrolment", "merge_record", "judgement", "import_batch",
)  # fmt: skip
RECIPIENTS = ("dwelling", "household", "desil", "person", "membership", "programme", "enrolment")  # what a counter needs to know
FIELD = ("visit", "assessment", "attachment", "document")
PILLARS = ("pillar", "pillar_status", "certificate")
EVERYTHING = (*REGISTER, *FIELD, *PILLARS, "supplement")


@dataclass(frozen=True, slots=True)
class Right:
    """One row of the table. ``group``: "identity" is NIK and KK, "rest" every other field, "all" both."""

    role: str
    nouns: tuple[str, ...]
    classes: tuple[str, ...]
    group: Literal["all", "identity", "rest"]
    acts: tuple[Act, ...]


RIGHTS: tuple[Right, ...] = (
    Right("worker", EVERYTHING, ("reference", "general", "confidential"), "all", ("read",)),
    Right("worker", EVERYTHING, ("general", "confidential"), "all", ("write",)),
    Right("worker", ("conflict",), ("general", "confidential"), "all", ("read", "settle")),
    Right("village_operator", REGISTER, ("reference", "general"), "all", ("read", "write")),
    Right("village_operator", FIELD, ("general",), "all", ("read",)),
    Right("village_operator", ("conflict",), ("general",), "all", ("read", "settle")),
    Right("village_operator", (*PILLARS, "supplement"), ("reference",), "all", ("read",)),
    Right("village_operator", ("assessment",), ("general",), "all", ("write",)),
    Right("distribution_officer", RECIPIENTS, ("reference", "general", "payment"), "rest", ("read",)),
    Right("coordinator_kecamatan", EVERYTHING, ("reference", "general", "confidential", "payment"), "all", ("read", "write")),
    Right("coordinator_kecamatan", ("conflict",), ("general", "confidential", "payment"), "all", ("read", "settle")),
    Right("coordinator_kabupaten", EVERYTHING, ("reference", "general", "confidential", "payment"), "all", ("read", "write")),
    Right("coordinator_kabupaten", ("conflict",), ("general", "confidential", "payment"), "all", ("read", "settle")),
    Right("auditor", (*EVERYTHING, "conflict"), ("reference", "general", "confidential", "payment"), "all", ("read",)),
)
ROLES: dict[str, str] = {
    "worker": "Petugas lapangan",
    "village_operator": "Operator desa",
    "distribution_officer": "Petugas penyaluran",
    "coordinator_kecamatan": "Koordinator kecamatan",
    "coordinator_kabupaten": "Koordinator kabupaten",
    "admin": "Admin",
    "auditor": "Auditor",
}
COORDINATORS = ("coordinator_kecamatan", "coordinator_kabupaten")


def may(role: str, act: Act, noun: str, cls: str) -> bool:
    """Say whether the table lets this role do this to some field of this noun in a bucket of this class; what is not listed is denied."""
    return any(r.role == role and act in r.acts and noun in r.nouns and cls in r.classes for r in RIGHTS)


def sees_identity(role: str, noun: str, cls: str) -> bool:
    """Say whether this role receives NIK and KK of this noun."""
    return any(
        r.role == role and "read" in r.acts and noun in r.nouns and cls in r.classes and r.group in ("all", "identity") for r in RIGHTS
    )


def readable_classes(role: str) -> tuple[str, ...]:
    """Return the bucket classes of which this role receives anything."""
    return tuple(sorted({cls for r in RIGHTS if r.role == role and "read" in r.acts for cls in r.classes}))


def covers(prefix: str, region_id: str) -> bool:
    """Say whether a granted area holds this region; codes match whole parts, so 18.1 never covers 18.11. An empty area covers nothing."""
    if not prefix:
        return False
    return prefix in {"00", region_id} or region_id.startswith(prefix + ".")


def ancestors(region_id: str) -> tuple[str, ...]:
    """Return the regions above this one, nation first: ``00``, province, kabupaten, kecamatan."""
    parts = region_id.split(".")
    return ("00", *(".".join(parts[:n]) for n in range(1, len(parts)))) if region_id != "00" else ()
