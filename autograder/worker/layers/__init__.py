"""The layers of the sandbox, each one a way of the operating system to confine a process.

These modules run in the worker, between the fork and the student's first line, so they import
only the standard library. Each has a function that says why this machine lacks the layer, or
nothing, and one that confines the process that calls it, forever.
"""
