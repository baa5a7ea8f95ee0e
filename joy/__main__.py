"""The command line: python -m joy …"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
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
    """Make the database, with the sample unless JOY_SAMPLE=no."""
    _run("start")


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, resolve_path=True))
@click.option("--profile", "-p", required=True, help="Which profile in data/profiles says how to read the file.")
def import_(file: str, profile: str) -> None:
    """Load a file whole or not at all, and publish."""
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
    """Bring an older database to this layout; keep the old one."""
    _run("migrate")


@main.command()
@click.option("--folder", type=click.Path(file_okay=False, resolve_path=True), help="Default: data/sample.")
def sample(folder: str | None) -> None:
    """Write the invented programme's files."""
    from joy.commands import SAMPLE_FOLDER

    _run("sample", folder=folder or str(SAMPLE_FOLDER))


@main.command()
def questionnaires() -> None:
    """List the questionnaires and where each is asked."""
    _run("questionnaires")


@main.command("questionnaire-on")
@click.argument("cohort")
@click.argument("questionnaire")
@click.option("--licence", default="", help="Number and date of your licence, where one is needed.")
def questionnaire_on(cohort: str, questionnaire: str, licence: str) -> None:
    """Ask a questionnaire (id@version) in a cohort."""
    _run("questionnaire-on", cohort=cohort, questionnaire=questionnaire, licence=licence)


@main.command("questionnaire-off")
@click.argument("cohort")
@click.argument("questionnaire")
def questionnaire_off(cohort: str, questionnaire: str) -> None:
    """Ask it no longer there; its figures stay."""
    _run("questionnaire-off", cohort=cohort, questionnaire=questionnaire)


@main.command("questionnaire-add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, resolve_path=True))
def questionnaire_add(file: str) -> None:
    """Keep a questionnaire of your own, from a TOML file."""
    _run("questionnaire-add", path=file)


@main.command()
@click.argument("questionnaire")
@click.argument("question")
@click.argument("text")
@click.option("--licence", required=True, help="On what terms you may use the wording: who gave leave, number, date.")
def wording(questionnaire: str, question: str, text: str, licence: str) -> None:
    """Add wording that you have a licence for."""
    _run("wording", questionnaire=questionnaire, question=question, text=text, licence=licence)


@main.command()
@click.argument("chart")
@click.argument("measure")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--reason", required=True, help="Why a new phase starts; printed beside the chart.")
@click.option("--role", default="data lead", show_default=True, help="Role of whoever decided.")
def rebase(chart: str, measure: str, day: datetime, reason: str, role: str) -> None:
    """Start a new phase on a chart, with a reason.

    CHART is a team's enrolment or a cohort, MEASURE a measure's id, DAY its first day as 2024-03-31."""
    _run("rebase", chart=chart, measure=measure, day=day.date().isoformat(), reason=reason, role=role)


@main.command("rebase-undo")
@click.argument("number", type=int)
def rebase_undo(number: int) -> None:
    """Take a new phase back, by its number."""
    _run("rebase-undo", rebase_no=number)


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
