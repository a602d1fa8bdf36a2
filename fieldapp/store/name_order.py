"""Where a family stands among all names: a whole number, so that whatever is found comes out in the order of names by itself.

The number is the name read as one long fraction (arithmetic coding after the letters that follow each other in our names), so a new
family finds its place without moving any other. It is also the key of its line and the upper part of its rows in the word index: the
index then answers in the order of names, and the first page of a hundred thousand hits costs no more than that of fifty.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import sqlalchemy as sa

from fieldapp.store.tables import card

BITS = 55  # of a family's number; with eight more for the member a row number of the index stays below 2**63
MEMBER_BITS = 8
LAST_MEMBER = (1 << MEMBER_BITS) - 1
_ROOM = 1 << 11  # numbers left among names that are told apart only after some eighteen letters
_STRIDE = 1 << 24  # how far from its neighbour a name is put at most when its own number is taken
_END = ""
_LETTERS = (_END, *" 0123456789abcdefghijklmnopqrstuvwxyz")  # in the order in which text is compared
_TAUGHT = (
    "muhammad slamet riyadi|muhammad ali|muhammad ridwan|muhammad nur|siti aminah|siti nurhaliza|siti rohmah|siti khotijah|suparman|suparno|supardi|sri wahyuni|"
    "sri lestari|sulastri|sumarni|sutrisno|sugeng|suharto|sukirman|suryadi|susanti|sunarto|agus setiawan|agus salim|ahmad fauzi|ahmad yani|abdul rahman|"
    "abdul karim|abdullah|andi saputra|anton|ari wibowo|asep sunandar|bambang sutejo|budi santoso|budi hartono|dedi kurniawan|dewi sartika|dewi lestari|dian|"
    "eko prasetyo|edi susanto|endang|eni|fatimah|fitri handayani|hasan basri|hasanah|hendra gunawan|heri|herman|husin|ida|imam|indah permata sari|irawan|iwan|"
    "jamilah|joko|juminten|kartini|kasman|khoirul anam|komariah|lina|mariam|maryati|maimunah|mulyadi|mulyono|mustofa|ni luh|nur aini|nur hidayah|nurul|nuraini|"
    "nyoman|made|wayan|ketut|poniman|ponirah|purnomo|purwanti|putri|rahmat hidayat|rahmawati|ramadhan|ratna sari|rina|riski|rizky pratama|rohani|rosdiana|rudi|"
    "rusdi|rusmini|saiful|salim|samsul bahri|samsudin|sarinah|sartono|sawal|slamet|solikin|sudirman|suyanto|syamsiah|tarmizi|teguh|tri|tukiman|tukiyem|udin|"
    "umar|umi kalsum|usman|wagiman|wahyu|wati|widodo|winarti|yanti|yanto|yati|yuliana|yusuf|zainal abidin|zainab|zulkifli|yohanes|maria|simanjuntak|siregar"
    "|amir bin hasan|idris bin ismail|ismail|ibrahim|maimunah binti ismail|siti binti abdullah|binti|bin|bin|bin|binti|aminah binti ali"
    "|hasan bin saleh|umar bin usman|zainal bin salim|zulkarnain|apriansyah|syahputra|syaputra|saputra|iskandar|irsyad|fahmi|farhan|fauzan"
    "|gilang|galih|hadi|harun|haryanto|hartati|hamzah|hermansyah|ilham|indra|ismawati|jamal|junaidi|kusuma|kusnadi|latifah|lukman|mahmud"
    "|makmur|mansyur|marlina|masitoh|misbah|munir|murni|nasution|naufal|nasrul|novita|oktavia|paijo|paini|parman|prabowo|puji|qomar|qori|rafi"
    "|rafli|rahma|rizal|romli|rosita|rusman|sapri|sarip|satria|sholeh|sinta|sofyan|sopian|suci|sudarsono|suhardi|sulaiman|sumiati|supriyadi"
    "|suryani|suwarno|syahrul|syarif|tarsih|thamrin|tini|tono|ujang|untung|vina|wawan|winda|wulandari|yasin|yogi|yudi|yulianti|yunus|zahra"
    "|zaki|zuhri|pratama|permana|nugroho|nugraha|maulana|hakim|hamid|rahman|rahim|aziz|anwar|amin|effendi|harahap|lubis|manurung|sitorus"
    "|simbolon|hutapea|sinaga|sihombing|tambunan|purba|putu|komang|kadek|gede|wijaya|kencana|melati|mawar|anggraini|anggraeni|safitri"
    "|oktaviani|nuraeni|nurjanah|nurhayati|nurlaila|rohmat|rohman|fadilah|fadli|firmansyah|ardiansyah|ferdiansyah|ramadhani|azzahra|aulia"
    "|salsabila|khairunnisa|zahira|aisyah|kirana|putra|putra|putri"
)

# Asked for every new line of an import, hence in the driver's own words.
_BEFORE = "SELECT n, sort_key FROM card WHERE sort_key <= ? ORDER BY sort_key DESC, n DESC LIMIT 1"
_AFTER = "SELECT n FROM card WHERE sort_key > ? ORDER BY sort_key, n LIMIT 1"
_THERE = "SELECT 1 FROM card WHERE n = ?"


@cache
def _follows() -> dict[str, Counter[str]]:
    """Return how often each letter follows one or two others in names as they are usual."""
    told: dict[str, Counter[str]] = {}
    for name in _TAUGHT.split("|"):
        for at, letter in enumerate([*name, _END]):
            for before in {name[max(0, at - 2) : at], name[max(0, at - 1) : at]}:
                told.setdefault(before, Counter())[letter] += 1
    return told


@cache
def _shares(before: str) -> dict[str, tuple[int, int, int]]:
    """Return for each letter after these where its part of the whole begins and ends, and the whole."""
    two, one = (_follows().get(text, Counter()) for text in (before, before[-1:]))
    parts = [24 * two[letter] + 6 * one[letter] + (8 if letter == _END else 2) for letter in _LETTERS]
    whole, begins = sum(parts), 0
    shares = {}
    for letter, part in zip(_LETTERS, parts, strict=True):
        shares[letter] = (begins, begins + part, whole)
        begins += part
    return shares


def number_of(sort_key: str) -> int:
    """Return the number of a name as :func:`fieldapp.domain.names.sort_key` writes it; a later name never has a smaller one."""
    low, width = 0, 1 << BITS
    for at, letter in enumerate([*sort_key, _END]):
        begins, ends, whole = _shares(sort_key[max(0, at - 2) : at]).get(letter, (0, 0, 1))
        low, width = low + width * begins // whole, width * ends // whole - width * begins // whole
        if width < _ROOM:
            break
    return low


def standing(con: sa.Connection, household_ids: list[str]) -> dict[str, tuple[str, int]]:
    """Return the name and number under which these families stand now."""
    found = con.execute(sa.select(card.c.household_id, card.c.sort_key, card.c.n).where(card.c.household_id.in_(household_ids)))
    return {row.household_id: (row.sort_key, row.n) for row in found}


def insert(con: sa.Connection, lines: list[dict[str, Any]], stood: dict[str, tuple[str, int]]) -> None:
    """Write these lines, each at its number: a family whose name did not change keeps the one it had."""
    fresh = []
    same = []
    for line in lines:
        name, number = stood.get(line["household_id"], ("", 0))
        if number and name == line["sort_key"]:
            same.append(line | {"n": number})
        else:
            fresh.append(line)
    if same:
        con.execute(sa.insert(card), same)
    _place(con, sorted(fresh, key=lambda line: (line["sort_key"], line["household_id"])))


def _place(con: sa.Connection, lines: list[dict[str, Any]]) -> None:
    """Give numbers to lines in the order of their names, each between its neighbours, and write them."""
    cursor = con.connection.cursor()
    before, name_before = 0, ""
    taken: set[int] = set()
    for line in lines:
        name = line["sort_key"]
        kept, kept_name = cursor.execute(_BEFORE, (name,)).fetchone() or (0, "")
        if kept > before:
            before, name_before = kept, kept_name
        after = (cursor.execute(_AFTER, (name,)).fetchone() or (1 << BITS,))[0]
        number = number_of(name) or 1
        if not before < number < after:
            number = before + (1 if name == name_before else max(1, min(_STRIDE, (after - before) // 2)))
        # Where no room is left, a name stands a few places beside its own.
        while number in taken or cursor.execute(_THERE, (number,)).fetchone():
            number += 1
        taken.add(number)
        line["n"] = before = number
        name_before = name
    if lines:
        con.execute(sa.insert(card), lines)


def bounds(con: sa.Connection, beginning: str) -> tuple[int, int]:
    """Return the numbers between which the names stand that begin so, the end exclusive."""
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    last = con.execute(
        sa.select(card.c.n).where(card.c.sort_key < after).order_by(card.c.sort_key.desc(), card.c.n.desc()).limit(1)
    ).scalar()
    first = con.execute(sa.select(card.c.n).where(card.c.sort_key >= beginning).order_by(card.c.sort_key, card.c.n).limit(1)).scalar()
    if first is None or last is None or last < first:
        return 0, 0
    return first, last + 1
