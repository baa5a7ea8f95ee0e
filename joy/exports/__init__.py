"""Files that people take away, made from the same records as the pages."""

from joy.exports.making import KINDS, Kind, kind_of, pack_file, picture_file, team_page_pdf
from joy.exports.pack import Asked, Pack, See, Tell
from joy.exports.report import need_current, read_pack, say_report, with_all_cohorts
from joy.exports.tables import INVENTED, Part, Stamp, figures_csv, stamp_of


__all__ = [
    "INVENTED",
    "KINDS",
    "Asked",
    "Kind",
    "Pack",
    "Part",
    "See",
    "Stamp",
    "Tell",
    "figures_csv",
    "kind_of",
    "need_current",
    "pack_file",
    "picture_file",
    "read_pack",
    "say_report",
    "stamp_of",
    "team_page_pdf",
    "with_all_cohorts",
]
