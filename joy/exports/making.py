"""Making a file to take away, by the ending of its name. What writes each kind is loaded only when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from joy.definitions import Definitions
from joy.errors import ShownError
from joy.exports.pack import Pack, Tell
from joy.exports.tables import Stamp
from joy.findings import Finding, Replies


if TYPE_CHECKING:
    from joy.views import TeamPicture

Kind = Literal["pptx", "pdf", "xlsx"]
KINDS: dict[Kind, tuple[str, str]] = {  # ending → the reader's name, and the media type
    "pptx": ("PowerPoint slides", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "pdf": ("PDF board paper, two pages", "application/pdf"),
    "xlsx": ("Excel workbook", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def kind_of(name: str) -> Kind:
    """The kind that a file name's ending asks for. Raises `ShownError` with the kinds there are."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    found = next((kind for kind in KINDS if kind == ending), None)
    if found is None:
        wanted = "; ".join(f".{kind} for {told}" for kind, (told, _) in KINDS.items())
        raise ShownError(f"“{PurePath(name).name}” has no ending that can be made. Take one of these: {wanted}.")
    return found


def pack_file(pack: Pack, kind: Kind, known: Definitions, tell: Tell) -> bytes:
    """Write a pack as a file of this kind; `known` explains the measures, `tell` hears how far along it is."""
    match kind:
        case "pptx":
            from joy.exports.slides import slides

            return slides(pack, tell)
        case "pdf":
            from joy.exports.papers import board_paper

            return board_paper(pack, tell)
        case "xlsx":
            from joy.exports.workbook import workbook

            return workbook(pack, known, tell)


def team_page_pdf(picture: TeamPicture, stamp: Stamp, *, said: Sequence[str] = (), next_step: str = "") -> bytes:
    """Write a team's page on one A4: you said, we tried, what happened; as in `joy.exports.papers.team_page`."""
    from joy.exports.papers import team_page

    return team_page(picture, stamp, said=said, next_step=next_step)


def picture_file(record: Finding, stamp: Stamp, *, is_svg: bool, replies: Replies | None = None) -> bytes:
    """Draw one record as PNG or SVG with its title, its notes and its stamp inside."""
    from joy.exports.pictures import picture_png, picture_svg

    return picture_svg(record, stamp, replies).encode() if is_svg else picture_png(record, stamp, replies)
