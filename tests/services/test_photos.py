"""Photos from phones as they come: turned, transparent, cut off, pretended or enormous."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from fieldapp import problems
from fieldapp.sample.photos import house_photo
from fieldapp.services.photos import TARGET, photo_bytes, take_in

PLACE_TAKEN = {1: "S", 2: (3.0, 58.0, 54.0)}
ORIENTATION, GPS = 0x0112, 0x8825


def phone_photo(path: Path, orientation: int) -> Path:
    """A photo whose sensor's top left corner is red; orientation and place stand in its EXIF."""
    picture = Image.new("RGB", (640, 480), "grey")
    picture.paste("red", (0, 0, 160, 120))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[GPS] = PLACE_TAKEN
    exif[0x010F] = "HP Ratna"
    picture.save(path, "JPEG", quality=95, exif=exif)
    return path


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(("orientation", "size", "corner"), [(1, (640, 480), (20, 20)), (6, (480, 640), (460, 20)), (3, (640, 480), (620, 460)),
                                                             (8, (480, 640), (20, 620))])  # fmt: skip
def test_a_turned_photo_comes_upright_and_tells_nothing_of_where_it_was_taken(ws, tmp_path, orientation, size, corner):
    photo = take_in(ws, phone_photo(tmp_path / "IMG_1.jpg", orientation))
    content = photo_bytes(ws, photo.sha)
    with opened(content) as picture:
        red, green, blue = picture.convert("RGB").getpixel(corner)
        assert (picture.format, picture.size) == ("JPEG", size)
        assert red > 200
        assert max(green, blue) < 90
        assert dict(picture.getexif()) == {}
    assert (photo.width, photo.height) == size
    assert b"HP Ratna" not in content
    assert b"Exif" not in content


def test_a_large_photo_becomes_small_enough_for_paper_and_2g(ws, tmp_path):
    noisy = Image.effect_noise((2000, 1500), 60).convert("RGB")
    noisy.save(tmp_path / "besar.jpg", quality=80)
    photo = take_in(ws, tmp_path / "besar.jpg")
    assert (photo.width, photo.height) == (1280, 960)
    (tmp_path / "rumah.jpg").write_bytes(house_photo(4))
    assert len(photo_bytes(ws, take_in(ws, tmp_path / "rumah.jpg").sha)) <= TARGET


def test_the_photo_on_the_phone_is_left_as_it_was(ws, tmp_path):
    path = phone_photo(tmp_path / "IMG_1.jpg", 6)
    before = path.read_bytes()
    take_in(ws, path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16", "CMYK"])
def test_a_picture_of_any_kind_is_taken_on_white_paper(ws, tmp_path, mode):
    if mode == "CMYK":
        path = tmp_path / "gambar.jpg"
        Image.new("CMYK", (60, 40)).save(path)
    else:
        path = tmp_path / "gambar.png"
        picture = Image.new(mode, (60, 40))
        if mode == "P":
            picture.info["transparency"] = 0
        picture.save(path)
    photo = take_in(ws, path)
    with opened(photo_bytes(ws, photo.sha)) as seen:
        assert (seen.mode, seen.size) == ("RGB", (60, 40))
        if mode in {"RGBA", "LA", "P", "CMYK"}:
            assert min(seen.getpixel((30, 20))) > 250


def jpeg_header(width: int, height: int) -> bytes:
    """A JPEG that is only its beginning."""
    frame = b"\x08" + struct.pack(">HH", height, width) + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0"
        + struct.pack(">H", len(frame) + 2)
        + frame
        + b"\xff\xda\x00\x02"
    )


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("content", "megapixels"), [(jpeg_header(20000, 10000), ">178"), (png_header(20000, 10000), ">178"),
                                                     (jpeg_header(9000, 5000), 45), (png_header(10000, 10000), 100)])  # fmt: skip
def test_a_picture_with_more_pixels_than_memory_is_refused_by_its_header(ws, tmp_path, content, megapixels):
    (tmp_path / "IMG_9.jpg").write_bytes(content)
    with pytest.raises(problems.Problem) as refused:
        take_in(ws, tmp_path / "IMG_9.jpg")
    assert refused.value.kind is problems.PHOTO_TOO_LARGE
    assert refused.value.facts["megapixels"] == megapixels


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"bukan foto",
        b"\xff\xd8\xff\xe0 pura-pura JPEG",
        b"GIF89a" + b"\0" * 40,
        b"<svg onload='x'/>",
        b"%PDF-1.7",
        png_header(400, 400),
    ],
)
def test_what_only_calls_itself_a_photo_is_refused(ws, tmp_path, content):
    (tmp_path / "IMG_2.jpg").write_bytes(content)
    with pytest.raises(problems.Problem) as refused:
        take_in(ws, tmp_path / "IMG_2.jpg")
    assert refused.value.sentence == "Foto IMG_2.jpg tidak dapat dibuka. Berkas rusak atau bukan JPEG/PNG. Ambil lagi dari HP."


@pytest.mark.parametrize("part", [0.1, 0.5, 0.95])
def test_a_photo_cut_off_while_copying_is_refused(ws, tmp_path, part):
    content = house_photo(5)
    (tmp_path / "IMG_3.jpg").write_bytes(content[: int(len(content) * part)])
    with pytest.raises(problems.Problem) as refused:
        take_in(ws, tmp_path / "IMG_3.jpg")
    assert refused.value.kind is problems.PHOTO_UNREADABLE


def test_a_photo_that_is_gone_or_a_folder_is_told_as_such(ws, tmp_path):
    for path, kind in ((tmp_path / "tiada.jpg", problems.FILE_UNREADABLE), (tmp_path, problems.PHOTO_UNREADABLE)):
        with pytest.raises(problems.Problem) as refused:
            take_in(ws, path)
        assert refused.value.kind is kind


def test_no_photo_lies_on_the_disk_in_the_clear(ws, home, tmp_path):
    (tmp_path / "depan.jpg").write_bytes(house_photo(3))
    photo = take_in(ws, tmp_path / "depan.jpg")
    content = photo_bytes(ws, photo.sha)
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert ws.store.blobs.path(photo.sha) in kept
    for path in kept:
        written = path.read_bytes()
        assert b"JFIF" not in written, path.name
        assert content[100:200] not in written, path.name


def test_the_same_photo_twice_is_kept_once(ws, tmp_path):
    (tmp_path / "a.jpg").write_bytes(house_photo(3))
    (tmp_path / "b.jpg").write_bytes(house_photo(3))
    assert take_in(ws, tmp_path / "a.jpg") == take_in(ws, tmp_path / "b.jpg")
    assert len([path for path in ws.store.blobs.folder.rglob("*") if path.is_file()]) == 1


def test_a_photo_spoilt_on_the_disk_is_never_shown_as_whole(ws, tmp_path):
    (tmp_path / "a.jpg").write_bytes(house_photo(3))
    path = ws.store.blobs.path(take_in(ws, tmp_path / "a.jpg").sha)
    spoilt = bytearray(path.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    path.write_bytes(spoilt)
    with pytest.raises(problems.Problem) as refused:
        photo_bytes(ws, path.name)
    assert refused.value.kind is problems.PHOTO_DAMAGED


@pytest.mark.parametrize("sha", ["", "0" * 64, "../../key.json", "0" * 63 + "/"])
def test_a_photo_that_is_not_here_is_told_as_such_whatever_its_name(ws, sha):
    with pytest.raises(problems.Problem) as refused:
        photo_bytes(ws, sha)
    assert refused.value.kind is problems.PHOTO_MISSING
