"""What the operating system offers to confine a process: one module a layer.

These modules run in the worker, between the fork and the student's first line, so they import
the standard library alone. Each has `missing()`, which says why this machine lacks the layer
(or nothing), and a function that confines the process that calls it, for good.
"""
