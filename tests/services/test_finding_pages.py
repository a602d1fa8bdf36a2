"""Finding page by page: words misspelt, numbers, regions, filters and orders, and every family exactly once."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.codes import instrument
from fieldapp.domain.ids import new_id
from fieldapp.services import finding
from fieldapp.services.finding import Query, page
from fieldapp.services.registration import NewPerson, add_person, edit_person, person_form, register_household
from fieldapp.services.visits import finish_visit
from fieldapp.store import filters
from tests.services.stage import (
    KK,
    NIK,
    OTHER_VILLAGE,
    VILLAGE,
    difference_event,
    family,
    filled_draft,
    office_answers,
    office_tells,
    open_laptop,
    typed_family,
    typed_person,
)  # fmt: skip

MEMBER_NIK = "1811021504120003"
NAMES = (
    "Muhammad Slamet", "Siti Aminah", "Suparman", "Suparman", "Suparmin", "Wagiman", "Muhammad Ali", "Muhammad Slamet Riyadi", "Zainal Abidin",
    "Abdul Karim", "Abdul Karim", "Siti Nurhaliza",
)  # fmt: skip


@pytest.fixture
def village(ws):
    """Five families by what they are called here."""
    suparman = register_household(ws, typed_family(phone="0812 3456 7890"))
    child = NewPerson(name="Bagas Pratama", nik=MEMBER_NIK, sex="1", relation="4", birth_date=date(2012, 4, 15), phone="081298765432")
    add_person(ws, suparman, child)
    return {
        "suparman": suparman,
        "slamet": family(ws, "Muhammad Slamet", rt="004"),
        "wagiman": family(ws, "Wagiman", region_id=OTHER_VILLAGE, hamlet="Karang Anyar", rt="007", rw="002"),
        "siti": family(ws, "Hj. Siti Nur'aini, S.Pd.", rt="005", head={"sex": "2"}),
        "tukijan": family(ws, "Tukijan", rt="006"),
    }


@pytest.fixture
def crowd(ws):
    """Twelve families, some of one name."""
    return [
        family(ws, name, rt=str(at % 4 + 1), rw=str(at % 2 + 1), region_id=VILLAGE if at % 3 else OTHER_VILLAGE)
        for at, name in enumerate(NAMES)
    ]


def _names(village, found):
    called = {value: key for key, value in village.items()}
    return [called[card.id] for card in found.cards]


def _walked(ws, query, order, limit):
    """Read page after page until the end."""
    cards, after = [], None
    while True:
        found = page(ws, query, order=order, after=after, limit=limit)
        cards += found.cards
        assert len(found.cards) <= limit
        if found.next_key is None:
            return cards
        after = found.next_key


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("moh slamet", ["slamet"]),
        ("m. slamet", ["slamet"]),
        ("soeparman", ["suparman"]),
        ("toekidjan", ["tukijan"]),
        ("siti binti nuraini", ["siti"]),
        (NIK, ["suparman"]),
        (MEMBER_NIK[:12], ["suparman"]),
        (KK, ["suparman"]),
        ("0812 3456", ["suparman"]),
        ("+62 812-3456-7890", ["suparman"]),
        ("talang batu", ["wagiman"]),
        ("rw 2 wagi", ["wagiman"]),
        ("rt 005 nuraini siti", ["siti"]),
        ("bagas suparman", []),
        ("1811022708190009", []),
    ],
)
def test_what_was_typed_finds_on_a_page(ws, village, typed, found):
    told = page(ws, Query(typed))
    assert _names(village, told) == found
    assert (told.next_key, told.total) == (None, len(found))


@pytest.mark.parametrize(
    ("typed", "found", "meant"),
    [
        ("suparmn", "suparman", "Suparman"),
        ("zuparman", "suparman", "Suparman"),
        ("suaprman", "suparman", "Suparman"),
        ("supamran", "suparman", "Suparman"),
        ("sulamet", "slamet", "Slamet"),
        ("wagimin", "wagiman", "Wagiman"),
        ("tukjian", "tukijan", "Tukijan"),
        ("muhamad slmet", "slamet", "Slamet"),
        ("wegim", "wagiman", "Wagiman"),
        ("bagus pratma", "suparman", "Bagas"),
    ],
)
def test_a_misspelt_name_is_found_and_told_as_what_it_was_taken_for(ws, village, typed, found, meant):
    told = page(ws, Query(typed))
    assert _names(village, told)[:1] == [found]
    assert told.cards[0].matched_as == meant


@pytest.mark.parametrize("typed", ["sip", "zup", "xqzwvk", "suxxxman"])
def test_short_words_and_words_too_far_off_are_taken_for_nothing_else(ws, village, typed):
    assert page(ws, Query(typed)).cards == ()


def test_families_found_as_typed_come_before_those_found_by_a_misspelling(ws, crowd):
    found = page(ws, Query("suparmin")).cards
    assert [(card.name, card.matched_as) for card in found] == [("Suparmin", None), ("Suparman", "Suparman"), ("Suparman", "Suparman")]


def test_a_misspelt_word_stays_inside_the_village_and_the_filters(ws, crowd, village):
    assert [card.id for card in page(ws, Query("wagimin", region=VILLAGE)).cards] == [crowd[5]]
    assert [card.id for card in page(ws, Query("wagimin", region=OTHER_VILLAGE)).cards] == [village["wagiman"]]
    assert len(page(ws, Query("wagimin", region="18.11.02")).cards) == 2
    assert page(ws, Query("suparmn", filters=("berbeda",))).cards == ()


def test_a_word_that_nobody_is_called_any_more_is_no_longer_meant(ws, village):
    from fieldapp.services.households import household

    (head,) = household(ws, village["wagiman"]).members
    edit_person(ws, head.id, _renamed(ws, head.id, "Hartono"))
    assert page(ws, Query("wagimin")).cards == ()
    assert _names(village, page(ws, Query("hartno"))) == ["wagiman"]


def _renamed(ws, person_id, name):
    from dataclasses import replace

    return replace(person_form(ws, person_id), name=name)


@pytest.mark.parametrize("order", finding.ORDERS)
@pytest.mark.parametrize("query", [Query(), Query("s"), Query("mu"), Query("abdul karim"), Query(region=VILLAGE), Query(region="18.11.02"),
                                   Query("sup", region=VILLAGE), Query("suparmin"), Query(filters=("belum_dikunjungi",)), Query("a", filters=("tanpa_nik",)),
                                   Query("181102"), Query("dwi karya")])  # fmt: skip
def test_pages_of_any_size_hold_every_family_once_in_one_order(ws, crowd, village, order, query):
    finish_visit(ws, filled_draft(ws, crowd[0], tindak_lanjut__batas_waktu="2026-12-20"))
    finish_visit(ws, filled_draft(ws, crowd[5], tindak_lanjut__batas_waktu="2026-12-01"))
    whole = page(ws, query, order=order)
    assert whole.total == len(whole.cards) == finding.count(ws, query)
    for limit in (1, 2, 5):
        assert _walked(ws, query, order, limit) == list(whole.cards)


def test_the_orders_are_what_they_are_called(ws, crowd):
    finish_visit(ws, filled_draft(ws, crowd[0], tindak_lanjut__batas_waktu="2026-12-20"))
    finish_visit(ws, filled_draft(ws, crowd[5], tindak_lanjut__batas_waktu="2026-12-01"))
    by = {order: page(ws, Query(), order=order).cards for order in finding.ORDERS}
    assert [card.name for card in by["name"]] == sorted(NAMES, key=str.lower)
    assert [card.id for card in by["next"]][:2] == [crowd[5], crowd[0]]
    assert {card.id for card in by["last"][-2:]} == {crowd[0], crowd[5]}
    walked = [(card.region_id, card.place[-3:], card.place[3:6]) for card in by["place"]]
    assert walked == sorted(walked)
    assert [card.region_id for card in by["village"]] == sorted(card.region_id for card in by["village"])
    assert all(len(cards) == len(NAMES) for cards in by.values())


def test_heads_that_begin_with_what_was_typed_come_first_also_across_pages(ws, crowd, village):
    add_person(ws, crowd[9], NewPerson(name="Slamet Widodo", no_nik_reason="anak baru lahir", sex="1", relation="4"))
    family(ws, "Slamet")
    found = _walked(ws, Query("slamet"), "name", 2)
    assert found[0].name == "Slamet"
    assert [(card.name, card.matched) for card in found if card.matched] == [("Abdul Karim", "Slamet Widodo")]


@pytest.mark.parametrize("order", finding.ORDERS)
@pytest.mark.parametrize("query", [Query(), Query("mu"), Query(region=VILLAGE), Query(filters=("belum_dikunjungi",)), Query("suparmin")])
def test_a_page_can_open_at_a_chosen_family(ws, crowd, order, query):
    finish_visit(ws, filled_draft(ws, crowd[7], tindak_lanjut__batas_waktu="2026-12-20"))
    whole = page(ws, query, order=order).cards
    assert whole
    for before, card in enumerate(whole):
        place = finding.position_of(ws, query, order, card.id)
        assert place is not None
        assert place.before == before
        assert page(ws, query, order=order, after=place.key).cards == whole[before:]


def test_a_family_that_does_not_fit_has_no_place(ws, village):
    assert finding.position_of(ws, Query(region=VILLAGE), "name", village["wagiman"]) is None
    assert finding.position_of(ws, Query("tukijan"), "name", village["wagiman"]) is None


def _found(ws, village, *codes):
    return set(_names(village, page(ws, Query(filters=codes))))


def test_filters_of_work_find_what_is_to_be_done(ws, village, clock):
    assert _found(ws, village, "belum_dikunjungi") == set(village)
    finish_visit(ws, filled_draft(ws, village["tukijan"], tindak_lanjut__batas_waktu="2026-12-07"))
    assert _found(ws, village, "belum_dikunjungi") == set(village) - {"tukijan"}
    assert _found(ws, village, "jatuh_tempo") == set()
    clock.turn(days=14)
    assert _found(ws, village, "jatuh_tempo") == {"tukijan"}
    assert _found(ws, village, "menunggu") == set(village)
    office_answers(ws)
    assert _found(ws, village, "menunggu") == set()


def test_families_with_values_that_differ_are_found_and_no_longer_once_they_agree(ws, village):
    told = difference_event(village["siti"], new_id(), new_id(), by=(ws.user.id, new_id()))
    office_tells(ws, told)
    assert _found(ws, village, "berbeda") == {"siti"}
    office_tells(ws, told | {"seq": 2, "data": told["data"] | {"state": "settled"}})
    assert _found(ws, village, "berbeda") == set()


def test_filters_of_people_find_by_age_sex_and_disability(ws, village):
    add_person(
        ws,
        village["tukijan"],
        NewPerson(name="Mbah Karto", sex="1", no_nik_reason="dokumen hilang", birth_date=date(1966, 11, 23), relation="7"),
    )
    add_person(
        ws, village["siti"], NewPerson(name="Aisyah", sex="2", no_nik_reason="anak baru lahir", birth_date=date(2021, 11, 24), relation="4")
    )
    add_person(
        ws,
        village["slamet"],
        NewPerson(name="Budi", sex="1", no_nik_reason="dokumen hilang", birth_date=date(2021, 11, 23), relation="4", disability="3"),
    )
    assert _found(ws, village, "lansia") == {"tukijan"}
    assert _found(ws, village, "balita") == {"siti"}
    assert _found(ws, village, "disabilitas") == {"slamet"}
    assert _found(ws, village, "perempuan_kk") == {"siti"}
    assert _found(ws, village, "tanpa_nik") == set(village) - {"suparman"}
    assert _found(ws, village, "tanpa_nik", "perempuan_kk") == {"siti"}


def _record(ws, home, noun, **told):
    with ws.transaction() as act:
        act.add(noun(id=new_id(), root_id=home, region_id=VILLAGE, household_id=home, **told))


def test_deciles_widen_each_other_and_a_family_without_one_is_found(ws, village):
    for called, value in (("suparman", "1"), ("slamet", "2"), ("siti", "7")):
        _record(ws, village[called], nouns.Desil, value=value, snapshot="2026-07", dated="2026-07-01", source="DTSEN")
    assert _found(ws, village, "desil_1") == {"suparman"}
    assert _found(ws, village, "desil_1", "desil_2") == {"suparman", "slamet"}
    assert _found(ws, village, "desil_0") == {"wagiman", "tukijan"}


def test_a_poor_house_and_help_received_are_found(ws, village):
    _record(ws, village["siti"], nouns.Assessment, subject_kind="household", subject_id=village["siti"], form="rumah_layak_huni@1",
            assessed_on="2026-11-01", answers={}, scores={"verdict": "Tidak layak huni", "kind": "bad"})  # fmt: skip
    _record(
        ws, village["slamet"], nouns.Enrolment, programme_id=new_id(), subject_kind="household", subject_id=village["slamet"], state="aktif"
    )
    assert _found(ws, village, "rtlh") == {"siti"}
    assert _found(ws, village, "bantuan") == {"slamet"}


def test_kinds_of_ppks_are_found_but_never_the_sensitive_ones(ws, village):
    _record(ws, village["siti"], nouns.PpksCase, kind="24", since="2026-01-01")
    _record(ws, village["slamet"], nouns.PpksCase, kind="08", since="2026-01-01")
    _record(ws, village["tukijan"], nouns.PpksCase, kind="16", since="2026-01-01", bucket_class="confidential")
    assert _found(ws, village, "ppks") == {"siti", "slamet"}
    assert _found(ws, village, "ppks_24") == {"siti"}
    assert _found(ws, village, "ppks_24", "ppks_08") == {"siti", "slamet"}
    assert _found(ws, village, "ppks_16") == set(village), "there is no such filter, so it asks nothing"


def test_the_sensitive_kinds_are_those_of_the_code_list():
    told = instrument("ppks")["kinds"]
    assert {kind for kind, facts in told.items() if facts["sensitive"]} == filters.HIDDEN_PPKS


def test_families_brought_together_and_families_of_an_import_are_found(ws, village):
    from fieldapp.services.merging import merge

    batch = new_id()
    with ws.transaction() as act:
        act.add(nouns.ImportBatch(id=batch, root_id=batch, region_id=VILLAGE, format="warga", rows=7, kept=7))
        home = new_id()
        act.add(nouns.Household(id=home, root_id=home, region_id=VILLAGE, batch_id=batch))
    village["new"] = home
    merge(ws, "household", village["siti"], village["tukijan"])
    assert _found(ws, village, "digabung") == {"siti"}
    assert _found(ws, village, f"impor_{batch}") == {"new"}
    (chip,) = [chip for chip in finding.chips(ws) if chip.code == f"impor_{batch}"]
    assert (chip.label, chip.count) == ("Impor 23 Nov 2026 (7 baris)", 1)


def test_a_family_is_found_by_the_name_and_number_of_one_that_was_merged_into_it(ws, village):
    from fieldapp.services.merging import merge

    merge(ws, "household", village["siti"], village["suparman"])
    for typed in ("bagas", MEMBER_NIK, MEMBER_NIK[:6]):
        found = page(ws, Query(typed))
        assert _names(village, found) == ["siti"], typed
        assert found.cards[0].matched == "Bagas Pratama"


def test_chips_count_what_each_filter_leaves_in_the_region(ws, village):
    _record(ws, village["siti"], nouns.PpksCase, kind="24", since="2026-01-01")
    for region in (None, VILLAGE):
        counts = {chip.code: chip.count for chip in finding.chips(ws, region)}
        assert counts == {code: finding.count(ws, Query(region=region, filters=(code,))) for code in counts}
        assert counts["tanpa_nik"] == (4 if region is None else 3)
    labels = {chip.code: (chip.group, chip.label) for chip in finding.chips(ws)}
    assert labels["ppks_24"] == ("PPKS", "Fakir Miskin")
    assert "ppks_11" not in labels
    assert not any(code in labels for code in ("ppks_16", "ppks_03"))


def test_a_role_without_numbers_is_not_offered_to_look_for_those_without(home, clock):
    paying = open_laptop(home, clock, "bayar", "distribution_officer")
    assert "tanpa_nik" not in {chip.code for chip in finding.chips(paying)}
    paying.close()


def test_a_filter_is_saved_under_its_name_replaced_and_forgotten(ws):
    query = Query("sup", VILLAGE, ("tanpa_nik", "desil_1"))
    first = finding.save_filter(ws, "households", "  Tanpa   NIK ", Query())
    second = finding.save_filter(ws, "households", "Tanpa NIK", query)
    finding.save_filter(ws, "aid", "Lain", Query())
    assert first != second
    assert finding.saved_filters(ws, "households") == (finding.SavedFilter(second, "Tanpa NIK", query),)
    finding.forget_filter(ws, second)
    finding.forget_filter(ws, second)
    assert finding.saved_filters(ws, "households") == ()
    assert len(finding.saved_filters(ws, "aid")) == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_filter_needs_a_name_one_can_read(ws, name):
    with pytest.raises(problems.Problem) as told:
        finding.save_filter(ws, "households", name, Query())
    assert told.value.kind is problems.FILTER_NAME


def test_a_saved_filter_of_a_newer_version_is_used_without_what_is_not_known(ws):
    finding.save_filter(ws, "households", "Baru", Query(filters=("tanpa_nik", "dari_masa_depan")))
    assert finding.saved_filters(ws, "households")[0].query.filters == ("tanpa_nik",)


@pytest.mark.parametrize("typed", ["'", '"', "*", "sup*", "a AND OR", "%", "_", "name:", "(", "-sup", "sup\x00", "ð1811022008", "９９"])
def test_signs_that_mean_something_to_the_index_are_only_signs(ws, village, typed):
    page(ws, Query(typed))
    finding.count(ws, Query(typed))


def test_numbers_that_very_many_families_share_are_paged_in_their_own_order(ws, monkeypatch):
    from fieldapp.store import search

    homes = [
        register_household(
            ws, typed_family(typed_person(name=f"Warga {chr(90 - at)}", nik=f"18110205037900{at + 42}"), kk=f"18110227081900{at + 10}")
        )
        for at in range(6)
    ]
    add_person(ws, homes[0], typed_person(name="Anak", nik="1811020503790099", relation="4"))
    monkeypatch.setattr(search, "FEW", 3)
    for limit in (1, 2, 4):
        found = _walked(ws, Query("18110205"), "name", limit)
        assert [card.id for card in found] == homes
    assert [card.id for card in _walked(ws, Query("18110205 warga z"), "name", 2)] == [homes[0]]
    assert finding.count(ws, Query("1811")) == 6


def test_a_number_in_the_bin_finds_nobody(ws, village):
    from fieldapp.services.households import household

    (child,) = [member for member in household(ws, village["suparman"]).members if member.name == "Bagas Pratama"]
    with ws.transaction() as act:
        act.delete(nouns.Person, child.id)
    assert page(ws, Query(MEMBER_NIK)).cards == ()
    assert page(ws, Query("bagas")).cards == ()


def test_a_family_whose_head_changes_stands_at_the_place_of_the_new_name(ws, crowd):
    from fieldapp.services.households import household

    (head,) = household(ws, crowd[8]).members
    edit_person(ws, head.id, _renamed(ws, head.id, "Aam Zainal"))
    assert page(ws, Query()).cards[0].name == "Aam Zainal"
    assert [card.id for card in page(ws, Query("zainal")).cards] == [crowd[8]]
    assert page(ws, Query("abidin")).cards == ()


def test_a_case_follows_its_person_to_the_family_they_live_in_now(ws):
    """Opened in one family, closed after the person married into another: the filter of both is right."""
    old, new = family(ws, "Karto"), family(ws, "Wiryo")
    person_id = add_person(ws, old, typed_person(name="Wati", nik="", no_nik_reason="dokumen hilang", relation="4"))
    with ws.transaction() as act:
        case = act.add(nouns.PpksCase(id=new_id(), root_id=person_id, region_id=VILLAGE, household_id=old, person_id=person_id, kind="09"))
    with ws.transaction() as act:
        act.change(nouns.Person, person_id, {"household_id": new})
    with ws.transaction() as act:
        act.change(nouns.PpksCase, case.id, {"until": "2026-11-20"})
    assert page(ws, Query(filters=("ppks_09",))).cards == ()
