"""The words of a test, with their places."""

import re
from typing import Literal

from attrs import frozen

from kimcore.language.problems import Problem, TestError

MAX_LENGTH = 2_000

TokenKind = Literal["day", "number", "word", "sign", "end"]

_TOKEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?![\w-])"
    r"|(?P<number>\d+)(?!\w)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign><=|>=|==|!=|[<>(){},:+-])",
    re.ASCII,
)
_SPACE = re.compile(r"\s*")


@frozen
class Token:
    """One word of a test.

    Args:
        kind: What it is; `end` stands behind the last word.
        text: The word as written.
        start: Where it begins in the text.
        end: Where it ends, not included.
    """

    kind: TokenKind
    text: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of the text, the last one of kind `end`.

    Raises:
        TestError: A character belongs to no token, or the text is longer than `MAX_LENGTH`.

    Example:
        >>> [token.text for token in tokens("german.level<B1")]
        ['german.level', '<', 'B1', '']
    """
    if len(text) > MAX_LENGTH:
        raise TestError(text[:60] + " …", [_too_long(len(text))])
    found = []
    place = _skip(text, 0)
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise TestError(text, [_unreadable(text, place)])
        found.append(Token(match.lastgroup, match.group(), place, match.end()))  # type: ignore[arg-type]  # the groups are the kinds
        place = _skip(text, match.end())
    return (*found, Token("end", "", len(text), len(text)))


def _skip(text: str, place: int) -> int:
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _too_long(length: int) -> Problem:
    return Problem(
        code="too-long",
        start=0,
        end=1,
        problem=f"the test has {length} characters",
        allowed=f"at most {MAX_LENGTH}",
        hint="give a part of it a name with a definition",
    )


def _unreadable(text: str, place: int) -> Problem:
    return Problem(
        code="syntax",
        start=place,
        end=place + 1,
        problem=f"{text[place]!r} has no meaning here",
        allowed="names, codes in braces, whole numbers, ISO days, and < <= > >= == != + - ( ) { } , :",
    )
