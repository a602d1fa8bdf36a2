"""The commands put together: reads what was typed, runs the word, prints its answer, and says by the exit code how it went."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from typer import exceptions
from typer.main import get_command

from fieldapp import problems
from fieldapp.cli import answer, demo, enrol, exporting, find, form, importing, report, server, store, sync
from fieldapp.cli.helping import PROGRAM, Group, in_our_words
from fieldapp.cli.told import Told, Tour, Window
from fieldapp.cli.unexpected import Unexpected
from fieldapp.config import default_home
from fieldapp.language import _
from fieldapp.problems import Problem

WORDS = (demo, server, enrol, sync, find, importing, exporting, report, form, store)
INTERRUPTED = 130


def run(args: Sequence[str], *, window: Window | None = None, tour: Tour | None = None) -> int:
    """Run what was typed and return the exit code: 0 done, 1 done but something refused or not honoured, 2 wrong use.

    ``window`` and ``tour`` are handed in by main.py, since nothing here knows Qt; ``--json`` may stand anywhere.
    """
    as_json = "--json" in args
    words = [word for word in args if word != "--json"]
    fault = Unexpected(_home_told(words) / "logs")
    with fault:
        return _run(words, as_json=as_json, window=window, tour=tour)
    return answer.show_fault(fault.code, fault.sentence, as_json=as_json)


def _run(words: list[str], *, as_json: bool, window: Window | None, tour: Tour | None) -> int:
    command = get_command(_commands(as_json=as_json, window=window, tour=tour))
    try:
        result = command.main(words, prog_name=PROGRAM, standalone_mode=False)
    except Problem as problem:
        return answer.show_problem(problem, as_json=as_json)
    except exceptions.TyperException as wrong:
        return answer.show_problem(in_our_words(wrong), as_json=as_json)
    except typer.Abort:
        return INTERRUPTED
    return answer.show(result, as_json=as_json) if isinstance(result, answer.Answer) else int(result or 0)


def _home_told(words: Sequence[str]) -> Path:
    """Return the data folder before the words are understood: a fault may be in understanding them."""
    if "--home" in words[:-1]:
        return Path(words[words.index("--home") + 1])
    joined = [word.removeprefix("--home=") for word in words if word.startswith("--home=")]
    return Path(joined[0]) if joined else default_home()


def _commands(*, as_json: bool, window: Window | None, tour: Tour | None) -> typer.Typer:
    app = typer.Typer(cls=Group, rich_markup_mode=None, add_completion=False, invoke_without_command=True, pretty_exceptions_enable=False)

    @app.callback(
        help=_(
            "Pilar: catatan keluarga, kunjungan, dan bantuan yang jalan tanpa internet.\nTanpa kata, jendela dibuka. --json boleh di mana saja."
        )
    )
    def before(
        ctx: typer.Context,
        home: Annotated[Path | None, typer.Option("--home", metavar="FOLDER", help=_("Folder data laptop ini."))] = None,
        user: Annotated[str | None, typer.Option("--user", metavar="LOGIN", help=_("Akun yang dipakai bila ada beberapa."))] = None,
        sample: Annotated[bool, typer.Option("--sample", help=_("Buka jendela dengan desa contoh."))] = False,
        _json: Annotated[bool, typer.Option("--json", help=_("Jawaban sebagai satu objek JSON."))] = False,
    ) -> int:
        """Keep what was said before the word; without a word open the window."""
        ctx.obj = Told(home or default_home(), user, as_json, tour)
        if ctx.invoked_subcommand is not None:
            return 0
        if window is None:
            raise problems.WRONG_USE(what=_("Kata perintah belum ditulis. Lihat --help."))
        return window(home, sample)

    for word in WORDS:
        word.add_to(app)
    return app


def main() -> None:
    """Run the commands without a window: for a server or a terminal where Qt is not installed."""
    sys.exit(run(sys.argv[1:]))
