"""nbgrader's autograde with Nudge's engine in the place of a kernel."""
