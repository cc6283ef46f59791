"""The steps of a citation from a section down to what is meant, and the names of laws: read and judged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import frozen

LEVELS: Mapping[str, str] = {
    "Abs.": r"[0-9]+[a-z]*",
    "UAbs.": r"[0-9]+",
    "Satz": r"[0-9]+",
    "Halbsatz": r"[0-9]+",
    "Nr.": r"[0-9]+[a-z]*",
    "Buchst.": r"[a-z]{1,2}",
    "Alt.": r"[0-9]+",
}
"""The kinds of steps, with the numbers each may have."""

SPELLINGS: Mapping[str, str] = {
    "Abs": "Abs.",
    "Absatz": "Abs.",
    "Unterabs.": "UAbs.",
    "S.": "Satz",
    "Hs.": "Halbsatz",
    "Halbs.": "Halbsatz",
    "Nr": "Nr.",
    "Nummer": "Nr.",
    "lit.": "Buchst.",
    "Buchstabe": "Buchst.",
    "Alt": "Alt.",
    "Alternative": "Alt.",
}
"""Other ways to write a step, which an error answers with the one that is read."""

_LAW = re.compile(
    r"([0-9]+\. )?"  # a law of a Land may begin with its number: 5. AG-KJHG NRW
    r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüß/.-]*"
    r"( [A-Za-zÄÖÜäöüß0-9()/.-]+)*"
)


@frozen
class Step:
    """One step of a citation, such as `Abs. 1, 3`.

    Args:
        kind: A key of `LEVELS`.
        numbers: One number; the last step may have several.

    Example:
        >>> str(Step("Abs.", ("1", "3")))
        'Abs. 1, 3'
    """

    kind: str
    numbers: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} {', '.join(self.numbers)}"


@frozen
class Problem:
    """What is wrong in a citation, what would be right, and what to do."""

    problem: str
    allowed: str | None = None
    hint: str | None = None


def read_steps(words: list[str]) -> tuple[tuple[Step, ...], str]:
    """Return the steps that the words begin with, and the rest as the law; nothing is judged.

    Example:
        >>> steps, law = read_steps(["Abs.", "1,", "3", "SGB", "II"])
        >>> [str(step) for step in steps], law
        (['Abs. 1, 3'], 'SGB II')
    """
    steps: list[Step] = []
    while words and words[0] in LEVELS:
        kind, *words = words
        numbers: list[str] = []
        while words and (not numbers or numbers[-1].endswith(",")):
            numbers.append(words[0])
            words = words[1:]
        steps.append(Step(kind, tuple(number.removesuffix(",") for number in numbers)))
    return tuple(steps), " ".join(words)


def problems_of_steps(steps: tuple[Step, ...]) -> Iterator[Problem]:
    """Yield what is wrong with the steps of a citation."""
    kinds = [step.kind for step in steps]
    for kind in dict.fromkeys(kinds):
        if kinds.count(kind) > 1:
            yield Problem(f"{kind} stands twice", hint="write two citations")
    for step in steps:
        yield from _problems_of_step(step)
    for step in steps[:-1]:
        if len(step.numbers) > 1:
            problem = f"{step.kind} has several numbers, though more steps follow"
            yield Problem(problem, hint="write two citations")


def _problems_of_step(step: Step) -> Iterator[Problem]:
    if step.kind not in LEVELS:
        yield Problem(f"{step.kind!r} is no step of a citation", ", ".join(LEVELS))
    elif not step.numbers or not all(re.fullmatch(LEVELS[step.kind], number) for number in step.numbers):
        allowed = "letters" if step.kind == "Buchst." else "numbers"
        yield Problem(f"{step.kind} has no right number", allowed)


def problems_of_law(law: str) -> Iterator[Problem]:
    """Yield what is wrong with the name of a law."""
    misplaced = [word for word in law.split() if word in SPELLINGS or word in LEVELS]
    if misplaced:
        yield Problem(f"{misplaced[0]!r} stands where the law is named", hint=_spelled(misplaced[0]))
    elif not law:
        yield Problem("no law is named", hint="end with the law, such as SGB II")
    elif not _LAW.fullmatch(law):
        yield Problem("this is no name of a law", "a name such as SGB II, FreizügG/EU, VO (EU) 2024/1347")


def _spelled(word: str) -> str:
    return f"write {SPELLINGS[word]!r}" if word in SPELLINGS else f"write {word} before the law"
