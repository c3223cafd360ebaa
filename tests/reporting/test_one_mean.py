"""The mean of a class: the same everywhere, and a refused submission is in none."""

import csv
import io
import json
import re
from statistics import fmean

from rich.console import Console

from autograder.reporting.gradebook_files import gradebook_csv, gradebook_json
from autograder.reporting.pages import Pages
from autograder.reporting.terminal import class_table
from tests.reporting.example_gradebook import TO_WRITE, gradebook, graded, refused, ungraded

CLASS = gradebook(
    graded("ada"),
    graded("bob", e02_shapes=(TO_WRITE,), e07_dense=(TO_WRITE,)),
    refused("cyn"),
    ungraded("dee"),
)
MEAN = 82.5  # of 100 and 65


def page() -> str:
    return Pages(CLASS).class_page({name: f"{name}.html" for name in ("ada", "bob", "cyn", "dee")})


def terminal() -> str:
    console = Console(width=200, file=io.StringIO(), record=True)
    console.print(class_table(CLASS))
    return console.export_text()


def test_json_page_and_terminal_have_one_mean() -> None:
    assert json.loads(gradebook_json(CLASS))["class"]["mean"] == MEAN
    assert re.search(rf"mean of the graded, of 100</dt><dd>{MEAN}</dd>", page())
    assert re.search(rf"Mean of the graded</th>\s*<td>{MEAN}</td>", page())
    assert re.search(rf"^ *mean .* {MEAN} *$", terminal(), re.MULTILINE)


def test_the_csv_has_that_mean_without_the_refused() -> None:
    standing = {
        one["student"]: one["standing"] for one in json.loads(gradebook_json(CLASS))["submissions"]
    }
    rows = csv.DictReader(io.StringIO(gradebook_csv(CLASS)))
    totals = [float(row["total"]) for row in rows if standing[row["student"]] == "graded"]
    assert fmean(totals) == MEAN


def test_page_and_terminal_say_whose_mean_it_is() -> None:
    assert "“Refused” counts 0, in no mean" in page()
    assert "The mean is that of the graded submissions, without the refused." in terminal()
