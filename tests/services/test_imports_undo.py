"""Undoing an import: everything of it goes into the bin, but what was changed or visited since stays unless asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp import problems
from fieldapp.services import imports
from fieldapp.services.drafts import open_draft
from fieldapp.services.finishing import finish_visit
from fieldapp.services.households import household, household_ids
from fieldapp.services.imports import Choices
from fieldapp.services.registration import add_person, edit_person, person_form, register_household
from fieldapp.services.status import status
from tests.services.incoming_sheets import family, line, person, recipients, sheet, with_member
from tests.services.stage import (
    KK,
    NIK,
    event,
    filled_draft,
    office_tells,
    open_laptop,
    ops_of,
    typed_family,
    typed_person,
)


def kept(ws, *homes, choices=None, **more):
    return imports.apply(ws, imports.plan(ws, sheet(*homes, **more)), choices).batch_id


def living(ws, table):
    with ws.reading() as con:
        return con.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE NOT deleted").scalar()


def test_a_whole_sheet_is_undone_and_can_come_in_again(ws):
    batch = kept(ws, family(1, 3), family(2))
    form = imports.undo_form(ws, batch)
    assert (form.counts, form.touched, form.visits) == ({"household": 2, "dwelling": 2, "person": 4}, (), 0)
    done = imports.undo(ws, batch)
    assert (done.removed, done.stayed) == (8, 0)
    assert (household_ids(ws), living(ws, "person"), living(ws, "dwelling")) == ((), 0, 0)
    (line_,) = imports.batches(ws)
    assert line_.undone
    plan = imports.plan(ws, sheet(family(1, 3), family(2)))
    assert (plan.seen_on, plan.seen[0].undone, len(plan.new_families)) == (None, True, 2)
    assert imports.apply(ws, plan).persons == 4


def test_each_family_is_undone_in_one_act_and_the_batch_tells_when(ws):
    batch = kept(ws, family(1, 2), family(2))
    imports.undo(ws, batch)
    with ws.reading() as con:
        deleted = con.exec_driver_sql("SELECT act, count(*) FROM outbox GROUP BY act ORDER BY min(n)").fetchall()
    assert [many for _act, many in deleted] == [4, 3, 1, 4, 3, 1]
    assert "undone_at" in ops_of(ws, batch, entity="import_batch")[-1].fields


def test_what_a_person_changed_since_stays_with_its_family(ws):
    batch = kept(ws, family(1, 2), family(2))
    changed = next(one for one in household_ids(ws) if len(household(ws, one).members) == 2)
    head = household(ws, changed).members[0].id
    edit_person(ws, head, replace(person_form(ws, head), birth_place="Mesuji"))
    (touched,) = imports.undo_form(ws, batch).touched
    assert (touched.household_id, touched.changed, touched.by_names) == (changed, 1, ("Anda",))
    done = imports.undo(ws, batch)
    assert (done.removed, done.stayed, household_ids(ws)) == (3, 4, (changed,))
    assert len(household(ws, changed).members) == 2


def test_a_family_visited_since_stays_and_goes_when_asked(ws):
    for keep, left in ((True, 1), (False, 0)):
        batch = kept(ws, family(1 + keep), family(5 + keep))
        visited = household_ids(ws)[0]
        finish_visit(ws, open_draft(ws, filled_draft(ws, visited)).id)
        form = imports.undo_form(ws, batch)
        assert (form.visits, [one.household_id for one in form.touched]) == (1, [visited])
        imports.undo(ws, batch, keep_changed=keep)
        assert len(household_ids(ws)) == left
        for home in household_ids(ws):
            with ws.transaction() as act:
                act.record("household", home, "delete", {})


def test_a_member_added_by_hand_keeps_the_family(ws):
    batch = kept(ws, family(1))
    (home,) = household_ids(ws)
    add_person(ws, home, typed_person(relation="4"))
    assert dict(imports.undo_form(ws, batch).touched[0].hanging) == {"person": 1}
    assert imports.undo(ws, batch).removed == 0
    assert len(household(ws, home).members) == 2


def test_members_an_import_brought_to_a_known_family_go_and_the_family_stays(ws):
    home = register_household(ws, typed_family())
    told = family(1, members=(person(10, nik=NIK, name="Suparman", birth_date="1979-03-05"), person(11, 1)), kk=KK)
    batch = kept(ws, told)
    assert len(household(ws, home).members) == 2
    assert imports.undo(ws, batch).removed == 1
    assert [one.name for one in household(ws, home).members] == ["Suparman"]


def test_values_a_sheet_changed_are_put_back_unless_changed_again(ws):
    kept(ws, family(1, 2, address="Jalan Lama"))
    other = with_member(with_member(family(1, 2, address="Jalan Baru"), 0, occupation="9"), 1, occupation="3")
    batch = kept(ws, other, choices=Choices(fill=True, change=frozenset({"place"})))
    (home,) = household_ids(ws)
    child = household(ws, home).members[1].id
    assert (household(ws, home).address, person_form(ws, child).occupation) == ("Jalan Baru", "3")
    edit_person(ws, child, replace(person_form(ws, child), occupation="11"))
    done = imports.undo(ws, batch)
    assert (done.put_back, done.left) == (2, 1)
    head = household(ws, home).members[0].id
    assert (household(ws, home).address, person_form(ws, head).occupation, person_form(ws, child).occupation) == ("Jalan Lama", "", "11")


def test_the_first_sheet_is_not_undone_under_a_second_that_changed_it(ws):
    first = kept(ws, family(1), family(2))
    kept(ws, with_member(family(1), 0, occupation="9"), choices=Choices(fill=True))
    done = imports.undo(ws, first)
    assert (done.removed, done.stayed, len(household_ids(ws))) == (3, 3, 1)


def test_a_batch_is_undone_once_and_an_unknown_one_never(ws):
    batch = kept(ws, family(1))
    imports.undo(ws, batch)
    for asked, kind in ((batch, problems.BATCH_UNDONE), ("0199aaaa-0000-7000-8000-000000000000", problems.BATCH_UNKNOWN)):
        for call in (imports.undo_form, imports.undo):
            with pytest.raises(problems.Problem) as refused:
                call(ws, asked)
            assert refused.value.kind is kind


def test_undoing_that_is_cancelled_takes_nothing_away(ws):
    batch = kept(ws, family(1), family(2))
    waiting = status(ws).waiting
    with pytest.raises(problems.Problem) as stopped:
        imports.undo(ws, batch, cancelled=lambda: True)
    assert stopped.value.kind is problems.IMPORT_CANCELLED
    assert (len(household_ids(ws)), status(ws).waiting, imports.batches(ws)[0].undone) == (2, waiting, False)


def test_a_colleague_undoes_what_came_by_sync(ws, home, clock):
    batch = kept(ws, family(1, 2))
    with ws.reading() as con:
        sent = con.exec_driver_sql("SELECT raw FROM outbox ORDER BY n").fetchall()
    from fieldapp.domain.ops import read_op

    colleague = open_laptop(home / "rekan", clock, "budi", name="Budi")
    ops = [read_op(bytes(row.raw)) for row in sent]
    events = [
        event(op.entity, op.id, op.fields, seq=n, root=op.root, tags={**dict.fromkeys(op.fields, op.op), **{f"{name}:{e}": op.op for name, value in op.fields.items()
              if name == "household_ids" for e in value}})
        for n, op in enumerate(ops, 1)
    ]  # fmt: skip
    office_tells(colleague, *events)
    form = imports.undo_form(colleague, batch)
    assert (form.counts, form.touched, form.batch.rows) == ({"household": 1, "dwelling": 1, "person": 2}, (), 2)
    assert imports.undo(colleague, batch).removed == 4
    assert household_ids(colleague) == ()
    colleague.close()


def test_a_programme_goes_with_its_recipients(ws):
    told = recipients(line(2, subject=NIK, nik=NIK))
    coordinator = ws
    register_household(coordinator, typed_family())
    with pytest.raises(problems.Problem) as refused:
        imports.plan(ws, told)
    assert refused.value.kind is problems.OP_NOT_ALLOWED, "a worker names no programmes"


def test_an_aid_sheet_is_undone(home, clock):
    ws = open_laptop(home / "koordinator", clock, "dewi", "coordinator_kecamatan")
    register_household(ws, typed_family())
    done = imports.apply(ws, imports.plan(ws, recipients(line(2, subject=NIK, nik=NIK))))
    assert (done.enrolments, living(ws, "enrolment"), living(ws, "programme")) == (1, 1, 1)
    imports.undo(ws, done.batch_id)
    assert (living(ws, "enrolment"), living(ws, "programme"), len(household_ids(ws))) == (0, 0, 1)
    ws.close()


def test_families_brought_under_one_roof_are_parted_again(ws):
    kept(ws, family(1), family(2))
    first, second = (one.head.nik for one in (family(1), family(2)))
    told = sheet(
        form="rtm@1", format="rtm", rows=2,
        lines=(line(2, subject=first, nik=first, group="12", relation="1"), line(3, subject=second, nik=second, group="12", relation="2")),
    )  # fmt: skip
    before = roofs(ws)
    done = imports.apply(ws, imports.plan(ws, told))
    assert (done.dwellings, done.answers, len(set(roofs(ws).values()))) == (1, 2, 1)
    with ws.reading() as con:
        shared = con.exec_driver_sql("SELECT household_ids FROM dwelling ORDER BY length(household_ids) DESC").fetchall()
    assert [row[0].count("-") // 4 for row in shared] == [2, 0], "one house of two families, one empty"
    assert imports.apply(ws, imports.plan(ws, told)).batch_id == "", "the same list again changes nothing"
    imports.undo(ws, done.batch_id)
    assert roofs(ws) == before
    with ws.reading() as con:
        assert sorted(row[0].count("-") // 4 for row in con.exec_driver_sql("SELECT household_ids FROM dwelling").fetchall()) == [1, 1]


def roofs(ws):
    with ws.reading() as con:
        return {row.id: row.dwelling_id for row in con.exec_driver_sql("SELECT id, dwelling_id FROM household")}
