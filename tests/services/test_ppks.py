"""Which of the 26 kinds someone is, since when; what could hurt a person stays covered."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.services import lives, ppks
from fieldapp.services.checking import FieldProblems
from fieldapp.services.households import household
from fieldapp.services.registration import NewPerson, add_person
from fieldapp.store import audit
from tests.services.stage import OTHER_VILLAGE, TODAY, VILLAGE, Clock, family, open_laptop

SENSITIVE = {"03", "06", "10", "14", "16", "17", "18", "19"}


def member(ws, home, name="Laras", born=date(2023, 5, 1), sex="2"):
    return add_person(ws, home, NewPerson(name=name, no_nik_reason="akta sedang diurus", relation="4", birth_date=born, sex=sex))


def head_of(ws, home):
    return household(ws, home).members[0].id


def noted(ws):
    with ws.reading() as con:
        return audit.noted(con)


def test_there_are_26_kinds_each_with_a_definition_and_eight_are_sensitive():
    kinds = ppks.kinds()
    assert [kind.number for kind in kinds] == [f"{n:02d}" for n in range(1, 27)]
    assert all(kind.name and kind.definition and kind.group and kind.label for kind in kinds)
    assert {kind.number for kind in kinds if kind.sensitive} == SENSITIVE
    assert len({kind.label for kind in kinds}) == 26


def test_a_case_is_opened_closed_and_opened_again(ws):
    home = family(ws)
    child = member(ws, home)
    case = ppks.open_case(ws, home, "01", person_id=child, since=date(2026, 3, 1), note="tinggal dengan nenek")
    (told,) = ppks.cases(ws, home)
    assert (told.person_name, told.number, told.name, told.note) == ("Laras", "01", "Anak Balita Telantar", "tinggal dengan nenek")
    with pytest.raises(FieldProblems) as twice:
        ppks.open_case(ws, home, "01", person_id=child, since=TODAY)
    assert "kind" in twice.value.notes
    for wrong in (date(2026, 2, 1), date(2026, 12, 1)):
        with pytest.raises(FieldProblems) as refused:
            ppks.close_case(ws, case, wrong)
        assert "until" in refused.value.notes
    ppks.close_case(ws, case, date(2026, 11, 1), note="sudah diasuh ibunya")
    (told,) = ppks.cases(ws, home)
    assert (told.until, told.note) == (date(2026, 11, 1), "tinggal dengan nenek\nsudah diasuh ibunya")
    with pytest.raises(FieldProblems):
        ppks.close_case(ws, case, TODAY)
    ppks.reopen_case(ws, case)
    assert ppks.cases(ws, home)[0].until is None


@pytest.mark.parametrize(
    ("kind", "who", "said"),
    [
        ("01", {"born": date(2015, 1, 1)}, "tidak lazim"),
        ("01", {"born": date(2021, 6, 1)}, ""),
        ("08", {"born": date(1970, 1, 1)}, "tidak lazim"),
        ("08", {"born": date(1960, 1, 1)}, ""),
        ("03", {"born": date(2008, 11, 1)}, "tidak lazim"),
        ("23", {"born": date(1990, 1, 1), "sex": "1"}, "jenis kelamin"),
        ("25", {"born": date(1990, 1, 1)}, "keluarga"),
        ("24", {"born": None}, ""),
    ],
)
def test_an_unlikely_kind_is_said_and_never_stops(ws, kind, who, said):
    home = family(ws)
    person = member(ws, home, **who)
    note = ppks.check_case(ws, home, kind, person_id=person, since=TODAY).get("kind")
    assert (note.kind, said in note.text) == ("warn", True) if said else note is None
    assert ppks.open_case(ws, home, kind, person_id=person, since=TODAY)


def test_a_kind_that_is_not_on_the_list_and_a_day_to_come_are_refused(ws):
    home = family(ws)
    with pytest.raises(FieldProblems) as refused:
        ppks.open_case(ws, home, "27", since=date(2026, 12, 1))
    assert set(refused.value.notes) == {"kind", "since"}
    assert ppks.check_case(ws, home, "01", since=TODAY)["kind"].kind == "warn"
    with pytest.raises(problems.Problem) as unknown:
        ppks.open_case(ws, "tiada", "24", since=TODAY)
    assert unknown.value.kind is problems.HOUSEHOLD_UNKNOWN


def test_a_sensitive_kind_stays_covered_until_someone_says_why_they_look(ws):
    home = family(ws)
    case = ppks.open_case(ws, home, "16", person_id=head_of(ws, home), since=TODAY, note="rujukan puskesmas")
    with ws.transaction() as act:
        assert act.get(nouns.PpksCase, case).bucket_class == "confidential"
    (told,) = ppks.cases(ws, home)
    assert (told.label, told.name, told.number, told.note, told.definition, told.hidden) == ("Data peka", "Data peka", "", "", "", True)
    with pytest.raises(problems.Problem) as silent:
        ppks.reveal(ws, case, " ")
    assert silent.value.kind is problems.REVEAL_REASON_MISSING
    assert noted(ws) == []
    shown = ppks.reveal(ws, case, "menyusun rujukan")
    assert (shown.name, shown.note, shown.hidden) == ("Orang dengan HIV/AIDS", "rujukan puskesmas", False)
    (line,) = noted(ws)
    assert (line.act, line.row_id, line.reason) == ("reveal", case, "menyusun rujukan")


def test_a_kind_that_is_not_sensitive_is_open_to_all_who_see_the_family(ws):
    home = family(ws)
    case = ppks.open_case(ws, home, "24", since=TODAY)
    with ws.transaction() as act:
        assert act.get(nouns.PpksCase, case).bucket_class == "general"
    assert ppks.cases(ws, home)[0].name == "Fakir Miskin"
    with pytest.raises(problems.Problem) as unknown:
        ppks.reveal(ws, "tiada", "ingin tahu")
    assert unknown.value.kind is problems.PPKS_UNKNOWN


def test_a_village_operator_does_not_write_sensitive_kinds(tmp_path):
    ws = open_laptop(tmp_path / "home", Clock(), "sari", "village_operator")
    home = family(ws)
    ppks.open_case(ws, home, "24", since=TODAY)
    with pytest.raises(problems.Problem) as refused:
        ppks.open_case(ws, home, "18", since=TODAY)
    assert refused.value.kind is problems.OP_NOT_ALLOWED
    ws.close()


def test_small_numbers_of_sensitive_kinds_are_not_told(ws):
    homes = [family(ws, name) for name in ("Suparman", "Tukiman", "Warsito", "Karto", "Slamet")]
    for home in homes[:4]:
        ppks.open_case(ws, home, "17", person_id=head_of(ws, home), since=date(2026, 5, 1))
    ppks.open_case(ws, homes[0], "24", since=date(2026, 5, 1))
    told = {one.kind.number: one for one in ppks.counts(ws, VILLAGE)}
    assert (told["17"].count, told["17"].text) == (None, "< 5")
    assert (told["24"].text, told["16"].text) == ("1", "0")
    ppks.open_case(ws, homes[4], "17", person_id=head_of(ws, homes[4]), since=date(2026, 5, 1))
    assert {one.kind.number: one.text for one in ppks.counts(ws, VILLAGE)}["17"] == "5"


def test_counts_leave_out_the_dead_the_closed_and_other_villages(ws):
    home, other = family(ws), family(ws, "Tukiman", region_id=OTHER_VILLAGE)
    old, child = member(ws, home, "Mbah Karto", date(1950, 1, 1)), member(ws, home)
    for person, kind in ((old, "08"), (child, "24")):
        ppks.open_case(ws, home, kind, person_id=person, since=date(2026, 5, 1))
    closed = ppks.open_case(ws, home, "24", since=date(2026, 5, 1))
    ppks.open_case(ws, other, "24", since=date(2026, 5, 1))
    ppks.close_case(ws, closed, date(2026, 8, 1))
    assert "ppks" in lives.check_death(ws, old, TODAY)
    lives.record_death(ws, old, TODAY)

    def count(region, on=None):
        return {one.kind.number: one.count for one in ppks.counts(ws, region, on=on) if one.count}

    assert count(VILLAGE) == {"24": 1}
    assert count(VILLAGE, date(2026, 7, 1)) == {"24": 2}
    assert count("18.11.02") == {"24": 2}
