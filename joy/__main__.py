"""The command line: python -m joy …"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

from joy.errors import ShownError
from joy.settings import Settings, load_settings


REFUSED, FAILED = 1, 2  # exit codes: the request was refused with a reason; the program itself is at fault


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """The joy-in-work dashboard: what a data lead can do from the command line."""


@main.command()
def start() -> None:
    """Make the database, with the sample in it unless JOY_SAMPLE=no."""
    _run("start")


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, resolve_path=True))
@click.option("--profile", "-p", required=True, help="Which profile in data/profiles says how to read the file.")
def import_(file: str, profile: str) -> None:
    """Load a file whole or not at all, and publish the results."""
    _run("import", path=file, profile=profile)


@main.command()
@click.argument("batch", type=int)
def undo(batch: int) -> None:
    """Take an import back, by its number."""
    _run("undo", batch_no=batch)


@main.command()
def release() -> None:
    """Publish the results anew."""
    _run("release")


@main.command()
def status() -> None:
    """Say what is loaded and when results were published."""
    _run("status")


@main.command()
def doctor() -> None:
    """Check the database and say what to do; changes nothing.

    Ends with exit code 1 if something is wrong.
    """
    _run("doctor")


@main.command()
def migrate() -> None:
    """Bring an older database to this layout; the old file is kept."""
    _run("migrate")


@main.command()
@click.option("--folder", type=click.Path(file_okay=False, resolve_path=True), help="Default: data/sample.")
def sample(folder: str | None) -> None:
    """Write the invented programme's files."""
    from joy.commands import SAMPLE_FOLDER

    _run("sample", folder=folder or str(SAMPLE_FOLDER))


def _run(command: str, **arguments: object) -> None:
    _guarded(command, lambda settings: _say(command, arguments, settings))


def _say(command: str, arguments: dict[str, object], settings: Settings) -> None:
    # Imported here: --help answers at once, without pandas.
    from joy.commands import run

    click.echo(run(command, arguments, settings))


def _guarded(command: str, work: Callable[[Settings], None]) -> None:
    """Run `work`; whatever goes wrong, the reader gets words and an exit code, never a traceback."""
    try:
        settings = load_settings()
    except ShownError as refusal:
        _refuse(refusal)
    try:
        work(settings)
    except ShownError as refusal:
        _refuse(refusal)
    except Exception as fault:  # noqa: BLE001 - the program's last door: noted for us, one sentence for the reader
        click.echo(_apology(settings, command, fault), err=True)
        sys.exit(FAILED)


def _refuse(refusal: ShownError) -> NoReturn:
    click.echo(str(refusal), err=True)
    sys.exit(REFUSED)


def _apology(settings: Settings, command: str, fault: Exception) -> str:
    from joy.store.fault_log import note_fault
    from joy.store.socket import RemoteError

    if isinstance(fault, RemoteError):
        return f"The dashboard failed at “{command}” through a fault of its own; joy.log in JOY_HOME says where."
    try:
        log: Path | str = note_fault(settings, f"command {command}", fault).name
    except OSError:
        log = "nowhere, as JOY_HOME cannot be written"
    return f"“{command}” failed through a fault of the program, not of your data. Where it happened is noted in: {log}"


if __name__ == "__main__":
    main(prog_name="python -m joy")
