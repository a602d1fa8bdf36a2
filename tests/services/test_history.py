"""Every value a field had, who wrote it and where; and bringing one back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.services import history, records
from fieldapp.services.households import household
from fieldapp.services.regions import region_name
from fieldapp.services.registration import edit_household, edit_person, household_form, person_form, register_household
from tests.services.stage import (
    KK,
    NIK,
    TODAY,
    VILLAGE,
    difference_event,
    event,
    family,
    office_answers,
    office_tells,
    open_laptop,
    ops_of,
    typed_family,
    typed_person,
)

BUDI = "018f0000-0000-7000-8000-0000000000c1"
THEIRS = "018f0000-0000-7000-8000-0000000000e1"


def note(ws, kept, text):
    edit_household(ws, kept, replace(household_form(ws, kept), note=text))


def by_budi(ws, row, told, *, entity="household", at="2026-11-23T05:00:00.000Z", seq=30, kind="put", act=""):
    """The office tells what Budi changed."""
    op = new_id()
    data = {"entity": entity, "row": row, "kind": kind, "op": op, "act": act or op, "by": BUDI, "at": at, "device": THEIRS, "told": told}
    office_tells(
        ws,
        {"entity": "colleague", "id": BUDI, "bucket": "00/reference", "data": {"name": "Budi Santoso"}, "gone": None},
        event("change", new_id(), data, root=row, seq=seq, tags={}),
    )
    return op


def test_every_value_of_a_field_with_who_when_and_where(ws, clock):
    kept = family(ws, note="pagar biru")
    clock.turn(days=1)
    note(ws, kept, "pagar hijau")
    note(ws, kept, "")
    told = history.of_field(ws, "household", kept, "note")
    assert [(v.text, v.is_now, v.waiting) for v in told] == [
        ("kosong", True, True),
        ("pagar hijau", False, True),
        ("pagar biru", False, True),
    ]
    assert {(v.by_name, v.device_text) for v in told} == {("Anda", "laptop ini")}
    assert told[-1].day == TODAY
    assert told[0].at > told[1].at > told[2].at
    assert len({v.op for v in told}) == 3


def test_a_field_that_never_held_anything_has_no_history(ws):
    kept = family(ws)
    assert history.of_field(ws, "household", kept, "phone") == ()
    assert history.of_field(ws, "household", "tiada", "phone") == ()


def test_the_words_of_the_office_and_ones_own_are_one_line_per_change(ws):
    kept = family(ws, note="pagar biru")
    note(ws, kept, "pagar hijau")
    (made, edit) = ops_of(ws, kept)
    office_answers(ws)
    assert [(v.text, v.waiting) for v in history.of_field(ws, "household", kept, "note")] == [("pagar hijau", False), ("pagar biru", False)]
    data = {
        "entity": "household",
        "row": kept,
        "kind": "put",
        "op": edit.op,
        "act": edit.act,
        "by": ws.user.id,
        "at": edit.at,
        "device": ws.device_id,
    }
    office_tells(
        ws,
        event("household", kept, {**made.fields, "note": "pagar putih"}, seq=31, tags=dict.fromkeys(made.fields, made.op)),
        event("change", new_id(), {**data, "told": {"note": ["pagar biru", made.op, "pagar hijau"]}}, seq=20, tags={}),
    )
    by_budi(ws, kept, {"note": ["pagar hijau", edit.op, "pagar putih"]})
    assert [(v.text, v.by_name, v.device_text, v.is_now) for v in history.of_field(ws, "household", kept, "note")] == [
        ("pagar putih", "Budi Santoso", "laptop Budi Santoso", True),
        ("pagar hijau", "Anda", "laptop ini", False),
        ("pagar biru", "Anda", "laptop ini", False),
    ]


def test_codes_are_told_by_their_label_and_numbers_are_masked(ws):
    kept = register_household(ws, typed_family())
    (head,) = household(ws, kept).members
    edit_person(ws, head.id, replace(person_form(ws, head.id), occupation="20", nik="1811020503790099"))
    assert [v.text for v in history.of_field(ws, "person", head.id, "occupation")] == ["Buruh tani/perkebunan", "kosong"]
    told = history.of_field(ws, "person", head.id, "nik")
    assert [v.text for v in told] == ["1811••••••••0099", "1811••••••••0042"]
    whole = repr((told, history.of_record(ws, "person", head.id), history.of_field(ws, "household", kept, "kk")))
    assert NIK not in whole
    assert "1811020503790099" not in whole
    assert KK not in whole


def test_people_families_and_places_are_told_by_name(ws):
    kept, other = family(ws), family(ws, "Wagiman")
    (head,) = household(ws, other).members
    with ws.transaction() as act:
        act.change(nouns.Household, kept, {"head_id": head.id})
        act.change(nouns.Person, head.id, {"household_id": kept})
        act.record("household", kept, "move", {"bucket": ["18.11.02.2001", "general"]})
    assert [v.text for v in history.of_field(ws, "household", kept, "head_id")] == ["Wagiman", "Suparman"]
    assert [v.text for v in history.of_field(ws, "household", kept, "bucket")][1] == region_name(VILLAGE)
    (moved,) = [c for c in history.of_record(ws, "household", kept) if c.kind == "moved"]
    assert {line.field for line in moved.lines} == {"head_id", "bucket"}


def test_the_history_of_a_record_is_told_act_by_act(ws, clock):
    kept = family(ws, note="pagar biru")
    clock.turn(days=1)
    edit_household(ws, kept, replace(household_form(ws, kept), note="pagar hijau", phone="081234567890"))
    by_budi(ws, kept, {"rt": ["003", None, "004"]}, at="2026-11-22T05:00:00.000Z")
    edit, budi, made = history.of_record(ws, "household", kept)
    assert (made.kind, made.lines, made.by_name) == ("created", (), "Anda")
    assert (budi.kind, budi.by_name, budi.device_text, budi.waiting) == ("changed", "Budi Santoso", "laptop Budi Santoso", False)
    assert [(line.label, line.before, line.after) for line in budi.lines] == [("RT", "003", "004")]
    assert edit.waiting
    assert {(line.label, line.before, line.after) for line in edit.lines} == {
        ("Catatan", "pagar biru", "pagar hijau"),
        ("No. HP", "kosong", "0812 3456 7890"),
    }


def test_a_value_kept_for_a_choice_is_marked_and_is_not_what_stands_there(ws):
    kept = family(ws, note="pagar biru")
    by_budi(ws, kept, {"note": ["pagar biru", None, "pagar putih", True]})
    told = history.of_field(ws, "household", kept, "note")
    assert [(v.text, v.aside, v.is_now) for v in told] == [("pagar putih", True, False), ("pagar biru", False, True)]


def test_a_value_nobody_told_the_writer_of_stands_without_a_name(ws):
    kept = new_id()
    office_tells(ws, event("household", kept, {"note": "pagar biru"}))
    (only,) = history.of_field(ws, "household", kept, "note")
    assert (only.text, only.at, only.day, only.by_name, only.device_text, only.is_now) == ("pagar biru", "", None, "–", "", True)


def test_a_value_is_brought_back_as_a_change_of_ones_own(ws):
    kept = family(ws, note="pagar biru")
    note(ws, kept, "pagar hijau")
    first = history.of_field(ws, "household", kept, "note")[-1]
    history.bring_back(ws, "household", kept, "note", first.op)
    assert household(ws, kept).note == "pagar biru"
    assert [v.text for v in history.of_field(ws, "household", kept, "note")] == ["pagar biru", "pagar hijau", "pagar biru"]
    before = len(ops_of(ws, kept))
    history.bring_back(ws, "household", kept, "note", first.op)
    assert len(ops_of(ws, kept)) == before


def test_a_field_is_brought_back_to_empty(ws):
    kept = family(ws)
    note(ws, kept, "pagar hijau")
    history.bring_back(ws, "household", kept, "note", history.of_field(ws, "household", kept, "note")[-1].op)
    assert household(ws, kept).note == ""


def test_a_colleagues_value_is_brought_back_as_it_was_told(ws):
    kept = family(ws)
    op = by_budi(ws, kept, {"phone": [None, None, "+6281234567890"]})
    history.bring_back(ws, "household", kept, "phone", op)
    with ws.transaction() as act:
        assert act.get(nouns.Household, kept).phone == "+6281234567890"


def test_elements_of_a_set_are_brought_back_one_by_one(ws):
    kept = new_id()
    with ws.transaction() as act:
        act.add(nouns.Household(id=kept, root_id=kept, region_id=VILLAGE, flags=("lansia", "pkh")))
    with ws.transaction() as act:
        act.add_elements(nouns.Household, kept, "flags", ["disabilitas"])
        act.remove_elements(nouns.Household, kept, "flags", ["pkh"])
    told = history.of_field(ws, "household", kept, "flags")
    assert [v.text for v in told] == ["disabilitas, lansia", "disabilitas, lansia, pkh", "lansia, pkh"]
    history.bring_back(ws, "household", kept, "flags", told[-1].op)
    assert [(op.kind, op.fields) for op in ops_of(ws, kept)[-2:]] == [("add", {"flags": ["pkh"]}), ("remove", {"flags": ["disabilitas"]})]
    assert history.of_field(ws, "household", kept, "flags")[0].text == "lansia, pkh"


def test_what_is_fixed_not_there_or_not_allowed_is_told(ws, home, clock):
    kept = family(ws, note="pagar biru")
    op = history.of_field(ws, "household", kept, "note")[0].op
    wrong = [
        ("household", "tiada", "note", op, problems.RECORD_UNKNOWN),
        ("household", kept, "note", new_id(), problems.RECORD_UNKNOWN),
        ("household", kept, "created_at", op, problems.RECORD_FIXED),
        ("household", kept, "head_id", op, problems.RECORD_FIXED),
        ("household", kept, "tiada", op, problems.RECORD_FIXED),
    ]
    for entity, row, field, which, kind in wrong:
        with pytest.raises(problems.Problem) as refused:
            history.bring_back(ws, entity, row, field, which)
        assert refused.value.kind is kind, field
    assert history.may_bring_back(ws, "household", kept, "note")
    assert not history.may_bring_back(ws, "household", kept, "merged_into")
    auditor = open_laptop(home, clock, "danu", "auditor")
    office_tells(auditor, event("household", kept, {"note": "pagar biru"}))
    told = by_budi(auditor, kept, {"note": ["pagar hijau", None, "pagar biru"]})
    with pytest.raises(problems.Problem) as refused:
        history.bring_back(auditor, "household", kept, "note", told)
    assert refused.value.kind is problems.OP_NOT_ALLOWED
    auditor.close()


def test_a_number_that_is_somebody_elses_by_now_is_not_brought_back(ws):
    kept = register_household(ws, typed_family())
    (head,) = household(ws, kept).members
    edit_person(ws, head.id, replace(person_form(ws, head.id), nik="1811020503790099"))
    first = history.of_field(ws, "person", head.id, "nik")[-1]
    other = register_household(ws, typed_family(typed_person(name="Wagiman"), kk=""))
    with pytest.raises(problems.Problem) as refused:
        history.bring_back(ws, "person", head.id, "nik", first.op)
    assert (refused.value.kind, "Wagiman" in refused.value.sentence) == (problems.NIK_TAKEN, True)
    (rival,) = household(ws, other).members
    edit_person(ws, rival.id, replace(person_form(ws, rival.id), nik="", no_nik_reason="dokumen hilang"))
    history.bring_back(ws, "person", head.id, "nik", first.op)
    assert person_form(ws, head.id).nik == NIK


def test_a_role_that_sees_no_numbers_sees_no_past_numbers(home, clock):
    officer = open_laptop(home, clock, "danu", "distribution_officer")
    kept = new_id()
    office_tells(officer, event("household", kept, {"rt": "003"}))
    by_budi(officer, kept, {"kk": [KK, None, "1811022708190008"], "rt": ["001", None, "003"]})
    assert history.of_field(officer, "household", kept, "kk") == ()
    assert [line.field for change in history.of_record(officer, "household", kept) for line in change.lines] == ["rt"]
    officer.close()


def test_a_difference_shows_the_history_of_its_field_and_what_stood_before(ws):
    kept = family(ws, phone="081200001111")
    office_answers(ws)
    mine, theirs = new_id(), by_budi(ws, kept, {"phone": ["+6281200001111", None, "+6281234567890"]})
    told = difference_event(kept, theirs, mine, by=(BUDI, ws.user.id))
    office_tells(ws, told)
    view = records.difference(ws, told["id"])
    assert view.before == "0812 0000 1111"
    assert [(text, who) for _when, text, who in view.history] == [("0812 3456 7890", "Budi Santoso"), ("0812 0000 1111", "Anda")]
    assert view.history[0][0] == "23 Nov 2026 12.00"


def test_past_values_that_cannot_be_read_are_kept_aside_and_stop_nobody(ws):
    kept = family(ws)
    office_tells(ws, event("change", new_id(), {"entity": "household", "row": kept, "told": "rusak"}), event("change", new_id(), {}))
    assert [change.kind for change in history.of_record(ws, "household", kept)] == ["created"]
