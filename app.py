"""Start here: `streamlit run app.py`. Opens the database, then serves the pages with security headers."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from pages.parts import downloads, scripts
from pages.parts.doorway import GUARDS, check_start


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the house before anybody comes in, and close it after the last one has gone."""
    from joy import commands  # imported here, where the wait is nobody’s
    from joy.errors import ShownError
    from pages.parts import readers, states

    states.keep_values_out_of_the_log()
    try:
        check_start()
        house = readers.open_house()
        server, nights = commands.take_commands(house), commands.every_night(house)
        readers.warm()
    except ShownError as error:
        sys.stderr.write(f"\n{error}\n")
        sys.stderr.flush()
        os._exit(1)  # leaving in the ordinary way, the server would print a traceback over these words
    gc.freeze()  # what is loaded now stays: the collector need not look at it again
    try:
        yield
    finally:
        nights.close()
        server.close()
        house.close()


def tell_reader(fault: Exception) -> bool:
    """Show a fault in words; its traceback goes to the log only."""
    from pages.parts import states

    return states.tell(fault)


app = st.App(
    "pages/frame.py",
    lifespan=lifespan,
    routes=[downloads.ROUTE, scripts.ROUTE],
    middleware=[Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6), *GUARDS],
    on_script_error=tell_reader,
)
