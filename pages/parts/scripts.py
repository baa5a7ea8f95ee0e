"""Scripts of our own, served from an address of our own, so that the security policy stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


if TYPE_CHECKING:
    from starlette.requests import Request

AT = "/scripts"
SCRIPTS = {file.name: file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("*.js")}


async def script(request: Request) -> Response:
    """Answer with a script: the same for everybody, for it holds nothing of anybody."""
    found = SCRIPTS.get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("There is no such script.", status_code=404)
    return Response(found, media_type="text/javascript")


def bring(name: str) -> None:
    """Bring one of our scripts into the page; it must do no harm when it comes again."""
    if name not in SCRIPTS:
        raise AssertionError(f"{name} is none of our scripts")
    st.html(f'<script src="{AT}/{name}"></script>', unsafe_allow_javascript=True)


ROUTE = Route(f"{AT}/{{name}}", script, methods=["GET"])
