"""What goes into one batch: whole acts, in the order they were made."""

from __future__ import annotations

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.services.status import status
from fieldapp.store.feed import waiting_ops
from tests.sync.cast import DESA, World


def test_an_act_is_never_split_between_two_batches_unless_it_is_larger_than_one(world: World) -> None:
    ratna = world.laptop("ratna")
    for _number in range(4):
        ratna.household()
    with ratna.ws.reading() as con:
        assert [len(waiting_ops(con, limit, 1 << 20)) for limit in (1, 2, 3, 5, 8, 99)] == [1, 2, 2, 4, 8, 8]
        assert len(waiting_ops(con, 99, 1)) == 2


def test_an_import_of_more_families_than_a_batch_holds_reaches_the_office_whole(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    with ratna.ws.transaction() as act:
        homes = [new_id() for _number in range(1200)]
        for home in homes:
            act.add(nouns.Household(id=home, root_id=home, region_id=DESA, head_id=home))
    ratna.sync()
    eko.sync()
    assert status(ratna.ws).waiting == 0
    assert all(eko.has(home) for home in homes)
    assert world.office.refused() == ()


def test_a_change_that_alters_nothing_at_the_office_does_not_wait_for_ever(world: World) -> None:
    ratna = world.laptop("ratna")
    family = ratna.household()
    world.settle_down()
    with ratna.ws.transaction() as act:
        act.remove_elements(nouns.Household, family, "flags", ["pkh"])
    ratna.sync()
    from fieldapp.store import rows

    with ratna.ws.reading() as con:
        kept = rows.read(con, "household", family)
    assert kept is not None
    assert kept.pending == 0


def test_two_restores_of_the_same_backup_are_both_noticed(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    world.backup_office()
    family = ratna.household()
    world.settle_down()
    for _time in range(2):
        world.restore_office()
        world.settle_down()
        assert eko.has(family)


def test_after_a_restore_no_later_change_arrives_before_the_earlier_one_it_rests_on(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    world.backup_office()
    family = ratna.household()
    ratna.sync()
    world.restore_office()
    ratna.change(family, note="sesudah pemulihan")
    world.settle_down()
    assert eko.get(family).note == "sesudah pemulihan"
    assert eko.get(family).created_by == ratna.ws.user.id
    assert world.office.refused() == ()
