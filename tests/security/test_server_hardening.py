"""The running server, attacked from outside: hosts, origins, headers, uploads, paths, and what it does not serve."""

from __future__ import annotations

import io
import json
import re
import socket
import zipfile

import pytest
from serving import UPGRADE, ask, port_of, raw


pytestmark = pytest.mark.browser
INTERFACES = {  # each with a request that it answers with 200 where it is on, and its own refusal where it is off
    "/_stcore/agent/interact": ({}, 403),
    "/_stcore/agent/mcp": ({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, 400),  # JSON-RPC: an invalid request
}
CLOSED = ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics?families=x", "/_stcore/script-health-check"]
HOMES = [
    "joy.duckdb",
    "joy.duckdb.wal",
    "joy.lock",
    "joy.sock",
    "joy.log",
    "server.log",
    "kept/1.csv",
    "releases/1.duckdb",
]


def upgraded(port: int, *lines: str) -> int:
    return raw(port, "GET /_stcore/stream HTTP/1.1", *lines, *UPGRADE)


def whole(port: int, path: str) -> tuple[bytes, bytes]:
    """Head and body of the answer to exactly this path."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        head, _, body = b"".join(iter(lambda: line.recv(65536), b"")).partition(b"\r\n\r\n")
    return head, body


@pytest.mark.parametrize(
    "path", ["/", "/team", "/_stcore/health", "/_stcore/host-config", "/media/x", "/download/x", "/a.b"]
)
def test_every_answer_carries_the_headers(plain, path):
    """Whatever is asked for, the answer is not framed, sniffed, referred or kept, and its scripts are ours."""
    _, headers, _ = ask(f"{plain.url}{path}", Accept="text/html")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "'unsafe-inline'" not in re.search(r"script-src ([^;]*)", policy)[1]
    assert "'unsafe-eval'" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(headers.get_all("Content-Security-Policy")) == 1


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/host-config", "/download/x"])
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "a@127.0.0.1", ""]
)
def test_a_foreign_host_name_is_refused_everywhere(plain, path, host):
    """A name that is not ours gets no page, no health, no file (DNS rebinding)."""
    assert raw(port_of(plain), f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close") == 400


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST", "localhost."])
def test_our_own_names_are_served(plain, host):
    """The names of this computer are served, however they are written."""
    assert raw(port_of(plain), "GET / HTTP/1.1", f"Host: {host}:{port_of(plain)}", "Connection: close") == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://localhost:9",
        "http://127.0.0.1:9",
        "https://evil.example:443",
        "null",
        "file://",
        "",
    ],
)
def test_a_page_of_another_site_opens_no_session(plain, origin):
    """A websocket is refused to every origin but ours, also to other programs of this computer."""
    port = port_of(plain)
    assert upgraded(port, f"Host: 127.0.0.1:{port}", f"Origin: {origin}") == 403


def test_our_own_page_opens_a_session(plain):
    """A websocket from our own origin is taken."""
    port = port_of(plain)
    assert upgraded(port, f"Host: 127.0.0.1:{port}", f"Origin: http://127.0.0.1:{port}") == 101


def test_a_foreign_host_opens_no_session(plain):
    """A websocket under a foreign name is refused, with a matching foreign origin too."""
    port = port_of(plain)
    assert upgraded(port, "Host: evil.example") == 403
    assert upgraded(port, "Host: evil.example", "Origin: http://evil.example") == 403


@pytest.mark.parametrize("path", CLOSED)
def test_no_metrics_are_served(plain, path):
    """Nobody is told how many read, or how long."""
    status, _, body = ask(f"{plain.url}{path}")
    assert status == 404
    assert b"active_sessions" not in body


@pytest.mark.parametrize("path", INTERFACES)
def test_no_agent_can_read_a_page(plain, path):
    """The interface that would hand whole pages to programs is off."""
    request, refusal = INTERFACES[path]
    status, _, body = ask(
        f"{plain.url}{path}",
        method="POST",
        body=json.dumps(request).encode(),
        Content_Type="application/json",
        Accept="application/json, text/event-stream",
    )
    assert status == refusal
    assert b"not_available" in body  # refused because it is off, not because of how it was asked
    assert b"tree" not in body
    assert b"interact" not in body
    assert b"Cohort" not in body


@pytest.mark.parametrize(
    "path", ["/app/static/x.csv", "/app/static/../joy.duckdb", "/static/../app.py", "/static/../../joy.duckdb"]
)
def test_no_file_of_ours_is_served(plain, path):
    """Static serving is off, and Streamlit's own assets lead to no file beside them."""
    body = whole(port_of(plain), path)[1]
    assert body == ask(plain.url)[2] or len(body) < 100  # the empty page that stands at any address, or a refusal


@pytest.mark.parametrize("name", HOMES)
@pytest.mark.parametrize(
    "way",
    [
        "/{}",
        "/static/{}",
        "/media/{}",
        "/download/{}",
        "/app/static/{}",
        "/component/x/{}",
        "/static/..%2f..%2f{}",
        "/media/%2e%2e/%2e%2e/{}",
        "/static/%5c..%5c{}",
        "//{}",
        "/static/js/../../../../../../../../{}",
    ],
)
def test_no_address_leads_to_the_data(plain, name, way):
    """No address, whatever dots and slashes it is written with, gives a byte of the folder of the data."""
    head, body = whole(port_of(plain), way.format(name))
    is_page = body == ask(plain.url)[2]  # any address may be that of a page: then it is the same empty page for all
    assert is_page or int(head.split()[1]) in {307, 400, 403, 404}
    assert b"DUCK" not in body
    assert b"server.log" not in body


def test_nothing_is_told_to_the_internet(plain):
    """The page names no other site to load from, and usage statistics are off in what browsers are told."""
    _, _, page = ask(plain.url)
    assert not re.findall(rb"""(?:src|href)=["']https?://""", page)
    _, headers, body = ask(f"{plain.url}/_stcore/host-config")
    assert json.loads(body)
    assert "connect-src 'self'" in headers["Content-Security-Policy"]


def test_a_broken_message_tells_nothing(plain):
    """A session that is sent nonsense is closed without a word about the program."""
    port = port_of(plain)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        lines = ["GET /_stcore/stream HTTP/1.1", f"Host: 127.0.0.1:{port}", *UPGRADE, "", ""]
        line.sendall("\r\n".join(lines).encode())
        assert b" 101 " in line.recv(4096)
        line.sendall(bytes([0x82, 0x84, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]))  # a masked frame of four bytes
        answer = line.recv(65536)
    assert b"Traceback" not in answer
    assert b".py" not in answer


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "TRACE"])
def test_pages_are_only_read(plain, method):
    """No other method than reading does anything at a page's address."""
    status, _, body = ask(f"{plain.url}/team", method=method, body=b"x")
    assert status in {404, 405}
    assert b"Traceback" not in body


def upload(server, session: str, body: bytes, **headers: str):
    line = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    return ask(
        f"{server.url}/_stcore/upload_file/{session}/00000000-0000-0000-0000-000000000000",
        method="PUT",
        body=line + body + b"\r\n--b--\r\n",
        Content_Type="multipart/form-data; boundary=b",
        **headers,
    )


def xsrf(filling: str) -> str:
    """A token as Streamlit writes them: version, mask, sixteen masked bytes, time."""
    return f"2|00000000|{filling * 16}|1700000000"


def test_an_upload_needs_its_token_and_its_session(plain):
    """Without the token of the page an upload is refused, and with it to a session that does not exist."""
    assert upload(plain, "made-up", b"a")[0] == 403
    token = xsrf("ab")
    assert upload(plain, "made-up", b"a", Cookie=f"_streamlit_xsrf={token}", X_Xsrftoken=token)[0] == 400
    other = xsrf("cd")
    assert upload(plain, "made-up", b"a", Cookie=f"_streamlit_xsrf={token}", X_Xsrftoken=other)[0] == 403


def test_an_upload_from_another_site_is_refused(plain):
    """With a valid token, but from a page of another site, an upload is refused."""
    token = xsrf("ab")
    headers = {"Cookie": f"_streamlit_xsrf={token}", "X_Xsrftoken": token, "Origin": "http://evil.example"}
    status, _, body = upload(plain, "made-up", b"a", **headers)
    assert status == 403
    assert b"another site" in body


@pytest.fixture
def session(plain, browser):
    """A real session: a page that waits for a file, its id, and a browser to send with."""
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request) if "upload_file" in request.url else None)
    page.goto(f"{plain.url}/bring-in-data?as=data-lead")
    yield page, asked
    context.close()


def choose(page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def send_again(page, request, content: bytes) -> int:
    """The browser's own upload once more, with other content, as a script that stole it could."""
    files = {"file": {"name": "x.csv", "mimeType": "text/csv", "buffer": content}}
    headers = {"X-Xsrftoken": request.headers["x-xsrftoken"]}
    return page.request.put(request.url, headers=headers, multipart=files).status


def test_uploads_are_small_and_few(session):
    """A file over 10 MB is refused, and so is the next one once a session has sent 100 MB in a while."""
    page, asked = session
    page.locator("input[type=file]").wait_for(state="attached", timeout=20_000)
    with page.expect_response(lambda answer: "upload_file" in answer.url) as first:
        choose(page, "a.csv", b"date,team\n")
    assert first.value.status == 204
    mine = next(request for request in asked if request.method == "PUT")
    assert send_again(page, mine, b"x" * (10 * 1024**2 + 1)) == 413
    found = [send_again(page, mine, b"x" * (9 * 1024**2)) for _ in range(12)]
    assert found[0] == 204
    assert found[-1] == 429
    assert sorted(found) == found


def test_a_workbook_is_looked_at_before_it_is_unpacked(session):
    """A small workbook that would unpack to more than 50 MB is refused in words, within seconds."""
    page, _ = session
    page.locator("input[type=file]").wait_for(state="attached", timeout=20_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as workbook:
        workbook.writestr("xl/workbook.xml", "<workbook/>")
        workbook.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 10_000_000)
    choose(page, "bomb.xlsx", packed.getvalue())
    told = page.get_by_text(re.compile(r"unpacks to \d+ MB")).first
    told.wait_for(timeout=20_000)
    assert "unpacks to 57 MB" in told.inner_text()
