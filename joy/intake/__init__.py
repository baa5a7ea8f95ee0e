"""Intake: a file is read as text, checked whole, and loaded all or nothing as one batch that can be undone."""

from joy.intake.files import PAGE_BYTES
from joy.intake.load import check_file, import_file, undo
from joy.intake.profile import Also, Profile, load_profile, profile_ids
from joy.intake.records import Batch, LabelCount, Preview
from joy.intake.starter import find_profile, offered_profiles, starter_header, starter_profile


__all__ = [
    "PAGE_BYTES",
    "Also",
    "Batch",
    "LabelCount",
    "Preview",
    "Profile",
    "check_file",
    "find_profile",
    "import_file",
    "load_profile",
    "offered_profiles",
    "profile_ids",
    "starter_header",
    "starter_profile",
    "undo",
]
