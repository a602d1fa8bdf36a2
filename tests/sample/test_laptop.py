"""The sample laptop holds the village and its past, opens with the shown passphrase, and is filled once."""

from __future__ import annotations

import time

from fieldapp.sample.fill import MOST_PHOTOS
from fieldapp.sample.laptop import PASSPHRASE, sample_laptop
from fieldapp.services import accounts, households, photos, timeline, visits
from fieldapp.services.status import status
from fieldapp.services.today import beranda


def test_the_sample_laptop_is_ready_to_work_on_and_filled_once(tmp_path):
    began = time.perf_counter()
    ws = sample_laptop(tmp_path)
    assert time.perf_counter() - began < 20  # seconds; 4 on an idle machine, and the tests run beside others
    ids = households.household_ids(ws)
    assert len(ids) == 118
    suparman = next(card for card in households.household_cards(ws, households.household_ids(ws, "sup"), "sup") if card.members == 5)
    kinds = {entry.kind for entry in timeline.timeline(ws, suparman.id)}
    assert {"visit", "assessment", "desil", "register"} <= kinds
    last = visits.visit_view(ws, households.household(ws, suparman.id).last_visit.id)
    assert last.photos[0].here
    assert photos.photo_bytes(ws, last.photos[0].sha).startswith(b"\xff\xd8")
    start = beranda(ws)
    assert start.overdue
    assert start.due_today
    assert len(start.drafts) == 1
    assert status(ws).photos_waiting == MOST_PHOTOS
    ws.close()

    again = sample_laptop(tmp_path)
    assert households.household_ids(again) == ids
    assert [card.login for card in accounts.accounts(tmp_path)] == ["ratna"]
    again.close()


def test_the_shown_passphrase_is_five_words_the_program_would_accept():
    accounts.check_passphrase(PASSPHRASE)
    assert len(PASSPHRASE.split()) == 5
