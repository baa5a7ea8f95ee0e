"""Reading what is typed after `python -m joy`: days, numbers, files; and saying in our words what was wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import Any

import click


class Granting(click.Command):
    """Giving a role; what it is for may be named without saying what kind of thing it is."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, with_kind(args))


class Typed(click.ParamType[Any]):
    """What is typed for an option or a name, read by `read`; what that refuses is told in `says`."""

    def __init__(self, name: str, read: Callable[[str], Any], says: str) -> None:
        self.name, self._read, self._says = name, read, says

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's
        try:
            return self._read(str(value))
        except (ValueError, OSError):
            self.fail(self._says.format(value), param, ctx)


A_DAY = Typed(
    "date", lambda typed: date.fromisoformat(_ten(typed)).isoformat(), "“{}” is no day. Write it as 2024-03-31."
)
A_NUMBER = Typed("number", int, "“{}” is no number. “python -m joy status” lists the imports with theirs.")
A_ROLE_NUMBER = Typed("number", int, "“{}” is no number. “python -m joy people” lists the roles with theirs.")
A_FILE = Typed("file", lambda typed: str(_existing(Path(typed))), "There is no file “{}” here. Say where it is.")


def with_kind(words: list[str]) -> list[str]:
    """The words of a request with an empty kind put in where one word alone says what a role is for."""
    if "--for" not in words:
        return words
    after = words.index("--for") + 1
    follow = list(takewhile(lambda word: not word.startswith("-"), words[after : after + 2]))
    return [*words[:after], "", *words[after:]] if len(follow) == 1 else words


def not_understood(fault: click.ClickException, known: Iterable[str]) -> str:
    """Say in our words what was wrong with a request, and how to write it; `known` are the commands there are."""
    context = fault.ctx if isinstance(fault, click.UsageError) else None
    command = context.info_name if context and context.parent else "python -m joy"
    if isinstance(fault, click.exceptions.NoArgsIsHelpError):
        return fault.format_message()
    told = _what_was_wrong(fault, str(command), known)
    if context is None or context.parent is None:
        return f"{told} List the commands with: python -m joy --help"
    usage = context.command.collect_usage_pieces(context)
    owed = [f"{option.opts[0]} TEXT" for option in context.command.params if _is_owed(option)]
    quotes = "\nA name of several words goes in quotation marks." if len(usage) > 2 else ""  # noqa: PLR2004 - options and one
    return f"{told}\nWrite: python -m joy {' '.join([str(command), *usage[1:], *owed])}{quotes}"


def _what_was_wrong(fault: click.ClickException, command: str, known: Iterable[str]) -> str:
    if isinstance(fault, click.MissingParameter) and fault.param is not None:
        return f"“{command}” needs {fault.param.opts[0] if _is_owed(fault.param) else fault.param.human_readable_name}."
    if isinstance(fault, click.BadParameter):
        return fault.message
    if isinstance(fault, click.BadOptionUsage):
        return f"Something has to follow {fault.option_name}."
    if isinstance(fault, click.NoSuchOption):
        return f"“{command}” knows no {fault.option_name}."
    if isinstance(fault, click.exceptions.NoSuchCommand):
        near = get_close_matches(fault.command_name, list(known))
        return f"There is no command “{fault.command_name}”.{f' Did you mean {near[0]}?' if near else ''}"
    return f"“{command}” was given more than it takes, or something it does not know."


def _is_owed(param: click.Parameter) -> bool:
    return isinstance(param, click.Option) and param.required


def _ten(typed: str) -> str:
    """A day as ten characters: newer Pythons read more forms, and every machine should read the same."""
    if len(typed) != len("2024-03-31"):
        raise ValueError(typed)
    return typed


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise FileNotFoundError(path)
    return path.resolve()
