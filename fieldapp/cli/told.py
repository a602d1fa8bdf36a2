"""What was said before the word: which folder, which person, lines or JSON; and what the window's side hands in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

Window = Callable[[Path | None, bool], int]  # data folder, on the sample village: opens the window, returns its exit code
Tour = Callable[[Path, str, Path], tuple[Path, ...]]  # data folder, passphrase, where to: grabs the pages as PNG
Step = Callable[[int, int, str], None]  # done, of how many, of what


@dataclass(frozen=True, slots=True)
class Told:
    """The options before the word."""

    home: Path
    user: str | None
    as_json: bool
    tour: Tour | None = None

    def say(self, line: str = "") -> None:
        """Tell a person how far the work is; a program that reads JSON gets only the end."""
        if not self.as_json:
            print(line, flush=True)  # noqa: T201 - printing is what a command does


def told(ctx: typer.Context) -> Told:
    """Return what was said before the word."""
    found = ctx.find_object(Told)
    assert found is not None, "the first callback sets it"
    return found


@contextmanager
def progress(what: str) -> Iterator[Step]:
    """Show a bar on stderr while something long runs; a file or another program that reads stderr gets none."""
    if not sys.stderr.isatty():
        yield lambda _done, _total, _text: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total, text: bar.update(task, completed=done, total=total or None, description=text or what)
