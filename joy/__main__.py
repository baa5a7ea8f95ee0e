"""The command line: python -m joy …"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from joy.errors import ShownError
from joy.settings import Settings, load_settings
from joy.typed import A_DAY, A_FILE, A_NUMBER, A_ROLE_NUMBER, Granting, not_understood


# Exit codes: refused with a reason; the program itself is at fault; stopped with Ctrl-C, as shells number it.
REFUSED, FAILED, STOPPED = 1, 2, 130
NOT_INSTALLED = "“{}”, a part of the program, is not installed here. Run: pip install -r requirements.txt"


class Commands(click.Group):
    """Our commands; a request that cannot be understood is refused in our words, like any other."""

    def main(self, *arguments: Any, **settings: Any) -> Any:  # noqa: ANN401 - click's own signature, passed on
        try:
            code = super().main(*arguments, **{**settings, "standalone_mode": False})
        except click.ClickException as fault:
            click.echo(not_understood(fault, self.commands), err=True)
            sys.exit(REFUSED)
        except click.Abort:
            sys.exit(STOPPED)
        sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """The joy-in-work dashboard: what a data lead can do from the command line."""


@main.command()
def start() -> None:
    """Make the database, with the sample unless JOY_SAMPLE=no."""
    _run("start")


@main.command("import")
@click.argument("file", type=A_FILE)
@click.option("--profile", "-p", required=True, help="Which profile in data/profiles says how to read the file.")
def import_(file: str, profile: str) -> None:
    """Load a file whole or not at all, and publish."""
    _run("import", path=file, profile=profile)


@main.command()
@click.argument("batch", type=A_NUMBER)
def undo(batch: int) -> None:
    """Take an import back, by its number."""
    _run("undo", batch_no=batch)


@main.command()
def release() -> None:
    """Publish the results anew."""
    _run("release")


@main.command()
def nightly() -> None:
    """Publish what is due; for cron, once a night."""
    _run("nightly")


@main.command("open-early")
@click.argument("team")
@click.option("--role", default="team lead", show_default=True, help="Role of whoever in the team decided.")
def open_early(team: str, role: str) -> None:
    """Open a team's newest results to leaders now.

    TEAM is a team in its cohort, by id or by name. Totals of its cohort keep their day."""
    _run("open-early", team=team, role=role)


@main.command()
@click.option("--to", "file", required=True, help="The file to write: .pptx, .pdf or .xlsx.")
@click.option("--cohort", default="", help="A cohort, by id or name. Default: the whole programme.")
@click.option("--since", type=A_DAY, default=None, help="Day of the last board meeting. Default: 13 weeks ago.")
def report(file: str, cohort: str, since: str | None) -> None:
    """Write slides, a paper or a workbook for the board.

    It says what leaders see. A file of that name is replaced, once the new one is whole."""
    arguments: dict[str, object] = {"to": str(Path(file).absolute()), "cohort": cohort, "since": since or ""}
    _guarded("report", lambda settings: _report(settings, arguments))


@main.command()
@click.option("--json", "is_json", is_flag=True, help="As JSON.")
def attack(is_json: bool) -> None:
    """Try to work out what is hidden; prints no value.

    Tells per attack what was tried and how often it succeeded. Ends with exit code 1 if anything could be worked
    out, and 2 if there was nothing to attack or too much of it could not be read."""
    _guarded("attack", lambda settings: _attack(settings, is_json=is_json))


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
@click.option("--licence", default="", help="Your licence, or who agreed and when, where that is needed.")
def questionnaire_on(cohort: str, questionnaire: str, licence: str) -> None:
    """Ask a questionnaire in a cohort.

    COHORT is its id or name, such as c6 or "Cohort 6"; QUESTIONNAIRE its id@version or its name."""
    _run("questionnaire-on", cohort=cohort, questionnaire=questionnaire, licence=licence)


@main.command("questionnaire-off")
@click.argument("cohort")
@click.argument("questionnaire")
def questionnaire_off(cohort: str, questionnaire: str) -> None:
    """Ask it no longer there; its figures stay."""
    _run("questionnaire-off", cohort=cohort, questionnaire=questionnaire)


@main.command("questionnaire-add")
@click.argument("file", type=A_FILE)
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
@click.argument("day", type=A_DAY)
@click.option("--reason", required=True, help="Why a new phase starts; printed beside the chart.")
@click.option("--role", default="data lead", show_default=True, help="Role of whoever decided.")
def rebase(chart: str, measure: str, day: str, reason: str, role: str) -> None:
    """Start a new phase on a chart, with a reason.

    CHART is a team or a cohort, MEASURE a measure, both by id or by the name on screen; DAY is its first day as
    2024-03-31."""
    _run("rebase", chart=chart, measure=measure, day=day, reason=reason, role=role)


@main.command("rebase-undo")
@click.argument("number", type=A_NUMBER)
def rebase_undo(number: int) -> None:
    """Take a new phase back, by its number."""
    _run("rebase-undo", rebase_no=number)


@main.command(cls=Granting)
@click.argument("email")
@click.argument("role")
@click.option("--for", "scope", type=(str, str), default=None, metavar="[KIND] ID", help="Default: everything.")
@click.option("--from", "first", type=A_DAY, default=None, help="First day. Default: today.")
@click.option("--to", "last", type=A_DAY, default=None, help="First day it holds no longer.")
def grant(email: str, role: str, scope: tuple[str, str] | None, first: str | None, last: str | None) -> None:
    """Give a person a role; the first one is a data lead.

    ROLE is leader, facilitator, team, data-lead or evaluator. KIND is programme, organisation, cohort or team, and can
    be left out; ID is its id or its name.

    \b
    For example:
      python -m joy grant ann@example.org data-lead
      python -m joy grant bob@example.org leader --for cohort c6
      python -m joy grant cy@example.org facilitator --for "Cohort 6" --to 2027-03-31
    """
    kind, name = scope or ("everything", "")
    _run("grant", person=email, role=role, kind=kind, scope=name, first=first or "", last=last or "")


@main.command()
@click.argument("number", type=A_ROLE_NUMBER)
@click.option("--on", type=A_DAY, default=None, help="First day it holds no longer. Default: today.")
def revoke(number: int, on: str | None) -> None:
    """End a role, by its number."""
    _run("revoke", number=number, on=on or "")


@main.command("hand-over")
@click.argument("number", type=A_ROLE_NUMBER)
@click.argument("email")
@click.option("--on", type=A_DAY, default=None, help="From which day. Default: today.")
def hand_over(number: int, email: str, on: str | None) -> None:
    """End a role and give the same to another person."""
    _run("hand-over", number=number, to=email, on=on or "")


@main.command()
def people() -> None:
    """List who has which role for what."""
    _run("people")


@main.command()
def events() -> None:
    """List what was done, by whom and when."""
    _run("events")


@main.command()
@click.argument("what", type=click.Choice(["response", "comment", "story", "round"]))
@click.argument("name", required=False, default="")
@click.option("--round", "round_id", default="", help="Of a response: only this round's. Default: all rounds.")
@click.option("--team", default="", help="Of a response: the person's team, where a code stands in several.")
@click.option("--yes", is_flag=True, help="Erase it for good. Without it you are told what would go.")
def erase(what: str, name: str, round_id: str, team: str, yes: bool) -> None:
    """Erase for good what somebody asks for.

    WHAT is response, comment, story or round; NAME its id. A response is found by the person's own code: leave NAME out
    and type the code when asked, so that it stays in no list of past commands."""
    found = name or (_typed_code() if what == "response" else "")
    if not found:
        raise click.UsageError(f"Say which {what}: its id.")
    _run("erase", what=what, name=found, round_id=round_id, team=team, sure=yes)


def _typed_code() -> str:
    """The person's code, typed unseen, or the first line of what is piped in."""
    if sys.stdin.isatty():
        return str(click.prompt("The person's code", hide_input=True))
    return sys.stdin.readline().rstrip("\r\n")


@main.command()
@click.option("--apply", "sure", is_flag=True, help="Remove it for good. Without it you are told what would go.")
def retention(sure: bool) -> None:
    """List what was kept long enough, or remove it."""
    _run("retention", sure=sure)


def _run(command: str, **arguments: object) -> None:
    _guarded(command, lambda settings: _say(command, arguments, settings))


def _say(command: str, arguments: dict[str, object], settings: Settings) -> None:
    # Imported here: --help answers at once, without pandas.
    from joy.commands import run

    click.echo(run(command, arguments, settings))


def _report(settings: Settings, arguments: dict[str, object]) -> None:
    click.echo("Opening the database …", err=True)
    from joy.commands import report as write_report

    click.echo(write_report(settings, arguments, _progress))


def _progress(_share: float, what: str) -> None:
    """What is being done now, a line for each step: some take seconds, and silence looks like standing still."""
    click.echo(f"{what} …", err=True)


def _attack(settings: Settings, *, is_json: bool) -> None:
    from joy.attack.command import exit_code, in_words
    from joy.commands import run

    told = run("attack", {}, settings)
    click.echo(told if is_json else in_words(told))
    if code := exit_code(told):
        sys.exit(code)


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
    except ModuleNotFoundError as fault:
        _refuse(ShownError(NOT_INSTALLED.format(fault.name)))
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
