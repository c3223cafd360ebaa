"""One tab of a browser, and what went on in it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Route

__all__ = ["Tab", "opened_tab"]

PATIENCE = 60_000  # ms; a condition ends the wait, and this is for a busy machine


@dataclass
class Tab:
    """A page and what its browser noticed.

    Attributes
    ----------
    page : Page
        Playwright's page.
    home : str
        The address that may be asked; of all others nothing is fetched.
    errors : list of str
        What was thrown in the page, or written to its console as an error.
    strangers : list of str
        The other addresses that were asked.
    """

    page: "Page"
    home: str
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, path: "str | Path") -> "Page":
        """Open a path of the server, or a file."""
        self.page.goto(path.as_uri() if isinstance(path, Path) else f"{self.home}{path}")
        return self.page

    def screenshot(self, path: Path) -> None:
        """Save what is seen."""
        self.page.screenshot(path=path)


def opened_tab(context: "BrowserContext", home: str) -> Tab:
    """Open a tab that fetches nothing from anywhere but `home` and the disk."""
    context.set_default_timeout(PATIENCE)
    tab = Tab(context.new_page(), home)

    def look(route: "Route") -> None:
        url = route.request.url
        if url.startswith(("file:", "data:", "blob:")) or (home and url.startswith(f"{home}/")):
            route.continue_()
        else:
            tab.strangers.append(url)
            route.abort()

    def listen(message: "ConsoleMessage") -> None:
        if message.type == "error":
            place: Any = message.location
            tab.errors.append(f"{message.text}  ({place.get('url', '')})")

    context.route("**/*", look)
    tab.page.on("console", listen)
    tab.page.on("pageerror", lambda error: tab.errors.append(str(error)))
    return tab
