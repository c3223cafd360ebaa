"""Makes the checks known to pytest."""

pytest_plugins = ["autograder.checking.plugin"]
