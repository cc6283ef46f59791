"""An explanation as text: the tree of tests with verdicts, values and sources, as far as it decides something.

What decides is told to the end: all that is needed of what holds, all reasons of what does not, and what is open.
Beside it, what is settled stands in one line, and what was told already is not told again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from attrs import define, evolve, field, frozen

from kimcore.evaluation.explanation import Because, Explanation
from kimcore.exchange.layout import WIDTH, Page, Style, columns
from kimcore.exchange.phrases import Speech
from kimcore.language.interpreter import Answer
from kimcore.language.timeline import Members
from kimcore.people.history import Unknown
from kimcore.rules.statement import Statement

MARKS: dict[Answer, str] = {True: "+", False: "-", None: "?"}
"""Yes, no and open at the head of a line."""

MAX_CODES = 4
"""How many codes of a test are printed; the others are counted."""

_CODES = re.compile(r"\{([^{}]*)\}")


def explained(explanation: Explanation, *, lang: str = "de", width: int = WIDTH, style: Style = "plain") -> str:
    """Return an explanation as text: `+` holds, `-` does not, `?` is open.

    Args:
        explanation: what is told.
        lang: `de` or `en`.
        width: the columns of a line, at least 40.
        style: `plain`, or `terminal` with headings in bold.

    Raises:
        UnknownNameError: there are no phrases in the language.
    """
    judgement = explanation.judgement
    return _Telling(Speech(lang), Page(width, style), judgement.person, judgement.day).told(explanation)


@frozen
class _Part:
    """A part in the form in which it is told: what only leads to one other part is one with it.

    Args:
        answer: yes, no or open.
        label: the part in words.
        because: the part whose sources, join and parts are told.
    """

    answer: Answer
    label: str
    because: Because

    @property
    def parts(self) -> tuple[Because, ...]:
        """What is told below: the facts that a test read stand in its label."""
        return () if _is_test(self.because) and all(map(_is_fact, self.because.parts)) else self.because.parts


@define
class _Telling:
    """Tells one explanation, and remembers what it has told."""

    say: Speech
    page: Page
    person: str
    day: date
    known: set[tuple[str, str, date]] = field(factory=set)

    def told(self, explanation: Explanation) -> str:
        judgement, say = explanation.judgement, self.say
        title = f" ({judgement.statement})" if explanation.title else ""
        asked = f"{say.capital(explanation.title) or judgement.statement}{title}"
        self.page.heading(f"{say('explanation')}: {asked}, {judgement.person}, {say.day(judgement.day)}")
        kind = judgement.kind.value
        self.page.line(f"{say('verdict')}: {say('open verdict' if kind == 'open' else kind)}", right=say("legend"))
        for statement, tree in explanation.versions:
            self.page.gap()
            self._tell(tree, indent=0)
            if statement.disputed is not None:
                self.page.line(f"{say('disputed')}: {say.text(statement.disputed)}", indent=2)
        if explanation.not_in_force:
            self.page.gap()
        for statement in explanation.not_in_force:
            self._not_in_force(statement)
        return str(self.page)

    def _not_in_force(self, statement: Statement) -> None:
        law, bill = statement.in_force, statement.pending
        when = str(law) if law else f"{self.say('planned')}: {bill.bill}" if bill else ""
        text = f"{self.say('not_in_force')}: {statement.id} ({when})"
        self.page.line(text, right=self.say.sources(statement.basis))

    # ------------------------------------------------------------------------------- the tree

    def _tell(self, because: Because, *, indent: int) -> None:
        part = self._part(because)
        told = self._told_already(part)
        label = f"{part.label}, {self.say('above')}" if told else part.label
        label = self._with_only_reason(part, label, indent)
        lead = f"{MARKS[part.answer]} "
        self.page.line(label, indent=indent, lead=lead, right=self.say.sources(part.because.basis), hang=2)
        if not told and label == part.label:
            for below in _deciding(part):
                self._tell(below, indent=indent + 2)
            for below in _settled(part):
                self._mention(below, indent=indent + 2)

    def _mention(self, because: Because, *, indent: int) -> None:
        part = self._part(because)
        lead, right = f"{MARKS[part.answer]} ", self.say.sources(part.because.basis)
        self.page.line(part.label, indent=indent, lead=lead, right=right, hang=2)

    def _told_already(self, part: _Part) -> bool:
        key = (part.because.what, part.because.person, part.because.day)
        if not part.parts or not part.because.what:
            return False
        told = key in self.known
        self.known.add(key)
        return told

    def _with_only_reason(self, part: _Part, label: str, indent: int) -> str:
        """The label with the one test that decides, if there is only one and both fit on a line."""
        if len(part.because.parts) != 1 or len(part.parts) != 1 or label != part.label:
            return label
        only = self._part(part.parts[0])
        whole = f"{label}: {only.label}"
        right = columns(self.say.sources(part.because.basis))
        fits = indent + 2 + columns(whole) + (right + 2 if right else 0) <= self.page.width
        plain = not only.parts and not only.because.basis and only.answer is part.because.answer
        return whole if fits and plain else label

    # ------------------------------------------------------------------------------- labels

    def _part(self, because: Because) -> _Part:
        exception = f"{self.say('no_exception')}: " if because.join == "not" else ""
        inner = _inner(because)
        return _Part(because.answer, f"{exception}{self._label(because, inner)}{self._whose(inner)}", _flat(inner))

    def _whose(self, because: Because) -> str:
        """Whose part it is and of which day, if not the person and the day that were asked for."""
        who = [because.person] if because.person != self.person else []
        when = [self.say.day(because.day)] if because.day != self.day else []
        return f" [{', '.join([*who, *when])}]" if who or when else ""

    def _label(self, because: Because, inner: Because) -> str:
        says = self.say.text(because.says or inner.says)
        if inner.what and not _is_test(inner):
            name = because.what if because.what.startswith(inner.what) else inner.what
            return f"{says} ({name})" if says else name
        test = _short(because.what or inner.what)
        group = self.say("any_of" if inner.join == "any" else "all_of")
        words = says if not test else f"{says} ({test})" if says else test
        values = self._values(because)
        return f"{words or group}: {values}" if values else words or group

    def _values(self, because: Because) -> str:
        """What the facts were that a test read, each once."""
        if because.fact is not None:
            return told(self.say, because.value)
        read = [part for part in because.parts if _is_fact(part)] if _is_test(because) else []
        return ", ".join(dict.fromkeys(f"{part.what} {told(self.say, part.value)}" for part in read))


def _inner(because: Because) -> Because:
    """The statement that a test names, or the group that an exception holds; else the part itself."""
    if len(because.parts) == 1 and not _is_fact(because.parts[0]):
        only = because.parts[0]
        named = because.join == "not" or f"{because.what} ".startswith(f"{only.what} ")
        if named and only.person == because.person:
            return evolve(only, basis=because.basis or only.basis, says=because.says or only.says)
    return because


def _flat(because: Because) -> Because:
    """A part that holds one group and nothing else holds the parts of the group."""
    while len(because.parts) == 1 and because.parts[0].what == "" and because.parts[0].join != "not":
        only = because.parts[0]
        if only.says is not None or only.basis:
            break
        because = evolve(because, parts=only.parts, join=only.join, answer=only.answer)
    return because


def _is_fact(because: Because) -> bool:
    return because.fact is not None and because.fact == because.what and not because.parts


def _is_test(because: Because) -> bool:
    return because.fact is not None or " " in because.what


def _deciding(part: _Part) -> Iterator[Because]:
    """The parts on which the answer rests: those that answer alike, or all where it needs all of them."""
    because = part.because
    needs_all = because.answer is (because.join != "any")
    alike = [below for below in part.parts if below.answer is because.answer]
    yield from part.parts if needs_all or not alike else alike


def _settled(part: _Part) -> Iterator[Because]:
    """The parts beside those: what holds where something else is missing, or fails where something else is open."""
    because = part.because
    deciding = {id(below) for below in _deciding(part)}
    if because.answer is not True:
        beside = (below for below in part.parts if id(below) not in deciding)
        yield from (below for below in beside if below.what or below.says)


def _short(test: str) -> str:
    """A test with no more codes in braces than can be read."""
    return _CODES.sub(lambda match: _some(match[1].split(", ")), test)


def _some(codes: list[str]) -> str:
    rest = f", … +{len(codes) - MAX_CODES}" if len(codes) > MAX_CODES + 1 else ""
    return f"{{{', '.join(codes[:MAX_CODES] if rest else codes)}{rest}}}"


def told(say: Speech, value: object) -> str:
    """Return the value of a fact in words."""
    match value:
        case Unknown():
            return say("withheld" if value.reason == "withheld" else "unknown")
        case None:
            return say("none")
        case bool():
            return say("yes" if value else "no")
        case Members():
            rest = () if value.closed else (f"… {say('open')}",)
            return f"{{{', '.join([*sorted(value.known), *rest])}}}"
        case date():
            return say.day(value)
        case _:
            return str(value)
