"""People are born, marry, split off, come together, move and die, and nobody is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.services import lives
from fieldapp.services.checking import FieldProblems
from fieldapp.services.finishing import finish_visit
from fieldapp.services.households import household, household_ids
from fieldapp.services.registration import NewHousehold, NewPerson, add_person, edit_person, person_form
from fieldapp.services.timeline import timeline
from fieldapp.store.moving import roots_of_family
from fieldapp.store.tables import SYNCED
from tests.services.stage import OTHER_VILLAGE, TODAY, VILLAGE, family, filled_draft, ops_of

KK = "1811022011260003"


def member(ws, home, name, relation="4", born=date(1999, 4, 2), sex="1", **facts):
    return add_person(ws, home, NewPerson(name=name, no_nik_reason="dokumen hilang", relation=relation, birth_date=born, sex=sex, **facts))


def head_of(ws, home):
    return next(one.id for one in household(ws, home).members if one.is_head)


def names(ws, home):
    return [one.name for one in household(ws, home).members]


def get(ws, kind, row_id):
    with ws.transaction() as act:
        return act.get(kind, row_id)


def move(*people, to, reason="pindah_keluarga", since=TODAY, **more):
    return lives.Move(person_ids=people, to=to, reason=reason, since=since, **more)


def refused(ws, act):
    with pytest.raises(FieldProblems) as told:
        act()
    return told.value.notes


def new_home(**changes):
    return NewHousehold(**{"kk": KK, "region_id": VILLAGE, "hamlet": "Sido Makmur", "rt": "4", "rw": "2", **changes})


# Splitting off and coming together


def test_a_grown_son_splits_off_with_his_wife_into_a_family_of_its_own(ws):
    home = family(ws)
    son, wife = member(ws, home, "Budi"), member(ws, home, "Ani", "5", sex="2")
    made = lives.move_members(ws, move(son, wife, to=new_home(), reason="pisah_kk", relations={son: "1", wife: "3"}))
    assert names(ws, home) == ["Suparman"]
    view = household(ws, made)
    assert (view.name, view.place, [m.name for m in view.members]) == ("Budi", "RT 004/RW 002", ["Budi", "Ani"])
    assert get(ws, nouns.Household, made).kk == KK
    assert household_ids(ws, "Budi") == (made,)
    came = lives.membership_history(ws, son)[-1]
    assert (came.reason, came.text, came.left_id, came.household_id, came.since) == ("pisah_kk", "Pisah KK", home, made, TODAY)


def test_a_new_family_needs_exactly_one_head_who_is_never_guessed(ws):
    home = family(ws)
    son, wife = member(ws, home, "Budi"), member(ws, home, "Ani", "5", sex="2")
    for relations in ({son: "4", wife: "3"}, {son: "1", wife: "1"}):
        assert "head" in refused(ws, lambda told=relations: lives.move_members(ws, move(son, wife, to=new_home(), relations=told)))
    assert names(ws, home) == ["Suparman", "Budi", "Ani"]


def test_everyone_who_comes_into_a_family_needs_a_relation_there(ws):
    home, other = family(ws), family(ws, "Tukiman")
    son = member(ws, home, "Budi")
    assert f"relation.{son}" in refused(ws, lambda: lives.move_members(ws, move(son, to=other)))
    assert f"relation.{son}" in refused(ws, lambda: lives.move_members(ws, move(son, to=other, relations={son: "1"})))
    lives.move_members(ws, move(son, to=other, relations={son: "5"}))
    assert names(ws, other) == ["Tukiman", "Budi"]


def test_when_the_head_leaves_those_who_stay_need_a_new_one(ws):
    home, other = family(ws), family(ws, "Tukiman")
    head, wife, child = head_of(ws, home), member(ws, home, "Sri", "3", sex="2"), member(ws, home, "Budi")
    step = move(head, to=other, reason="cerai", relations={head: "9"})
    note = refused(ws, lambda: lives.move_members(ws, step))[f"head.{home}"]
    assert note.text == "Keluarga ini memerlukan kepala keluarga. Pilih salah satu: Sri, Budi."
    chosen = replace(step, heads={home: wife})
    assert lives.check_move(ws, chosen)[f"relation.{child}"].kind == "warn"
    lives.move_members(ws, chosen)
    assert (household(ws, home).name, head_of(ws, home)) == ("Sri", wife)
    assert get(ws, nouns.Person, wife).relation == "1"
    assert names(ws, other) == ["Tukiman", "Suparman"]


def test_a_head_from_outside_the_family_is_not_taken(ws):
    home, other = family(ws), family(ws, "Tukiman")
    head = head_of(ws, home)
    member(ws, home, "Budi")
    notes = refused(ws, lambda: lives.move_members(ws, move(head, to=other, relations={head: "9"}, heads={home: head_of(ws, other)})))
    assert notes[f"head.{home}"].kind == "error"


def test_two_families_come_together_and_the_emptied_one_goes_to_the_bin_with_its_visits_readable(ws):
    home, other = family(ws), family(ws, "Tukiman")
    visit = finish_visit(ws, filled_draft(ws, home))
    head = head_of(ws, home)
    step = move(head, to=other, reason="gabung_kk", relations={head: "7"}, note="tinggal bersama anak")
    assert lives.check_move(ws, step)[f"left.{home}"].kind == "warn"
    lives.move_members(ws, step)
    assert household_ids(ws) == (other,)
    with pytest.raises(problems.Problem) as gone:
        household(ws, home)
    assert gone.value.kind is problems.HOUSEHOLD_UNKNOWN
    with ws.reading() as con:
        assert con.execute(SYNCED["household"].select().where(SYNCED["household"].c.id == home)).one().deleted
    (left,) = lives.departures(ws, home)
    assert (left.person_name, left.text, left.household_name, left.note) == ("Suparman", "Gabung KK", "Tukiman", "tinggal bersama anak")
    assert visit in {entry.id for entry in timeline(ws, home)}


def test_a_family_with_a_visit_being_written_is_not_emptied(ws):
    home, other = family(ws), family(ws, "Tukiman")
    filled_draft(ws, home)
    head = head_of(ws, home)
    notes = refused(ws, lambda: lives.move_members(ws, move(head, to=other, relations={head: "7"})))
    assert "draf kunjungan" in notes[f"left.{home}"].text


def test_a_family_where_only_the_dead_are_kept_stays_to_be_seen(ws):
    home, other = family(ws), family(ws, "Tukiman")
    head, wife = head_of(ws, home), member(ws, home, "Sri", "3", sex="2")
    lives.record_death(ws, head, date(2026, 10, 1), heads={home: wife})
    lives.move_members(ws, move(wife, to=other, reason="gabung_kk", relations={wife: "7"}))
    assert names(ws, home) == ["Suparman"]
    assert household(ws, home).members[0].chips[0].text == "Meninggal"


def test_who_marries_into_a_family_is_asked_about_their_marital_status(ws):
    home, other = family(ws), family(ws, "Tukiman")
    bride = member(ws, home, "Ani", sex="2", marital="1")
    step = move(bride, to=other, reason="kawin", relations={bride: "5"})
    assert lives.check_move(ws, step)[f"marital.{bride}"].kind == "warn"
    lives.move_members(ws, replace(step, marital={bride: "2"}))
    assert get(ws, nouns.Person, bride).marital == "2"
    assert refused(ws, lambda: lives.move_members(ws, move(bride, to=home, relations={bride: "4"}, marital={bride: "8"})))


def test_a_move_has_a_day_a_reason_and_people_who_can_go(ws):
    home, other = family(ws), family(ws, "Tukiman")
    son = member(ws, home, "Budi")
    assert "since" in refused(ws, lambda: lives.move_members(ws, move(son, to=other, relations={son: "9"}, since=date(2026, 12, 1))))
    assert "since" in refused(ws, lambda: lives.move_members(ws, move(son, to=other, relations={son: "9"}, since=date(1990, 1, 1))))
    assert "reason" in refused(ws, lambda: lives.move_members(ws, move(son, to=other, relations={son: "9"}, reason="entah")))
    assert "person_ids" in refused(ws, lambda: lives.move_members(ws, move(to=other)))
    assert f"person.{son}" in refused(ws, lambda: lives.move_members(ws, move(son, to=home, relations={son: "4"})))
    with pytest.raises(problems.Problem) as unknown:
        lives.move_members(ws, move("tiada", to=other))
    assert unknown.value.kind is problems.PERSON_UNKNOWN


def test_a_new_family_with_a_taken_kk_or_outside_the_area_is_not_made(ws):
    home = family(ws)
    family(ws, "Tukiman", kk=KK)
    son = member(ws, home, "Budi")
    step = move(son, to=new_home(), reason="pisah_kk", relations={son: "1"})
    assert "Tukiman" in refused(ws, lambda: lives.move_members(ws, step))["home.kk"].text
    away = replace(step, to=new_home(kk="", region_id="18.12.01.2001"))
    assert "home.region_id" in refused(ws, lambda: lives.move_members(ws, away))


def test_a_check_writes_nothing(ws):
    home, other = family(ws), family(ws, "Tukiman")
    son = member(ws, home, "Budi")
    before = len(ops_of(ws, home, other, son, entity="person"))
    lives.check_move(ws, move(son, to=other, relations={son: "9"}))
    lives.check_death(ws, son, TODAY)
    assert len(ops_of(ws, home, other, son, entity="person")) == before


def test_a_new_head_may_come_from_outside_when_the_old_one_gets_another_relation(ws):
    home, other = family(ws), family(ws, "Tukiman")
    head, old = head_of(ws, home), head_of(ws, other)
    step = move(head, to=other, reason="gabung_kk", relations={head: "1"}, heads={other: head})
    assert f"relation.{old}" in refused(ws, lambda: lives.move_members(ws, step))
    lives.move_members(ws, replace(step, relations={head: "1", old: "8"}))
    assert (household(ws, other).name, get(ws, nouns.Person, old).relation) == ("Suparman", "8")


# Births, arrivals and deaths


def test_a_newborn_is_kept_without_nik_as_child_of_its_parents(ws):
    home = family(ws)
    wife = member(ws, home, "Sri", "3", sex="2")
    child = lives.record_birth(
        ws, home, NewPerson(name="Bayi Laras", sex="2", birth_date=date(2026, 11, 20)), mother_id=wife, father_id=head_of(ws, home)
    )
    kept = get(ws, nouns.Person, child)
    assert (kept.no_nik_reason, kept.relation, kept.mother_name, kept.father_name) == ("anak baru lahir", "4", "Sri", "Suparman")
    (line,) = lives.membership_history(ws, child)
    assert (line.reason, line.since, line.household_id) == ("lahir", date(2026, 11, 20), home)


def test_a_birth_needs_its_day_a_relation_and_a_mother_who_is_a_woman(ws):
    home = family(ws)
    man = member(ws, home, "Budi")
    told = NewPerson(name="Bayi", sex="1", birth_date=date(2026, 11, 20), relation="5")
    assert "birth_date" in refused(ws, lambda: lives.record_birth(ws, home, replace(told, birth_date=None)))
    assert "birth_date" in refused(ws, lambda: lives.record_birth(ws, home, replace(told, birth_date=date(2026, 12, 1))))
    assert "relation" in refused(ws, lambda: lives.record_birth(ws, home, replace(told, relation="")))
    assert "mother" in refused(ws, lambda: lives.record_birth(ws, home, told, mother_id=man))
    assert lives.check_birth(ws, home, replace(told, birth_date=date(2020, 1, 1)))["birth_date"].kind == "warn"


def test_someone_who_comes_from_outside_has_the_day_they_came(ws):
    home = family(ws)
    told = NewPerson(name="Sari", no_nik_reason="dokumen hilang", relation="9", birth_date=date(1990, 1, 1))
    assert "since" in refused(ws, lambda: lives.record_arrival(ws, home, told, since=date(1989, 1, 1)))
    came = lives.record_arrival(ws, home, told, since=date(2026, 9, 1), note="dari Palembang")
    (line,) = lives.membership_history(ws, came)
    assert (line.text, line.since, line.note) == ("Pindah masuk", date(2026, 9, 1), "dari Palembang")


def test_the_dead_stay_to_be_seen_with_their_day_and_the_head_is_chosen_anew(ws):
    home = family(ws)
    head, wife = head_of(ws, home), member(ws, home, "Sri", "3", sex="2", marital="2")
    assert f"head.{home}" in refused(ws, lambda: lives.record_death(ws, head, date(2026, 11, 1)))
    assert lives.check_death(ws, head, date(2026, 11, 1))[f"marital.{wife}"].kind == "warn"
    lives.record_death(ws, head, date(2026, 11, 1), note="sakit", heads={home: wife})
    kept = get(ws, nouns.Person, head)
    assert (kept.status, kept.death_date, kept.household_id) == ("2", "2026-11-01", home)
    assert household(ws, home).name == "Sri"
    assert sorted(names(ws, home)) == ["Sri", "Suparman"]
    last = lives.membership_history(ws, head)[-1]
    assert (last.kind, last.text, last.note) == ("out", "Meninggal", "sakit")


def test_a_death_before_birth_or_tomorrow_or_twice_is_refused(ws):
    home = family(ws)
    son = member(ws, home, "Budi")
    assert "since" in refused(ws, lambda: lives.record_death(ws, son, date(1980, 1, 1)))
    assert "since" in refused(ws, lambda: lives.record_death(ws, son, date(2026, 12, 24)))
    lives.record_death(ws, son, TODAY)
    assert "person" in refused(ws, lambda: lives.record_death(ws, son, TODAY))


def test_a_death_told_by_mistake_is_undone(ws):
    home = family(ws)
    head, wife = head_of(ws, home), member(ws, home, "Sri", "3", sex="2")
    lives.record_death(ws, head, TODAY, heads={home: wife})
    lives.correct_death(ws, head, date(2026, 11, 20))
    assert get(ws, nouns.Person, head).death_date == "2026-11-20"
    assert f"relation.{head}" in refused(ws, lambda: lives.correct_death(ws, head, None))
    lives.correct_death(ws, head, None, relation="2")
    kept = get(ws, nouns.Person, head)
    assert (kept.status, kept.death_date, kept.relation) == ("1", None, "2")
    assert head_of(ws, home) == wife
    assert "person" in refused(ws, lambda: lives.correct_death(ws, head, None))


def test_the_page_that_does_not_ask_for_the_day_of_death_keeps_it(ws):
    home = family(ws)
    son = member(ws, home, "Budi")
    lives.record_death(ws, son, date(2026, 11, 1))
    told = person_form(ws, son)
    assert told.death_date == date(2026, 11, 1)
    edit_person(ws, son, replace(told, death_date=None, guardian_id=None, guardian_note=None, name="Budi Santoso"))
    assert get(ws, nouns.Person, son).death_date == "2026-11-01"
    edit_person(ws, son, replace(told, status="1", death_date=None))
    assert get(ws, nouns.Person, son).death_date is None


# Moving away, coming back, and to another village


def test_who_moves_away_stays_in_sight_and_can_come_back(ws):
    home, other = family(ws), family(ws, "Tukiman")
    head, wife = head_of(ws, home), member(ws, home, "Sri", "3", sex="2")
    assert f"head.{home}" in refused(ws, lambda: lives.move_away(ws, (head,), since=TODAY))
    lives.move_away(ws, (head,), since=TODAY, note="kerja di Batam", heads={home: wife})
    assert get(ws, nouns.Person, head).status == "3"
    assert sorted(names(ws, home)) == ["Sri", "Suparman"]
    assert f"relation.{head}" in refused(ws, lambda: lives.come_back(ws, head, to=other, relation="1", since=TODAY))
    lives.come_back(ws, head, to=other, relation="9", since=TODAY)
    assert (get(ws, nouns.Person, head).status, names(ws, other)) == ("1", ["Tukiman", "Suparman"])
    assert [line.reason for line in lives.membership_history(ws, head)] == ["terdaftar", "pindah_keluar", "kembali"]


def test_a_whole_family_that_moved_away_gets_its_head_back_with_who_returns(ws):
    home = family(ws)
    head = head_of(ws, home)
    lives.move_away(ws, (head,), since=TODAY)
    assert "head" in refused(ws, lambda: lives.come_back(ws, head, to=home, relation="4", since=TODAY))
    lives.come_back(ws, head, to=home, relation="1", since=TODAY)
    assert head_of(ws, home) == head
    assert f"person.{head}" in refused(ws, lambda: lives.come_back(ws, head, to=home, relation="1", since=TODAY))


def test_who_moves_to_another_village_takes_their_records_along(ws):
    from fieldapp.services import ppks

    home, other = family(ws), family(ws, "Tukiman", region_id=OTHER_VILLAGE)
    son = member(ws, home, "Budi")
    case = ppks.open_case(ws, home, "17", person_id=son, since=TODAY)
    family_case = ppks.open_case(ws, home, "24", since=TODAY)
    lives.move_members(ws, move(son, to=other, relations={son: "9"}))
    assert get(ws, nouns.Person, son).region_id == OTHER_VILLAGE
    kept = get(ws, nouns.PpksCase, case)
    assert (kept.region_id, kept.bucket_class) == (OTHER_VILLAGE, "confidential")
    assert get(ws, nouns.PpksCase, family_case).region_id == VILLAGE
    assert [one.person_id for one in ppks.cases(ws, other)] == [son]
    assert [one.person_id for one in ppks.cases(ws, home)] == [None]


def test_a_family_moves_to_another_village_with_all_it_has_but_its_house(ws):
    home = family(ws, latitude="-3.98", longitude="105.61")
    member(ws, home, "Budi")
    finish_visit(ws, filled_draft(ws, home, ("kunjungan_rumah", "rumah_layak_huni")))
    old = get(ws, nouns.Household, home).dwelling_id
    moved = lives.move_household(ws, home, new_home(region_id=OTHER_VILLAGE, kk="", rt="9"), since=TODAY, note="ikut menantu")
    kept = get(ws, nouns.Household, home)
    assert (kept.region_id, kept.rt) == (OTHER_VILLAGE, "009")
    assert get(ws, nouns.Dwelling, old).region_id == VILLAGE
    assert get(ws, nouns.Dwelling, old).household_ids == ()
    assert get(ws, nouns.Dwelling, kept.dwelling_id).region_id == OTHER_VILLAGE
    assert household(ws, home).village == household(ws, family(ws, "Tukiman", region_id=OTHER_VILLAGE)).village
    with ws.reading() as con:
        roots = roots_of_family(con, home)
        regions = {row.region_id for table in SYNCED.values() for row in con.execute(table.select().where(table.c.root_id.in_(roots)))}
    assert regions == {OTHER_VILLAGE}
    assert moved >= 5
    assert household_ids(ws, "", region=VILLAGE) == ()
    assert lives.membership_history(ws, head_of(ws, home))[-1].text == "Pindah bersama keluarga"


def test_a_family_does_not_move_tomorrow_or_out_of_the_area(ws):
    home = family(ws)
    notes = refused(ws, lambda: lives.move_household(ws, home, new_home(region_id="18.12.01.2001"), since=date(2026, 12, 1)))
    assert {"region_id", "since"} <= set(notes)
