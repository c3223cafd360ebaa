# row: a shipped pyproject.toml
# tries: to deselect every check by options in a pyproject.toml
# held by: the checks run with an empty configuration
# base: wrong
# loses: everything

# --- file: pyproject.toml
[tool.pytest.ini_options]
addopts = "--collect-only -p no:nudge"
