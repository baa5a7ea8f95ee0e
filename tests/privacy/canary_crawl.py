"""Walking a running dashboard as a role: every page, every control of it, forged addresses; and judging what came."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from urllib.error import HTTPError
from urllib.parse import parse_qsl, quote, urlencode
from urllib.request import Request, urlopen

from canary_home import SMALL, Canaries
from canary_sniff import MEDIA, Sniffer
from canary_wire import CLICKED, PATIENCE, SHARED, Answer, Session, Step, agent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


NEVER = {"comment", "code", "link", "log", "person", "withdrawn", "value", "count", "error"}
SEES_ALL = {"leader", "facilitator", "evaluator"}
ROLES = ("leader", "facilitator", "team", "data-lead", "evaluator")
JOY = ("relationships", "wellbeing")
OVERVIEW = ("compare", "absence", "needed", "evaluation", "board-pack")
RESULTS, ADMIN = (
    ("", "cohort", "team", "how-we-measure", *JOY, *OVERVIEW),
    ("questionnaires", "privacy-lens", "bring-in-data", "people"),
)
TABS = ("Charts", "Change", "Questions", "Privacy", "Checks")
OWN_BOX = "Your team"  # on a machine without sign-in the reader says which team they are, so every name is offered
FORGED = (
    "nobody", "c1-01' OR 1=1 --", "../../joy.duckdb", "c1-01%00", "c1%252D01", "C1-01", "c9-99", "*", "<script>", "0",
    "k1-3", "c1-01&team=c3-04", "\u202ec1-01", "c1-01/../c3-04", "NULL", "c" * 3000,
)  # fmt: skip
COOKIE = "joy_browser=the-browser-of-the-crawl"
KEYS = ("team", "cohort", "programme", "about")


@dataclass(frozen=True)
class Stop:
    """One address to explore: the page, its query, how many things to do there, and whose page it is if a team's."""

    page: str
    query: str
    most: int
    own: str = ""  # team_id
    room: str = ""  # cohort_id
    boxes: bool = False  # whether the boxes that all pages share are moved too


@dataclass
class Found:
    """What a crawl as one role came to."""

    role: str
    states: int = 0
    pieces: int = 0
    addresses: int = 0
    met: set[tuple[str, str]] = field(default_factory=set)  # marks that this role may see: the crawl is not blind
    leaks: list[str] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)  # what stood at every address that a page named


def crawl(session: Session, sniffer: Sniffer, url: str, role: str, stops: Iterable[Stop]) -> Found:
    """Explore every stop as a role, and note every canary that this role must not receive."""
    found = Found(role)
    for stop in stops:
        found.addresses += 1
        for did, answer in explore(session, stop):
            found.states += 1
            judge(found, sniffer, url, stop, did, answer)
    return found


def fetch_all(found: Found, sniffer: Sniffer, url: str, stop: Stop, piece: bytes) -> None:
    """Fetch every file that a piece names, in the browser that was sent it, and judge it like a page."""
    for name in {text.decode().lstrip("/") for text in MEDIA.findall(piece)} - set(found.media):
        content = found.media[name] = fetch(f"{url}/{name}", Cookie=COOKIE)
        for kind, whose in sniffer.marks(content):
            if not may_see(found.role, stop, kind, whose):
                found.leaks.append(f"{found.role} /{name} of /{stop.page}?{stop.query[:80]}: {kind} {whose}")


def fetch(url: str, **headers: str) -> bytes:
    """The body of whatever stands at an address."""
    try:
        with urlopen(Request(url, headers=headers), timeout=PATIENCE) as answer:  # noqa: S310  our own server
            content: bytes = answer.read()
    except HTTPError as refused:
        content = refused.read()
    return content


def judge(found: Found, sniffer: Sniffer, url: str, stop: Stop, did: str, answer: Answer) -> None:
    for piece in answer.pieces:
        found.pieces += 1
        fetch_all(found, sniffer, url, stop, piece)
        for kind, whose in sniffer.marks(piece):
            if may_see(found.role, stop, kind, whose) or (kind == "name" and _is_own_box(piece)):
                found.met.add((kind, whose))
            else:
                found.leaks.append(f"{found.role} /{stop.page}?{stop.query[:80]} {did}: {kind} {whose}")
        if found.role == "data-lead" and (shown := _results_in(piece, stop.page)):
            found.leaks.append(f"data-lead /{stop.page}?{stop.query[:80]} {did}: a {shown}")


def may_see(role: str, stop: Stop, kind: str, whose: str) -> bool:
    """Whether a mark may reach this role at this address."""
    if kind in NEVER:
        return False
    if kind == "grant":
        return role == "data-lead"
    if kind == "told":  # a story that may be read in the whole programme
        return role in SEES_ALL | {"team"}
    if kind in ("name", "said", "private") and role == "team":
        return whose == stop.own
    if kind == "room":
        return role == "facilitator" or (role == "team" and whose == stop.room)
    if kind == "name":
        return True
    return kind == "said" and role in SEES_ALL


def explore(session: Session, stop: Stop) -> Iterator[tuple[str, Answer]]:
    """A page as it opens, then after each thing that can be done there, also what only then can be done."""
    answer = session.run(stop.page, stop.query)
    yield "opened", answer
    held: dict[str, bytes] = {}
    done: set[tuple[str, str]] = set()
    todo = deque(_worth_doing(answer.steps, done, stop))
    while todo and len(done) < stop.most:
        step = todo.popleft()
        if (step.control, step.value) in done:
            continue
        done.add((step.control, step.value))
        answer = session.run(stop.page, stop.query, {**held, step.control: step.state})
        if not step.is_click:
            held[step.control] = step.state
        yield f"{step.control.rpartition('$$')[2][-60:]}={step.value[:40]}", answer
        todo.extend(_worth_doing(answer.steps, done, stop))


def _worth_doing(steps: Iterable[Step], done: set[tuple[str, str]], stop: Stop) -> list[Step]:
    """Everything that was not done: folds and pop-ups are opened and stay so, buttons that only look are pressed."""
    return [
        step
        for step in steps
        if (step.control, step.value) not in done
        and not step.control.endswith(SHARED if not stop.boxes else SHARED[:1])
        and (not step.is_click or any(name in step.control for name in CLICKED))
        and not (step.value == "off" and "closer_" in step.control)
    ]


def _is_own_box(piece: bytes) -> bool:
    element = ForwardMsg.FromString(piece).delta.new_element
    return element.WhichOneof("type") == "selectbox" and element.selectbox.label == OWN_BOX


def _results_in(piece: bytes, page: str) -> str:
    """A figure or a chart where a data lead has none: only the lens draws, and what can be seen, never a value."""
    kind = ForwardMsg.FromString(piece).delta.new_element.WhichOneof("type") or ""
    return kind if kind == "metric" or (kind == "arrow_vega_lite_chart" and page != "privacy-lens") else ""


def stops_of(role: str, hidden: Canaries, *, few: bool = False) -> list[Stop]:
    """Where a role goes: its own pages with everything on them, those of others, and forged addresses."""
    if role == "data-lead":
        own = _as_data_lead(hidden)
    elif role == "team":
        own = _as_team(hidden)
    else:
        own = _as_leader(role, hidden)
    forged = list(_forged(role, hidden))
    return [*own[::6], *forged[::12]] if few else [*own, *forged]


def _as_leader(role: str, hidden: Canaries) -> list[Stop]:
    def at(page: str, most: int, **named: str) -> Stop:
        return Stop(page, urlencode({"as": role} | named), most)

    small = {"programme": SMALL}
    stops = [at("", 12), at("", 12, **small), *(at("how-we-measure", 3, about=tab) for tab in TABS)]
    stops += [at("cohort", 16, cohort=cohort) for cohort in hidden.cohorts]
    stops += [at("cohort", 24, cohort=cohort, **small) for cohort in ("k1", "k2")]
    stops += [at(page, 8, cohort=cohort, of="cohort") for page in JOY for cohort in hidden.cohorts]
    stops += [at(page, 8, **small) for page in JOY]
    stops += [at(page, 12) for page in OVERVIEW]
    stops += [at(page, 6, **small) for page in OVERVIEW]
    stops += [at("find", 2, q=words) for words in ("CANARY", "team", "%")]
    stops += [at("team", 6, cohort=team.rpartition("-")[0], team=team) for team in _some(hidden)]
    stops += [at("team", 9, cohort=team[:2], team=team, **small) for team in ("k1-1", "k1-2", "k1-3", "k2-1", "k2-2")]
    for page, cohort in (("cohort", "c6"), ("team", "c3"), ("team", "c6")):
        stops.append(replace(at(page, 12, cohort=cohort), boxes=True))
    return [*stops, *(at(page, 2) for page in ADMIN)]


def _as_team(hidden: Canaries) -> list[Stop]:
    stops = []
    for team in _some(hidden)[:7]:
        cohort = team.rpartition("-")[0]
        query = urlencode({"as": "team", "cohort": cohort, "team": team})
        own = {"own": hidden.teams[team], "room": cohort}
        stops += [Stop("team", query, 7, **own), Stop("cohort", query, 16, **own), Stop("", query, 9, **own)]
        stops += [Stop("how-we-measure", f"{query}&about={tab}", 2, **own) for tab in TABS[:3]]
        stops += [Stop(page, f"{query}&of=cohort", 6, **own) for page in JOY]
    for team in ("k1-1", "k1-3", "k2-2"):
        query = urlencode({"as": "team", "programme": SMALL, "cohort": team[:2], "team": team})
        stops += [Stop("team", query, 9), Stop("cohort", query, 20), Stop("", query, 9)]
    return [*stops, *(Stop(page, "as=team", 2, own="t01") for page in ADMIN)]


def _as_data_lead(hidden: Canaries) -> list[Stop]:
    def at(page: str, most: int, **named: str) -> Stop:
        return Stop(page, urlencode({"as": "data-lead"} | named), most)

    stops = [at("people", 60), at("bring-in-data", 60), at("questionnaires", 160, cohort="c6")]
    stops += [at("questionnaires", 4, cohort=cohort) for cohort in hidden.cohorts]
    stops += [at("privacy-lens", 9 if cohort != "c6" else 36, cohort=cohort) for cohort in hidden.cohorts]
    stops += [at("privacy-lens", 9, programme=SMALL, cohort=cohort) for cohort in ("k1", "k2")]
    stops += [at(page, 2, cohort=cohort) for page in RESULTS for cohort in hidden.cohorts]
    return [*stops, *(at("team", 1, cohort=team.rpartition("-")[0], team=team) for team in list(hidden.teams)[::2])]


def _some(hidden: Canaries) -> list[str]:
    """Teams that tell a story, and every sixth of the others."""
    return list(dict.fromkeys([*hidden.tellers, *list(hidden.teams)[::6]]))


def _forged(role: str, hidden: Canaries) -> Iterator[Stop]:
    """Ids that are made up, encoded, doubled or of somebody else, in every place of the address."""
    own = {"own": hidden.teams["c2-01"], "room": "c2"} if role == "team" else {}
    base = f"as={role}&cohort=c2&team=c2-01" if role == "team" else f"as={role}"  # a team that is not known is its own
    yield from (Stop(page, f"{base}&k=1", 0, **own) for page in (*RESULTS, *ADMIN))
    for name in FORGED:
        for key in KEYS:
            page = "team" if key == "team" else "cohort"
            kept = base if key != "team" else f"as={role}&cohort=c2"
            yield Stop(page, f"{kept}&{key}={name if '%' in name else quote(name)}", 0, **own)
    for lies in ("k=1&debug=1&release=1&week=1", "box_team=c1-01", "chosen_team=c1-01", "embed=true", "open_c1-run=1"):
        yield Stop("team", f"{base}&{lies}", 0, **own)


def crawl_as_agent(sniffer: Sniffer, url: str, role: str, stops: Iterable[Stop]) -> Found:
    """The same over the agent interface: every stop as it opens, then with all that can be unfolded there."""
    found, number = Found(role), None
    for stop in stops:
        named = {key: [value] for key, value in parse_qsl(stop.query)}
        known = {"session_id": number} if number else {}
        content, read = agent(url, page=stop.page, query_params=named, **known)
        number = read.get("session_id", number)
        _judge_agent(found, sniffer, stop, content, read)
        actions = read.get("actions") or []
        folds = {one["key"]: True for one in actions if one["type"] in ("expander", "popover")}
        buttons = [one["key"] for one in actions if one["type"] == "button" and one["key"].startswith("table_")]
        asked = [{"widget_state": folds}] if folds else []
        for request in [*asked, *({"trigger": {"key": key}} for key in buttons[: stop.most])]:
            content, read = agent(url, session_id=number, **request)
            _judge_agent(found, sniffer, stop, content, read)
    return found


def _judge_agent(found: Found, sniffer: Sniffer, stop: Stop, content: bytes, read: dict[str, object]) -> None:
    found.states += "tree" in read
    found.pieces += 1
    for kind, whose in sniffer.marks(json.dumps(_without_own_box(read), ensure_ascii=False).encode()):
        if may_see(found.role, stop, kind, whose):
            found.met.add((kind, whose))
        else:
            found.leaks.append(f"{found.role} over the agent /{stop.page}?{stop.query[:80]}: {kind} {whose}")


def _without_own_box(read: object) -> object:
    if isinstance(read, dict):
        is_box = OWN_BOX in (read.get("label"), (read.get("props") or {}).get("label"))
        return None if is_box else {key: _without_own_box(value) for key, value in read.items()}
    return [_without_own_box(one) for one in read] if isinstance(read, list) else read
