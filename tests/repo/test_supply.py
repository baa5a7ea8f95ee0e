"""What the product is made of is written down and stays so: the lock file, the list of parts, and no secret, ever."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from test_cleanliness import SECRETS


PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")


SEARCHED = ["*.py", "*.toml", "*.md", "*.txt", "*.yml", "*.cfg", "*.env", ".ci"]


def of_git(root, *asked: str) -> str:
    """What git says about all that was ever committed."""
    command = ["git", "log", "--all", *asked]
    told = subprocess.run(command, cwd=root, capture_output=True, check=True)
    return told.stdout.decode("utf-8", "replace")


def pins(text: str) -> dict[str, str]:
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PIN.findall(text)}


def test_the_lock_file_agrees_with_the_requirements(root):
    """Every package of requirements.txt is in requirements.lock in the same version, and so is all that they need."""
    wanted = pins((root / "requirements.txt").read_text(encoding="utf-8"))
    locked = pins((root / "requirements.lock").read_text(encoding="utf-8"))
    assert {name: locked.get(name) for name in wanted} == wanted
    assert len(locked) > 2 * len(wanted)


def test_every_locked_file_has_its_hash(root):
    """Each package of the lock file names the hash of every file it may come as, and no other source."""
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert len(blocks) == len(pins(text))
    assert [block.splitlines()[0] for block in blocks if not HASH.search(block)] == []
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links|git\+", text)


def test_what_is_locked_is_what_runs_here(root):
    """Every locked package is installed where the tests run, and pip finds nothing missing and nothing at odds."""
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    told = subprocess.run([sys.executable, "-m", "pip", "list", "--format", "json"], capture_output=True, check=True)
    here = {re.sub(r"[-_.]+", "-", one["name"]).lower() for one in json.loads(told.stdout)}
    checked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert set(pins(text)) <= here


@pytest.mark.slow
def test_a_list_of_parts_can_be_made_offline(root, tmp_path):
    """The command of `make sbom` writes CycloneDX 1.6 that names every required package, with no network to ask."""
    recipe = (root / "Makefile").read_text(encoding="utf-8").partition("\nsbom:")[2]
    assert "cyclonedx_py environment" in recipe
    written = tmp_path / "sbom.json"
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "-o", str(written)]
    nowhere = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": ""}
    subprocess.run([*command, sys.executable], check=True, capture_output=True, env={"PATH": "", **nowhere})
    parts = json.loads(written.read_text(encoding="utf-8"))
    named = {re.sub(r"[-_.]+", "-", part["name"]).lower(): part["version"] for part in parts["components"]}
    assert (parts["bomFormat"], parts["specVersion"]) == ("CycloneDX", "1.6")
    wanted = pins((root / "requirements.txt").read_text(encoding="utf-8"))
    assert {name: named.get(name) for name in wanted} == wanted


def test_no_secret_was_ever_committed(root):
    """No line that was ever added in the history holds a key, a token or a password, and no such file was tracked."""
    lines = of_git(root, "-p", "--unified=0", "--no-color", "--no-ext-diff", "--text", "--", *SEARCHED)
    found = [line[:30] for line in lines.splitlines() if line.startswith("+") and SECRETS.search(line)]
    names = of_git(root, "--name-only", "--format=")
    assert found == []
    assert not re.findall(r"(?m)^.*(?:secrets\.toml|\.env|\.pem|id_rsa|\.duckdb)$", names)
