"""nbgrader: autograde with Nudge's engine, its courses listed, its gradebook filled."""
