"""Pictures of what a student's functions do, drawn from the numbers that they return.

Each exercise with a picture has a module, `e04_sigmoid.py`, with its size and a function `draw`; to
add a picture, add a module. A handout has a copy of this folder, so it needs only numpy and
matplotlib.

>>> from autograder import pictures
>>> from exercises import e04_sigmoid
>>> pictures.draw("e04", e04_sigmoid).save("e04.png")  # doctest: +SKIP
"""

from autograder.pictures.drawing import available, draw, portrait
from autograder.pictures.picture import Picture

__all__ = ["Picture", "available", "draw", "portrait"]
