"""Words of Freedonia, an invented country, with short code lists: what tests of the machinery may name.

`tests.freedonia` has the rulebook of the same country, in the words of the shipped lists, so that a `Case` can be
judged by it. The words here are fewer, so that drawn tests and drawn facts meet often. Only the territories are real.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kimcore.dates import Duration, Period
from kimcore.language.check import Names, ValueType
from kimcore.language.program import Figure, Row
from kimcore.language.vocabulary import Fact, FactKind, FactType, Vocabulary
from kimcore.law.codes import Code, CodeList
from kimcore.text import Text


def _code_list(id_: str, codes: str, *, ordered: bool = False) -> CodeList:
    texts = tuple(Code(id=code, text=Text.of(de=code, en=code)) for code in codes.split())
    return CodeList(id=id_, title=Text.of(de=id_, en=id_), codes=texts, ordered=ordered)


STANDINGS = _code_list("standing", "guest settler subject")
ALMS = _code_list("alms", "soup bread coin")
RANKS = _code_list("rank", "page KNIGHT duke", ordered=True)
TITLES = _code_list("title", "lesser greater", ordered=True)
TERRITORIES = ("DE", "05", "055", "05562", "05562014", "05513000", "05513", "06")


def fact(
    id_: str, kind: FactKind, codes: CodeList | None = None, *, unit: str | None = None, always: bool = False
) -> Fact:
    """A fact of that kind, told of no history."""
    return Fact(
        id=id_,
        type=FactType(kind=kind, codes=codes, unit=unit),
        describes=Text.of(de=id_, en=id_),
        question=Text.of(de=f"{id_}?", en=f"{id_}?"),
        answered_by=("person",),
        always=always,
    )


VOCABULARY = Vocabulary(
    [
        fact("noble", "flag"),
        fact("work.employed", "flag"),
        fact("residence.standing", "code", STANDINGS),
        fact("residence.sought", "code", STANDINGS),
        fact("alms.held", "codes", ALMS),
        fact("alms.sought", "codes", ALMS),
        fact("court.rank", "ordered", RANKS),
        fact("court.hoped", "ordered", RANKS),
        fact("court.title", "ordered", TITLES),
        fact("person.birth", "day", always=True),
        fact("stay.since", "day", always=True),
        fact("papers.until", "day"),
        fact("family.size", "count", unit="person"),
        fact("herd.size", "count", unit="goat", always=True),
        fact("herd.needed", "count", unit="goat"),
        fact("place.home", "place"),
    ]
)

VALUES: Mapping[str, ValueType] = {
    "AGE": "duration",
    "WAIT": "duration",
    "GRACE": "days",
    "NOTICE": "days",
    "QUOTA": "count",
    "TITHE": "count",
    "REFORM": "day",
    "CHARTER": "day",
}

FIGURES: Mapping[str, tuple[Figure, ...]] = {
    # The age falls with the year in the middle row: nothing says that a figure must rise.
    "AGE": (
        Figure(
            Period(date(2000, 1, 1), None),
            (
                Row(None, 1988, Duration.parse("35 years")),
                Row(1989, 1989, Duration.parse("34 years 11 months")),
                Row(1990, 1990, Duration.parse("33 years 20 days")),
                Row(1991, None, Duration.parse("34 years")),
            ),
        ),
    ),
    "WAIT": (
        Figure(Period(None, date(2024, 2, 14)), Duration.parse("1 month")),
        Figure(Period(date(2024, 2, 20), None), Duration.parse("3 weeks")),
    ),
    "GRACE": (Figure(Period(None, None), Duration.parse("10 days")),),
    "NOTICE": (
        Figure(Period(None, date(2024, 2, 9)), (Row(None, 1989, Duration.parse("3 weeks")),)),
        Figure(
            Period(date(2024, 2, 10), None),
            (Row(None, 1989, Duration.parse("2 weeks")), Row(1990, None, Duration.parse("3 days"))),
        ),
    ),
    "QUOTA": (
        Figure(Period(None, date(2024, 1, 31)), 2),
        Figure(Period(date(2024, 2, 1), date(2024, 3, 9)), 3),
    ),
    "TITHE": (Figure(Period(None, None), (Row(None, 1989, 1), Row(1990, None, 2))),),
    "REFORM": (
        Figure(Period(None, date(2024, 2, 29)), date(2024, 2, 29)),
        Figure(Period(date(2024, 3, 1), None), date(2024, 3, 15)),
    ),
    "CHARTER": (Figure(Period(None, None), (Row(None, 1989, date(2024, 2, 20)), Row(1990, None, date(2024, 2, 2)))),),
}

NAMES = Names(
    vocabulary=VOCABULARY,
    definitions=frozenset({"law.pauper", "law.peer"}),
    entitlements=frozenset({"law.alms"}),
    values=VALUES,
)
