"""What is wrong with a test, as values, and the error that carries them."""

from collections.abc import Iterable

from attrs import frozen

from kimcore.errors import KimcoreError


@frozen(kw_only=True)
class Problem:
    """One fault in the text of a test: a stable code, where it stands, what is allowed, what to do.

    `start` is included, `end` is not; both count characters of the text of the test.
    """

    code: str
    start: int
    end: int
    problem: str
    allowed: str | None = None
    hint: str | None = None


class TestError(KimcoreError, ValueError):
    """The text of a test or of a date expression cannot be read."""

    __test__ = False  # pytest would collect a class of this name

    def __init__(self, text: str, problems: Iterable[Problem]) -> None:
        self.text = text
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.problem}\n{caret(text, p)}" for p in self.problems))


def caret(text: str, problem: Problem) -> str:
    """Return the text and, below it, carets under the part that is wrong.

    >>> print(
    ...     caret("person.agee < 18", Problem(code="unknown-name", start=0, end=11, problem="no such name"))
    ... )
    person.agee < 18
    ^^^^^^^^^^^
    """
    marks = " " * problem.start + "^" * max(1, problem.end - problem.start)
    return f"{text}\n{marks}"
