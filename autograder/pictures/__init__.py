"""Pictures of what a student's functions do, each drawn from the numbers they give back.

One module an exercise, `e04_sigmoid.py`, with its size and a function `draw`; to add a picture is
to add a module. A handout carries this layer, so it needs numpy and matplotlib alone.

>>> from autograder import pictures
>>> from exercises import e04_sigmoid
>>> pictures.draw("e04", e04_sigmoid).save("e04.png")  # doctest: +SKIP
"""

from autograder.pictures.drawing import available, draw, portrait
from autograder.pictures.picture import Picture

__all__ = ["Picture", "available", "draw", "portrait"]
