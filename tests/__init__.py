"""Makes this folder the package `tests`, whatever package of that name another distribution installs."""
