"""Photos travel after the words, piece by piece, and go only to who may see the family."""

from __future__ import annotations

import hashlib
import os

import pytest

from fieldapp import problems
from fieldapp.sync.protocol import PART_BYTES

PHOTO = os.urandom(PART_BYTES * 2 + 777)
LENGTH = len(PHOTO)
SHA = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def root(ratna) -> str:
    """A household whose record names the photo."""
    house = ratna.household()
    ratna.push(house, ratna.op("attachment", root=house.id, fields={"sha256": SHA, "kind": "photo", "size": len(PHOTO)}))
    return house.id


def _send(laptop, root, upto=LENGTH) -> int:
    at = laptop.office.attachment_offset(root, SHA)
    while 0 <= at < upto:
        at = laptop.office.send_attachment(root, SHA, at, len(PHOTO), PHOTO[at : min(at + PART_BYTES, upto)])
    return at


def _fetch(laptop, root) -> bytes:
    whole = b""
    while part := laptop.office.fetch_attachment(root, SHA, len(whole)):
        whole += part
    return whole


def _unknown(work) -> None:
    with pytest.raises(problems.Problem) as refused:
        work()
    assert refused.value.kind is problems.ATTACHMENT_UNKNOWN


def test_a_photo_arrives_and_colleagues_get_it(ratna, budi, root):
    assert ratna.office.attachment_offset(root, SHA) == 0
    assert _send(ratna, root) == -1
    assert budi.office.attachment_offset(root, SHA) == -1
    assert _fetch(budi, root) == PHOTO
    assert budi.office.fetch_attachment(root, SHA, 1000) == PHOTO[1000 : 1000 + PART_BYTES]


def test_a_cut_photo_goes_on_where_it_stopped_even_after_a_restart(ratna, root, world):
    assert _send(ratna, root, upto=PART_BYTES + 100) == PART_BYTES + 100
    world.restart()
    assert ratna.office.attachment_offset(root, SHA) == PART_BYTES + 100
    assert _send(ratna, root) == -1
    assert _fetch(ratna, root) == PHOTO


def test_a_piece_that_a_power_cut_left_half_written_is_sent_again(ratna, root, world):
    _send(ratna, root, upto=PART_BYTES)
    (growing,) = (world.folder / "blobs").rglob("*.part")
    with growing.open("ab") as file:
        file.write(b"\x00\x00\x10\x00half")
    assert ratna.office.attachment_offset(root, SHA) == PART_BYTES
    assert _send(ratna, root) == -1
    assert _fetch(ratna, root) == PHOTO


def test_a_repeated_or_early_piece_changes_nothing(ratna, root):
    _send(ratna, root, upto=PART_BYTES)
    assert ratna.office.send_attachment(root, SHA, 0, len(PHOTO), PHOTO[:PART_BYTES]) == PART_BYTES
    assert ratna.office.send_attachment(root, SHA, 2 * PART_BYTES, len(PHOTO), PHOTO[2 * PART_BYTES :]) == PART_BYTES
    assert _send(ratna, root) == -1
    assert ratna.office.send_attachment(root, SHA, 0, len(PHOTO), PHOTO[:PART_BYTES]) == -1


def test_a_photo_that_changed_on_the_way_is_refused_and_starts_again(ratna, root):
    with pytest.raises(problems.Problem) as refused:
        ratna.office.send_attachment(root, SHA, 0, 3, b"abc")
    assert refused.value.kind is problems.ATTACHMENT_HASH
    assert ratna.office.attachment_offset(root, SHA) == 0


@pytest.mark.parametrize(("offset", "total", "size"), [(0, 10, 11), (0, 0, 0)])
def test_a_piece_that_cannot_belong_to_the_whole_is_refused(ratna, root, offset, total, size):
    with pytest.raises(problems.Problem) as refused:
        ratna.office.send_attachment(root, SHA, offset, total, bytes(size))
    assert refused.value.kind is problems.REQUEST_SHAPE


def test_what_is_too_large_is_refused(ratna, root):
    for total, part in ((10**9, b"x"), (10**6, bytes(PART_BYTES + 1))):
        with pytest.raises(problems.Problem) as refused:
            ratna.office.send_attachment(root, SHA, 0, total, part)
        assert refused.value.kind is problems.REQUEST_TOO_LARGE


def test_a_forbidden_photo_looks_like_an_unknown_one(ratna, root, world, unknown_id):
    _send(ratna, root)
    far = world.laptop("jauh", region="18.12")
    officer = world.laptop("penyalur", "distribution_officer", "18.11.02")
    for laptop in (far, officer):
        for named in (root, unknown_id):
            _unknown(lambda laptop=laptop, named=named: laptop.office.fetch_attachment(named, SHA, 0))
            _unknown(lambda laptop=laptop, named=named: laptop.office.attachment_offset(named, SHA))
            _unknown(lambda laptop=laptop, named=named: laptop.office.send_attachment(named, SHA, 0, 3, b"abc"))


def test_knowing_the_hash_of_a_photo_opens_no_other_family(ratna, root, world):
    _send(ratna, root)
    far = world.laptop("jauh", region="18.12")
    own = far.op(bucket=("18.12.01.2001", "general"))
    far.push(own, far.op("attachment", root=own.id, bucket=own.bucket, fields={"sha256": SHA}))
    _unknown(lambda: far.office.fetch_attachment(own.id, SHA, 0))
    assert far.office.attachment_offset(own.id, SHA) == 0


def test_a_photo_that_is_not_complete_is_not_handed_out(ratna, root):
    _send(ratna, root, upto=100)
    _unknown(lambda: ratna.office.fetch_attachment(root, SHA, 0))


@pytest.mark.parametrize("name", ["..%2f..%2fkeys.json", "x" * 64, "A" * 64, "0" * 63])
def test_a_name_that_is_no_hash_is_unknown(ratna, root, name):
    _unknown(lambda: ratna.office.attachment_offset(root, name))


def test_photos_lie_encrypted_in_the_office(ratna, root, world):
    _send(ratna, root)
    (file,) = [path for path in (world.folder / "blobs").rglob("*") if path.is_file()]
    assert PHOTO[:64] not in file.read_bytes()
