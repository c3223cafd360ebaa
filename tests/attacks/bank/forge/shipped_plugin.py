# row: a *.dist-info plugin
# tries: to be loaded by pytest as an installed plugin
# held by: plugin autoloading is off, and a submission is on no path
# base: wrong
# loses: everything
# absent: PLUGIN

# --- file: evil-1.0.dist-info/entry_points.txt
[pytest11]
evil = evil
# --- file: evil-1.0.dist-info/METADATA
Metadata-Version: 2.1
Name: evil
Version: 1.0
# --- file: evil.py
print("PLUGIN")


def pytest_runtest_call(item):
    item.obj = lambda **fixtures: None
