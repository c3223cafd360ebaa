"""Makes the checks' fixtures known to pytest, here and in every handout."""

pytest_plugins = ["autograder.checking.plugin"]
