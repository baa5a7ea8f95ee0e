"""The red team: tries to work out what a published update hides, and says only how often it could."""

from joy.attack.report import AttackLine, AttackReport
from joy.attack.run import Truth, self_attack, truth_of


__all__ = ["AttackLine", "AttackReport", "Truth", "self_attack", "truth_of"]
