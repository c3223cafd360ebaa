"""Courses of nbgrader's: what is in them, and the results that go into them."""
