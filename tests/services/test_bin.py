"""What is put away takes along what hangs on it, says so first, and comes back as it was for ninety days."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.services import bin as the_bin
from fieldapp.services.households import household, household_ids
from fieldapp.services.registration import NewPerson, add_person
from fieldapp.services.timeline import timeline
from fieldapp.services.visits import finish_visit
from fieldapp.store.persons import names_in as persons_in
from fieldapp.store.visits import of_household
from tests.services.stage import VILLAGE, event, family, filled_draft, office_tells, open_laptop, ops_of


@pytest.fixture
def kept(ws):
    """A family of three with a visit, a PPKS case and aid."""
    home = family(ws)
    for name in ("Sri Rejeki", "Budi"):
        add_person(ws, home, NewPerson(name=name, no_nik_reason="dokumen hilang", sex="2", birth_date=date(1983, 8, 17), relation="4"))
    finish_visit(ws, filled_draft(ws, home))
    with ws.transaction() as act:
        act.add(nouns.PpksCase(id=new_id(), root_id=home, region_id=VILLAGE, household_id=home, kind="24", since="2026-01-02"))
        programme = act.add(nouns.Programme(id=new_id(), root_id=home, region_id=VILLAGE, name="BPNT", target="2"))
        act.add(
            nouns.Enrolment(
                id=new_id(),
                root_id=home,
                region_id=VILLAGE,
                household_id=home,
                programme_id=programme.id,
                subject_kind="household",
                subject_id=home,
            )
        )
    return home


def test_what_goes_along_is_said_before_anything_is_put_away(ws, kept):
    told = the_bin.consequence(ws, "household", kept)
    assert told.title == "Masukkan Keluarga Suparman ke tempat sampah?"
    assert told.text == (
        "Ikut masuk: 3 warga, 1 PPKS, 1 peserta program. 1 kunjungan tetap tersimpan. Dapat dikembalikan sampai 21 Februari 2027 (90 hari)."
    )
    assert told.counts == {"person": 3, "ppks_case": 1, "enrolment": 1}
    assert household(ws, kept).members


def test_a_family_goes_with_its_members_in_one_act_and_its_visits_stay(ws, kept):
    the_bin.put(ws, "household", kept)
    assert household_ids(ws, "supar") == ()
    assert household_ids(ws, "budi") == ()
    with pytest.raises(problems.Problem):
        household(ws, kept)
    (line,) = the_bin.listed(ws)
    assert (line.entity, line.id, line.title, line.text, line.by_name, line.days_left) == (
        "household",
        kept,
        "Suparman",
        "Keluarga, bersama 3 anggota",
        "Anda",
        90,
    )
    with ws.reading() as con:
        people = persons_in(con, kept)
        assert len(of_household(con, kept)) == 1
    gone = [
        op for row in (kept, *people) for entity in ("household", "person") for op in ops_of(ws, row, entity=entity) if op.kind == "delete"
    ]
    assert len(gone) == 4
    assert len({op.act for op in gone}) == 1


def test_a_family_comes_back_as_it_was_in_one_act(ws, kept, clock):
    before = household(ws, kept)
    the_bin.put(ws, "household", kept)
    clock.turn(days=30)
    assert the_bin.listed(ws)[0].days_left == 60
    the_bin.restore(ws, "household", kept)
    after = household(ws, kept)
    assert [(m.id, m.name, m.relation) for m in after.members] == [(m.id, m.name, m.relation) for m in before.members]
    assert household_ids(ws, "budi") == (kept,)
    assert the_bin.listed(ws) == ()
    (back,) = [op for op in ops_of(ws, kept) if op.fields == {"_deleted": False}]
    (gone,) = [op for op in ops_of(ws, kept) if op.kind == "delete"]
    assert (back.kind, back.base) == ("put", {"_deleted": gone.op})
    assert {op.act for m in before.members for op in ops_of(ws, m.id, entity="person")[-1:]} == {back.act}


def test_who_was_put_away_before_the_family_stays_there_when_it_comes_back(ws, kept):
    budi = next(m for m in household(ws, kept).members if m.name == "Budi")
    the_bin.put(ws, "person", budi.id)
    the_bin.put(ws, "household", kept)
    assert {line.title for line in the_bin.listed(ws)} == {"Suparman", "Budi"}
    with pytest.raises(problems.Problem) as refused:
        the_bin.restore(ws, "person", budi.id)
    assert refused.value.kind is problems.BIN_ABOVE
    assert "Keluarga Suparman" in refused.value.sentence
    the_bin.restore(ws, "household", kept)
    assert [m.name for m in household(ws, kept).members if m.name == "Budi"] == []
    the_bin.restore(ws, "person", budi.id)
    assert "Budi" in {m.name for m in household(ws, kept).members}


def test_after_ninety_days_it_is_no_longer_offered(ws, kept, clock):
    the_bin.put(ws, "household", kept)
    clock.turn(days=89)
    assert [line.days_left for line in the_bin.listed(ws)] == [1]
    clock.turn(days=1)
    assert the_bin.listed(ws) == ()
    with pytest.raises(problems.Problem) as refused:
        the_bin.restore(ws, "household", kept)
    assert refused.value.kind is problems.BIN_OVER
    with pytest.raises(problems.Problem):
        household(ws, kept)


def test_a_visit_is_never_put_away(ws, kept):
    visit = next(entry.target_id for entry in timeline(ws, kept) if entry.kind == "visit")
    for act in (the_bin.put, the_bin.consequence):
        with pytest.raises(problems.Problem) as refused:
            act(ws, "visit", visit)
        assert refused.value.kind is problems.RECORD_FIXED


def test_a_person_takes_their_cases_along_and_a_confidential_one_is_not_named(ws, kept):
    budi = next(m for m in household(ws, kept).members if m.name == "Budi")
    case = new_id()
    with ws.transaction() as act:
        act.add(
            nouns.PpksCase(
                id=case, root_id=budi.id, region_id=VILLAGE, bucket_class="confidential", household_id=kept, person_id=budi.id, kind="16"
            )
        )
    the_bin.put(ws, "ppks_case", case)
    assert [line.title for line in the_bin.listed(ws)] == ["data peka, Budi"]
    the_bin.restore(ws, "ppks_case", case)
    assert the_bin.consequence(ws, "person", budi.id).counts == {"ppks_case": 1}
    the_bin.put(ws, "person", budi.id)
    assert [line.title for line in the_bin.listed(ws)] == ["Budi"]
    the_bin.restore(ws, "person", budi.id)
    with ws.transaction() as act:
        assert not act.con.exec_driver_sql("SELECT deleted FROM ppks_case WHERE id = ?", (case,)).scalar()


def test_what_is_not_there_or_not_allowed_is_told(ws, kept, home, clock):
    for act in (the_bin.put, the_bin.restore, the_bin.consequence):
        with pytest.raises(problems.Problem) as refused:
            act(ws, "household", "tiada")
        assert refused.value.kind is problems.RECORD_UNKNOWN
    with pytest.raises(problems.Problem):
        the_bin.restore(ws, "household", kept)
    officer = open_laptop(home, clock, "danu", "auditor")
    row = new_id()
    office_tells(officer, event("household", row, {"rt": "003"}))
    with pytest.raises(problems.Problem) as refused:
        the_bin.put(officer, "household", row)
    assert refused.value.kind is problems.OP_NOT_ALLOWED
    officer.close()
