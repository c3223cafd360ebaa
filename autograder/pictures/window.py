"""A window on the screen: the one place that needs pyplot, and is asked for by name."""

from collections.abc import Callable
from typing import Any

from autograder.course import UserError
from autograder.pictures.picture import Picture

__all__ = ["maker", "show"]


def maker(window: bool) -> Callable[..., Any]:
    """Return what makes empty pictures: in a window each, or in none.

    Raises
    ------
    UserError
        If a window is wanted, and there is no display or nothing that draws windows.
    """
    if not window:
        return Picture
    # Imported here: it looks for a display, and everything else does without one.
    import matplotlib.pyplot as plt  # noqa: PLC0415

    try:
        tried = plt.figure()
        draws_windows = type(tried.canvas).required_interactive_framework is not None
        plt.close(tried)
    except ImportError:  # a toolkit was asked for by name that cannot reach a display
        draws_windows = False
    if not draws_windows:
        raise UserError("there is no window here; leave --window out, and open the saved picture")

    def make(**settings: Any) -> Any:
        return plt.figure(FigureClass=Picture, **settings)

    return make


def show() -> None:
    """Show the windows until they are closed, and let go of them."""
    import matplotlib.pyplot as plt  # noqa: PLC0415

    plt.show()
    plt.close("all")
