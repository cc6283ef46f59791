"""The rules: statements of the law read from TOML, checked, and held as a rulebook."""
