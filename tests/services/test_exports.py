"""What leaves in a sheet: for whom, with which numbers, written down each time, and what changed since the last one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp import problems
from fieldapp.services import exports, imports
from fieldapp.services.exports import ExportRow
from fieldapp.services.finding import Query
from fieldapp.services.registration import edit_person, person_form
from fieldapp.store import audit
from tests.services.incoming_sheets import family, sheet
from tests.services.stage import open_laptop

HEADINGS = ("nama", "pekerjaan")


def row(key, nama, pekerjaan=""):
    return ExportRow(key, {"nama": nama, "pekerjaan": pekerjaan})


@pytest.fixture
def filled(ws):
    imports.apply(ws, imports.plan(ws, sheet(*(family(n, 2, rt=f"00{n}") for n in (3, 1, 2)))))
    return ws


def test_families_leave_whole_in_the_order_one_walks_or_of_their_sheet(filled):
    walked = list(exports.families(filled, Query()))
    assert [one.home.rt for one in walked] == ["001", "002", "003"]
    assert [one.home.rt for one in exports.families(filled, Query(), in_sheet_order=True)] == ["003", "001", "002"]
    assert [len(one.home.members) == len(one.ids) == 2 for one in walked] == [True] * 3
    assert walked[0].home.head.nik == family(1).head.nik


def test_what_was_found_is_what_leaves(filled):
    name = family(2).head.name
    (found,) = exports.families(filled, Query(name))
    assert found.home.head.name == name
    assert list(exports.families(filled, Query(region="18.11.02.2001"))) == []
    assert len(list(exports.families(filled, Query(region="18.11.02")))) == 3
    assert list(exports.families(filled, Query(filters=("tanpa_nik",)))) == []


def test_full_numbers_need_a_reason_and_a_role_that_sees_them(ws, home, clock):
    assert exports.permit(ws).full is False
    assert exports.permit(ws, full=True, reason=" rapat desa ").reason == "rapat desa"
    with pytest.raises(problems.Problem) as refused:
        exports.permit(ws, full=True, reason="ya")
    assert refused.value.kind is problems.EXPORT_REASON
    for role, full in (("distribution_officer", True), ("admin", False)):
        other = open_laptop(home / role, clock, role[:8], role)
        with pytest.raises(problems.Problem) as refused:
            exports.permit(other, full=full, reason="rapat desa")
        assert refused.value.kind is problems.OP_NOT_ALLOWED
        other.close()


def test_every_export_is_written_down_with_its_reason_and_count(ws):
    exports.note_export(ws, "penduduk", 951, exports.permit(ws, full=True, reason="rapat desa"))
    with ws.reading() as con:
        (noted,) = audit.noted(con)
    assert (noted.act, noted.field, noted.reason, noted.by) == ("export", "penduduk:951:full", "rapat desa", ws.user.id)


def test_a_list_that_never_left_has_no_changes(ws):
    changes = exports.changed_since(ws, "penduduk", [row("a", "Ani")])
    assert (changes.since, changes.new, changes.changed, changes.gone) == (None, frozenset(), {}, ())


def test_new_changed_and_gone_rows_are_told_by_column(ws, clock):
    exports.remember_export(ws, "penduduk", HEADINGS, [row("a", "Ani", "9"), row("b", "Budi", "1"), row("c", "Cici", "2")])
    clock.turn(days=1)
    now = [row("a", "Ani", "9"), row("b", "Budi", "3"), row("d", "Dodi")]
    changes = exports.changed_since(ws, "penduduk", now)
    assert (changes.new, changes.changed, changes.gone) == ({"d"}, {"b": ("pekerjaan",)}, ("c",))
    assert [changes.text(key) for key in "abcd"] == ["", "diubah: pekerjaan", "hilang", "baru"]
    exports.remember_export(ws, "penduduk", HEADINGS, now)
    after = exports.changed_since(ws, "penduduk", now)
    assert (after.new, after.changed, after.gone) == (set(), {}, ()), "what is gone was told once"


def test_lists_are_remembered_apart_and_only_common_columns_are_compared(ws):
    exports.remember_export(ws, "penduduk|18.11", HEADINGS, [row("a", "Ani", "9")])
    assert exports.changed_since(ws, "penduduk|18.11.02", [row("a", "Ani")]).since is None
    narrow = exports.changed_since(ws, "penduduk|18.11", [ExportRow("a", {"nama": "Ani", "alamat": "Jalan"})])
    assert narrow.changed == {}


def test_no_number_of_a_person_is_kept_with_the_digests(ws):
    exports.remember_export(ws, "penduduk", ("nik",), [ExportRow("a", {"nik": "1811020503790042"})])
    with ws.reading() as con:
        assert "1811020503790042" not in repr(con.exec_driver_sql("SELECT * FROM exported").fetchall())


def test_a_person_corrected_since_is_told(filled):
    def rows():
        return [
            ExportRow(key, {"nama": person.name})
            for one in exports.families(filled, Query())
            for key, person in zip(one.ids, one.home.members, strict=True)
        ]

    exports.remember_export(filled, "kolom", ("nama",), rows())
    key = rows()[0].key
    edit_person(filled, key, replace(person_form(filled, key), name="Nama Baru"))
    assert exports.changed_since(filled, "kolom", rows()).changed == {key: ("nama",)}


def test_an_unknown_programme_says_which_there_are(ws):
    with pytest.raises(problems.Problem) as refused:
        exports.programme(ws, "PKH")
    assert refused.value.kind is problems.PROGRAMME_UNKNOWN
