"""The errors of kimcore: one base class, faults with their place, and all faults of a document at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from attrs import frozen

Path = tuple[str | int, ...]
"""Where something stands in a document: keys of objects and places in lists."""

LONGEST_KEY = 60
"""How much of an unknown key is repeated in a fault."""

LONGEST_WORD = 100
"""Words longer than this have no nearest name: no name of ours is as long, and comparing them costs time."""


class KimcoreError(Exception):
    """The base of every error kimcore raises on purpose; each class inherits the usual error of its kind too.

    Example:
        >>> issubclass(CaseError, KimcoreError), issubclass(CaseError, ValueError)
        (True, True)
    """


@frozen(kw_only=True)
class Fault:
    """One thing that is wrong in a document: where, what, what would be allowed, and the way out.

    A fault names fields, keys and places of the document, never a personal value.

    Args:
        code: The stable name of this kind of fault, such as `unknown-key`.
        where: The place: a path (`$.persons[1].birth`), or file, line and item of a text.
        problem: What is wrong, in lower case.
        allowed: What is allowed there; None: said by the problem itself.
        hint: What to do about it; None: no suggestion.
        excerpt: The faulty line of an authored text and a line with carets below it; None: not shown.

    Example:
        >>> print(Fault(code="unknown-key", where="$.as_off", problem="unknown key", allowed="as_of, key"))
        $.as_off: unknown key; allowed: as_of, key [unknown-key]
    """

    code: str
    where: str
    problem: str
    allowed: str | None = None
    hint: str | None = None
    excerpt: str | None = None

    def __str__(self) -> str:
        allowed = None if self.allowed is None else f"allowed: {self.allowed}"
        said = "; ".join(part for part in (self.problem, allowed, self.hint) if part)
        excerpt = "" if self.excerpt is None else "\n" + _indented(self.excerpt)
        return f"{self.where}: {said} [{self.code}]{excerpt}"


class InputError(KimcoreError, ValueError):
    """A document that cannot be used, with every fault found in it.

    Args:
        what: What could not be done, in lower case: "the case cannot be read".
        faults: The faults, in the order of the document.

    Attributes:
        what: As given.
        faults: The faults as a tuple.

    Example:
        >>> fault = Fault(code="no-such-day", where="$.as_of", problem="not a day of the calendar")
        >>> print(InputError("the case cannot be read", [fault]))
        the case cannot be read (1 fault)
          $.as_of: not a day of the calendar [no-such-day]
    """

    what: str
    faults: tuple[Fault, ...]

    def __init__(self, what: str, faults: Iterable[Fault]) -> None:
        self.what = what
        self.faults = tuple(faults)
        # Both go to the base so that the error survives pickling on its way back from another process.
        super().__init__(self.what, self.faults)

    def __str__(self) -> str:
        number = len(self.faults)
        head = f"{self.what} ({number} fault{'' if number == 1 else 's'})"
        return "\n".join([head, *(_indented(str(fault), 2) for fault in self.faults)])


class CaseError(InputError):
    """A case that cannot be used, with every fault found in it."""


class RulebookError(InputError):
    """A rulebook that cannot be used, with every fault found in it."""


class LandscapeError(InputError):
    """A landscape that cannot be used, with every fault found in it."""


class UnknownNameError(KimcoreError, LookupError):
    """A statement, a person, a code or another name was asked for that is not there."""


class UndecidedError(KimcoreError, TypeError):
    """A value that may be yes, no or open was used as if it were only yes or no."""


class Faults:
    """A collector that lets a reader go on after a fault and report all of them together.

    Example:
        >>> faults = Faults()
        >>> faults.add("unknown-key", "$.brith", "unknown key", hint=did_you_mean("brith", ["birth", "key"]))
        >>> len(faults)
        1
        >>> faults.raise_if_any(CaseError, "the case cannot be read")
        Traceback (most recent call last):
        ...
        kimcore.errors.CaseError: the case cannot be read (1 fault)
          $.brith: unknown key; did you mean 'birth'? [unknown-key]
    """

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: list[Fault] = []

    def add(
        self,
        code: str,
        where: str,
        problem: str,
        *,
        allowed: str | None = None,
        hint: str | None = None,
        excerpt: str | None = None,
    ) -> None:
        """Note one fault; the arguments are those of `Fault`."""
        self._found.append(Fault(code=code, where=where, problem=problem, allowed=allowed, hint=hint, excerpt=excerpt))

    def extend(self, faults: Iterable[Fault]) -> None:
        """Note faults found elsewhere, such as those of an inner document."""
        self._found.extend(faults)

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._found)

    def raise_if_any(self, cls: type[InputError], what: str) -> None:
        """Raise `cls` with every fault noted so far; do nothing when there is none.

        Args:
            cls: The error to raise, such as `CaseError`.
            what: What could not be done, in lower case.

        Raises:
            InputError: Of the class given, when at least one fault was noted.
        """
        if self._found:
            raise cls(what, self._found)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most like a misspelt word, or None when none is like it; case does not count.

    Args:
        word: The word as written.
        candidates: The valid names.

    Example:
        >>> nearest("Refuge", ["refugee", "subsidiary"])
        'refugee'
        >>> nearest("blue_card", ["refugee", "subsidiary"]) is None
        True
    """
    if len(word) > LONGEST_WORD:
        return None
    # Sorted, so that the answer does not hang on the order of a set.
    by_folded = {candidate.casefold(): candidate for candidate in sorted(candidates, reverse=True)}
    found = get_close_matches(word.casefold(), by_folded, n=1)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """Return the hint that names the nearest candidate, or None when none is like the word.

    Args:
        word: The word as written; it is not repeated in the hint.
        candidates: The valid names.

    Example:
        >>> did_you_mean("residense", ["residence", "stay"])
        "did you mean 'residence'?"
    """
    found = nearest(word, candidates)
    return None if found is None else f"did you mean '{found}'?"


def listed(words: Iterable[str], limit: int = 12) -> str:
    """Return words in one line, sorted, cut after `limit` with the number there are in all.

    Args:
        words: The words, such as the codes allowed in a field.
        limit: How many are shown at most.

    Example:
        >>> listed(["c", "a", "b"])
        'a, b, c'
        >>> listed("abcdef", limit=2)
        'a, b … (6 in all)'
    """
    ordered = sorted(words)
    rest = f" … ({len(ordered)} in all)" if len(ordered) > limit else ""
    return ", ".join(ordered[:limit]) + rest


def path_text(path: Path) -> str:
    """Return a path as it is told; a key that is no name stands in quotes.

    Example:
        >>> path_text(("persons", 1, "birth")), path_text(("a b",))
        ('$.persons[1].birth', "$['a b']")
    """
    return "$" + "".join(_step(step) for step in path)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if step.isidentifier() and step.isascii() and len(step) <= LONGEST_KEY:
        return f".{step}"
    shown = step if len(step) <= LONGEST_KEY else step[:LONGEST_KEY] + "…"
    return f"[{shown!a}]"


def _indented(text: str, by: int = 4) -> str:
    return "\n".join(" " * by + line for line in text.splitlines())
