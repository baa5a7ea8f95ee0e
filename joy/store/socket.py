"""Commands reach the running dashboard over a Unix socket: one line of JSON each way."""

from __future__ import annotations

import json
import socket
import socketserver
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from joy.errors import ShownError, StoreProblem
from joy.settings import Settings
from joy.store.fault_log import note_fault


Handler = Callable[..., str]
ADDRESS_BYTES = 100  # a Unix socket's address holds 104 bytes on macOS and 108 on Linux, with the closing zero
LINE_BYTES = 1_000_000  # no command is longer; a stranger's endless line is cut
ASK_SECONDS = 5.0  # to connect, and for the line with the command to arrive
ANSWER_SECONDS = 600.0  # the longest import takes about a minute; a stuck one is given up after ten


class NobodyAnswers(StoreProblem):
    """No running dashboard takes commands in this JOY_HOME."""


class NoAnswer(StoreProblem):
    """A running dashboard took the command, and nobody knows what became of it."""


class RemoteError(Exception):
    """The dashboard failed at a command through a fault of ours; its joy.log says where."""


class CommandServer:
    """The serving thread; `close` it before the store."""

    def __init__(self, server: socketserver.ThreadingUnixStreamServer, path: Path) -> None:
        self._server = server
        self._path = path
        self._thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="joy-commands", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop taking commands and remove the socket. Commands under way are finished by their own threads."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._path.unlink(missing_ok=True)


def serve(settings: Settings, handlers: Mapping[str, Handler]) -> CommandServer:
    """Take commands by name. Only the process that owns the database may serve; a killed one's socket is replaced.

    A handler gets the command's arguments by name and returns the text to show. `ShownError` travels back as text.
    """
    path = settings.socket
    if path.exists() and not path.is_socket():
        raise StoreProblem(f"{path.name} in JOY_HOME is in the way of the command socket. Move it out of the folder.")
    path.unlink(missing_ok=True)
    try:
        with _short(path) as address:
            server = _Server(address, _handler_class(settings, handlers))
    except OSError as fault:
        raise StoreProblem(f"The dashboard cannot take commands in JOY_HOME: {fault.strerror}.") from fault
    path.chmod(0o600)
    return CommandServer(server, path)


def call(settings: Settings, name: str, arguments: Mapping[str, object], *, timeout: float = ANSWER_SECONDS) -> str:
    """Have the running dashboard carry out command `name` and return what it says.

    Raises `NobodyAnswers` when none listens, `ShownError` with the dashboard's own words when it refuses,
    `NoAnswer` when none came in `timeout` seconds, `RemoteError` when it failed through a fault of ours.
    """
    line = json.dumps({"command": name, "arguments": dict(arguments)}).encode() + b"\n"
    reply = _exchange(settings.socket, line, timeout)
    if "shown" in reply:
        raise ShownError(str(reply["shown"]))
    if "answer" not in reply:
        raise RemoteError(str(reply.get("failed", "no answer")))
    return str(reply["answer"])


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 16


def _handler_class(settings: Settings, handlers: Mapping[str, Handler]) -> type[socketserver.StreamRequestHandler]:
    class Connection(socketserver.StreamRequestHandler):
        timeout = ASK_SECONDS

        def handle(self) -> None:
            with suppress(OSError):  # a caller that went away or said nothing is no fault of ours
                reply = _reply(self.rfile.readline(LINE_BYTES), settings, handlers)
                self.wfile.write(json.dumps(reply).encode() + b"\n")

    return Connection


def _reply(line: bytes, settings: Settings, handlers: Mapping[str, Handler]) -> dict[str, str]:
    name = "unreadable command"
    try:
        asked = json.loads(line)
        name, arguments = str(asked["command"]), dict(asked["arguments"])
        if name not in handlers:
            return {"shown": f"The running dashboard knows no command “{name}”. Is it an older version? Restart it."}
        return {"answer": handlers[name](**arguments)}
    except ShownError as refusal:
        return {"shown": str(refusal)}
    except Exception as fault:  # noqa: BLE001 - the thread's last door: noted for us, one word for the caller
        note_fault(settings, f"command {name if name in handlers else 'unknown'}", fault)
        return {"failed": type(fault).__name__}


def _exchange(path: Path, line: bytes, timeout: float) -> dict[str, object]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
        caller.settimeout(ASK_SECONDS)
        try:
            with _short(path) as address:
                caller.connect(address)
        except OSError as fault:
            raise NobodyAnswers(
                "The database is open in another process that takes no commands. Wait until it has finished, or start "
                "the dashboard anew."
            ) from fault
        caller.settimeout(timeout)
        try:
            caller.sendall(line)
            answer = caller.makefile("rb").readline()
            return dict(json.loads(answer))
        except (OSError, ValueError) as fault:
            raise NoAnswer(
                "The dashboard took the command but gave no answer. Look what it did with: python -m joy status"
            ) from fault


@contextmanager
def _short(path: Path) -> Iterator[str]:
    """An address for `path` that fits; a long home is reached through a short link, needed only while connecting."""
    if len(str(path).encode()) <= ADDRESS_BYTES:
        yield str(path)
        return
    with tempfile.TemporaryDirectory(prefix="joy-") as folder:
        link = Path(folder) / "home"
        link.symlink_to(path.parent, target_is_directory=True)
        yield str(link / path.name)
