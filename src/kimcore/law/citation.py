"""Citations of law: read, printed, addressed, and checked against the sections of the shipped laws.

A citation is written as lawyers write it, in one form only, so that text and citation are the same thing:
`§ 7 Abs. 1 Satz 2 Nr. 3 SGB II`, `Art. 18 VO (EU) 2024/1347`.
"""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from attrs import evolve, field, frozen

from kimcore.dates import Period
from kimcore.errors import Fault, InputError, did_you_mean
from kimcore.law.steps import LEVELS, Problem, Step, problems_of_law, problems_of_steps, read_steps

_SECTION = re.compile(r"[0-9]+[a-z]*")
_LONGEST = 200
_BETWEEN = re.compile(r"\s*[,;]\s+(?=§|Art\.)")
_SITE = "https://www.gesetze-im-internet.de"


class CitationError(InputError):
    """A citation that cannot be read or does not stand in the law, with every fault found in it."""


@frozen(kw_only=True)
class Citation:
    """A place in a law, or a document without sections such as a circular.

    Args:
        kind: `§` or `Art.`; of a document: `document`, see `Citation.document`.
        section: The number of the section or article, such as `44a`; empty of a document.
        steps: The way from there, such as Abs. 1, Satz 2; only the last step may have several numbers.
        law: The law, such as `SGB II`; of a document its title.
        own_address: Where a law that is not shipped, or a document, can be read; not part of the text.

    Raises:
        CitationError: The parts make no citation.

    Example:
        >>> citation = Citation.parse("§ 7 Abs. 1 Satz 2 Nr. 3 SGB II")
        >>> citation.section, citation.paragraph, citation.number, citation.law
        ('7', '1', '3', 'SGB II')
        >>> citation.address
        'https://www.gesetze-im-internet.de/sgb_2/__7.html'
    """

    kind: Literal["§", "Art.", "document"] = "§"
    section: str = ""
    steps: tuple[Step, ...] = ()
    law: str
    own_address: str | None = field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        problems = tuple(_problems_of(self))
        if problems:
            raise _error(str(self), problems)

    @classmethod
    def parse(cls, text: str, *, address: str | None = None) -> Citation:
        """Return the citation that a text holds.

        Args:
            text: One citation in the form it is printed in; white space may differ.
            address: Where a law that is not shipped can be read.

        Raises:
            CitationError: With everything that is wrong in the text.

        Example:
            >>> str(Citation.parse("§ 1 Abs. 1, 3  AsylbLG"))
            '§ 1 Abs. 1, 3 AsylbLG'
        """
        kind, *words = text.split() or [""]
        if len(text) > _LONGEST or kind not in _KINDS:
            raise _error(text[:_LONGEST], [Problem("not a citation", _FORM)])
        section, steps, law = _parts(words)
        try:
            return cls(
                kind="§" if kind == "§" else "Art.",
                section=section,
                steps=steps,
                law=law,
                own_address=address,
            )
        except CitationError as error:
            # Raised anew, so that the place is the text as it was written.
            faults = [evolve(fault, where=_where(text)) for fault in error.faults]
            raise CitationError(error.what, faults) from None

    @classmethod
    def document(cls, title: str, *, address: str) -> Citation:
        """Return the citation of a circular or decree, which has no sections: its title, and its address."""
        return cls(kind="document", law=" ".join(title.split()), own_address=address)

    def __str__(self) -> str:
        if self.kind == "document":
            return self.law
        return " ".join([self.kind, self.section, *map(str, self.steps), self.law])

    @property
    def address(self) -> str | None:
        """Where the section can be read: of a shipped law from the table, otherwise `own_address`."""
        slug = SectionTable.shipped().slug(self.law)
        if slug is None or self.kind == "document":
            return self.own_address
        return f"{_SITE}/{slug}/{'__' if self.kind == '§' else 'art_'}{self.section}.html"

    @property
    def paragraph(self) -> str | None:
        """The number of the Absatz, the first of several; None: the whole section."""
        return self._number("Abs.")

    @property
    def sentence(self) -> str | None:
        """The number of the Satz, None where none is named."""
        return self._number("Satz")

    @property
    def number(self) -> str | None:
        """The Nummer, None where none is named."""
        return self._number("Nr.")

    @property
    def letter(self) -> str | None:
        """The Buchstabe, None where none is named."""
        return self._number("Buchst.")

    @property
    def alternative(self) -> str | None:
        """The number of the Alternative, None where none is named."""
        return self._number("Alt.")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The numbers of all Absätze named."""
        return next((step.numbers for step in self.steps if step.kind == "Abs."), ())

    def _number(self, kind: str) -> str | None:
        return next((step.numbers[0] for step in self.steps if step.kind == kind), None)


def parse_citations(text: str) -> tuple[Citation, ...]:
    """Return the citations of a text, separated by a comma or a semicolon before the next § or Art.

    Raises:
        CitationError: With everything that is wrong in any of them.

    Example:
        >>> [str(citation) for citation in parse_citations("§ 2 Abs. 1, 3 AsylbLG, § 20 AsylbLG")]
        ['§ 2 Abs. 1, 3 AsylbLG', '§ 20 AsylbLG']
    """
    found: list[Citation] = []
    faults: list[Fault] = []
    for part in _BETWEEN.split(text.strip()):
        try:
            found.append(Citation.parse(part))
        except CitationError as error:
            faults.extend(error.faults)
    if faults:
        raise CitationError(_WHAT, faults)
    return tuple(found)


# ------------------------------------------------------------------------------------------------ reading

_WHAT = "the citation cannot be read"
_FORM = "'§ 7 Abs. 1 Satz 2 Nr. 3 SGB II' or 'Art. 18 VO (EU) 2024/1347'"
_KINDS = ("§", "Art.")


def _where(text: str) -> str:
    return f"citation {text.strip()!r}"


def _error(text: str, problems: Iterable[Problem]) -> CitationError:
    faults = [
        Fault(code="citation", where=_where(text), problem=one.problem, allowed=one.allowed, hint=one.hint)
        for one in problems
    ]
    return CitationError(_WHAT, faults)


def _parts(words: list[str]) -> tuple[str, tuple[Step, ...], str]:
    """Return section, steps and law of the words after the § or Art.; a missing section is empty."""
    section, rest = ("", words) if words[:1] and words[0] in LEVELS else ("".join(words[:1]), words[1:])
    return section, *read_steps(rest)


def _problems_of(citation: Citation) -> Iterator[Problem]:
    if citation.kind == "document":
        yield from _problems_of_document(citation)
    else:
        if citation.kind not in _KINDS:
            yield Problem("begins with neither § nor Art.", _FORM)
        if not _SECTION.fullmatch(citation.section):
            yield Problem("the section has no number", "a number and perhaps letters, such as 44a")
        yield from problems_of_steps(citation.steps)
        yield from problems_of_law(citation.law)
    if citation.own_address is not None and not citation.own_address.startswith("https://"):
        yield Problem("the address is no web address", "https://…")


def _problems_of_document(citation: Citation) -> Iterator[Problem]:
    if not 0 < len(citation.law) <= _LONGEST or citation.section or citation.steps:
        yield Problem("a document has a title and no sections", f"a title of at most {_LONGEST} characters")
    if citation.law.startswith(_KINDS):
        yield Problem("this is a place in a law, not a document", hint="leave out that it is a document")
    if citation.own_address is None:
        yield Problem("a document needs the address where it can be read", "https://…")


# ------------------------------------------------------------------------------------------------ the table


class Standing(Enum):
    """What the table of sections can say of a citation."""

    CHECKED = "checked"
    OUTSIDE = "outside the table"


@frozen
class Section:
    """One section in the snapshots of its law.

    Args:
        first: The day of the first snapshot that shows it; a day without a snapshot is its true first day.
        last: The day of the last one; a day without a snapshot is its true last day.
        paragraphs: The highest number of its Absätze; 0: they have no numbers.
    """

    first: date
    last: date
    paragraphs: int


@frozen
class SectionTable:
    """The sections of the shipped laws in snapshots of several days.

    A citation is checked on the days on which the statement that names it is in force: its section must
    stand in every snapshot of those days. Days without a snapshot count by the nearest one: those before the
    first, after the last, and those of a period that holds none. (A period that begins between two snapshots
    is not held against the one before it: the law may have changed on the very day it begins.)

    Args:
        snapshots: The days of the snapshots, in order.
        laws: The sections of each law, by their number.
        slugs: The name of each law in the addresses of gesetze-im-internet.de, where it is known.
        articles: The laws whose sections are articles.
    """

    snapshots: tuple[date, ...]
    laws: Mapping[str, Mapping[str, Section]] = field(repr=False)
    slugs: Mapping[str, str] = field(repr=False, factory=dict)
    articles: frozenset[str] = frozenset()

    @classmethod
    def shipped(cls) -> SectionTable:
        """Return the shipped table; it is read once.

        Example:
            >>> table = SectionTable.shipped()
            >>> table.check(Citation.parse("§ 37 Abs. 2 SGB II"), Period(date(2026, 7, 1), None))
            <Standing.CHECKED: 'checked'>
        """
        return _shipped()

    @classmethod
    def from_json(cls, text: str) -> SectionTable:
        """Return the table in the form that `tools/make_sections.py` writes."""
        table: dict[str, Any] = json.loads(text)
        snapshots = tuple(date.fromisoformat(day) for day in table["snapshots"])
        laws = {
            name: dict(_section(word, snapshots) for word in law["sections"].split())
            for name, law in table["laws"].items()
        }
        slugs = {name: law["slug"] for name, law in table["laws"].items() if law["slug"]}
        return cls(snapshots, laws, slugs, frozenset(table["articles"]))

    def slug(self, law: str) -> str | None:
        """Return the name of a law in addresses, None where it is not known or the law is not shipped."""
        return self.slugs.get(law)

    def check(self, citation: Citation, period: Period) -> Standing:
        """Return what the table can say of a citation on the days on which it is needed.

        Args:
            citation: The citation.
            period: The days, both ends included.

        Raises:
            CitationError: The section or Absatz does not stand in the law on these days, or the law is not
                shipped and the citation has no address of its own.
        """
        faults = self.faults(citation, period, where=_where(str(citation)))
        if faults:
            raise CitationError("the citation does not hold", faults)
        return Standing.OUTSIDE if self._sections(citation) is None else Standing.CHECKED

    def faults(self, citation: Citation, period: Period, *, where: str) -> tuple[Fault, ...]:
        """Return what is wrong with a citation on some days; nothing is raised.

        Args:
            citation: The citation.
            period: The days, both ends included.
            where: The place that the faults give.
        """
        sections = self._sections(citation)
        if sections is None:
            return () if citation.own_address else (self._outside(citation, where),)
        kind = "Art." if citation.law in self.articles else "§"
        if citation.kind != kind:
            problem = f"{citation.law} has no {citation.kind}"
            return (Fault(code="no-such-section", where=where, problem=problem, hint=f"write '{kind}'"),)
        section = sections.get(citation.section)
        if section is None:
            hint = did_you_mean(citation.section, sections)
            return (Fault(code="no-such-section", where=where, problem=_missing(citation), hint=hint),)
        return tuple(self._faults_of(section, citation, period, where))

    def _sections(self, citation: Citation) -> Mapping[str, Section] | None:
        return None if citation.kind == "document" else self.laws.get(citation.law)

    def _faults_of(self, section: Section, citation: Citation, period: Period, where: str) -> Iterator[Fault]:
        missing = self._missing_day(section, period)
        if missing is not None:
            problem = f"{_missing(citation)} on {missing}"
            allowed = f"it is shown from {section.first} to {section.last}"
            yield Fault(code="section-not-in-force", where=where, problem=problem, allowed=allowed)
        for paragraph in citation.paragraphs:
            if int(re.sub(r"[a-z]", "", paragraph)) > section.paragraphs:
                highest = f"Abs. 1 to {section.paragraphs}" if section.paragraphs else "no numbered Abs."
                problem = f"{citation.kind} {citation.section} {citation.law} has no Abs. {paragraph}"
                yield Fault(code="no-such-paragraph", where=where, problem=problem, allowed=highest)

    def _missing_day(self, section: Section, period: Period) -> date | None:
        """Return a day of the period, or the snapshot it counts by, that lacks the section, or None."""
        lacking = [day for day in self._counting(period) if not section.first <= day <= section.last]
        if lacking:
            return lacking[0]
        # A true first or last day decides to the day, whatever the snapshots around it show.
        if section.first not in self.snapshots and (period.first is None or period.first < section.first):
            return period.first or section.first - timedelta(days=1)
        if section.last not in self.snapshots and (period.last is None or period.last > section.last):
            return period.last or section.last + timedelta(days=1)
        return None

    def _outside(self, citation: Citation, where: str) -> Fault:
        hint = did_you_mean(citation.law, self.laws) or "give the address of the law"
        problem = f"{citation.law} is not among the shipped laws, and no address is given"
        return Fault(code="no-address", where=where, problem=problem, hint=hint)

    def _counting(self, period: Period) -> list[date]:
        """Return the days of the snapshots that count for a period."""
        inside = [day for day in self.snapshots if day in period]
        if inside:
            return inside
        # A period that holds no snapshot has at least one end; both ends lie between the same two snapshots.
        ends = [end for end in (period.first, period.last) if end is not None]
        return sorted({self._nearest(end) for end in ends})

    def _nearest(self, day: date) -> date:
        """Return the snapshot nearest to a day, the later of two that are equally near."""
        after = bisect(self.snapshots, day)
        near = self.snapshots[max(after - 1, 0) : after + 1]
        return min(reversed(near), key=lambda snapshot: abs(snapshot - day))


def _missing(citation: Citation) -> str:
    return f"{citation.law} has no {citation.kind} {citation.section}"


def _section(word: str, snapshots: tuple[date, ...]) -> tuple[str, Section]:
    """Return number and section of a word such as `44a/3@5-10`: highest Absatz, first and last snapshot."""
    head, _, days = word.partition("@")
    number, _, highest = head.partition("/")
    first, _, last = days.partition("-")
    shown = [_shown(text, snapshots) for text in (first or "0", last or str(len(snapshots) - 1))]
    return number, Section(shown[0], shown[1], int(highest or 0))


def _shown(text: str, snapshots: tuple[date, ...]) -> date:
    """Return the day of a snapshot given by its number, or a true first or last day given as `20220601`."""
    return date.fromisoformat(text) if len(text) == len("YYYYMMDD") else snapshots[int(text)]


@cache
def _shipped() -> SectionTable:
    return SectionTable.from_json((files("kimcore") / "data" / "sections.json").read_text(encoding="utf-8"))
