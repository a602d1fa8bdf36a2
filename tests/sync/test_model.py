"""The whole of sync as a game: laptops write, lose messages, crash, have wrong clocks; the office forgets; at the end everybody agrees.

Runs on the real code: encrypted stores, the real office. Small in every test run; long by ``make model-long``.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.merge import DELETED
from fieldapp.server.tables import oplog, rec
from fieldapp.services import bin as the_bin
from fieldapp.services import merging
from fieldapp.store import aliases, moving, rows
from fieldapp.store.tables import SYNCED, alias, conflict, household, outbox, shadow
from fieldapp.sync.protocol import Grant
from tests.sync.cast import VILLAGES, Laptop, RoadCutError, World

FATES = ["ok", "ok", "ok", "lost_request", "lost_answer", "crash"]
AREAS = {"ratna": VILLAGES[:2], "sari": VILLAGES[1:], "eko": ("18.11.02",)}


class Syncing(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.world = World(Path(self.temporary.name))
        for login, role in (("ratna", "worker"), ("sari", "worker"), ("eko", "coordinator_kecamatan")):
            self.world.laptop(login, role)
            self.grant(login, AREAS[login])
        self.backed_up = False
        self.families: list[str] = [self.world.laptops[0].household(VILLAGES[1])]
        self.world.laptops[0].sync()

    def grant(self, login: str, areas: tuple[str, ...]) -> None:
        role = "coordinator_kecamatan" if login == "eko" else "worker"
        self.world.office.set_grants(login, [Grant(area, role) for area in areas])

    def laptop(self, number: int) -> Laptop:
        return self.world.laptops[number % len(self.world.laptops)]

    def known(self, laptop: Laptop, number: int) -> str | None:
        here = [family for family in self.families if laptop.has(family)]
        return here[number % len(here)] if here else None

    @rule(who=st.integers(0, 2), village=st.sampled_from(VILLAGES))
    def registers_a_family(self, who: int, village: str) -> None:
        self.families.append(self.laptop(who).household(village))

    @rule(
        who=st.integers(0, 2), which=st.integers(0, 9), field=st.sampled_from(["phone", "note", "kk", "address"]), value=st.integers(1, 5)
    )
    def corrects_a_field(self, who: int, which: int, field: str, value: int) -> None:
        family = self.known(self.laptop(who), which)
        if family:
            self.laptop(who).change(family, **{field: f"181102010120000{value}"})

    @rule(who=st.integers(0, 2), which=st.integers(0, 9), element=st.sampled_from(["lansia", "pkh"]), gone=st.booleans())
    def flags_a_family(self, who: int, which: int, element: str, gone: bool) -> None:
        laptop = self.laptop(who)
        family = self.known(laptop, which)
        if family:
            with laptop.ws.transaction() as act:
                (act.remove_elements if gone else act.add_elements)(nouns.Household, family, "flags", [element])

    @rule(who=st.integers(0, 2), which=st.integers(0, 9))
    def puts_a_family_into_the_bin(self, who: int, which: int) -> None:
        laptop = self.laptop(who)
        family = self.known(laptop, which)
        if family:
            with laptop.ws.transaction() as act:
                act.delete(nouns.Household, family)

    @rule(who=st.integers(0, 2), which=st.integers(0, 9))
    def brings_a_family_back_from_the_bin(self, who: int, which: int) -> None:
        laptop = self.laptop(who)
        binned = [line for line in the_bin.listed(laptop.ws) if line.entity == "household"]
        if binned:
            the_bin.restore(laptop.ws, "household", binned[which % len(binned)].id)

    @rule(who=st.integers(0, 2), first=st.integers(0, 9), second=st.integers(0, 9), take=st.booleans())
    def merges_two_families(self, who: int, first: int, second: int, take: bool) -> None:
        laptop = self.laptop(who)
        here = [self.known(laptop, first), self.known(laptop, second)]
        if None not in here:
            with contextlib.suppress(problems.Problem):
                merging.merge(laptop.ws, "household", here[0], here[1], take=["phone"] if take else [])

    @rule(who=st.integers(0, 2), which=st.integers(0, 9))
    def takes_a_merger_apart(self, who: int, which: int) -> None:
        laptop = self.laptop(who)
        lines = merging.merged(laptop.ws)
        if lines:
            with contextlib.suppress(problems.Problem):
                merging.undo(laptop.ws, lines[which % len(lines)].id)

    @rule(who=st.integers(0, 2), which=st.integers(0, 9), village=st.sampled_from(VILLAGES))
    def moves_a_family_to_another_village(self, who: int, which: int, village: str) -> None:
        laptop = self.laptop(who)
        family = self.known(laptop, which)
        if family:
            with laptop.ws.transaction() as act:
                moving.follow(act, [family], village)

    @rule(who=st.integers(0, 2), which=st.integers(0, 9))
    def chooses_between_two_values(self, who: int, which: int) -> None:
        laptop = self.laptop(who)
        with laptop.ws.reading() as con:
            waiting = con.execute(sa.select(conflict).where(conflict.c.state == "open")).all()
        if waiting:
            found = waiting[which % len(waiting)]
            value = found.told["values"][which % len(found.told["values"])]
            with contextlib.suppress(problems.Problem), laptop.ws.transaction() as act:
                act.settle(found.id, choice=value["op"], value=None, note="")

    @rule(who=st.integers(0, 2), plan=st.lists(st.sampled_from(FATES), max_size=3))
    def syncs_over_a_bad_road(self, who: int, plan: list[str]) -> None:
        laptop = self.laptop(who)
        try:
            laptop.sync(*plan)
        except problems.Problem as wrong:
            assert wrong.kind in (problems.NO_NETWORK, problems.ANSWER_CUT)
        except RoadCutError:
            self.world.reopen(laptop)

    @rule(who=st.integers(0, 2), late=st.integers(0, 20))
    def an_old_request_arrives_again(self, who: int, late: int) -> None:
        laptop = self.laptop(who)
        if laptop.road.pushed:
            laptop.road.desk.push(laptop.road.pushed[late % len(laptop.road.pushed)])

    @rule(who=st.integers(0, 2), days=st.sampled_from([-3650, -1, 0, 1, 3650]))
    def a_clock_is_set_wrong(self, who: int, days: int) -> None:
        self.laptop(who).skew = timedelta(days=days)

    @rule(login=st.sampled_from(["ratna", "sari"]), areas=st.sets(st.sampled_from(VILLAGES), min_size=1, max_size=3))
    def is_given_other_villages(self, login: str, areas: set[str]) -> None:
        self.grant(login, tuple(sorted(areas)))

    @rule()
    def the_office_is_switched_off_and_on(self) -> None:
        self.world.restart_office()

    @rule()
    def the_office_is_backed_up(self) -> None:
        self.world.backup_office()
        self.backed_up = True

    @precondition(lambda self: getattr(self, "backed_up", False))
    @rule()
    def the_office_is_restored(self) -> None:
        grants = {login: self._granted(login) for login in AREAS}
        self.world.restore_office()
        for login, areas in grants.items():
            self.grant(login, areas)

    def _granted(self, login: str) -> tuple[str, ...]:
        return next(tuple(grant.region for grant in user.grants) for user in self.world.office.users() if user.login == login)

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self.everybody_agrees()
        finally:
            self.world.close()
            self.temporary.cleanup()

    def everybody_agrees(self) -> None:
        self.world.settle_down()
        office = self._office_rows()
        for laptop, login in zip(self.world.laptops, AREAS, strict=True):
            areas = self._granted(login)
            expected = {key: row for key, row in office.items() if any(row[0] == area or row[0].startswith(area + ".") for area in areas)}
            self._agrees(laptop, expected)
        self._nothing_is_lost()

    def _office_rows(self) -> dict[tuple[str, str], tuple[str, dict, dict]]:
        with self.world.office.database.reading() as con:
            found = con.execute(sa.select(rec).where(rec.c.gone.is_(None), rec.c.entity.in_(list(SYNCED)))).all()
        return {(row.entity, row.id): (row.region, json.loads(row.data), json.loads(row.tags)) for row in found}

    def _agrees(self, laptop: Laptop, expected: dict[tuple[str, str], tuple[str, dict, dict]]) -> None:
        with laptop.ws.reading() as con:
            here = {}
            for entity, table in SYNCED.items():
                for row in con.execute(sa.select(table)):
                    kept = rows.kept_from(entity, row)
                    here[entity, row.id] = (kept.row.bucket[0], kept.row.data, kept.row.tags)
                    assert kept.pending == 0, "a record still waits after everybody synced"
            assert con.execute(sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == "waiting")).scalar() == 0
            assert con.execute(sa.select(sa.func.count()).select_from(shadow)).scalar() == 0
            self._aliases_are_right(con)
        assert set(here) == set(expected), "a record is missing here, or one from elsewhere stayed"
        for key, (region, data, tags) in expected.items():
            told = {name: value for name, value in data.items() if value is not None and value != []}
            kept = {name: value for name, value in here[key][1].items() if value is not None and value != []}
            if not told.get(DELETED):
                told.pop(DELETED, None)
            assert here[key][0] == region
            assert kept == told, "two sides show different values"
            assert here[key][2] == tags

    def _aliases_are_right(self, con: sa.Connection) -> None:
        """The derived table says of every merged family which one stands for it, and no merger leads round in a ring."""
        merged = dict(con.execute(sa.select(household.c.id, household.c.merged_into).where(household.c.merged_into.is_not(None))).all())
        for one, into in merged.items():
            passed, there = {one}, into
            while there in merged:
                assert there not in passed, "a merger leads round in a ring"
                passed.add(there)
                there = merged[there]
        kept = dict(con.execute(sa.select(alias.c.id, alias.c.into_id)).all())
        assert kept == {one: into for one, into in aliases.upward(con, "household", merged).items() if one != into}, "an alias is stale"

    def _nothing_is_lost(self) -> None:
        with self.world.office.database.reading() as con:
            kept = {row.op: row.result for row in con.execute(sa.select(oplog.c.op, oplog.c.result))}
            told = [json.loads(row.data) for row in con.execute(sa.select(rec.c.data).where(rec.c.entity == "conflict"))]
        refused = {item.op for item in self.world.office.refused()}
        offered = {value["op"] for difference in told for value in difference["values"]}
        for laptop in self.world.laptops:
            with laptop.ws.reading() as con:
                for row in con.execute(sa.select(outbox.c.op, outbox.c.state)):
                    assert row.op in kept or row.op in refused, "an answered op is nowhere at the office"
                    if row.state == "different":
                        assert row.op in offered or kept.get(row.op) == "different", "a differing value is nowhere to choose"


TestSyncing = Syncing.TestCase
TestSyncing.settings = settings(
    max_examples=int(os.environ.get("PILAR_MODEL_EXAMPLES", "10")),
    stateful_step_count=int(os.environ.get("PILAR_MODEL_STEPS", "25")),
    suppress_health_check=list(HealthCheck),
)
