"""Two records of one family become one and can be taken apart exactly, whatever happened in between."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.services import merging
from fieldapp.services.households import household, household_cards, household_ids
from fieldapp.services.registration import add_person, edit_person, person_form
from fieldapp.services.timeline import timeline
from fieldapp.services.visits import finish_visit, visit_view
from tests.services.stage import KK, NIK, family, filled_draft, open_laptop, typed_person

OTHER_NIK = "1811021708850051"


def kept(ws, entity, row_id):
    """Return a record as it stands."""
    kind = nouns.NOUNS[entity]
    with ws.transaction() as act:
        return act.get(kind, row_id)


def members_of(ws, household_id):
    return {member.name: member.id for member in household(ws, household_id).members}


@pytest.fixture
def twice(ws):
    """Suparman was registered twice: once with his KK, once with a telephone number, his wife and a visit."""
    first = family(ws, "Suparman", kk=KK, head={"birth_date": date(1979, 3, 5)})
    second = family(ws, "Suparmanto", phone="081399990000", head={"birth_date": date(1979, 3, 5)})
    add_person(ws, second, typed_person(name="Sulastri", nik="", no_nik_reason="dokumen hilang", sex="2", relation="3"))
    finish_visit(ws, filled_draft(ws, second))
    return first, second


def test_the_form_shows_both_records_and_proposes_what_each_lacks(ws, twice):
    form = merging.merge_form(ws, "household", *twice)
    fields = {field.name: field for field in form.fields}
    assert (form.first.name, form.second.name) == ("Suparman", "Suparmanto")
    assert (form.first.visits, form.second.visits, form.survivor) == (0, 1, "second")
    assert (fields["kk"].pick, fields["phone"].pick) == ("first", "second")
    assert fields["kk"].first == "1811••••••••0007"
    assert fields["rt"].same
    (pair,) = form.pairs
    assert (pair.first, pair.second) == ("Suparman", "Suparmanto")
    assert form.joining == ("Sulastri",)


def test_what_hangs_on_either_record_is_read_on_the_one_that_stays(ws, twice):
    first, second = twice
    merging.merge(ws, "household", first, second, take=["phone"])
    view = household(ws, first)
    assert [member.name for member in view.members] == ["Suparman", "Suparmanto", "Sulastri"]
    assert (view.phone, view.visits) == ("+6281399990000", 1)
    assert view.last_visit is not None
    assert visit_view(ws, view.last_visit.id).household_name == "Suparman"
    assert "visit" in {entry.kind for entry in timeline(ws, first)}
    assert household(ws, second).id == first
    assert household_ids(ws, "sulastri") == (first,)
    assert household_ids(ws) == (first,)
    assert household_cards(ws, household_ids(ws))[0].members == 3


def test_persons_paired_in_a_merger_become_one_and_are_found_by_both_names(ws, twice):
    first, second = twice
    mine, theirs = members_of(ws, first)["Suparman"], members_of(ws, second)["Suparmanto"]
    merging.merge(ws, "household", first, second, pairs=[(mine, theirs)])
    assert sorted(members_of(ws, first)) == ["Sulastri", "Suparman"]
    assert household_ids(ws, "suparmanto") == (first,)


def test_a_merger_undone_leaves_every_record_exactly_as_before(ws, twice):
    first, second = twice
    mine, theirs = members_of(ws, first)["Suparman"], members_of(ws, second)["Suparmanto"]
    rows = [("household", first), ("household", second), ("person", mine), ("person", theirs)]
    before = [kept(ws, *row) for row in rows]
    lists = (household_ids(ws), household_cards(ws, household_ids(ws)))
    merge_id = merging.merge(ws, "household", first, second, take=["phone", "head_id", "note"], pairs=[(mine, theirs)])
    assert [kept(ws, *row) for row in rows] != before
    form = merging.undo_form(ws, merge_id)
    assert form.later == ()
    merging.undo(ws, merge_id)
    assert [kept(ws, *row) for row in rows] == before
    assert (household_ids(ws), household_cards(ws, household_ids(ws))) == lists
    assert merging.merged(ws) == ()


def test_undoing_asks_about_what_was_changed_since_and_keeps_it_unless_told_otherwise(ws, twice, clock):
    first, second = twice
    merge_id = merging.merge(ws, "household", first, second, take=["phone"])
    with ws.transaction() as act:
        act.change(nouns.Household, first, {"phone": "+6281211112222"})
    clock.turn(days=5)
    finish_visit(ws, filled_draft(ws, first))
    form = merging.undo_form(ws, merge_id)
    (edit,) = form.later
    assert (edit.before, edit.merged, edit.now) == ("kosong", "0813 9999 0000", "0812 1111 2222")
    assert form.stays == "1 kunjungan sesudah penggabungan tetap pada Suparman."
    merging.undo(ws, merge_id)
    assert kept(ws, "household", first).phone == "+6281211112222"
    assert household(ws, second).visits == 1
    assert household(ws, first).visits == 1


def test_undoing_can_put_back_what_stood_before_a_later_change(ws, twice):
    first, second = twice
    merge_id = merging.merge(ws, "household", first, second, take=["phone"])
    with ws.transaction() as act:
        act.change(nouns.Household, first, {"phone": "+6281211112222"})
    (edit,) = merging.undo_form(ws, merge_id).later
    merging.undo(ws, merge_id, put_back=[edit.key])
    assert kept(ws, "household", first).phone is None


def test_a_third_record_joins_two_that_are_one_and_leaves_again(ws, twice):
    first, second = twice
    third = family(ws, "Suparman bin Karto")
    merging.merge(ws, "household", first, second)
    outer = merging.merge(ws, "household", third, first)
    assert household(ws, second).id == third
    assert household(ws, third).visits == 1
    assert len(household_ids(ws)) == 1
    merging.undo(ws, outer)
    assert household(ws, second).id == first
    assert household(ws, third).visits == 0
    assert len(household_ids(ws)) == 2


def test_persons_of_one_family_are_merged_with_a_choice_of_each_field(ws):
    home = family(ws, "Suparman")
    first = add_person(ws, home, typed_person(name="Siti Aminah", nik=OTHER_NIK, sex="1", birth_date=date(1985, 8, 17), relation="3"))
    second = add_person(ws, home, typed_person(name="Sitti Aminah", nik="", no_nik_reason="dokumen hilang", relation="3"))
    merging.merge(ws, "person", first, second, take=["name"])
    assert sorted(members_of(ws, home)) == ["Sitti Aminah", "Suparman"]
    assert kept(ws, "person", first).nik == OTHER_NIK


def test_one_record_cannot_be_merged_into_itself_or_twice(ws, twice):
    first, second = twice
    with pytest.raises(problems.Problem) as same:
        merging.merge_form(ws, "household", first, first)
    assert same.value.kind is problems.MERGE_SAME
    merging.merge(ws, "household", first, second)
    with pytest.raises(problems.Problem):
        merging.merge(ws, "household", first, second)
    merge_id = merging.merged(ws)[0].id
    merging.undo(ws, merge_id)
    with pytest.raises(problems.Problem) as gone:
        merging.undo(ws, merge_id)
    assert gone.value.kind is problems.MERGE_GONE


def test_the_list_of_mergers_says_who_when_and_which(ws, twice):
    first, second = twice
    merging.merge(ws, "household", first, second)
    (line,) = merging.merged(ws, household_id=first)
    assert (line.name, line.merged_name, line.by_name) == ("Suparman", "Suparmanto", "Ratna Puspita")


def test_a_role_that_only_reads_merges_nothing(tmp_path, clock, twice):
    reader = open_laptop(tmp_path / "baca", clock, "tono", role="distribution_officer")
    try:
        with pytest.raises(problems.Problem) as refused:
            merging.merge(reader, "household", *twice)
        assert refused.value.kind is problems.OP_NOT_ALLOWED
    finally:
        reader.close()


def test_a_person_of_a_merged_family_is_still_edited_where_they_are_shown(ws, twice):
    first, second = twice
    sulastri = members_of(ws, second)["Sulastri"]
    merging.merge(ws, "household", first, second)
    edit_person(ws, sulastri, typed_person(name="Sulastri", nik=NIK.replace("050379", "450379"), sex="2", relation="3"))
    assert person_form(ws, sulastri).nik.startswith("1811024503")
    assert household_ids(ws, "1811024503") == (first,)
