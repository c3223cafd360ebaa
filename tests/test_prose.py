"""The prose check finds what it is for, and nothing else."""

import pytest

from tests.prose import (
    findings_in_markdown,
    findings_in_messages,
    findings_in_python,
    findings_in_template,
)


@pytest.mark.parametrize(
    "source",
    [
        '"""What a page needs."""',
        '"""Whoever calls it."""',
        'def f():\n    """Grade. Who interrupts does not want to wait."""',
        "# What was known of it is\n# of before the save.",
        "x = 1  # the answer is none of these",
        '"""Tell it for good."""',
        '"""Return the kept."""',
    ],
)
def test_a_sentence_to_rewrite_is_found(source: str) -> None:
    assert len(list(findings_in_python(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        '"""Say what a page needs, and who reads it."""',
        '"""Grade.\n\nParameters\n----------\nout : Path\n    What to write.\n"""',
        "# What a student sees",
        "# Nothing, if there is none.",
        "# What does it bring? Nothing.",
        "x = 'What is printed is printed.'",
        "x = y is None  # for good reasons; an answer of the kind that a list is",
    ],
)
def test_other_sentences_are_left_alone(source: str) -> None:
    assert list(findings_in_python(source)) == []


def test_a_page_is_read_without_its_code_and_headings() -> None:
    page = (
        "# What is in it\n\n```\nWhat is printed is printed.\n```\n\n**What stays.** All.\n\n"
        "- One.\n- What is left over goes.\n\nIt is `is none`.\n"
    )
    [found] = findings_in_markdown(page)
    assert found.sentence == "What is left over goes."


def test_messages_are_read_and_docstrings_once() -> None:
    source = (
        '"""Say it for good."""\n'
        "def f(x):\n"
        "    print(f'{x} is none of these')\n"
        "    raise ValueError('What was found is lost.')\n"
    )
    assert sorted(one.line for one in findings_in_messages(source)) == [3, 4]


def test_the_text_of_a_template_is_read_without_its_tags() -> None:
    page = "<p>{{ name }} is none.</p>\n{% if what %}\n  <b>What is left goes.</b>\n"
    assert [one.line for one in findings_in_template(page)] == [1, 3]
