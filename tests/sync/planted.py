"""Plants one known mistake after another into the real code and says whether the game of test_model.py finds it; run by ``make model-bites``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from fieldapp.store import acks, feed
from fieldapp.sync import pull, push
from tests.sync.test_model import Syncing

EXAMPLES = 200
_PHASES = (Phase.generate,)  # only the search matters here, not the shrinking


def _nothing(*_args: Any, **_more: Any) -> set[str]:
    return set()


def _forgetful_rebase(con: Any, entity: str, row_id: str) -> set[str]:
    """Shows what the office said and drops what waits here."""
    from fieldapp.store.rows import remove

    remove(con, entity, row_id)
    return set()


MISTAKES: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "a village that is taken away stays on the laptop": (pull, "purge_bucket", _nothing),
    "nothing is offered again after a restore": (pull, "start_over", lambda _con: None),
    "nothing is offered again after a restore met while sending": (push, "start_over", lambda _con: None),
    "what waits here is not put back on top": (feed, "rebase", _forgetful_rebase),
    "a refused choice stays chosen": (acks, "_open_again", lambda *_args: None),
    "a change that altered nothing waits for ever": (acks, "_to_show_anew", lambda *_args: []),
}


def found(name: str) -> bool:
    """Play the game with one mistake planted; True when it is found."""
    place, attribute, wrong = MISTAKES[name]
    with mock.patch.object(place, attribute, wrong):
        try:
            run_state_machine_as_test(
                Syncing,
                settings=settings(
                    max_examples=EXAMPLES,
                    stateful_step_count=30,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                    phases=_PHASES,
                ),
            )
        except (AssertionError, ExceptionGroup):
            return True
        except Exception as noticed:  # noqa: BLE001 - a mistake may also show as a crash; which one is told
            sys.stdout.write(f"    ({type(noticed).__name__})\n")
            return True
    return False


def main() -> int:
    """Say of each mistake whether it was found; 1 when one was not."""
    missed = 0
    for name in MISTAKES:
        seen = found(name)
        missed += not seen
        sys.stdout.write(f"{'found ' if seen else 'MISSED'}  {name}\n")
        sys.stdout.flush()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
