"""What a laptop gets: all that is new in its areas, every record once, and nothing else."""

from __future__ import annotations

import threading

from fieldapp.domain.ids import new_id
from fieldapp.sync.protocol import Grant, PullRequest, digest_of

WEST, EAST = ("18.11.02.2002", "general"), ("18.12.01.2001", "general")


def test_pages_cut_by_bytes_bring_every_record_exactly_once(ratna, budi):
    ops = [ratna.household(note="x" * 300) for _ in range(25)]
    ratna.push(*ops)
    pages = []
    cursors: dict[str, int] = {}
    while True:
        answer = budi.office.pull(PullRequest(dict(cursors), max_bytes=2500))
        pages.append([event.id for event in answer.events if event.entity == "household"])
        cursors.update({event.bucket: event.seq for event in answer.events})
        if not answer.more:
            break
    assert [id for page in pages for id in page] == [op.id for op in ops]
    assert len(pages) > 4
    assert budi.office.pull(PullRequest(cursors)).events == ()


def test_a_record_larger_than_a_page_still_comes(ratna):
    ratna.push(ratna.household(note="y" * 5000), ratna.household())
    assert len(ratna.pull(max_bytes=1)) == 3  # two records and Ratna herself


def test_only_what_changed_since_the_last_pull_comes(ratna, budi):
    first, second = ratna.household(), ratna.household()
    ratna.push(first, second)
    budi.pull()
    ratna.push(ratna.change(first, {"note": first.op}, note="ubah"))
    event, _told = budi.pull()  # the record, and what stood there before
    assert (event.id, event.seq, event.data["note"]) == (first.id, 3, "ubah")


def test_the_digest_is_that_of_the_records_held(ratna, sari):
    house = ratna.household()
    ratna.push(house, ratna.household(), ratna.household())
    ratna.push(ratna.change(house, {"note": house.op}, note="ubah"))
    sari.push(sari.op(kind="move", id=house.id, fields={"bucket": ["18.11.02.2003", "general"]}))
    answer = ratna.office.pull(PullRequest({}))
    assert {head.bucket for head in answer.buckets} >= {"18.11.02.2002/general", "18.11.02.2003/general", "18.11/reference"}
    for head in answer.buckets:
        held = [(event.id, event.seq) for event in answer.events if event.bucket == head.bucket and event.gone is None]
        assert head.digest == digest_of(held)


def test_the_digest_of_a_masked_role_counts_only_what_it_receives(ratna, budi, world):
    house = ratna.household(kk=None)
    ratna.push(house, ratna.op("visit", fields={"summary": "x"}))
    for laptop, kk in ((ratna, "1"), (budi, "2")):
        laptop.push(laptop.change(house, {"kk": house.op}, kk=kk))
    for role in ("distribution_officer", "village_operator", "auditor"):
        answer = world.laptop(role, role, "18.11.02").office.pull(PullRequest({}))
        held = [(event.id, event.seq) for event in answer.events if event.bucket == "18.11.02.2002/general"]
        assert {head.digest for head in answer.buckets if head.bucket == "18.11.02.2002/general"} == {digest_of(held)}


def test_nothing_from_another_area_comes(world):
    west, east = world.laptop("barat", region="18.11"), world.laptop("timur", region="18.12")
    mine, theirs = west.household(), east.op(bucket=EAST)
    west.push(mine)
    east.push(theirs)
    assert list(west.sees()) == [mine.id]
    assert list(east.sees()) == [theirs.id]


def test_an_area_18_1_gets_nothing_of_18_11(ratna, world):
    ratna.push(ratna.household())
    assert world.laptop("satu", region="18.10").sees() == {}


def test_without_an_area_nothing_comes(ratna, world):
    ratna.push(ratna.household())
    laptop = world.laptop("kosong")
    world.office.set_grants("kosong", [])
    answer = laptop.office.pull(PullRequest({"18.11.02.2002/general": 0}))
    assert (answer.buckets, answer.events) == ((), ())


def test_an_admin_sees_no_cases(ratna, world):
    ratna.push(ratna.household())
    answer = world.laptop("admin", "admin", "00").office.pull(PullRequest({}))
    assert (answer.buckets, answer.events) == ((), ())


def test_a_changed_grant_changes_the_list_of_buckets_at_the_next_pull(ratna, world):
    house = ratna.household()
    ratna.push(house)
    laptop = world.laptop("pindah", region="18.12")
    assert laptop.sees() == {}
    world.office.set_grants("pindah", [Grant("18.11.02.2002", "worker")])
    assert list(laptop.sees()) == [house.id]
    world.office.set_grants("pindah", [Grant("18.11.02.2003", "worker")])
    assert "18.11.02.2002/general" not in {head.bucket for head in laptop.office.pull(PullRequest({})).buckets}


def test_a_masked_role_receives_no_nik_and_no_kk(ratna, budi, world):
    house = ratna.household(kk="1811020101260001", address="Jl. Melati")
    person = ratna.op("person", root=house.id, fields={"name": "Siti", "nik": "1811024503810042"})
    ratna.push(house, person)
    budi.push(budi.change(house, {}, kk="1811020101260009"))
    officer = world.laptop("penyalur", "distribution_officer", "18.11.02")
    seen = {**officer.sees("person"), **officer.sees()}
    assert seen[person.id].data == {"name": "Siti"}
    assert "kk" not in {**seen[house.id].data, **seen[house.id].tags}
    assert officer.sees("conflict") == {}
    assert "18110" not in repr([event.data for event in officer.pull()])


def test_a_class_that_a_role_does_not_read_is_not_even_listed(ratna, world):
    ratna.push(ratna.op("assessment", bucket=("18.11.02.2002", "confidential"), fields={"answers": {"a": "1"}}))
    operator = world.laptop("operator", "village_operator", "18.11.02.2002")
    answer = operator.office.pull(PullRequest({"18.11.02.2002/confidential": 0}))
    assert {head.bucket for head in answer.buckets} == {"18.11/reference"}
    assert operator.sees("assessment") == {}


def test_a_noun_that_a_role_does_not_read_does_not_come(ratna, world):
    house = ratna.household()
    ratna.push(house, ratna.op("visit", fields={"summary": "rahasia"}))
    officer = world.laptop("penyalur", "distribution_officer", "18.11.02")
    assert {event.entity for event in officer.pull()} == {"household", "colleague"}


def test_colleagues_of_the_kabupaten_are_known_and_others_are_not(ratna, sari, world):
    world.laptop("jauh", region="18.12")
    people = ratna.sees("colleague")
    assert {event.data["name"] for event in people.values()} == {"Ratna", "Sari"}
    assert people[sari.user].data == {"name": "Sari", "title": "Pendamping", "role": "coordinator_kabupaten", "region": "18.11"}


def test_reference_of_the_regions_above_comes_too(world):
    nation = world.laptop("pusat", "coordinator_kabupaten", "00")
    op = nation.op("dwelling", bucket=("18", "reference"), fields={"address": "daftar provinsi"})
    assert nation.push(op)[0].result == "applied"
    assert op.id in world.laptop("desa", region="18.11.02.2002").sees("dwelling")
    assert op.id not in world.laptop("lain", region="19.01").sees("dwelling")


def test_a_cursor_beyond_the_head_starts_again(ratna):
    ratna.push(ratna.household())
    answer = ratna.office.pull(PullRequest({"18.11.02.2002/general": 900}))
    assert [event.seq for event in answer.events if event.entity == "household"] == [1]


def test_a_new_epoch_and_what_is_durable_are_told(ratna, world):
    ratna.push(ratna.household())
    assert ratna.office.pull(PullRequest({})).durable == {}
    world.office.mark_durable(world.office.heads())
    risen = world.office.new_epoch()
    assert world.office.new_epoch() > risen > 1
    answer = ratna.office.pull(PullRequest({}))
    assert (answer.epoch, answer.durable["18.11.02.2002/general"]) == (risen + 1, 1)


def test_after_a_restart_everything_is_as_it_was(ratna, world):
    op, batch = ratna.household(), new_id()
    acks = ratna.push(op, batch=batch)
    before = ratna.office.pull(PullRequest({}))
    world.restart()
    after = ratna.office.pull(PullRequest({}))
    assert (after.server_id, after.epoch, after.buckets, after.events) == (before.server_id, before.epoch, before.buckets, before.events)
    assert ratna.push(op, batch=batch) == acks


def test_four_writers_at_once_leave_no_gap_that_a_reader_could_fall_into(world):
    writers = [world.laptop(f"penulis{n}") for n in range(4)]
    reader = world.laptop("pembaca")
    wrong: list[BaseException] = []

    def write(laptop) -> None:
        try:
            for _ in range(8):
                laptop.push(*[laptop.household() for _ in range(3)])
        except BaseException as problem:  # noqa: BLE001 - whatever it is, the test tells it
            wrong.append(problem)

    threads = [threading.Thread(target=write, args=(laptop,)) for laptop in writers]
    for thread in threads:
        thread.start()
    seen: list[int] = []
    while any(thread.is_alive() for thread in threads):
        seen += [event.seq for event in reader.pull() if event.entity == "household"]
    seen += [event.seq for event in reader.pull() if event.entity == "household"]
    assert wrong == []
    assert seen == list(range(1, 97))
