"""The schema in one look: what is kept, and what each word means."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import JSON, Boolean, Column, Index, Integer, LargeBinary, MetaData, Table, Text

SCHEMA_VERSION = 2
metadata = MetaData()


def _synced(name: str, comment: str, *columns: str | Column[object]) -> Table:
    """A synced record: its own fields, where it belongs, and what sync must know of it.

    ``seq`` is its place in the office's feed (0: the office has not seen it), ``tags`` the op behind each value, ``extra`` fields a
    newer version wrote, ``pending`` how many of this laptop's ops on it the office has not merged yet.
    """
    own = [Column(c, Text) if isinstance(c, str) else c for c in columns]
    return Table(
        name,
        metadata,
        Column("id", Text, primary_key=True),
        Column("root_id", Text, nullable=False),
        Column("region_id", Text, nullable=False),
        Column("bucket_class", Text, nullable=False),
        Column("created_by", Text),
        Column("created_at", Text),
        Column("zone", Text),
        Column("code", Text),
        Column("batch_id", Text),
        *own,
        Column("seq", Integer, nullable=False, default=0),
        Column("tags", JSON, nullable=False),
        Column("extra", JSON, nullable=False),
        Column("pending", Integer, nullable=False, default=0),
        Column("deleted", Boolean, nullable=False, default=False),
        Index(f"{name}_bucket", "region_id", "bucket_class"),
        Index(f"{name}_root", "root_id", sqlite_where=sa.text("root_id <> id")),
        Index(f"{name}_bin", "id", sqlite_where=sa.text("deleted = 1")),
        Index(f"{name}_own", "id", sqlite_where=sa.text("pending > 0 OR seq = 0")),
        Index(f"{name}_batch", "batch_id", sqlite_where=sa.text("batch_id IS NOT NULL")),
        *(
            [Index(f"{name}_merged", "merged_into", sqlite_where=sa.text("merged_into IS NOT NULL"))]
            if any(c.name == "merged_into" for c in own)
            else []
        ),
        comment=comment,
    )


dwelling = _synced(
    "dwelling",
    "A house or building; households may share it.",
    "address", "hamlet", "rt", "rw", "latitude", "longitude", "land_status", "ownership", "merged_into", Column("household_ids", JSON),
)  # fmt: skip
household = _synced(
    "household",
    "Keluarga: the people on one KK.",
    "kk", "head_id", "dwelling_id", "address", "hamlet", "rt", "rw", "phone", "note", "basis", "consent_proof", "consent_on", "kks_last4", "merged_into",
    Column("flags", JSON),
)  # fmt: skip
desil = _synced(
    "desil", "The state's decile of a household, as told by a source on a day.", "household_id", "value", "snapshot", "dated", "source"
)
person = _synced(
    "person",
    "One human being, with or without NIK. Coded answers are Dukcapil's.",
    "household_id", "name", "nik", "no_nik_reason", "sex", "birth_place", "birth_date", "relation", "marital", "religion", "education", "occupation",
    "citizenship", "blood", "disability", "phone", "father_name", "mother_name", "status", "death_date", "guardian_id",
    "guardian_note", "merged_into", Column("other", JSON),
)  # fmt: skip
visit = _synced(
    "visit",
    "Someone went to a household on a day; never changes.",
    "household_id", "visited_on", "kind", "met_name", "summary", "follow_up", "next_on", "form", Column("answers", JSON), Column("photos", JSON), "replaces",
)  # fmt: skip
assessment = _synced(
    "assessment",
    "A filled questionnaire with its scores; never changes.",
    "household_id", "subject_kind", "subject_id", "visit_id", "assessed_on", "form", Column("answers", JSON), Column("scores", JSON), "replaces",
)  # fmt: skip
attachment = _synced(
    "attachment",
    "A photo by the SHA-256 of its bytes.",
    "household_id", "visit_id", "sha256", "kind", Column("size", Integer), Column("width", Integer), Column("height", Integer), "taken_at", "caption",
)  # fmt: skip
document = _synced("document", "A paper that was issued.", "household_id", "subject_id", "kind", "number", "sha256", "issued_at")
membership = _synced(
    "membership", "A person came into a family on a day.", "person_id", "household_id", "left_household_id", "relation", "since", "reason", "note"
)  # fmt: skip
ppks_case = _synced(
    "ppks_case", "A kind of PPKS a person or a family is, from a day on.", "household_id", "person_id", "kind", "since", "until", "note"
)
consent = _synced(
    "consent",
    "What was told about processing of data, and the answer.",
    "household_id", "person_id", "basis", "given", "given_on", "proof", "purpose", "guardian_id", "replaces",
)  # fmt: skip
pillar = _synced(
    "pillar",
    "A social pillar, with or without an account.",
    "name", "nik", "phone", "kind", "sk_number", "sk_from", "sk_until", Column("areas", JSON), "user_id", "note", "merged_into",
)  # fmt: skip
pillar_status = _synced(
    "pillar_status", "Since when a pillar is at work, on leave, replaced or out.", "pillar_id", "state", "since", "reason", "successor_id"
)
certificate = _synced("certificate", "A certificate of a pillar.", "pillar_id", "title", "number", "issued_on", "expires_on", "giver")
supplement = _synced(
    "supplement", "A questionnaire of the area's own that adds fields.", "title", "subject_kind", "form", "definition", "active"
)
programme = _synced("programme", "What is given, by whom and when.", "name", "number", "target", "source", "note", "starts_on", "ends_on")
enrolment = _synced(
    "enrolment",
    "A family or person named as recipient of a programme.",
    "programme_id", "household_id", "subject_kind", "subject_id", "card_no", "state", Column("told", JSON),
)  # fmt: skip
merge_record = _synced(
    "merge_record",
    "Two records found to be one, and what stood there before.",
    "entity", "survivor_id", "loser_id", Column("chosen", JSON), Column("before", JSON), Column("seen", JSON), "with_id", "undone_at",
)  # fmt: skip
judgement = _synced(
    "judgement", "Two records that look alike and are not the same.", "entity", "first_id", "second_id", "verdict", "reason"
)
import_batch = _synced(
    "import_batch",
    "A sheet that came in.",
    "format", "file_sha", Column("regions", JSON), Column("rows", Integer), Column("kept", Integer), Column("told", JSON), "undone_at",
)  # fmt: skip

SYNCED: dict[str, Table] = {
    "dwelling": dwelling, "household": household, "desil": desil, "person": person, "visit": visit, "assessment": assessment,
    "attachment": attachment, "document": document, "membership": membership, "ppks_case": ppks_case, "consent": consent, "pillar": pillar,
    "pillar_status": pillar_status, "certificate": certificate, "supplement": supplement, "programme": programme, "enrolment": enrolment,
    "merge_record": merge_record, "judgement": judgement, "import_batch": import_batch,
}  # fmt: skip

# A record is a long line, so numbers are found without reading it: their indexes hold whose they are.
Index("person_household", person.c.household_id, person.c.nik, person.c.deleted)
Index("person_nik", person.c.nik, person.c.household_id, person.c.deleted)
Index("person_birth", person.c.birth_date)
Index("person_phone", person.c.phone, person.c.household_id, person.c.deleted, sqlite_where=person.c.phone.is_not(None))
Index("person_guardian", person.c.guardian_id, sqlite_where=person.c.guardian_id.is_not(None))
Index("household_kk", household.c.kk, household.c.id, household.c.deleted)
Index("household_phone", household.c.phone, household.c.id, household.c.deleted, sqlite_where=household.c.phone.is_not(None))
Index("household_dwelling", household.c.dwelling_id)
Index("membership_person", membership.c.person_id)
Index("membership_household", membership.c.household_id)
Index("membership_left", membership.c.left_household_id)
Index("ppks_household", ppks_case.c.household_id)
Index("ppks_kind", ppks_case.c.kind)
Index("ppks_person", ppks_case.c.person_id, sqlite_where=ppks_case.c.person_id.is_not(None))
Index("consent_household", consent.c.household_id)
Index("status_pillar", pillar_status.c.pillar_id)
Index("certificate_pillar", certificate.c.pillar_id)
Index("enrolment_household", enrolment.c.household_id)
Index("enrolment_programme", enrolment.c.programme_id)
Index("merge_survivor", merge_record.c.survivor_id)
Index("merge_loser", merge_record.c.loser_id)
Index("judgement_first", judgement.c.first_id)
Index("judgement_second", judgement.c.second_id)
Index("visit_household", visit.c.household_id, visit.c.visited_on)
Index("visit_made", visit.c.created_at)
Index("visit_day", visit.c.visited_on, visit.c.created_by)
Index("assessment_household", assessment.c.household_id)
Index("assessment_visit", assessment.c.visit_id)
Index("attachment_sha", attachment.c.sha256)
Index("desil_household", desil.c.household_id)
Index("document_number", document.c.number)

colleague = Table(
    "colleague", metadata,
    Column("id", Text, primary_key=True), Column("name", Text), Column("title", Text), Column("role", Text), Column("region", Text),
    comment="People whose names stand beside records, as the office tells them, and oneself.",
)  # fmt: skip
foreign_row = Table(
    "foreign_row", metadata,
    Column("entity", Text, primary_key=True), Column("id", Text, primary_key=True), Column("bucket", Text, nullable=False),
    Column("seq", Integer, nullable=False), Column("data", JSON, nullable=False), Column("tags", JSON, nullable=False),
    comment="Records of nouns that only a newer version knows: kept as they came, so that nothing is lost.",
)  # fmt: skip

outbox = Table(
    "outbox", metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("op", Text, nullable=False, unique=True), Column("act", Text, nullable=False),
    Column("entity", Text, nullable=False), Column("row_id", Text, nullable=False), Column("root", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False), Column("signature", LargeBinary, nullable=False), Column("device", Text, nullable=False),
    Column("state", Text, nullable=False), Column("code", Text), Column("bucket", Text), Column("seq", Integer),
    Column("made_at", Text, nullable=False), Column("answered_at", Text),
    Index("outbox_state", "state", "n"), Index("outbox_row", "entity", "row_id", "state"),
    sqlite_autoincrement=True,
    comment="Every op made here, verbatim and signed. state: waiting, merged, different, refused, dropped; bucket and seq say where the office put it.",
)  # fmt: skip
shadow = Table(
    "shadow", metadata,
    Column("entity", Text, primary_key=True), Column("row_id", Text, primary_key=True),
    Column("region_id", Text, nullable=False), Column("bucket_class", Text, nullable=False), Column("root_id", Text, nullable=False),
    Column("known", Boolean, nullable=False), Column("data", JSON, nullable=False), Column("tags", JSON, nullable=False), Column("seq", Integer, nullable=False),
    comment="For a record with waiting ops: what the office last said of it; known is false while it never spoke of it.",
)  # fmt: skip
cursor = Table(
    "cursor", metadata,
    Column("bucket", Text, primary_key=True), Column("seq", Integer, nullable=False), Column("digest", Text, nullable=False, default="0"),
    comment="How far this laptop has read each bucket of the office.",
)  # fmt: skip
conflict = Table(
    "conflict", metadata,
    Column("id", Text, primary_key=True), Column("bucket", Text, nullable=False), Column("entity", Text, nullable=False), Column("row_id", Text, nullable=False),
    Column("root", Text, nullable=False), Column("name", Text, nullable=False), Column("policy", Text, nullable=False), Column("told", JSON, nullable=False),
    Column("state", Text, nullable=False), Column("seq", Integer, nullable=False), Column("tags", JSON, nullable=False),
    Index("conflict_row", "entity", "row_id", "state"),
    comment="Isian berbeda: values two people wrote without seeing each other. state: open, settling (decided here, on its way), settled.",
)  # fmt: skip
blob = Table(
    "blob", metadata,
    Column("sha256", Text, primary_key=True), Column("root", Text, nullable=False), Column("size", Integer, nullable=False),
    Column("here", Boolean, nullable=False), Column("sent", Integer, nullable=False, default=0), Column("state", Text, nullable=False),
    comment="Bytes of attachments: here or not; sent counts bytes the office has. state: local (to be sent), received (the office has it), wanted.",
)  # fmt: skip
alias = Table(
    "alias", metadata,
    Column("id", Text, primary_key=True), Column("into_id", Text, nullable=False), Index("alias_into", "into_id"),
    comment="Derived: families that turned out to be another, each with the one that stands for it in the end.",
)  # fmt: skip
change = Table(
    "change", metadata,
    Column("op", Text, primary_key=True), Column("entity", Text, nullable=False), Column("row_id", Text, nullable=False),
    Column("bucket", Text, nullable=False), Column("root", Text, nullable=False), Column("seq", Integer, nullable=False),
    Column("by", Text), Column("at", Text), Column("device", Text), Column("kind", Text, nullable=False), Column("told", JSON, nullable=False),
    Index("change_row", "row_id", "at"),
    comment="Past values as the office tells them: who changed what on which laptop, from what to what. told: field -> [was, op behind it, became].",
)  # fmt: skip

draft = Table(
    "draft", metadata,
    Column("id", Text, primary_key=True), Column("household_id", Text, nullable=False), Column("visited_on", Text, nullable=False),
    Column("forms", JSON, nullable=False), Column("made_at", Text, nullable=False), Column("saved_at", Text, nullable=False),
    comment="A visit being written down. Never synced.",
)  # fmt: skip
draft_answer = Table(
    "draft_answer", metadata,
    Column("draft_id", Text, primary_key=True), Column("form", Text, primary_key=True), Column("path", Text, primary_key=True),
    Column("value", JSON), Column("saved_at", Text, nullable=False),
    comment="One answer of a draft, committed as it is typed.",
)  # fmt: skip

card = Table(
    "card", metadata,
    Column("n", Integer, primary_key=True), Column("household_id", Text, nullable=False, unique=True),
    Column("region_id", Text, nullable=False), Column("name", Text, nullable=False), Column("sort_key", Text, nullable=False),
    Column("kk", Text), Column("rt", Text), Column("rw", Text), Column("members", Integer, nullable=False),
    Column("desil", Text), Column("house", Text), Column("last_visit", Text), Column("visits", Integer, nullable=False), Column("next_visit", Text),
    Column("without_nik", Integer, nullable=False), Column("waiting", Integer, nullable=False), Column("differs", Integer, nullable=False),
    Column("marks", Integer, nullable=False, default=0), Column("eldest", Integer), Column("youngest", Integer),
    Index("card_name", "sort_key"), Index("card_region", "region_id"), Index("card_place", "region_id", "rw", "rt"), Index("card_next", "next_visit"),
    Index("card_last", "last_visit"), Index("card_never", "visits", sqlite_where=sa.text("visits = 0")), Index("card_due", "region_id", "next_visit"),
    Index("card_marks", "marks", "eldest", "youngest"),
    comment="Derived, never synced: the counted line of each household, so that lists and sums are instant. n: its place among all names; "
    "marks: one bit for each filter (store/filters.py); eldest, youngest: days of birth as ordinal numbers.",
)  # fmt: skip
search_row = Table(
    "search_row", metadata,
    Column("n", Integer, primary_key=True), Column("person_id", Text, nullable=False, unique=True), Column("household_id", Text, nullable=False),
    Column("name", Text, nullable=False, default=""), Index("search_household", "household_id"),
    comment="Derived: the whole number under which a person's words stand in the full-text index: the family's place among names, then the member.",
)  # fmt: skip
word = Table(
    "word", metadata,
    Column("n", Integer, primary_key=True, autoincrement=True), Column("word", Text, nullable=False, unique=True), Column("lines", Integer, nullable=False),
    sqlite_autoincrement=True,
    comment="Derived: every folded word of names and places here and on how many people's lines it stands, so that misspelt words find their like.",
)  # fmt: skip
meta = Table(
    "meta", metadata, Column("name", Text, primary_key=True), Column("value", JSON),
    comment="One-off facts: device id and key, epoch, clock, settings (name begins with 'set.').",
)  # fmt: skip
notice = Table(
    "audit", metadata,
    Column("n", Integer, primary_key=True, autoincrement=True), Column("at", Text, nullable=False), Column("by", Text, nullable=False),
    Column("act", Text, nullable=False), Column("row_id", Text), Column("field", Text), Column("reason", Text),
    sqlite_autoincrement=True,
    comment="What was done with personal data that leaves no op: numbers revealed, sheets exported.",
)  # fmt: skip
suspect = Table(
    "suspect", metadata,
    Column("first_id", Text, primary_key=True), Column("second_id", Text, primary_key=True), Column("entity", Text, nullable=False),
    Column("region_id", Text, nullable=False), Column("score", Integer, nullable=False), Column("strength", Text, nullable=False),
    Column("why", Text, nullable=False), Column("lines", JSON, nullable=False),
    Index("suspect_score", "score"),
    comment="Derived: pairs that may be one and that nobody has decided about, as the last search found them.",
)  # fmt: skip
mapping = Table(
    "mapping", metadata,
    Column("headings", Text, primary_key=True), Column("format", Text, nullable=False), Column("told", JSON, nullable=False),
    Column("used_at", Text, nullable=False),
    comment="How a sheet with these headings (their SHA-256) was read last time.",
)  # fmt: skip
exported = Table(
    "exported", metadata,
    Column("list", Text, primary_key=True), Column("key", Text, primary_key=True), Column("digest", Text, nullable=False), Column("at", Text, nullable=False),
    comment="The digest of each row as it last left in a sheet, so that the next sheet can hold only what changed.",
)  # fmt: skip
saved_filter = Table(
    "saved_filter", metadata,
    Column("id", Text, primary_key=True), Column("page", Text, nullable=False), Column("name", Text, nullable=False), Column("told", JSON, nullable=False),
    comment="Filters a person gave a name.",
)  # fmt: skip

EXTRA_DDL = ("CREATE VIRTUAL TABLE search USING fts5(name, place, prefix='1 2 3', columnsize=0, tokenize='unicode61 remove_diacritics 2')",)


def create(con: sa.Connection) -> None:
    """Make the whole schema in an empty file."""
    metadata.create_all(con)
    for statement in EXTRA_DDL:
        con.exec_driver_sql(statement)
    con.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
