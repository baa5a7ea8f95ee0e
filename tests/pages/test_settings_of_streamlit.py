"""Streamlit runs hardened and fast: the settings that protect people are written down and still exist."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit import config


ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
WANTED = {
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["localhost", "127.0.0.1"],
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "strict",
    "server.maxUploadSize": 10,
    "server.maxMessageSize": 50,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "client.disableDataExport": True,
    "logger.enableRich": False,
    "browser.gatherUsageStats": False,
    "browser.serverAddress": "localhost",
    "runner.postScriptGC": False,
}


@pytest.mark.parametrize("option", WANTED)
def test_a_protecting_setting_stands(option):
    """Each hardened setting has the value that the security notes ask for."""
    section, name = option.split(".")
    assert SETTINGS[section][name] == WANTED[option]


@pytest.mark.parametrize(
    "option", [f"{section}.{name}" for section in SETTINGS if section != "theme" for name in SETTINGS[section]]
)
def test_a_setting_still_exists(option):
    """Streamlit knows every setting we make: a renamed one would silently do nothing."""
    assert option in config.get_config_options()


def test_words_are_dark_enough_on_light_pages():
    """The light theme's text is at most #1b1b1b, so that Streamlit's faded captions keep 4.5 to 1."""
    assert int(SETTINGS["theme"]["light"]["textColor"][1:], 16) <= 0x1B1B1B
