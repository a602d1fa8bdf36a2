"""What a command answers, and how it is shown: lines for a person, or one JSON object for a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from fieldapp import problems

DONE, NOT_HONOURED, WRONG_USE = 0, 1, 2
# Words, options, codes and files that were typed wrongly; every other Problem means the right thing could not be done.
MISTYPED = (
    problems.WRONG_USE,
    problems.FILE_UNREADABLE,
    problems.REPORT_UNKNOWN,
    problems.FORM_UNKNOWN,
    problems.ROLE_UNKNOWN,
    problems.ACCOUNT_UNKNOWN,
    problems.REGION_UNKNOWN,
    problems.QUESTION_UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under their headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found or did. ``problem`` says what was refused although the command ran to its end."""

    data: Any = None
    lines: Sequence[str] = ()
    table: Table | None = None
    problem: problems.Problem | None = field(default=None)

    @property
    def exit_code(self) -> int:
        """0 done, 1 done but something was refused."""
        return DONE if self.problem is None else NOT_HONOURED


def show(answer: Answer, *, as_json: bool) -> int:
    """Print the answer and return the exit code."""
    if as_json:
        _print_json(data=answer.data, problem=answer.problem)
        return answer.exit_code
    for line in answer.lines:
        print(line)  # noqa: T201 - printing is what a command does
    if answer.table is not None and answer.table.rows:
        _print_table(answer.table)
    if answer.problem is not None:
        print(answer.problem.sentence, file=sys.stderr)  # noqa: T201
    return answer.exit_code


def show_problem(problem: problems.Problem, *, as_json: bool) -> int:
    """Print what stopped the command and return 2 for what was typed wrongly, 1 for the rest."""
    if as_json:
        _print_json(data=None, problem=problem)
    else:
        print(problem.sentence, file=sys.stderr)  # noqa: T201
    return WRONG_USE if problem.kind in MISTYPED else NOT_HONOURED


def show_fault(code: str, sentence: str, *, as_json: bool) -> int:
    """Print that the program itself is at fault and return 1."""
    if as_json:
        _write({"ok": False, "data": None, "problem": {"code": code, "text": sentence}})
    else:
        print(sentence, file=sys.stderr)  # noqa: T201
    return NOT_HONOURED


def _print_json(*, data: Any, problem: problems.Problem | None) -> None:
    told = None if problem is None else {"code": problem.code, "text": problem.sentence}
    _write({"ok": problem is None, "data": data, "problem": told})


def _write(whole: Mapping[str, Any]) -> None:
    print(json.dumps(whole, ensure_ascii=False, default=_plain))  # noqa: T201


def _plain(value: object) -> Any:
    """Say in JSON what JSON has no word for: views as objects, days and paths and decimals as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (date, Path, Decimal)):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(type(value).__name__)


def _print_table(table: Table) -> None:
    from rich.console import Console
    from rich.table import Table as RichTable

    drawn = RichTable(box=None, pad_edge=False, header_style="bold")
    for heading in table.headings:
        drawn.add_column(heading, overflow="fold")
    for row in table.rows:
        drawn.add_row(*(cell.replace("[", r"\[") for cell in row))
    console = Console(highlight=False)
    (console if console.is_terminal else Console(highlight=False, width=220)).print(drawn)
