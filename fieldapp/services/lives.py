"""What happens to people and families: every act that changes who lives where, in one place to ask for."""

from __future__ import annotations

from fieldapp.services.births_and_deaths import (
    check_arrival,
    check_birth,
    check_death,
    correct_death,
    record_arrival,
    record_birth,
    record_death,
)
from fieldapp.services.memberships import MembershipLine, departures, membership_history, reasons
from fieldapp.services.moving import (
    REASONS,
    Move,
    check_away,
    check_household_move,
    check_move,
    come_back,
    move_away,
    move_household,
    move_members,
)

__all__ = [
    "REASONS",
    "MembershipLine",
    "Move",
    "check_arrival",
    "check_away",
    "check_birth",
    "check_death",
    "check_household_move",
    "check_move",
    "come_back",
    "correct_death",
    "departures",
    "membership_history",
    "move_away",
    "move_household",
    "move_members",
    "reasons",
    "record_arrival",
    "record_birth",
    "record_death",
]
