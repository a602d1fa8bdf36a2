"""What a family answered about its data is kept with day and proof, and what follows is said, not done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fieldapp.domain import nouns
from fieldapp.services import consents, guardians
from fieldapp.services.checking import FieldProblems
from fieldapp.services.consents import NewConsent
from fieldapp.services.households import household
from fieldapp.services.registration import NewPerson, add_person
from tests.services.stage import TODAY, family


def agreed(home, **changes):
    told = {"household_id": home, "given": "ya", "proof": "cap_jempol", "given_on": date(2026, 11, 1), **changes}
    return NewConsent(**told)


def refused(ws, new):
    with pytest.raises(FieldProblems) as told:
        consents.record_consent(ws, new)
    return set(told.value.notes)


def of_family(ws, home):
    with ws.transaction() as act:
        kept = act.get(nouns.Household, home)
        return kept.basis, kept.consent_on, kept.consent_proof


def test_a_consent_given_shows_on_the_family_and_one_withdrawn_says_what_follows(ws):
    home = family(ws)
    first = consents.record_consent(ws, agreed(home))
    assert of_family(ws, home) == ("a", "2026-11-01", "Cap jempol")
    assert "Persetujuan pemrosesan data" not in household(ws, home).missing
    second = consents.record_consent(ws, agreed(home, given="ditarik", proof="", given_on=TODAY))
    assert of_family(ws, home) == ("a", None, None)
    assert "Persetujuan pemrosesan data" in household(ws, home).missing
    (now,) = consents.consents(ws, home)
    assert (now.id, now.given_label) == (second, "Persetujuan ditarik")
    assert "3 x 24 jam" in now.meaning
    assert [one.id for one in consents.consents(ws, home, latest=False)] == [second, first]
    with ws.transaction() as act:
        assert act.get(nouns.Consent, second).replaces == first


def test_each_purpose_has_its_own_answer_and_only_data_keeping_shows_on_the_family(ws):
    home = family(ws)
    consents.record_consent(ws, agreed(home, basis="e", given="", proof=""))
    consents.record_consent(ws, agreed(home, purpose="foto", given="menolak", proof=""))
    assert of_family(ws, home) == ("e", None, None)
    assert {(one.purpose, one.given) for one in consents.consents(ws, home)} == {("pendataan", ""), ("foto", "menolak")}
    assert all(one.meaning for one in consents.consents(ws, home))


def test_an_answer_without_proof_day_or_ground_is_refused(ws):
    home = family(ws)
    assert refused(ws, agreed(home, proof="")) == {"proof"}
    assert refused(ws, agreed(home, proof="entah")) == {"proof"}
    assert refused(ws, agreed(home, given_on=date(2026, 12, 1))) == {"given_on"}
    assert refused(ws, agreed(home, basis="z", given="")) == {"basis"}
    assert refused(ws, agreed(home, purpose="dijual")) == {"purpose"}
    assert refused(ws, agreed(home, given="")) == {"given"}
    assert refused(ws, agreed(home, basis="e")) == {"given"}
    assert refused(ws, agreed(home, given="ditarik")) == {"given"}


def test_an_older_answer_does_not_cover_a_newer_one(ws):
    home = family(ws)
    consents.record_consent(ws, agreed(home))
    assert refused(ws, agreed(home, given="menolak", given_on=date(2026, 10, 1))) == {"given_on"}


def test_for_a_child_a_guardian_answers(ws):
    home = family(ws)
    child = add_person(ws, home, NewPerson(name="Laras", no_nik_reason="akta sedang diurus", relation="4", birth_date=date(2018, 5, 1)))
    head = household(ws, home).members[0].id
    told = agreed(home, person_id=child, purpose="foto")
    assert refused(ws, told) == {"guardian_id"}
    assert refused(ws, replace(told, guardian_id=child)) == {"guardian_id"}
    consents.record_consent(ws, replace(told, guardian_id=head))
    (kept,) = consents.consents(ws, home)
    assert (kept.person_name, kept.guardian_name, kept.proof) == ("Laras", "Suparman", "Cap jempol")
    guardians.set_guardian(ws, child, guardian_id=head)
    consents.record_consent(ws, replace(told, given="ditarik", proof="", given_on=TODAY))
    assert consents.consents(ws, home)[0].guardian_name == "Suparman"


@pytest.mark.parametrize(("question", "count"), [("dasar", 6), ("jawaban", 3), ("bukti", 4), ("tujuan", 4)])
def test_every_list_of_consent_is_there(question, count):
    assert len(consents.choices(question)) == count
