"""Intake of submissions, running, scoring, and the results."""
