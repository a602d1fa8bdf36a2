"""Whatever answers instead of the office, or spoils its answers: the laptop says which obstacle it is, and nothing is lost or doubled."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
import zstandard

from fieldapp import problems
from fieldapp.services.households import household_ids
from fieldapp.services.status import status
from fieldapp.sync import photos, wire
from fieldapp.sync.http import HttpOffice
from fieldapp.sync.protocol import CONTENT_TYPE, MAX_BODY_BYTES, PART_BYTES
from fieldapp.sync.session import sync_now
from tests.scenarios.between import Reply, only
from tests.scenarios.conftest import add_family

PUSH, PULL = "/v1/push", "/v1/pull"
HTML = {"content-type": "text/html"}
JSON = {"content-type": "application/json"}


def changed(reply, **parts):
    """Return the office's own answer with other parts in it."""
    told = json.loads(wire.expanded(reply.body)) | parts
    return replace(reply, body=wire.compressed(json.dumps(told).encode()))


def with_events(reply, **parts):
    told = json.loads(wire.expanded(reply.body))
    return changed(reply, events=[event | parts for event in told["events"]])


def packed(content_encoding, body):
    return Reply(headers={"content-type": CONTENT_TYPE, "content-encoding": content_encoding}, body=body)


BOMB = bytes(MAX_BODY_BYTES * 40)
GZIP_BOMB, ZSTD_BOMB = gzip.compress(BOMB), zstandard.compress(BOMB)
NONSENSE, CUT, BUSY = problems.ANSWER_NONSENSE, problems.ANSWER_CUT, problems.SERVER_BUSY
SPOILT = {
    "a login page": (lambda _r: Reply(200, HTML, b"<html>Silakan masuk</html>"), NONSENSE),
    "json of another kind": (lambda _r: Reply(200, JSON, b'{"status":"ok"}'), NONSENSE),
    "another kind under our type": (lambda r: replace(r, body=wire.compressed(b'{"status":"ok"}')), NONSENSE),
    "nothing at all": (lambda r: replace(r, body=b""), CUT),
    "binary noise": (lambda r: replace(r, body=bytes(range(256)) * 8), NONSENSE),
    "a redirect": (lambda _r: Reply(302, {"location": "http://127.0.0.1:9/masuk"}), NONSENSE),
    "a gzip bomb": (lambda _r: packed("gzip", GZIP_BOMB), NONSENSE),
    "a zstd bomb": (lambda _r: packed("zstd", ZSTD_BOMB), NONSENSE),
    "a zstd bomb inside": (lambda r: replace(r, body=ZSTD_BOMB), NONSENSE),
    "busy for a minute": (lambda _r: Reply(429, {"retry-after": "60", **HTML}, b""), BUSY),
    "out of order": (lambda _r: Reply(503, {"retry-after": "120", **HTML}, b"<html>"), BUSY),
    "half of it": (lambda r: replace(r, body=r.body[: len(r.body) // 2], claimed=len(r.body)), CUT),
    "all but a byte": (lambda r: replace(r, body=r.body[:-1], claimed=len(r.body)), CUT),
    "one byte": (lambda r: replace(r, body=r.body[:1], claimed=len(r.body)), CUT),
    "half of it, told as whole": (lambda r: replace(r, body=r.body[: len(r.body) // 2]), CUT),
}


def loses_nothing(here, met, spoil):
    """Sync over the spoilt line and meet this problem; then over the good one: one family more at the colleague's, once."""
    ratna, eko = here.laptop("ratna"), here.laptop("eko", "coordinator_kecamatan")
    sync_now(ratna)
    sync_now(eko)
    family = add_family(ratna)
    before = set(household_ids(eko))
    here.between.spoil = spoil
    with pytest.raises(problems.Problem) as stopped:
        here.spoilt(ratna)
    assert stopped.value.kind is met
    assert status(ratna).sync_problem == stopped.value.sentence
    assert family in household_ids(ratna)
    sync_now(ratna)
    assert (status(ratna).waiting, status(ratna).sync_problem) == (0, None)
    sync_now(eko)
    assert set(household_ids(eko)) - before == {family}
    assert here.office.refused() == ()


@pytest.mark.parametrize("path", [PUSH, PULL])
@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_answer_is_called_by_its_name_and_loses_nothing(here, name, path):
    spoil, met = SPOILT[name]
    loses_nothing(here, met, only(path, spoil))


@pytest.mark.parametrize("parts", [{"clock": "jam"}, {"bucket": "desa"}, {"seq": -1}, {"entity": "conflict", "data": {}}], ids=str)
def test_a_page_with_a_record_that_is_none_is_not_taken_in(here, parts):
    loses_nothing(here, NONSENSE, only(PULL, lambda reply: with_events(reply, **parts)))


def test_a_page_of_an_unreadable_moment_is_not_taken_in(here):
    loses_nothing(here, NONSENSE, only(PULL, lambda reply: changed(reply, server_time="kemarin")))


def test_an_answer_to_another_question_is_nonsense_and_does_not_turn_in_a_ring(here):
    ratna = here.laptop("ratna")
    sync_now(ratna)
    add_family(ratna)
    kept = []

    def keep(reply):
        kept.append(reply)
        return reply

    here.between.spoil = only(PUSH, keep)
    here.spoilt(ratna)
    loses_nothing(here, NONSENSE, only(PUSH, lambda _reply: kept[0]))


def test_the_same_page_for_ever_ends(here):
    loses_nothing(here, NONSENSE, only(PULL, lambda reply: changed(reply, more=True)))


def test_a_page_told_twice_is_taken_in_once(here):
    ratna, eko = here.laptop("ratna"), here.laptop("eko", "coordinator_kecamatan")
    sync_now(eko)
    family = add_family(ratna)
    sync_now(ratna)
    pages = []

    def again(reply):
        pages.append(reply)
        return changed(pages[0], more=len(pages) == 1)

    here.between.spoil = only(PULL, again)
    before = set(household_ids(eko))
    here.spoilt(eko)
    assert set(household_ids(eko)) - before == {family}
    assert len(pages) == 2


def test_an_answer_that_drips_is_not_waited_for_for_ever(here):
    began = time.monotonic()
    loses_nothing(here, CUT, only(PUSH, lambda reply: replace(reply, pause=0.2)))
    assert time.monotonic() - began < 8


def test_another_office_is_not_told_anything(here):
    loses_nothing(here, problems.OTHER_SERVER, lambda _path, reply: changed(reply, server_id="lain"))


def test_an_office_that_was_restored_over_the_network_gets_everything_again(here):
    ratna, eko = here.laptop("ratna"), here.laptop("eko", "coordinator_kecamatan")
    sync_now(ratna)
    family = add_family(ratna)
    here.office.new_epoch()
    sync_now(ratna)
    assert status(ratna).waiting == 0
    sync_now(eko)
    assert family in household_ids(eko)


def test_a_photo_that_the_office_never_takes_or_never_ends_does_not_turn_in_a_ring(here):
    ratna = here.laptop("ratna")
    with HttpOffice(here.between.url, ratna.device_id, ratna.store.author.key, timeout=1) as line:
        here.between.spoil = lambda _path, _reply: Reply(
            200, {"content-type": "application/octet-stream", "upload-offset": "0"}, bytes(PART_BYTES)
        )
        sha = ratna.store.blobs.put(b"foto" * 100)
        with pytest.raises(problems.Problem) as never_taken:
            photos._send_one(ratna, line, SimpleNamespace(root_id=sha, sha256=sha), lambda: False)
        with pytest.raises(problems.Problem) as never_ending:
            photos._fetch_one(ratna, line, SimpleNamespace(root=sha, sha256=sha))
    assert {never_taken.value.kind, never_ending.value.kind} == {NONSENSE}
