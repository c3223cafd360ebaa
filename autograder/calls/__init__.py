"""A call of a student's function: how it is asked, performed and answered.

Both sides of the wall load this folder, and a student's folder carries it: so a call has the same
answer wherever it is performed. It imports the standard library and NumPy alone.
"""
