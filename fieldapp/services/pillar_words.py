"""What the kinds and states of social pillars are called, how an SK or a certificate stands today, and who may change what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain.codes import codes, label
from fieldapp.domain.roles import covers, may
from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services.chips import Chip
from fieldapp.services.regions import region_name

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

LIST = "pilar"
SOON = 90  # days before its end from which an SK is worth renewing
ACTIVE, LEAVE, REPLACED, STOPPED = "aktif", "cuti", "diganti", "berhenti"
STATES = (ACTIVE, LEAVE, REPLACED, STOPPED)
AT_WORK = (ACTIVE, LEAVE)


def kinds() -> tuple[tuple[str, str], ...]:
    """Return code and name of every kind of pillar, in the order people know them."""
    return tuple(codes(LIST, "jenis").items())


def kind_name(kind: str | None) -> str:
    """Return what a kind is called."""
    return label(LIST, "jenis", kind)


def level_of_kind(kind: str) -> str | None:
    """Return the level a kind works at, DESA, KECAMATAN or KABUPATEN; None where none is usual."""
    return codes(LIST, "tingkat").get(kind)


def state_name(state: str) -> str:
    """Return a state in words."""
    return {ACTIVE: _("Aktif"), LEAVE: _("Cuti"), REPLACED: _("Diganti"), STOPPED: _("Berhenti")}.get(state, state)


def state_chip(state: str) -> Chip:
    """Return a state as a chip."""
    if state == ACTIVE:
        return Chip("ok", state_name(state), "circle-check")
    if state == LEAVE:
        return Chip("info", state_name(state), "circle-pause")
    return Chip("mute", state_name(state), "repeat" if state == REPLACED else "circle-x")


def sk_chip(number: str | None, since: date | None, until: date | None, today: date) -> Chip:
    """Return how an SK stands today; without a last day it holds until it is revoked."""
    if until is None and not number and since is None:
        return Chip("mute", _("SK belum dicatat"), "circle-dashed")
    if until is not None and until <= today + timedelta(days=SOON):
        days = (until - today).days
        if days < 0:
            return Chip("bad", _("SK habis {days} hari lalu").format(days=-days), "circle-alert")
        return Chip("warn", _("SK habis {days} hari lagi").format(days=days) if days else _("SK habis hari ini"), "clock")
    if since is not None and since > today:
        return Chip("info", _("SK mulai {day}").format(day=date_medium(since)), "calendar")
    return Chip("ok", _("SK berlaku"), "circle-check")


def certificate_chip(until: date | None, today: date) -> Chip:
    """Return how a certificate stands today."""
    if until is None:
        return Chip("ok", _("Tanpa batas waktu"), "circle-check")
    days = (until - today).days
    if days < 0:
        return Chip("bad", _("Habis {days} hari lalu").format(days=-days), "circle-alert")
    if days <= SOON:
        return Chip("warn", _("Habis {days} hari lagi").format(days=days) if days else _("Habis hari ini"), "clock")
    return Chip("ok", _("Berlaku"), "circle-check")


def day_of(text: str | None) -> date | None:
    """Read a kept day (ISO)."""
    return date.fromisoformat(text) if text else None


def place_of(areas: Sequence[str], most: int = 2) -> str:
    """Name areas in one line, those beyond ``most`` counted."""
    named = ", ".join(region_name(area) for area in areas[:most])
    rest = len(areas) - most
    return _("{places} dan {count} lainnya").format(places=named, count=rest) if rest > 0 else named or _("wilayah belum diisi")


def why_not(ws: Workspace, region_id: str = "") -> str:
    """Say why this person cannot change a pillar kept under a region (or register one at all); "" when they can."""
    if not may(ws.user.role, "write", "pillar", "reference"):
        return problems.PILLAR_READ_ONLY().sentence
    if region_id and not any(covers(prefix, region_id) for prefix in ws.user.regions):
        return problems.PILLAR_ELSEWHERE(region=region_name(region_id)).sentence
    return ""
