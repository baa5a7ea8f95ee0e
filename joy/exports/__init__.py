"""Files that people take away, made from the same records as the pages."""

from joy.exports.tables import Part, Stamp, figures_csv, stamp_of


__all__ = ["Part", "Stamp", "figures_csv", "stamp_of"]
