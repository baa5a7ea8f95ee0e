"""Starts the dashboard with Streamlit's interface for programs, which the dashboard itself refuses to start with.

The crawl looks through it as a second pair of eyes. The setting is on only while Streamlit lays out its routes, so that
all of the dashboard is as it is shipped. Run it like `streamlit`: canary_agent.py run app.py …
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from streamlit import config
from streamlit.web import cli
from streamlit.web.server.starlette import starlette_agent_routes as interface


laid_out = interface.create_agent_routes


def with_interface(*given: Any) -> Any:
    config.set_option("server.enableAgentApi", True)
    try:
        return laid_out(*given)
    finally:
        config.set_option("server.enableAgentApi", False)


if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())  # as `python -m streamlit` has it
    interface.create_agent_routes = with_interface
    cli.main()
