"""Notebooks: a standard nbgrader course, made from the solutions and the checks."""
