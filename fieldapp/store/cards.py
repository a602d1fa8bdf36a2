"""The counted line of each household and the words it is found by: derived from its records whenever they change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from fieldapp.domain.names import fold, sort_key
from fieldapp.store import aliases, filters, name_order, vocabulary
from fieldapp.store.tables import assessment, card, conflict, desil, household, outbox, person, search_row, visit, word

CHUNK = 400


def refresh(con: sa.Connection, household_ids: Iterable[str]) -> None:
    """Make the cards and search words of these households anew; a household that is gone loses both."""
    wanted = sorted(set(household_ids))
    for start in range(0, len(wanted), CHUNK):
        _refresh_some(con, wanted[start : start + CHUNK])


def refresh_all(con: sa.Connection) -> None:
    """Make every card and every search word anew, as after a restore."""
    con.execute(sa.delete(card))
    con.execute(sa.delete(search_row))
    con.execute(sa.delete(word))
    con.exec_driver_sql("DELETE FROM search")
    refresh(con, con.execute(sa.select(household.c.id)).scalars().all())
    con.exec_driver_sql("INSERT INTO search(search) VALUES ('optimize')")


def _by_household(found: Iterable[sa.Row[Any]], owner: dict[str, str]) -> dict[str, list[sa.Row[Any]]]:
    told: dict[str, list[sa.Row[Any]]] = defaultdict(list)
    for row in found:
        told[owner[row.household_id]].append(row)
    return told


def _refresh_some(con: sa.Connection, ids: list[str]) -> None:
    standing = aliases.renew(con, ids)
    names = list(standing)
    for start in range(0, len(names), CHUNK):
        _refresh_those(con, {name: standing[name] for name in names[start : start + CHUNK]})


def _refresh_those(con: sa.Connection, standing: dict[str, list[str]]) -> None:
    """Make the lines anew of families by the ids their records stand under; those that were merged into another lose theirs."""
    ids = list(standing)
    owner = {row_id: home for home, below in standing.items() for row_id in below}
    under = list(owner)
    homes = con.execute(sa.select(household).where(household.c.id.in_([i for i in ids if standing[i]]), ~household.c.deleted)).all()
    people = _by_household(
        con.execute(
            sa.select(person.c.id, person.c.household_id, person.c.name, person.c.nik, person.c.phone, person.c.relation, person.c.status,
                      person.c.birth_date, person.c.sex, person.c.disability, person.c.merged_into)
            .where(person.c.household_id.in_(under), ~person.c.deleted)
            .order_by(person.c.relation, person.c.id)
        ),
        owner,
    )  # fmt: skip
    visits = _by_household(
        con.execute(
            sa.select(visit.c.household_id, visit.c.visited_on, visit.c.next_on)
            .where(visit.c.household_id.in_(under), ~visit.c.deleted)
            .order_by(visit.c.visited_on, visit.c.id)
        ),
        owner,
    )
    values = _latest(con, owner)
    waiting, differs = _open_work(con, owner, people)
    stood = name_order.standing(con, ids)
    con.execute(sa.delete(card).where(card.c.household_id.in_(ids)))
    made = [
        _card(home, [p for p in people[home.id] if not p.merged_into], visits[home.id], values.get(home.id, {}), waiting[home.id], differs[home.id])
        for home in homes
    ]  # fmt: skip
    filters.mark(con, made, homes, people, owner)
    name_order.insert(con, made, stood)
    _refresh_words(con, ids, homes, people)


def _latest(con: sa.Connection, owner: dict[str, str]) -> dict[str, dict[str, str]]:
    ids = list(owner)
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for row in con.execute(
        sa.select(desil.c.household_id, desil.c.value)
        .where(desil.c.household_id.in_(ids), ~desil.c.deleted)
        .order_by(desil.c.dated, desil.c.id)
    ):
        told[owner[row.household_id]]["desil"] = row.value
    for row in con.execute(
        sa.select(assessment.c.household_id, assessment.c.scores)
        .where(assessment.c.household_id.in_(ids), ~assessment.c.deleted)
        .order_by(assessment.c.assessed_on, assessment.c.id)
    ):
        if row.scores and row.scores.get("kind"):
            told[owner[row.household_id]]["house"] = row.scores["kind"]
    return told


def _open_work(con: sa.Connection, homes: dict[str, str], people: dict[str, list[sa.Row[Any]]]) -> tuple[dict[str, int], dict[str, int]]:
    ids = list(homes)
    owner = {p.id: home for home, members in people.items() for p in members} | homes
    for table in (visit, assessment, desil):
        owner |= {
            r.id: homes[r.household_id]
            for r in con.execute(sa.select(table.c.id, table.c.household_id).where(table.c.household_id.in_(ids), table.c.pending > 0))
        }
    waiting: dict[str, int] = defaultdict(int)
    differs: dict[str, int] = defaultdict(int)
    keys = list(owner)
    for start in range(0, len(keys), 900):
        some = keys[start : start + 900]
        for row in con.execute(
            sa.select(outbox.c.row_id, sa.func.count().label("n"))
            .where(outbox.c.row_id.in_(some), outbox.c.state == "waiting")
            .group_by(outbox.c.row_id)
        ):
            waiting[owner[row.row_id]] += row.n
        for row in con.execute(
            sa.select(conflict.c.row_id, sa.func.count().label("n"))
            .where(conflict.c.row_id.in_(some), conflict.c.state == "open")
            .group_by(conflict.c.row_id)
        ):
            differs[owner[row.row_id]] += row.n
    return waiting, differs


def _card(
    home: sa.Row[Any], members: list[sa.Row[Any]], visits: list[sa.Row[Any]], values: dict[str, str], waiting: int, differs: int
) -> dict[str, Any]:
    living = [p for p in members if p.status not in ("2", "3")]
    head = next((p for p in members if p.id == home.head_id), members[0] if members else None)
    name = (head.name if head else None) or "–"
    last = visits[-1] if visits else None
    return {
        "household_id": home.id, "region_id": home.region_id, "name": name, "sort_key": sort_key(name), "kk": home.kk, "rt": home.rt, "rw": home.rw,
        "members": len(living), "desil": values.get("desil"), "house": values.get("house"), "last_visit": last.visited_on if last else None,
        "visits": len(visits), "next_visit": last.next_on if last else None, "without_nik": sum(not p.nik for p in living),
        "waiting": waiting, "differs": differs,
    }  # fmt: skip


def _refresh_words(con: sa.Connection, ids: list[str], homes: Iterable[sa.Row[Any]], people: dict[str, list[sa.Row[Any]]]) -> None:
    """Write anew only the words that changed: most saves change none, and the index is the dearest part of a save."""
    places = {home: number for home, (_name, number) in name_order.standing(con, ids).items()}
    wanted = {line[0]: line[1:] for line in _words(homes, people)}
    kept = _indexed(con, ids, [p.id for members in people.values() for p in members])
    still = {row.person_id: row.n for row in kept if _stands(row, wanted, places)}
    gone = [row for row in kept if row.person_id not in still]
    if gone:
        # The index keeps what it is given in the order of the rows; given in that order, it is written once and not row by row.
        numbers = sorted((row.n,) for row in gone)
        con.connection.executemany("DELETE FROM search WHERE rowid = ?", numbers)
        con.connection.executemany("DELETE FROM search_row WHERE n = ?", numbers)
    lines = sorted(_numbered(wanted, still, places))
    if lines:
        con.connection.executemany(
            "INSERT INTO search_row(n, person_id, household_id, name) VALUES (?, ?, ?, ?)", [line[:4] for line in lines]
        )
        con.connection.executemany("INSERT INTO search(rowid, name, place) VALUES (?, ?, ?)", [(line[0], *line[4:]) for line in lines])
    vocabulary.note(con, [line[4:] for line in lines], [(row.name, row.place) for row in gone])


def _stands(row: sa.Row[Any], wanted: dict[str, tuple[str, str, str, str]], places: dict[str, int]) -> bool:
    """Say whether a row of the index is as it should be, at the place where its family stands among the names."""
    return (
        wanted.get(row.person_id) == (row.household_id, row.said, row.name, row.place)
        and places[row.household_id] == row.n >> name_order.MEMBER_BITS
    )


def _numbered(
    wanted: dict[str, tuple[str, str, str, str]], still: dict[str, int], places: dict[str, int]
) -> Iterator[tuple[int, str, str, str, str, str]]:
    """Yield the rows to write, each under a number of its family that nobody has."""
    taken = set(still.values())
    following = {home: place << name_order.MEMBER_BITS for home, place in places.items()}
    for person_id, (home, said, name, place) in wanted.items():
        if person_id in still:
            continue
        number = following[home]
        while number in taken:
            number += 1
        if number >> name_order.MEMBER_BITS != places[home]:
            continue  # beyond 256 members a family is an institution, which is found by the others' names
        taken.add(number)
        following[home] = number + 1
        yield number, person_id, home, said, name, place


def _indexed(con: sa.Connection, ids: list[str], person_ids: list[str]) -> list[sa.Row[Any]]:
    """Return the words that stand in the index for these households, and for these people wherever they stood before."""
    query = sa.text(
        "SELECT r.n, r.person_id, r.household_id, r.name AS said, s.name, s.place FROM search_row r JOIN search s ON s.rowid = r.n "
        "WHERE r.household_id IN :homes UNION SELECT r.n, r.person_id, r.household_id, r.name AS said, s.name, s.place "
        "FROM search_row r JOIN search s ON s.rowid = r.n WHERE r.person_id IN :people"
    ).bindparams(sa.bindparam("homes", expanding=True), sa.bindparam("people", expanding=True))
    found: list[sa.Row[Any]] = []
    for start in range(0, max(len(person_ids), 1), 900):
        found += con.execute(query, {"homes": ids if start == 0 else [], "people": person_ids[start : start + 900]}).all()
    return list({row.n: row for row in found}.values())


def _words(homes: Iterable[sa.Row[Any]], people: dict[str, list[sa.Row[Any]]]) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield for each person the name as written, and the words of the name and of the place; numbers are found by their own indexes (store/search.py)."""
    from fieldapp.resources import is_region, region

    villages: dict[str, str] = {}
    for home in homes:
        if home.region_id not in villages:
            villages[home.region_id] = fold(region(home.region_id).name) if is_region(home.region_id) else ""
        place = [
            villages[home.region_id],
            f"rt{home.rt or ''} rw{home.rw or ''} q{home.rt or ''}w{home.rw or ''}",
            fold(home.hamlet or ""),
            vocabulary.region_words(home.region_id),
        ]
        for p in people[home.id]:
            yield p.id, home.id, p.name or "", fold(p.name or ""), " ".join(part for part in place if part)
