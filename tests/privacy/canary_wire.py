"""Two ways into a running dashboard without a browser: its websocket as it is, and the agent interface of Streamlit.

Both hand back every byte that a reader would receive, in the pieces that it came in.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect


PATIENCE = 60.0  # seconds for one run of a page on a busy machine
CHOSEN = {"selectbox": "string_value", "slider": "string_array_value", "button_group": "string_array_value"}
SWITCHED = {"checkbox", "expandable", "popover"}
CLICKED = ("table_", "take_away")  # buttons that change nothing but the page
SHARED = ("box_as", "box_programme", "box_cohort", "box_team")  # the address says the same


@dataclass(frozen=True)
class Step:
    """One thing that a reader can do to a page: which control, and what it is set to."""

    control: str
    value: str
    state: bytes  # a WidgetState

    @property
    def is_click(self) -> bool:
        return self.value == "click"


@dataclass(frozen=True)
class Answer:
    """What one run of a page sent: the pieces as they came, and the steps that it offers."""

    pieces: tuple[bytes, ...]
    steps: tuple[Step, ...] = field(repr=False)


@contextmanager
def session(url: str, **headers: str) -> Iterator[Session]:
    """A reader's session over the websocket."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], origin=url, max_size=None, additional_headers=headers) as line:
        yield Session(line)


class Session:
    """Runs pages and gathers what comes."""

    def __init__(self, line: ClientConnection) -> None:
        self._line = line

    def run(self, page: str, query: str = "", states: Mapping[str, bytes] | None = None) -> Answer:
        """Run a page at an address with its controls as in `states` (WidgetState by control)."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        for state in (states or {}).values():
            message.rerun_script.widget_states.widgets.add().ParseFromString(state)
        return self.send(message)

    def tell(self, message: BackMsg) -> None:
        """Send anything, and wait for nothing."""
        self._line.send(message.SerializeToString())

    def send(self, message: BackMsg) -> Answer:
        """Send anything, and gather all until the script has finished."""
        self.tell(message)
        pieces: list[bytes] = []
        steps: dict[tuple[str, str], Step] = {}
        while True:
            piece = self._line.recv(timeout=PATIENCE)
            raw = piece if isinstance(piece, bytes) else piece.encode()
            pieces.append(raw)
            forward = ForwardMsg.FromString(raw)
            if forward.WhichOneof("type") == "script_finished":
                # A page that sends the reader elsewhere ends one run early to begin the next.
                if forward.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    return Answer(tuple(pieces), tuple(steps.values()))
                steps.clear()
            elif forward.WhichOneof("type") == "delta":
                steps.update({(step.control, step.value): step for step in steps_of(forward)})


def steps_of(forward: ForwardMsg) -> Iterator[Step]:
    """What a reader can do with the element or the block in a message."""
    delta = forward.delta
    holder = delta.new_element if delta.HasField("new_element") else delta.add_block
    kind = holder.WhichOneof("type") or ""
    inner = getattr(holder, kind, None)
    control = getattr(inner, "id", "") if isinstance(inner, Message) else ""
    if not control:
        return
    if kind in CHOSEN:
        for option in inner.options:
            yield _step(control, option if isinstance(option, str) else option.content, CHOSEN[kind])
    elif kind in SWITCHED:
        yield _step(control, "on", "bool_value")
        yield _step(control, "off", "bool_value")
    elif kind == "tab_container":
        yield from ()
    elif kind == "button" and any(name in control for name in CLICKED):
        yield _step(control, "click", "trigger_value")


def _step(control: str, value: str, kind: str) -> Step:
    state = WidgetState(id=control)
    if kind == "string_array_value":
        state.string_array_value.data.append(value)
    elif kind == "string_value":
        state.string_value = value
    else:
        setattr(state, kind, value != "off")
    return Step(control, value, state.SerializeToString())


def agent(url: str, **request: object) -> tuple[bytes, dict[str, object]]:
    """One turn over the agent interface: the bytes of its answer, and the same read."""
    body = json.dumps(request).encode()
    asked = urllib.request.Request(  # noqa: S310  our own server
        f"{url}/_stcore/agent/interact", data=body, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310  our own server
            content: bytes = answer.read()
    except urllib.error.HTTPError as refused:
        content = refused.read()
    return content, json.loads(content)
