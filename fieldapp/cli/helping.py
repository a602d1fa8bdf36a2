"""The commands' help and their complaints about wrong words, in the worker's language."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from fieldapp import problems
from fieldapp.language import _

PROGRAM = "python main.py"
_OURS_ALONE = re.compile(r" ?\[[^\]]*[<>]=[^\]]*\]| <list\[str\]>")  # what typer adds for programmers: bounds, Python's names of kinds
_DEFAULT = re.compile(r"\[default: ([^\]]*)\]")


def _lines(title: str, rows: list[tuple[str, str]]) -> str:
    width = max((len(left) for left, _right in rows), default=0)
    return "\n".join([title, *(f"  {left.ljust(width)}   {right}" for left, right in rows)])


def _options(command: Any, ctx: Any) -> list[tuple[str, str]]:
    own = [
        (_OURS_ALONE.sub("", record[0]), _OURS_ALONE.sub("", record[1]))
        for param in command.params
        if (record := param.get_help_record(ctx)) is not None
    ]
    return [*((left, _said(right)) for left, right in own), ("--help", _("Penjelasan ini."))]


def _said(help: str) -> str:
    """Say in our words what typer adds to an option's help."""
    help = help.replace("[required]", _("(wajib)"))
    return _DEFAULT.sub(lambda found: _("(biasanya {value})").format(value=found[1]), help).replace("  ", " ")


class Command(TyperCommand):
    """A word that does something."""

    def get_help(self, ctx: Any) -> str:
        """Return the page that --help prints."""
        uses = " ".join(piece for param in self.params if param.param_type_name == "argument" for piece in param.get_usage_pieces(ctx))
        parts = [
            _("Pakai: {line} [PILIHAN]").format(line=f"{ctx.command_path} {uses}".strip()),
            self.help or "",
            _lines(_("Pilihan:"), _options(self, ctx)),
        ]
        return "\n\n".join(parts)


class Group(TyperGroup):
    """A word that has further words under it."""

    def get_help(self, ctx: Any) -> str:
        """Return the page that --help prints."""
        words = [(name, (self.commands[name].help or "").partition("\n")[0]) for name in self.list_commands(ctx)]
        usage = _("Pakai: {line} [PILIHAN] KATA …").format(line=ctx.command_path)
        return "\n\n".join([usage, self.help or "", _lines(_("Kata:"), words), _lines(_("Pilihan:"), _options(self, ctx))])

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        """Return the words in the order they are told."""
        return list(self.commands)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options before the next word; raises WRONG_USE naming the words there are when none follows."""
        if not args and not self.invoke_without_command:
            raise problems.WRONG_USE(
                what=_("Kata sesudah {word} belum ditulis. Yang ada: {known}.").format(word=ctx.info_name, known=", ".join(self.commands))
            )
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command of the next word; raises WRONG_USE naming the words there are."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            raise problems.WRONG_USE(
                what=_("Kata {word} tidak dikenal. Yang ada: {known}.").format(word=args[0], known=", ".join(self.commands))
            )
        return super().resolve_command(ctx, args)


def in_our_words(wrong: Exception) -> problems.Problem:
    """Turn typer's complaint into one Indonesian sentence that names the option or the missing part."""
    option = getattr(wrong, "option_name", None)
    param = getattr(wrong, "param", None)
    name = (
        ""
        if param is None
        else max(param.opts, key=len)
        if param.opts and param.opts[0].startswith("-")
        else (param.metavar or param.name.upper())
    )
    kind = type(wrong).__name__
    sentences = {
        "NoSuchOption": _("Pilihan {option} tidak dikenal. Lihat --help."),
        "BadOptionUsage": _("Pilihan {option} ditulis keliru, nilainya kurang atau berlebih. Lihat --help."),
        "MissingParameter": _("{name} belum ditulis. Lihat --help."),
        "BadParameter": _("Nilai untuk {name} tidak dapat dipakai. Lihat --help."),
        "NoArgsIsHelpError": _("Kata perintah belum ditulis. Lihat --help."),
    }
    sentence = sentences.get(kind, _("Ada kata yang kurang atau berlebih. Lihat --help."))
    return problems.WRONG_USE(what=sentence.format(option=option, name=name))
