"""Two laptops and an office: what one writes the other finds, once, whatever happens on the road."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.services import records
from fieldapp.services.photos import photo_bytes
from fieldapp.services.status import status
from fieldapp.store.tables import blob, conflict, cursor, outbox, shadow
from tests.sync.cast import DESA, RoadCutError, World


def test_a_family_recorded_offline_reaches_the_coordinator_once(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household(phone="+6281234567890")
    assert status(ratna.ws).waiting == 2
    ratna.sync()
    eko.sync()
    assert eko.get(family).phone == "+6281234567890"
    assert eko.get(family).created_by == ratna.ws.user.id
    assert status(ratna.ws).waiting == 0


def test_a_second_sync_with_nothing_new_sends_and_reads_nothing(world: World) -> None:
    ratna = world.laptop("ratna")
    ratna.household()
    ratna.sync()
    again = ratna.sync()
    assert (again.pushed, again.pulled) == (0, 0)


@pytest.mark.parametrize("fate", ["lost_request", "lost_answer"])
def test_a_lost_message_loses_and_doubles_nothing(world: World, fate: str) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household()
    with pytest.raises(problems.Problem):
        ratna.sync(fate)
    assert status(ratna.ws).waiting == 2
    assert status(ratna.ws).sync_problem
    ratna.sync()
    assert status(ratna.ws).sync_problem is None
    eko.sync()
    assert eko.has(family)
    assert len(world.office.refused()) == 0


def test_a_laptop_that_dies_between_the_answer_and_its_note_sends_again_harmlessly(world: World) -> None:
    ratna = world.laptop("ratna")
    family = ratna.household()
    with pytest.raises(RoadCutError):
        ratna.sync("crash")
    world.reopen(ratna)
    ratna.sync()
    assert ratna.get(family).kk is None
    with ratna.ws.reading() as con:
        assert set(con.execute(sa.select(outbox.c.state)).scalars()) == {"merged"}
        assert con.execute(sa.select(shadow)).all() == []


def test_a_half_read_page_leaves_cursor_and_records_as_they_were(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    ratna.household()
    ratna.sync()
    with pytest.raises(RoadCutError):
        eko.sync("crash")
    world.reopen(eko)
    with eko.ws.reading() as con:
        assert con.execute(sa.select(cursor)).all() == []
    assert eko.sync().pulled > 0


def test_different_fields_changed_by_two_people_both_hold_without_a_question(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household()
    world.settle_down()
    ratna.change(family, phone="+6281234567890")
    eko.change(family, address="Jl. Poros 7")
    world.settle_down()
    for laptop in (ratna, eko):
        assert (laptop.get(family).phone, laptop.get(family).address) == ("+6281234567890", "Jl. Poros 7")
        assert records.counts(laptop.ws).needs_you == 0


def test_the_same_field_changed_by_two_people_keeps_both_values_until_one_is_chosen(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household()
    world.settle_down()
    ratna.change(family, phone="+6281111111111")
    eko.change(family, phone="+6282222222222")
    world.settle_down()
    assert ratna.get(family).phone == eko.get(family).phone
    (line,) = records.records(ratna.ws, only="needs_you")
    view = records.difference(ratna.ws, line.key)
    assert {value.text for value in view.values} == {"0811 1111 1111", "0822 2222 2222"}
    mine = next(value for value in view.values if value.is_mine)
    records.settle(ratna.ws, line.key, op=mine.op, note="ditanyakan langsung")
    assert ratna.get(family).phone == "+6281111111111"
    world.settle_down()
    assert eko.get(family).phone == "+6281111111111"
    assert records.counts(eko.ws).needs_you == records.counts(ratna.ws).needs_you == 0


def test_a_kk_two_people_wrote_keeps_the_first_until_a_coordinator_decides(world: World) -> None:
    ratna, sari = world.laptop("ratna"), world.laptop("sari")
    eko = world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household()
    world.settle_down()
    ratna.change(family, kk="1811020101200001")
    ratna.sync()
    sari.change(family, kk="1811020101200002")
    world.settle_down()
    for laptop in (ratna, sari, eko):
        assert laptop.get(family).kk == "1811020101200001"
    (line,) = records.records(sari.ws, only="needs_you")
    assert not records.difference(sari.ws, line.key).may_settle
    (line,) = records.records(eko.ws, only="needs_you")
    other = next(v for v in records.difference(eko.ws, line.key).values if v.text.endswith("0002"))
    records.settle(eko.ws, line.key, op=other.op)
    world.settle_down()
    assert {laptop.get(family).kk for laptop in (ratna, sari, eko)} == {"1811020101200002"}


def test_a_choice_about_a_deletion_comes_to_rest_on_every_laptop(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household()
    world.settle_down()
    with ratna.ws.transaction() as act:
        act.delete(nouns.Household, family)
    eko.change(family, address="Jl. Poros 7")
    world.settle_down()
    with eko.ws.reading() as con:
        difference = con.execute(sa.select(conflict)).one()
    for value in difference.told["values"]:
        with eko.ws.transaction() as act:
            act.settle(difference.id, choice=value["op"], value=None, note="")
        break
    world.settle_down()
    for laptop in (ratna, eko):
        with laptop.ws.reading() as con:
            assert con.execute(sa.select(shadow)).all() == []


def test_a_choice_the_office_refuses_leaves_the_difference_open(world: World) -> None:
    ratna, sari = world.laptop("ratna"), world.laptop("sari")
    family = ratna.household()
    world.settle_down()
    ratna.change(family, kk="1811020101200001")
    ratna.sync()
    sari.change(family, kk="1811020101200002")
    world.settle_down()
    with sari.ws.reading() as con:
        difference = con.execute(sa.select(conflict)).one()
    with sari.ws.transaction() as act:
        act.settle(difference.id, choice=difference.told["values"][1]["op"], value=None, note="")
    assert sari.get(family).kk == "1811020101200002"
    world.settle_down()
    assert sari.get(family).kk == "1811020101200001"
    with sari.ws.reading() as con:
        assert con.execute(sa.select(conflict.c.state)).scalar() == "open"


def test_what_the_office_refuses_goes_back_and_waits_in_perlu_anda(world: World) -> None:
    ratna = world.laptop("ratna")
    inside, outside = ratna.household(), ratna.household(region="18.11.03.2001")
    report = ratna.sync()
    assert report.refused == 2
    assert ratna.has(inside)
    assert not ratna.has(outside)
    lines = records.records(ratna.ws, only="needs_you")
    assert len(lines) == 2
    assert "wilayah tugas" in records.refused(ratna.ws, lines[0].key).reason
    assert len(world.office.refused()) == 2


def test_a_clock_wrong_by_ten_years_changes_no_outcome_and_is_said(world: World) -> None:
    from datetime import timedelta

    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household()
    world.settle_down()
    eko.skew = timedelta(days=3650)
    eko.change(family, note="dari masa depan")
    world.settle_down()
    ratna.change(family, note="sesudah melihatnya")
    world.settle_down()
    assert ratna.get(family).note == eko.get(family).note == "sesudah melihatnya"
    assert records.counts(ratna.ws).needs_you == 0
    assert status(eko.ws).clock_off == "+3650"


def test_an_area_that_is_taken_away_leaves_the_laptop_and_nothing_unsent_is_lost(world: World) -> None:
    from fieldapp.sync.protocol import Grant

    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household(region="18.11.02.2001")
    world.settle_down()
    ratna.change(family, note="belum terkirim")
    world.office.set_grants("ratna", [Grant("18.11.02.2002", "worker")])
    ratna.sync()
    assert not ratna.has(family)
    eko.sync()
    assert eko.has(family)
    assert [item.code for item in world.office.refused()] == [problems.OP_OUTSIDE_GRANT.code]
    assert records.counts(ratna.ws).needs_you == 1


def test_an_area_lost_before_the_office_told_back_what_it_took_leaves_nothing_behind(world: World) -> None:
    from fieldapp.sync.protocol import Grant

    ratna = world.laptop("ratna")
    family = ratna.household(region="18.11.02.2003")
    with pytest.raises(RoadCutError):
        ratna.sync("ok", "crash")
    world.reopen(ratna)
    world.office.set_grants("ratna", [Grant("18.11.02.2002", "worker")])
    ratna.sync()
    assert not ratna.has(family)
    with ratna.ws.reading() as con:
        assert con.execute(sa.select(shadow)).all() == []


def test_an_office_restored_from_yesterday_gets_back_what_its_laptops_still_hold(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    early = ratna.household()
    world.settle_down()
    world.backup_office()
    late = ratna.household(phone="+6281234567890")
    ratna.change(early, note="sesudah cadangan")
    world.settle_down()
    world.restore_office()
    world.settle_down()
    for laptop in (ratna, eko):
        assert laptop.get(late).phone == "+6281234567890"
        assert laptop.get(early).note == "sesudah cadangan"
    assert records.counts(ratna.ws).needs_you == 0


def test_a_photo_follows_its_text_and_goes_on_where_it_was_cut(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household()
    content = bytes(range(256)) * 700
    sha = ratna.ws.store.blobs.put(content)
    with ratna.ws.transaction() as act:
        act.add(
            nouns.Attachment(id=new_id(), root_id=family, region_id=DESA, household_id=family, sha256=sha, kind="photo", size=len(content))
        )
        act.con.execute(sa.insert(blob).values(sha256=sha, root=family, size=len(content), here=True, sent=0, state="local"))
    with pytest.raises(problems.Problem):
        ratna.sync("ok", "ok", "ok", "ok", "lost_request")
    eko.sync()
    with pytest.raises(problems.Problem) as missing:
        photo_bytes(eko.ws, sha)
    assert missing.value.kind is problems.PHOTO_MISSING
    sent_before = world.office.desk(ratna.ws.device_id).attachment_offset(family, sha)
    assert sent_before > 0
    assert ratna.sync().photos_sent == 1
    assert eko.sync().photos_fetched == 1
    assert photo_bytes(eko.ws, sha) == content
    assert status(ratna.ws).photos_waiting == 0


def test_elements_added_and_removed_by_two_people_merge(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household(flags=("lansia",))
    world.settle_down()
    with ratna.ws.transaction() as act:
        act.add_elements(nouns.Household, family, "flags", ["disabilitas"])
    with eko.ws.transaction() as act:
        act.remove_elements(nouns.Household, family, "flags", ["lansia"])
    world.settle_down()
    assert ratna.get(family).flags == eko.get(family).flags == ("disabilitas",)


def test_a_record_deleted_here_and_edited_there_lives_and_is_asked_about(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    family = ratna.household()
    world.settle_down()
    with eko.ws.transaction() as act:
        act.delete(nouns.Household, family)
    eko.sync()
    ratna.change(family, note="masih tinggal di sini")
    world.settle_down()
    with ratna.ws.reading() as con:
        open_ones = con.execute(sa.select(conflict.c.name).where(conflict.c.state == "open")).scalars().all()
    assert open_ones == ["_deleted"]
    assert ratna.get(family).note == eko.get(family).note == "masih tinggal di sini"


def test_an_unknown_noun_from_a_newer_laptop_is_kept_not_dropped(world: World) -> None:
    from fieldapp.store.feed import take_in
    from fieldapp.store.tables import foreign_row

    ratna = world.laptop("ratna")
    event = {
        "entity": "slum_area",
        "id": new_id(),
        "bucket": f"{DESA}/general",
        "seq": 4,
        "data": {"ha": "0.7"},
        "tags": {},
        "gone": None,
        "root": new_id(),
    }
    with ratna.ws.writing() as con:
        take_in(con, [event])
        assert con.execute(sa.select(foreign_row.c.data)).scalar() == {"ha": "0.7"}
