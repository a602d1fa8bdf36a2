"""Where every record is on its way: the list, choosing between two values, and mending what the office refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.sample.photos import house_photo
from fieldapp.services import records
from fieldapp.services.drafts import start_visit
from fieldapp.services.households import household, household_cards
from fieldapp.services.photos import take_in
from fieldapp.services.registration import edit_household, household_form
from fieldapp.services.status import status
from fieldapp.services.timeline import timeline
from fieldapp.services.today import beranda
from fieldapp.services.visits import finish_visit
from tests.services.stage import difference_event, event, family, filled_draft, office_answers, office_tells, open_laptop, ops_of

COLLEAGUE = "018f0000-0000-7000-8000-0000000000c1"


def noted_by_office(ws, kept, **data):
    """The office tells a family as this laptop sent it, with these values over it."""
    (put,) = [op for op in ops_of(ws, kept) if "created_at" in op.fields]
    values = {name: value for name, value in put.fields.items() if value is not None} | data
    office_tells(ws, event("household", kept, values, seq=20))


@pytest.fixture
def differing(ws):
    """A family whose telephone number Ratna and a colleague wrote without seeing each other; returns (household, event)."""
    kept = family(ws, phone="081399990000")
    office_answers(ws)
    noted_by_office(ws, kept, phone="+6281234567890")
    office_tells(ws, {"entity": "colleague", "id": COLLEAGUE, "bucket": "00/reference", "data": {"name": "Budi Santoso"}, "gone": None})
    told = difference_event(kept, new_id(), new_id(), by=(COLLEAGUE, ws.user.id))
    office_tells(ws, told)
    return kept, told


def test_a_record_goes_from_here_to_received(ws):
    kept = family(ws)
    assert [(line.title, line.state.word) for line in records.records(ws)] == [
        ("Warga Suparman", "Di laptop ini"), ("Keluarga Suparman", "Di laptop ini"), ("Rumah Suparman", "Di laptop ini"),
    ]  # fmt: skip
    assert records.counts(ws).here == 3
    assert household(ws, kept).state.kind == "here"
    assert household_cards(ws, [kept])[0].chip.text == "Menunggu kirim"
    office_answers(ws)
    assert {line.state.word for line in records.records(ws)} == {"Diterima pusat"}
    assert records.counts(ws).here == records.counts(ws).bytes_waiting == 0
    assert household(ws, kept).state.kind == "received"
    assert household_cards(ws, [kept])[0].chip.text == "Tanpa NIK"
    assert status(ws).waiting == 0


def test_the_list_puts_first_what_needs_the_person_then_drafts_then_what_waits(ws, differing, clock):
    kept, _told = differing
    start_visit(ws, kept)
    other = family(ws, "Wagiman")
    assert [line.kind for line in records.records(ws)][:3] == ["difference", "draft", "record"]
    for only, kinds in (("needs_you", {"difference"}), ("draft", {"draft"}), ("here", {"record"}), ("received", {"record"})):
        assert {line.kind for line in records.records(ws, only=only)} == kinds
    assert {line.household_id for line in records.records(ws, only="here")} == {other}
    whole = records.records(ws)
    assert records.records(ws, limit=3, offset=2) == whole[2:5]
    counts = records.counts(ws)
    assert (counts.needs_you, counts.drafts, counts.here) == (1, 1, 3)


def test_a_photo_follows_its_text(ws, tmp_path):
    (tmp_path / "a.jpg").write_bytes(house_photo(3))
    photo = take_in(ws, tmp_path / "a.jpg")
    finish_visit(ws, filled_draft(ws, family(ws), foto__foto_depan=photo.sha))
    assert "Menyusul teks" in {line.state.word for line in records.records(ws) if line.title.startswith("Foto")}
    assert records.counts(ws).photos_waiting == status(ws).photos_waiting == 1
    assert records.counts(ws).photo_bytes_waiting > 10_000


def test_two_values_stand_side_by_side_with_who_wrote_them(ws, differing):
    kept, told = differing
    view = records.difference(ws, f"difference:{told['id']}")
    assert (view.title, view.household_id, view.may_settle) == ("No. HP Suparman", kept, True)
    assert [(v.text, v.by_name, v.is_mine) for v in view.values] == [
        ("0812 3456 7890", "Budi Santoso", False), ("0813 9999 0000", "Isian Anda", True),
    ]  # fmt: skip
    assert household(ws, kept).state.kind == "different"
    assert household_cards(ws, [kept])[0].chip.text == "Isian berbeda"
    assert household(ws, kept).chips[0].text == "1 isian berbeda"
    assert [e.title for e in timeline(ws, kept) if e.kind == "difference"] == ["No. HP berbeda"]
    assert [(d.count, d.page) for d in beranda(ws).decisions] == [(1, "sync")]


def test_choosing_shows_at_once_and_goes_to_the_office(ws, differing):
    kept, told = differing
    key = f"difference:{told['id']}"
    records.settle(ws, key, op=told["data"]["values"][1]["op"], note="Ditelepon, nomor ini aktif")
    assert household_form(ws, kept).phone.replace(" ", "").replace("-", "").endswith("81399990000")
    assert status(ws).needs_you == 0
    with ws.reading() as con:
        from fieldapp.domain.ops import read_op
        from fieldapp.store.feed import waiting_ops

        (sent,) = [read_op(row.raw) for row in waiting_ops(con, 10, 1 << 20)]
    assert (sent.kind, sent.id, sent.fields) == (
        "settle",
        told["id"],
        {"choice": told["data"]["values"][1]["op"], "note": "Ditelepon, nomor ini aktif"},
    )
    with pytest.raises(problems.Problem) as refused:
        records.settle(ws, key, op=told["data"]["values"][0]["op"])
    assert refused.value.kind is problems.OP_NOT_ALLOWED


def test_a_third_value_may_be_written_instead(ws, differing):
    kept, told = differing
    records.settle(ws, f"difference:{told['id']}", value="+6281200001111", note="Nomor baru")
    with ws.transaction() as act:
        assert act.get(nouns.Household, kept).phone == "+6281200001111"


def test_a_choice_that_is_none_of_the_values_changes_nothing(ws, differing):
    kept, told = differing
    with pytest.raises(problems.Problem) as refused:
        records.settle(ws, f"difference:{told['id']}", op=new_id())
    assert refused.value.kind is problems.CONFLICT_UNKNOWN
    assert status(ws).needs_you == 1
    with ws.transaction() as act:
        assert act.get(nouns.Household, kept).phone == "+6281234567890"


@pytest.mark.parametrize(
    ("role", "policy", "mine", "why"),
    [
        ("worker", "L", False, "Hanya pengisi atau koordinator yang memilih."),
        ("worker", "R", True, "Isian ini diputuskan koordinator. Kedua isian tetap tersimpan."),
        ("coordinator_kecamatan", "R", True, "Perlu koordinator lain: Anda sendiri yang mengisi salah satunya."),
        ("auditor", "L", False, "Peran Anda tidak memutuskan isian berbeda. Koordinator yang memilih."),
        ("worker", "L", True, ""),
        ("coordinator_kecamatan", "R", False, ""),
        ("coordinator_kecamatan", "L", False, ""),
    ],
)
def test_who_may_choose_follows_from_role_and_field(home, clock, role, policy, mine, why):
    ws = open_laptop(home, clock, "orang", role)
    kept = new_id()
    other = ws.user.id if mine else new_id()
    told = difference_event(kept, new_id(), new_id(), by=(COLLEAGUE, other), policy=policy)
    office_tells(ws, event("household", kept, {"phone": "+6281234567890"}), told)
    view = records.difference(ws, told["id"])
    assert (view.may_settle, view.why_not) == (not why, why)
    if why:
        with pytest.raises(problems.Problem) as refused:
            records.settle(ws, told["id"], op=told["data"]["values"][0]["op"])
        assert refused.value.kind is problems.OP_NOT_ALLOWED
    ws.close()


def test_a_refused_change_is_taken_off_the_record_and_waits_for_the_person_with_the_reason(ws):
    kept = family(ws)
    office_answers(ws)
    noted_by_office(ws, kept)
    edit_household(ws, kept, replace(household_form(ws, kept), note="Pagar biru"))
    office_answers(ws, "refused", "403.0710")
    assert household(ws, kept).note == ""
    assert household(ws, kept).state.kind == "refused"
    (line,) = records.records(ws, only="needs_you")
    assert (line.kind, line.title, line.state.reason) == (
        "refused",
        "Suparman",
        "Di luar wilayah tugas Anda. Minta koordinator memeriksa penugasan.",
    )
    view = records.refused(ws, line.key)
    assert (view.title, view.subject, view.lines, view.household_id) == (
        "Keluarga: ditolak pusat",
        "Suparman",
        (("Catatan", "Pagar biru"),),
        kept,
    )
    assert (status(ws).needs_you, status(ws).waiting) == (1, 0)
    assert beranda(ws).decisions[0].title == "Ditolak pusat"


def test_a_refused_change_is_sent_again_as_a_new_one(ws):
    kept = family(ws)
    office_answers(ws)
    noted_by_office(ws, kept)
    edit_household(ws, kept, replace(household_form(ws, kept), note="Pagar biru"))
    office_answers(ws, "refused", "403.0710")
    (line,) = records.records(ws, only="needs_you")
    records.retry(ws, [line.key])
    assert household(ws, kept).note == "Pagar biru"
    assert (status(ws).needs_you, status(ws).waiting) == (0, 1)
    old, new = ops_of(ws, kept)[-2:]
    assert (old.fields, old.op != new.op) == (new.fields, True)
    with pytest.raises(problems.Problem) as refused:
        records.retry(ws, [line.key])
    assert refused.value.kind is problems.RECORD_UNKNOWN


def test_a_refused_family_is_found_by_the_name_in_its_change_and_comes_back_whole_when_sent_again(ws):
    kept = family(ws)
    office_answers(ws, "refused", "403.0710")
    lines = records.records(ws, only="needs_you")
    assert "Suparman" in {line.title for line in lines}
    assert {line.kind for line in lines} == {"refused"}
    with pytest.raises(problems.Problem):
        household(ws, kept)
    records.retry(ws, [line.key for line in reversed(lines)])
    assert household(ws, kept).name == "Suparman"
    assert records.records(ws, only="needs_you") == ()


def test_a_refused_change_may_rest(ws):
    kept = family(ws)
    office_answers(ws)
    noted_by_office(ws, kept)
    edit_household(ws, kept, replace(household_form(ws, kept), note="Pagar biru"))
    office_answers(ws, "refused", "999.9999")
    (line,) = records.records(ws, only="needs_you")
    assert line.state.reason == "Pusat menolak perubahan ini (kode 999.9999)."
    records.drop(ws, line.key)
    assert records.records(ws, only="needs_you") == ()
    assert household(ws, kept).state.kind == "received"
    assert ops_of(ws, kept)[-1].fields == {"note": "Pagar biru"}  # the bytes stay


def test_what_is_not_there_is_told_as_such(ws):
    for ask, kind in (
        (records.difference, problems.CONFLICT_UNKNOWN),
        (records.refused, problems.RECORD_UNKNOWN),
        (records.drop, problems.RECORD_UNKNOWN),
    ):
        with pytest.raises(problems.Problem) as refused:
            ask(ws, "tiada")
        assert refused.value.kind is kind


def test_the_day_of_the_last_sync_is_the_day_here(ws):
    assert records.last_reading(ws) is None
    ws.store.put_meta("last_sync", "2026-11-22T18:00:00.000Z")
    assert str(records.last_reading(ws)) == "2026-11-23"


def test_every_kind_of_record_can_be_listed_whatever_it_is_about(tmp_path, clock):
    """A pillar, a programme, a merger or an import belong to no family, or to one by a way round."""
    from fieldapp.services import merging
    from tests.services.stage import VILLAGE

    ws = open_laptop(tmp_path / "koordinator", clock, "eko", role="coordinator_kecamatan")
    try:
        first, second = family(ws), family(ws, "Suparmanto")
        merging.merge(ws, "household", first, second)
        common = {"region_id": VILLAGE}
        with ws.transaction() as act:
            pillar = act.add(nouns.Pillar(id=new_id(), root_id="", name="Wati", kind="PSM", **common))
            act.add(nouns.PillarStatus(id=new_id(), root_id="", pillar_id=pillar.id, state="aktif", since="2026-01-02", **common))
            act.add(nouns.Certificate(id=new_id(), root_id="", pillar_id=pillar.id, title="Bimtek", **common))
            act.add(nouns.Programme(id=new_id(), root_id="", name="BPNT", **common))
            act.add(nouns.Supplement(id=new_id(), root_id="", title="Ternak", **common))
            act.add(nouns.Judgement(id=new_id(), root_id="", entity="household", first_id=first, second_id=second, **common))
            act.add(nouns.ImportBatch(id=new_id(), root_id="", format="penduduk", **common))
        titles = {line.title for line in records.records(ws)}
        assert {
            "Pilar sosial Wati",
            "Status pilar Wati",
            "Sertifikat Wati",
            "Program BPNT",
            "Isian tambahan Ternak",
            "Penggabungan Suparman",
        } <= titles
    finally:
        ws.close()
