"""Households for scenarios, as documents a town could hand over, and the evaluator that judges them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kimcore import Case, Evaluation, Evaluator, load_landscape, load_rulebook, read_case
from kimcore.testing import builders
from kimcore.testing.builders import living_in

DATA = Path(__file__).resolve().parent / "data"
GLADBECK = "05562014"

Document = builders.Document
Change = Callable[[Document], object]


@cache
def evaluator() -> Evaluator:
    """The shipped rulebook and landscape, read once."""
    return Evaluator(load_rulebook("nrw"), load_landscape("kreis-recklinghausen"))


def evaluated(document: Document, on: str) -> Evaluation:
    """The evaluation of a document on a day."""
    return evaluator().evaluate(case_of(document), on=date.fromisoformat(on))


def case_of(document: Document) -> Case:
    """The case that a document says."""
    return read_case(json.dumps(document))


def refugee(as_of: str, *changes: Change) -> Document:
    """The recognised refugee of Gladbeck whose AsylbLG benefit ended with October 2026."""
    document: Document = json.loads((DATA / "refugee.json").read_text(encoding="utf-8"))
    document["as_of"] = as_of
    for change in changes:
        change(document)
    return document


def person(key: str, birth: str, since: str, **histories: object) -> Document:
    """A person of Gladbeck in need, able to work, of whom everything else is as given or none."""
    known: dict[str, Any] = {
        "stay": {"first": since, "in_germany": True, "since": since},
        "work": {"capable": True},
        "livelihood": {"first": since, "in_need": True},
        "places": living_in(GLADBECK, since=since),
    }
    return builders.person(key, birth=birth, **{**known, **histories})


def coverage(first: str, **benefits: str) -> list[Document]:
    """Open-ended payments from a day, by aspect."""
    return [{"aspect": aspect, "benefit": benefit, "first": first} for aspect, benefit in benefits.items()]


def household(key: str, as_of: str, persons: list[Document], **rest: object) -> Document:
    """A case with these persons, whose relations, applications and handoffs are none unless given."""
    return builders.document(*persons, key=key, as_of=as_of, **rest)


def changed(document: Mapping[str, Any], **rest: object) -> Document:
    """A copy of a document with other values at the top."""
    return {**json.loads(json.dumps(document)), **rest}
