import dataclasses
import importlib.metadata
import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from autograder.checking.outcome import CheckStatus, Misconception, Outcome
from autograder.grading.results import ExerciseResult, Gradebook, SubmissionResult
from autograder.reporting.pages import Pages
from autograder.reporting.write import feedback_names
from tests.reporting.example_gradebook import (
    BIAS_LEFT_OUT,
    BLOCKED,
    KIT_FAILED,
    PASSED,
    SUMMED,
    TO_WRITE,
    check,
    failed,
    gradebook,
    graded,
    refused,
    ungraded,
)

HOSTILE = "<script>alert(1)</script>\x1b[2J\u202e\"'><img src=x onerror=alert(1)>\ud800"


def class_page(book: Gradebook) -> str:
    return Pages(book).class_page(feedback_names(result.student for result in book.results))


def feedback(result: SubmissionResult) -> str:
    return Pages(gradebook(result)).feedback_page(result)


def with_check(outcome: Outcome, *, hidden: bool) -> SubmissionResult:
    one = check(outcome, name="test_secret_name", sentence="It holds for any W.", hidden=hidden)
    exercise = ExerciseResult("e07_dense", 20.0, (one,))
    return dataclasses.replace(graded("ada"), exercises=(exercise,))


def hostile_gradebook() -> Gradebook:
    outcome = failed(
        Misconception("id", HOSTILE, HOSTILE), called=HOSTILE, expected=HOSTILE, got=HOSTILE
    )
    student = dataclasses.replace(
        graded(HOSTILE, e07_dense=(outcome, Outcome(CheckStatus.BLOCKED, note=HOSTILE))),
        notes=(HOSTILE,),
        stdout=HOSTILE,
        stderr=HOSTILE,
        source=HOSTILE,
    )
    book = gradebook(student, refused(f"r{HOSTILE}", HOSTILE), ungraded(f"u{HOSTILE}", HOSTILE))
    return dataclasses.replace(book, title=HOSTILE, record={HOSTILE: HOSTILE, "date": HOSTILE})


def all_pages(book: Gradebook) -> Iterator[str]:
    yield class_page(book)
    for result in book.results:
        yield Pages(book).feedback_page(result)


def ordinary_gradebook() -> Gradebook:
    return gradebook(
        graded("ada", e07_dense=(PASSED, failed(BIAS_LEFT_OUT), BLOCKED, TO_WRITE)),
        graded("bob", e12_cost=(failed(SUMMED), KIT_FAILED)),
        refused("cyn"),
        ungraded("eve"),
    )


class Elements(HTMLParser):
    """The tags of a page with their attributes, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def tags(self) -> list[str]:
        return [tag for tag, _ in self.found]


# Whatever is in it


def test_nothing_from_outside_becomes_an_element() -> None:
    for page in all_pages(hostile_gradebook()):
        elements = Elements(page)
        assert not {"script", "img", "iframe", "object", "link"} & set(elements.tags())
        assert not any(name.startswith("on") for _, attrs in elements.found for name in attrs)


def test_unseen_characters_are_spelled_out_on_every_page() -> None:
    for page in all_pages(hostile_gradebook()):
        assert not set(page) & set("\x1b\u202e\ud800")
        assert r"\x1b[2J\u202e" in page


def test_no_page_asks_for_anything_outside_itself() -> None:
    for page in all_pages(ordinary_gradebook()):
        for tag, attrs in Elements(page).found:
            for name in ("src", "href", "xlink:href", "action", "data", "srcset"):
                address = attrs.get(name) or ""
                assert not re.match(r"(?i)[a-z]+:|//", address), (tag, address)
        assert not re.search(r"@import|url\((?!#)", page)


def test_a_page_allows_itself_no_script_and_no_fetching() -> None:
    for page in all_pages(ordinary_gradebook()):
        assert "default-src 'none'" in page


def test_headings_go_down_one_step_at_a_time() -> None:
    for page in all_pages(ordinary_gradebook()):
        levels = [int(tag[1]) for tag in Elements(page).tags() if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_table_has_a_caption_and_every_header_a_scope() -> None:
    for page in all_pages(ordinary_gradebook()):
        elements = Elements(page)
        assert elements.tags().count("table") == elements.tags().count("caption")
        assert all("scope" in attrs for tag, attrs in elements.found if tag == "th")


def test_every_page_has_its_landmarks_and_its_language() -> None:
    for page in all_pages(ordinary_gradebook()):
        elements = Elements(page)
        assert {"header", "main", "footer"} <= set(elements.tags())
        assert ("html", {"lang": "en"}) in elements.found


def test_no_id_is_used_twice_and_every_label_is_there() -> None:
    for page in all_pages(ordinary_gradebook()):
        found = [attrs for _, attrs in Elements(page).found]
        ids = [attrs["id"] for attrs in found if "id" in attrs]
        assert len(ids) == len(set(ids))
        for attrs in found:
            for name in ("aria-labelledby", "aria-describedby"):
                assert set((attrs.get(name) or "").split()) <= set(ids)
            link = attrs.get("href") or attrs.get("xlink:href") or ""
            assert not link.startswith("#") or link[1:] in ids


# The class page


def test_each_chart_is_an_image_with_a_text_in_its_place() -> None:
    page = class_page(ordinary_gradebook())
    charts = re.findall(r"<svg .*?</svg>", page, flags=re.DOTALL)
    assert len(charts) == 2
    for chart in charts:
        assert re.match(r'<svg viewBox="[^"]+" role="img" aria-labelledby="[^"]+"><title', chart)
        assert "<desc" in chart
    assert "e12_cost: 100 %." in charts[1]


def test_each_charts_numbers_are_in_a_table_too() -> None:
    page = class_page(gradebook(graded("ada"), graded("bob", e02_shapes=(TO_WRITE,))))
    assert '<th scope="row">90 to 100</th><td>1</td>' in page
    assert '<th scope="row">e02 Shapes</th><td>7.5</td><td>15</td><td>50 %</td>' in page


def test_teaching_advice_stands_first() -> None:
    page = class_page(ordinary_gradebook())
    order = [
        *("What to teach again", "Who needs a word", "How the totals", "How much of each"),
        *("Everyone", "Refused"),
    ]
    places = [page.index(f">{heading}") for heading in order]
    assert places == sorted(places)


def word(page: str) -> str:
    return page.partition('id="word"')[2].partition("</section>")[0]


def test_missing_marks_and_the_lowest_totals_need_a_word() -> None:
    begun = dict.fromkeys(("e02_shapes", "e04_sigmoid", "e07_dense", "e12_cost"), (TO_WRITE,))
    behind = [graded(name, **begun) for name in ("bob", "cyn", "dov", "eli", "fay", "gus")]
    section = word(class_page(gradebook(graded("ada"), *behind, refused("hal"), ungraded("ida"))))
    assert "<bdi>hal</bdi>, <bdi>ida</bdi>." in section
    assert re.findall(r'href="feedback/(\w+)\.html"', section) == [
        "bob",
        "cyn",
        "dov",
        "eli",
        "fay",
    ]
    assert "1 more is below half" in section
    assert "All right in 2 of 6 exercises, nothing right in 4." in section
    assert "The first that is not all right: e02 Shapes." in section


def test_where_nobody_needs_a_word_it_says_so() -> None:
    assert "Nobody: every submission was graded" in word(class_page(gradebook(graded("ada"))))


def test_each_student_is_linked_to_the_own_page() -> None:
    page = class_page(gradebook(graded("Grace Hopper"), graded("a/b")))
    assert 'href="feedback/Grace%20Hopper.html"' in page
    assert f'href="feedback/{feedback_names(["a/b"])["a/b"]}"' in page


def test_reasons_are_told_of_those_without_a_mark() -> None:
    page = class_page(gradebook(refused("bob", "a bomb"), ungraded("eve", "no worker")))
    assert "a bomb" in page
    assert "no worker" in page


def test_a_class_of_nobody_still_has_a_page() -> None:
    assert "No misconception was found" in class_page(gradebook())


def test_a_title_that_looks_like_mathematics_is_drawn_as_it_is() -> None:
    book = dataclasses.replace(gradebook(), exercises=(("e02_shapes", r"$\frac{1$ 李", 15.0),))
    assert r"$\frac{1$ 李" in class_page(book)


def test_the_same_gradebook_makes_the_same_page() -> None:
    assert class_page(ordinary_gradebook()) == class_page(ordinary_gradebook())


# A student's page


def test_a_public_failure_shows_its_call_and_both_answers() -> None:
    page = feedback(with_check(failed(called="f(1)", expected="2", got="3"), hidden=False))
    for name, what in (("called", "f(1)"), ("expected", "2"), ("got", "3")):
        assert f"<dt>{name}</dt><dd>{what}</dd>" in page


@pytest.mark.parametrize("state", list(CheckStatus))
def test_a_hidden_check_never_shows_its_name_call_or_answers(state: CheckStatus) -> None:
    lines = failed(called="CALLED", expected="EXPECTED", got="GOT").lines
    page = feedback(with_check(Outcome(state, lines, BIAS_LEFT_OUT, "NOTE"), hidden=True))
    for secret in ("CALLED", "EXPECTED", "GOT", "NOTE", "test_secret_name"):
        assert secret not in page
    assert "It holds for any W." in page


def test_a_hidden_failure_shows_its_hint_and_the_misconception() -> None:
    page = feedback(with_check(failed(BIAS_LEFT_OUT), hidden=True))
    assert "The bias is left out" in page
    assert BIAS_LEFT_OUT.hint in page
    assert "not in your handout" in page


def test_a_misconceptions_name_is_told_once() -> None:
    page = feedback(with_check(failed(BIAS_LEFT_OUT), hidden=False))
    assert page.count("The bias is left out") == 1


@pytest.mark.parametrize(
    ("outcome", "word"),
    [
        (PASSED, "right"),
        (failed(), "not yet"),
        (TO_WRITE, "to write"),
        (BLOCKED, "blocked"),
        (KIT_FAILED, "not checked: our fault"),
    ],
)
def test_a_state_is_told_in_words(outcome: Outcome, word: str) -> None:
    page = feedback(with_check(outcome, hidden=False))
    assert re.search(rf'class="state \w+"><span aria-hidden="true">.</span>{word}</p>', page)


@pytest.mark.parametrize(
    ("supplied", "sentence"),
    [
        (("e04_sigmoid",), "a correct e04_sigmoid in place of yours, because yours is not right"),
        (
            ("e04_sigmoid", "e07_dense"),
            "a correct e04_sigmoid and e07_dense in place of yours, because yours are not right",
        ),
    ],
)
def test_an_error_carried_forward_is_told(supplied: tuple[str, ...], sentence: str) -> None:
    ada = graded("ada", **dict.fromkeys(supplied, (TO_WRITE,)))
    carried = dataclasses.replace(ada.exercises[-1], supplied=supplied)
    page = feedback(dataclasses.replace(ada, exercises=(*ada.exercises[:-1], carried)))
    assert f"Graded with {sentence}" in page
    assert "the better mark counts" in page


def test_an_earlier_exercise_that_was_too_slow_is_named() -> None:
    ada = graded("ada", e04_sigmoid=(PASSED,))
    carried = dataclasses.replace(ada.exercises[-1], supplied=("e04_sigmoid",))
    page = feedback(dataclasses.replace(ada, exercises=(*ada.exercises[:-1], carried)))
    assert "Your own e04_sigmoid is right, and takes so long that" in page
    assert "not right yet; the better" not in page


def test_the_codes_output_is_shown_with_its_lines() -> None:
    page = feedback(dataclasses.replace(graded("ada"), stdout="one\n<two>\x07"))
    assert "<pre>one\n&lt;two&gt;\\x07</pre>" in page


def test_a_page_names_no_other_student() -> None:
    book = ordinary_gradebook()
    page = Pages(book).feedback_page(book.results[0])
    assert not re.search(r"\b(bob|cyn|eve)\b|index\.html", page)


def test_a_refused_student_reads_why() -> None:
    page = feedback(refused("bob", "the archive is encrypted"))
    assert "could not be graded yet" in page
    assert "the archive is encrypted" in page


def test_an_ungraded_student_reads_that_it_is_the_kits_fault() -> None:
    page = feedback(ungraded("eve"))
    assert "our fault, not yours" in page
    assert "points" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def test_an_exercise_that_the_kit_failed_on_leaves_no_total() -> None:
    page = feedback(graded("ada", e12_cost=(PASSED, KIT_FAILED)))
    assert "There is no total yet" in page
    assert "no mark yet" in page


def test_the_page_says_where_to_go_on() -> None:
    page = feedback(graded("ada", e07_dense=(TO_WRITE,), e12_cost=(TO_WRITE,)))
    assert 'Continue with <a href="#e07_dense">e07 The dense layer</a>' in page


def test_a_students_page_names_the_version_that_a_run_records() -> None:
    version = importlib.metadata.version("nudge-kit")
    assert f"Graded by nudge {version}." in feedback(graded("ada"))
