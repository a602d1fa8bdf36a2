"""Push: the laptop's outbox travels to the office, batch by batch; what the office said of each change is written down at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import moment
from fieldapp.domain.ops import SignedOp
from fieldapp.store import cards, outbox
from fieldapp.store.acks import Answer, acknowledge
from fieldapp.store.feed import start_over, waiting_ops
from fieldapp.sync.protocol import MAX_PUSH_OPS, Office, PushAnswer, PushRequest
from fieldapp.sync.standing import known_epoch, notice_epoch

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

FIRST_BYTES = 64 * 1024
STATES = {"applied": "merged", "different": "different", "quarantined": "refused"}


@dataclass(slots=True)
class Pushed:
    """How many changes the office took, how many opened a difference, how many it refused."""

    sent: int = 0
    different: int = 0
    refused: int = 0


def push(
    ws: Workspace, office: Office, progress: Callable[[int, int], None], cancelled: Callable[[], bool], max_bytes: int = FIRST_BYTES * 8
) -> Pushed:
    """Send what waits until nothing waits, or until cancelled between two batches. Raises the Problems of the office; what was answered stays answered."""
    told = Pushed()
    total = waiting(ws)
    while not cancelled():
        with ws.reading() as con:
            found = waiting_ops(con, MAX_PUSH_OPS, max_bytes)
            epoch = known_epoch(con)
        if not found:
            return told
        ops = tuple(SignedOp(row.raw, row.device, row.signature) for row in found)
        answer = office.push(PushRequest(new_id(), ops, epoch))
        if [ack.op for ack in answer.acks] != [row.op for row in found] and (answer.acks or answer.epoch == epoch):
            raise problems.ANSWER_NONSENSE()  # an answer to something else: taking it would leave these changes waiting for ever
        write_down(ws, answer, told)
        progress(min(told.sent + told.refused, total), total)
    return told


def waiting(ws: Workspace) -> int:
    """Return how many changes wait."""
    with ws.reading() as con:
        return outbox.waiting(con)


def write_down(ws: Workspace, answer: PushAnswer, told: Pushed) -> None:
    """Note every ack in one local transaction; repeating it changes nothing."""
    at = moment(ws.now())
    with ws.writing() as con:
        if notice_epoch(con, answer.server_id, answer.epoch):
            start_over(con)
        answers = [Answer(ack.op, STATES[ack.result], ack.code, ack.bucket, ack.seq) for ack in answer.acks]
        touched = acknowledge(con, answers, at)
        cards.refresh(con, touched)
    told.refused += sum(ack.result == "quarantined" for ack in answer.acks)
    told.different += sum(ack.result == "different" for ack in answer.acks)
    told.sent += sum(ack.result != "quarantined" for ack in answer.acks)
