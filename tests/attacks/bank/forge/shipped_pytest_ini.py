# row: a shipped pytest.ini
# tries: to deselect every check by options in a pytest.ini
# held by: the checks run with an empty configuration
# base: wrong
# loses: everything

# --- file: pytest.ini
[pytest]
addopts = -k nothing_at_all -p exercises.plugin
# --- file: tox.ini
[pytest]
addopts = --collect-only
# --- file: plugin.py
print("PLUGIN")
