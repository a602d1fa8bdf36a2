"""A laptop that began on its own comes under an office: what it recorded, and never sent, is signed anew under the name the office knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from fieldapp.domain.ops import read_op, sign
from fieldapp.store.tables import SYNCED, colleague, outbox
from fieldapp.store.transaction import put_meta

if TYPE_CHECKING:
    from fieldapp.store.opening import Store


def adopt(store: Store, user_id: str) -> int:
    """Give everything recorded here, none of which ever left, to the user id of the office; returns how many ops were signed anew."""
    before = store.author.user_id
    with store.writing() as con:
        rows = con.execute(sa.select(outbox.c.n, outbox.c.raw)).all()
        for row in rows:
            op = read_op(row.raw)
            fields = {**op.fields, "created_by": user_id} if op.fields.get("created_by") == before else op.fields
            signed = sign(replace(op, by=user_id, fields=fields), store.author.device_id, store.author.key)
            con.execute(
                sa.update(outbox)
                .where(outbox.c.n == row.n)
                .values(raw=signed.raw, signature=signed.signature, device=signed.device, state="waiting")
            )
        for table in SYNCED.values():
            con.execute(sa.update(table).where(table.c.created_by == before).values(created_by=user_id))
        con.execute(sa.update(colleague).where(colleague.c.id == before).values(id=user_id))
        put_meta(con, "user", user_id)
    store.author.user_id = user_id
    return len(rows)
