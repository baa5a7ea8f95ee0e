"""Intake: a file is read as text, checked whole, and loaded all or nothing as one batch that can be undone."""

from joy.intake.files import PAGE_BYTES
from joy.intake.load import check_file, import_file, undo
from joy.intake.profile import Also, Profile, load_profile, profile_ids
from joy.intake.records import Batch, LabelCount, Preview


__all__ = [
    "PAGE_BYTES",
    "Also",
    "Batch",
    "LabelCount",
    "Preview",
    "Profile",
    "check_file",
    "import_file",
    "load_profile",
    "profile_ids",
    "undo",
]
