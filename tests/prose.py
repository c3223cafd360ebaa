"""Find sentences that a reader has to read twice, in code and documents; `make lint` runs this.

`python -m tests.prose [FOLDER_OR_FILE ...]` reads docstrings, comments, the engine's messages,
pages and Markdown, prints each finding with its place, and ends with 1 if there are any. The rules
and their words are in RULES.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.student_folder import ROOT

__all__ = [
    "Finding",
    "findings_in_markdown",
    "findings_in_messages",
    "findings_in_python",
    "findings_in_template",
]

# A sentence whose subject is a headless clause. A question may begin so, and so may a heading:
# a line without a full stop, a name in quotation marks, bold words before a paragraph.
HEADLESS: Final = re.compile(r"(?:Who|What)\b[^?]*[.!]$")
LONGEST_NAME: Final = len("test_") + 60
FIRST_WORD: Final = re.compile(r"(?:Who|What|Whoever|Whatever)\b")
RULES: Final = {
    "is none": r"(?<![Tt]here )\b(?:is|are) none\b",
    "is no X but Y": r"\b(?:is|are) no \w+ but\b",
    "as it is told": r"\bas it is told\b",
    "of the kind": r"\bof the kind(?=[.,;:)]|$)",
    "by way of": r"\bby way of\b",
    "to the last bit": r"\bto the last bit\b",
    "for good": r"\bfor good(?=[.,;:)]|$)",
    "another one more": r"\banother one more\b",
    "to and fro": r"\bto and fro\b",
    "known mistake; say misconception": r"\b(?i:known) (?:mistake|wrong answer)s?\b(?! with)",
    "mend; say fix": r"\bmend(?:s|ed|ing)?\b",
    "rightly; say correctly": r"\brightly\b",
    "in the place of; say instead of": r"\bin the place of\b",
    "excepted; say except": r"\bexcepted\b",
    "anew; say again": r"\banew\b",
    "for want of; say missing": r"\bfor want of\b",
    "a participle as a noun": r"\bthe (?:kept|found|told|shown)(?: (?:is|are|was|were)\b|[.,;]|$)",
}
# Written by students or for them, or made of such texts; and these rules.
SKIPPED: Final = (
    "autograder/checks",
    "autograder/misconceptions",
    "examples/class",
    "exercises",
    "solutions",
    "tests/alternatives",
    "tests/attacks/bank",
    "tests/prose.py",
)
READ: Final = ("autograder", "benchmarks", "datasets", "docs", "examples", "tests")

_BREAK: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\"(*])|\n\s*\n")
_ENTRY: Final = re.compile(r"^\S.* : .+$|^\S+$")  # a parameter's line in numpydoc
_CODE: Final = re.compile(r"``?[^`]*``?")


@dataclass(frozen=True)
class Finding:
    """One sentence to rewrite.

    Attributes
    ----------
    line : int
        The line in its file where the paragraph begins.
    rule : str
        The rule that it breaks.
    sentence : str
        Its beginning.
    """

    line: int
    rule: str
    sentence: str


def findings_in_python(source: str) -> Iterator[Finding]:
    """Yield the findings in a module's docstrings and comments, and in the names of its tests."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and len(node.name) > LONGEST_NAME:
            yield Finding(node.lineno, "a name of more than 60 characters", node.name)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield from _findings(node.name.removeprefix("test_").replace("_", " "), node.lineno)
        kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        if isinstance(node, kinds) and (text := ast.get_docstring(node)):
            line = node.body[0].lineno
            if FIRST_WORD.match(text):
                yield Finding(line, "a docstring begins with Who or What", _start(text))
                text = f"It: {text}"  # found once
            for paragraph in _paragraphs(text):
                yield from _findings(paragraph, line)
    for line, comment in _comments(source):
        yield from _findings(comment, line)


def findings_in_messages(source: str) -> Iterator[Finding]:
    """Yield the findings in a module's texts for users: its strings, without the docstrings."""
    skipped: set[int] = set()
    for node in ast.walk(ast.parse(source)):  # the outer ones first
        if isinstance(node, ast.Expr):
            skipped.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            skipped |= {id(value) for value in node.values}
            texts = [
                value.value if isinstance(value, ast.Constant) else "X" for value in node.values
            ]
            yield from _findings("".join(map(str, texts)), node.lineno)
        elif isinstance(node, ast.Constant) and id(node) not in skipped:
            yield from _findings(str(node.value), node.lineno)


def findings_in_template(text: str) -> Iterator[Finding]:
    """Yield the findings in the text of a page's template."""
    for number, line in enumerate(text.splitlines(), 1):
        said = re.sub(r"\{%.*?%\}|<[^>]*>", " ", re.sub(r"\{\{.*?\}\}", "X", line))
        yield from _findings(said, number)


def findings_in_markdown(text: str) -> Iterator[Finding]:
    """Yield the findings in the paragraphs, lists and tables of a page."""
    blank = re.sub(r"(?ms)^```.*?^```", lambda block: "\n" * block[0].count("\n"), text)
    line = 1
    for block in re.split(r"(\n\s*\n)", blank):
        if not block.startswith("#"):
            for item in re.split(r"(?m)^\s*(?:[-*]|\d+\.)\s+", block):
                yield from _findings(re.sub(r"^\s*[>|]", "", item), line)
        line += block.count("\n")


def _paragraphs(docstring: str) -> Iterator[str]:
    """Yield a docstring's paragraphs; an entry of numpydoc may begin with Who or What."""
    for paragraph in re.split(r"\n\s*\n", docstring):
        lines = paragraph.splitlines()
        at = 0
        while at < len(lines) and lines[at][:1].strip():
            at += 1
        yield "\n".join(lines[:at])
        for entry in re.split(r"(?m)^(?=\S)", "\n".join(lines[at:])):
            head, _, described = entry.partition("\n")
            text = described if _ENTRY.match(head) else entry
            yield re.sub(r"^(?:Who|What) ", "", " ".join(text.split()))


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield runs of comment lines as one text each, with the line where they begin."""
    begin, last, said = 0, -1, ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            if token.start[0] != last + 1:
                yield begin, said
                begin, said = token.start[0], ""
            said = f"{said} {token.string.lstrip('#').strip()}".strip()
            last = token.start[0]
    yield begin, said


def _findings(paragraph: str, line: int) -> Iterator[Finding]:
    text = " ".join(_CODE.sub("`code`", paragraph).split())
    for sentence in filter(None, _BREAK.split(text)):
        if HEADLESS.match(sentence):
            yield Finding(line, "a sentence whose subject is Who … or What …", _start(sentence))
        for rule, pattern in RULES.items():
            if found := re.search(pattern, sentence):
                yield Finding(line, rule, _start(sentence[max(found.start() - 40, 0) :]))


def _start(text: str) -> str:
    return " ".join(text.split())[:90]


def _files(places: list[Path]) -> Iterator[Path]:
    for place in places:
        paths = sorted(place.rglob("*")) if place.is_dir() else [place]
        for path in paths:
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in (".py", ".md", ".j2") and not name.startswith(SKIPPED):
                yield path


def _found(path: Path, text: str) -> Iterator[Finding]:
    if path.suffix == ".md":
        yield from findings_in_markdown(text)
    elif path.suffix == ".j2":
        yield from findings_in_template(text)
    else:
        yield from findings_in_python(text)
        if path.is_relative_to(ROOT / "autograder"):
            yield from findings_in_messages(text)


def main() -> int:
    """Print the findings in the named files and folders, all of the repository's if none is."""
    given = [Path(name).resolve() for name in sys.argv[1:]]
    everything = [*(ROOT / name for name in READ), *ROOT.glob("*.md"), *ROOT.glob("*.py")]
    count = 0
    for path in _files(given or everything):
        for one in _found(path, path.read_text(encoding="utf-8")):
            print(f"{path.relative_to(ROOT)}:{one.line}: {one.rule}: {one.sentence}")
            count += 1
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
