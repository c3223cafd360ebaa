"""Makes checks known to pytest in the course itself, where the solutions answer."""

pytest_plugins = ["autograder.checking.plugin", "autograder.reference.desk"]
