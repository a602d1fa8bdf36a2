"""A made-up family written straight into a store."""

from __future__ import annotations

from typing import Any

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.store.opening import Store

DESA = "18.11.02.2002"


def register(store: Store, name: str = "Suparman", **values: Any) -> str:
    household_id, person_id = new_id(), new_id()
    with store.transaction() as act:
        act.add(nouns.Household(id=household_id, root_id=household_id, region_id=DESA, head_id=person_id, **values))
        act.add(
            nouns.Person(
                id=person_id, root_id=person_id, region_id=DESA, household_id=household_id, name=name, nik="1811020503790042", relation="1"
            )
        )
    return household_id
