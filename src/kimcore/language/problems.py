"""What is wrong with a test, as values, and the error that carries them."""

from collections.abc import Iterable

from attrs import frozen

from kimcore.errors import KimcoreError


@frozen(kw_only=True)
class Problem:
    """One fault in the text of a test.

    Args:
        code: What kind of fault it is, stable from version to version.
        start: The first character of the text that is wrong.
        end: The first character after it.
        problem: What is wrong.
        allowed: What is allowed there; None: not listed.
        hint: What to do; None: nothing to propose.
    """

    code: str
    start: int
    end: int
    problem: str
    allowed: str | None = None
    hint: str | None = None


class TestError(KimcoreError, ValueError):
    """The text of a test or of a date expression cannot be read.

    Attributes:
        text: The text, shortened where it is too long.
        problems: What is wrong with it, each with its place.
    """

    __test__ = False  # pytest would collect a class of this name

    def __init__(self, text: str, problems: Iterable[Problem]) -> None:
        self.text = text
        self.problems = tuple(problems)
        super().__init__("\n".join(_told(text, problem) for problem in self.problems))


def caret(text: str, problem: Problem) -> str:
    """Return the text and, below it, carets under the part that is wrong.

    Args:
        text: The text of the test, on one line.
        problem: What is wrong with it.

    Example:
        >>> problem = Problem(code="unknown-name", start=0, end=11, problem="there is no such name")
        >>> print(caret("person.agee < 18", problem))
        person.agee < 18
        ^^^^^^^^^^^
    """
    marks = " " * problem.start + "^" * max(1, problem.end - problem.start)
    return f"{text}\n{marks}"


def _told(text: str, problem: Problem) -> str:
    allowed = f"allowed: {problem.allowed}" if problem.allowed else None
    lines = (problem.problem, caret(text, problem), allowed, problem.hint)
    return "\n".join(line for line in lines if line)
