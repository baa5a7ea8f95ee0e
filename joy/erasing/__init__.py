"""Erasing for good: what somebody asks to be forgotten, and what was kept long enough."""

from joy.erasing.finish import Finished, finish
from joy.erasing.requests import Request, erase, find
from joy.erasing.retention import Due, due, remove_due
from joy.erasing.say import commands


__all__ = ["Due", "Finished", "Request", "commands", "due", "erase", "find", "finish", "remove_due"]
