"""Facts and their types: what a rulebook may ask about a person."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from attrs import fields, frozen

from kimcore.errors import KimcoreError
from kimcore.language.timeline import Timeline
from kimcore.law.codes import CodeList, code_lists
from kimcore.people.case import Case
from kimcore.people.history import Entry
from kimcore.people.kinds import KINDS
from kimcore.people.person import Person
from kimcore.text import Text

FactKind = Literal["flag", "code", "ordered", "codes", "day", "count", "place"]
Answerer = Literal["person", "paper", "office", "register"]


@frozen(kw_only=True)
class FactType:
    """What the values of a fact are.

    flag: yes or no; code: one of a list; ordered: one of a list that has an order; codes: a set of a list;
    day; count: a whole number with a unit; place: a territory.
    """

    kind: FactKind
    codes: CodeList | None = None
    unit: str | None = None


@frozen(kw_only=True)
class Fact:
    """One thing that can be known of a person, with the question that asks for it and who can answer it.

    Args:
        id: Its name in a test, such as `residence.status`.
        type: What its values are.
        describes: What it is.
        question: The question that asks a person for it.
        answered_by: Who or what can answer, the likeliest first.
        history: The kind of entry it is read from; None: from no history of a case.
        always: Whether it cannot be none, so that it may stand in an ordering test alone.
        derive: Reads a fact of your own from a case; None: it is read from its history, and is unknown in
            every case where it has none.
    """

    id: str
    type: FactType
    describes: Text
    question: Text
    answered_by: tuple[Answerer, ...]
    history: str | None = None
    always: bool = False
    derive: "Callable[[Case, Person], Timeline] | None" = None


class Vocabulary(Mapping[str, Fact]):
    """The facts that tests may name."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = {fact.id: fact for fact in facts}

    def __getitem__(self, key: str) -> Fact:
        return self._facts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def extended(self, facts: Iterable[Fact]) -> "Vocabulary":
        """Return the vocabulary with facts of your own.

        Args:
            facts: The facts to add.

        Raises:
            KimcoreError: One of them has the id of a fact that is there already.
        """
        added = tuple(facts)
        twice = sorted(fact.id for fact in added if fact.id in self)
        if twice:
            raise KimcoreError(f"the vocabulary has these facts already: {', '.join(twice)}")
        return Vocabulary((*self._facts.values(), *added))


# ------------------------------------------------------------------------------- the standard vocabulary


@cache
def standard_vocabulary() -> Vocabulary:
    """Return the facts that a `Case` can tell, with their questions.

    Types come from the kinds of entries in `people.kinds`, descriptions and questions from `data/facts.toml`.
    """
    rows = tomllib.loads(files("kimcore").joinpath("data/facts.toml").read_text(encoding="utf-8"))["fact"]
    texts = {row["id"]: row for row in rows}
    return Vocabulary(_told(id_, type_, history, texts) for id_, type_, history in _typed())


def _typed() -> Iterator[tuple[str, FactType, str]]:
    """Yield id, type and history of the facts."""
    yield "person.birth", FactType(kind="day"), "person"
    for name in ("applications", "refusals"):
        yield name, _listed("codes", "matter"), "applications"
    for family, (keys, history) in _DAYS.items():
        for key in code_lists()[keys].codes:
            yield f"{family}.{key.id}", FactType(kind="day"), history
    for history, kind in KINDS.items():
        if history in _FAMILIES:
            pattern, keys, kind_, codes = _FAMILIES[history]
            for key in code_lists()[keys].codes:
                yield pattern.format(key.id), _listed(kind_, codes), history
        elif history == "concerns":
            yield "concerns", _listed("codes", "concern"), history
        else:
            yield from _fields(history, kind)


_DAYS = {
    "filed": ("matter", "applications"),
    "decided": ("matter", "applications"),
    "served": ("matter", "applications"),
    "moved": ("place_kind", "places"),
}
"""Days worked out of a history: the list of their keys, and the history."""

_FAMILIES: dict[str, tuple[str, str, FactKind, str | None]] = {
    "coverage": ("coverage.{}", "aspect", "codes", "benefit"),
    "places": ("place.{}", "place_kind", "place", None),
    "language": ("{}.level", "language", "ordered", "cefr"),
    "appointments": ("appointment.{}", "matter", "day", None),
    "documents": ("valid_until.{}", "document", "day", None),
}
"""Histories that hold several entries at once: the id of the fact, the list of its keys, its type."""


def _fields(history: str, kind: type[Entry]) -> Iterator[tuple[str, FactType, str]]:
    for attribute in fields(kind):
        told = attribute.metadata.get("fact")
        if told is not None:
            codes = code_lists()[told.codes] if told.codes else None
            ordered = told.kind == "code" and codes is not None and codes.ordered
            type_ = FactType(kind="ordered" if ordered else told.kind, codes=codes, unit=told.unit)
            yield f"{history}.{attribute.name}", type_, history


def _listed(kind: FactKind, codes: str | None) -> FactType:
    return FactType(kind=kind, codes=code_lists()[codes] if codes else None)


def _told(id_: str, type_: FactType, history: str, texts: Mapping[str, Any]) -> Fact:
    row = texts.get(id_) or texts[f"{id_.partition('.')[0]}.*"]
    return Fact(
        id=id_,
        type=type_,
        describes=Text.from_mapping(row["describes"]),
        question=Text.from_mapping(row["question"]),
        answered_by=tuple(row["answered_by"]),
        history=history,
        always=row.get("always", id_ == "person.birth"),
    )
