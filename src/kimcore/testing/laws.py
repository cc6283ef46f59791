"""Hypothesis strategies for rulebooks: every kind of statement, over all facts that a case can tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from kimcore.dates import Period
from kimcore.language.check import ValueType
from kimcore.law.citation import SectionTable
from kimcore.law.codes import code_lists
from kimcore.people.application import SEVERITIES
from kimcore.rules.mechanism import Mechanism
from kimcore.rules.reading import SCHEMA, load_rulebook, read_rulebook
from kimcore.rules.rulebook import Rulebook
from kimcore.rules.statement import (
    ACTORS,
    CLAIM_UNITS,
    CONFIDENCES,
    GAP_NATURES,
    LEADS,
    OFFERS,
    REACHES,
    REASONS,
)
from kimcore.testing.written import FIRST, LAST, LENGTHS, Figures, day_texts, days, written_tests

Document = dict[str, Any]
Drawn = st.SearchStrategy[Any]

words = st.sampled_from(("a", "Straße", "“b” c", "\\ '\U0001f600"))
texts = st.fixed_dictionaries({"de": words, "en": words})
sentences = texts | st.just({"de": "ab {from} bis {until}", "en": "from {from} until {until}"})


def rulebooks() -> st.SearchStrategy[Rulebook]:
    """Draw small rulebooks: statements of every kind, with versions, bills, figures and references to one another.

    Their tests read the facts of the standard vocabulary, so that an `Evaluator` can be made of every one of them.

    Example:
        >>> from hypothesis import given, settings
        >>> from kimcore import Evaluator, load_landscape
        >>> @settings(max_examples=5)
        ... @given(rulebooks())
        ... def check(rulebook):
        ...     Evaluator(rulebook, load_landscape("kreis-recklinghausen"))
        >>> check()
    """
    return rulebook_documents().map(lambda document: read_rulebook({"drawn.json": json.dumps(document)}))


@st.composite
def rulebook_documents(draw: st.DrawFn) -> Document:
    """Draw documents `kimcore.rulebook/1`, as a JSON parser would have made them; the reader takes every one."""
    figures = draw(_figures())
    definitions = draw(definitions_of(figures))
    known = tuple(dict.fromkeys(each["id"] for each in definitions))
    aspects = draw(st.lists(st.sampled_from(sorted(_benefits())), max_size=3, unique=True))
    entitlements = draw(entitlements_of(known, aspects))
    claimed = tuple(each["id"] for each in entitlements if each["claim"]["by"] == "application")
    names = (*known, *(each["id"] for each in entitlements))
    steps = draw(steps_of(names, claimed))
    statements = {
        "value": [draw(value_of(name, type_)) for name, type_ in figures],
        "definition": [*definitions, *(draw(_used(name, type_)) for name, type_ in figures)],
        "aspect": [draw(aspect_of(id_, known)) for id_ in aspects],
        "entitlement": entitlements,
        "transition": draw(transitions_of(names, aspects)),
        "step": steps,
        "chain": draw(chains_of(names, [step["id"] for step in steps])),
        "gap": draw(gaps_of(names, claimed, [step["id"] for step in steps])),
        "not_modelled": draw(left_out_of(names)),
    }
    head = {
        "schema": SCHEMA,
        "id": draw(st.sampled_from(("a", "town.rules", "b_1"))),
        "version": draw(words),
        "title": draw(texts),
        "law_known_until": draw(days),
    }
    return {**head, **{kind: tables for kind, tables in statements.items() if tables}}


# ---------------------------------------------------------------------------------------- what all have


@st.composite
def _table(draw: st.DrawFn, fields: Mapping[str, Drawn], optional: Mapping[str, Drawn]) -> Document:
    """Draw a table with all of the fields and a few of the optional ones: enough, and small."""
    few = draw(st.lists(st.sampled_from(sorted(optional)), max_size=4, unique=True)) if optional else []
    return {**{key: draw(value) for key, value in fields.items()}, **{key: draw(optional[key]) for key in few}}


def _some(items: Drawn, most: int = 2) -> Drawn:
    return st.lists(items, min_size=1, max_size=most, unique_by=json.dumps)


@cache
def _codes(list_id: str) -> Drawn:
    return st.sampled_from(tuple(code_lists()[list_id]))


@cache
def _bases() -> Drawn:
    """Draw sources: sections that stood in the law on all days, circulars, and law that is not shipped."""
    table = SectionTable.shipped()
    cited = {citation for each in load_rulebook("nrw").statements for citation in each.basis}
    standing = sorted(str(one) for one in cited if one.law in table.laws and not table.faults(one, Period(), where=""))
    outside = {"cite": "Art. 6 Abs. 1 DSGVO", "address": "https://test.example/law"}
    circular = {"cite": "a circular", "address": "https://test.example/circular", "kind": "document"}
    several = _some(st.sampled_from([*standing[:50], outside, circular]))
    return st.sampled_from(standing) | several


@st.composite
def _periods(draw: st.DrawFn) -> Document:
    first, last = sorted(draw(st.lists(days, min_size=2, max_size=2)))
    return draw(st.sampled_from([{}, {}, {"from": first}, {"until": last}, {"from": first, "until": last}]))


pending = st.fixed_dictionaries({"bill": words}, optional={"planned_from": days | st.just("2027") | st.just("2027-01")})
validity = st.one_of(
    st.fixed_dictionaries({"in_force": _periods()}),
    st.fixed_dictionaries({"in_force": _periods()}),
    st.fixed_dictionaries({"pending": pending}),
)


@st.composite
def _statement(
    draw: st.DrawFn, id_: str, fields: Mapping[str, Drawn], optional: Mapping[str, Drawn] | None = None
) -> Document:
    """Draw a statement: its head, and its own keys."""
    common = {
        "title": texts,
        "basis": _bases(),
        "verified_on": days,
        "confidence": st.sampled_from(CONFIDENCES),
    }
    beside = {"says": sentences, "disputed": texts, "address": st.just("https://test.example/")}
    drawn = draw(_table({**common, **fields}, {**beside, **(optional or {})}))
    return {"id": id_, **draw(validity), **drawn}


@cache
def _entries(names: tuple[str, ...], figures: Figures = ()) -> Drawn:
    """Draw the entries of a condition: tests, tables around one, and groups."""
    plain = written_tests(names, figures)
    around = st.fixed_dictionaries({"test": plain}, optional={"basis": _bases(), "says": texts})
    group = st.sampled_from(("any", "all")).flatmap(lambda joined: st.fixed_dictionaries({joined: _some(plain)}))
    return _some(st.one_of(plain, plain, around, group))


@cache
def _when(names: tuple[str, ...], figures: Figures = ()) -> Mapping[str, Drawn]:
    return {key: _entries(names, figures) for key in ("when", "any", "unless")}


@st.composite
def _conditional(
    draw: st.DrawFn,
    id_: str,
    when: Mapping[str, Drawn],
    fields: Mapping[str, Drawn],
    optional: Mapping[str, Drawn] | None = None,
) -> Document:
    """Draw a statement with a condition that says when it holds."""
    key = draw(st.sampled_from(("when", "any")))
    return draw(_statement(id_, {key: when[key], **fields}, {"unless": when["unless"], **(optional or {})}))


# ---------------------------------------------------------------------------------------- figures and definitions


@st.composite
def _figures(draw: st.DrawFn) -> Figures:
    types = draw(st.lists(st.sampled_from(tuple(CONSTANTS)), max_size=2))
    return tuple((f"FIGURE_{number}", type_) for number, type_ in enumerate(types, 1))


CONSTANTS: dict[ValueType, Drawn] = {
    "duration": st.sampled_from([length for length in LENGTHS if "month" in length]),
    "days": st.sampled_from(("1 day", "8 weeks")),
    "count": st.integers(0, 99),
    "day": days,
}
"""Constants of every type, as JSON has them."""

USES: dict[ValueType, str] = {
    "duration": "today >= passed(person.birth, {})",
    "days": "today >= person.birth + {}",
    "count": "school.grade is present and school.grade >= {}",
    "day": "today >= {}",
}


@st.composite
def value_of(draw: st.DrawFn, name: str, type_: ValueType) -> Document:
    """Draw a figure: a constant, or rows by the year of birth."""
    one, other = draw(CONSTANTS[type_]), draw(CONSTANTS[type_])
    rows = {"by": "year(person.birth)", "is": {"..1962": one, "1963": other, "1964..": one}}
    return {**draw(_statement(name, {})), **draw(st.sampled_from([{"is": one}, rows]))}


def _used(name: str, type_: ValueType) -> Drawn:
    """Draw a definition that names a figure: one that no test names is a fault."""
    return _statement(f"law.uses_{name.lower()}", {"when": st.just([USES[type_].format(name)])})


@st.composite
def definitions_of(draw: st.DrawFn, figures: Figures) -> list[Document]:
    """Draw definitions, of which later ones may name earlier ones; some have two versions."""
    found: list[Document] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        known = tuple(dict.fromkeys(each["id"] for each in found))
        alike = draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "lasts": st.just("to the end of the month"),
                    "presume": st.fixed_dictionaries({"is": st.booleans(), "basis": _bases()}),
                },
            )
        )
        one = {**draw(_conditional(f"law.notion_{number}", _when(known, figures), {})), **alike}
        found += draw(_versions(one, known)) if draw(st.booleans()) else [one]
    return found


@st.composite
def _versions(draw: st.DrawFn, one: Document, known: tuple[str, ...]) -> list[Document]:
    """Draw two versions of a statement, of which one follows the other."""
    cut = draw(st.dates(FIRST, LAST - timedelta(days=1)))
    then = {"from": str(cut + timedelta(days=draw(st.sampled_from((1, 1, 90)))))}
    former = {key: value for key, value in one.items() if key != "pending"}
    later = {**former, "when": draw(_entries(known))}
    return [{**former, "in_force": {"until": str(cut)}}, {**later, "in_force": then}]


# ---------------------------------------------------------------------------------------- entitlements


@cache
def _benefits() -> Mapping[str, tuple[str, ...]]:
    """Return the benefits that answer for each aspect."""
    found: dict[str, list[str]] = {}
    for code in code_lists()["benefit"].codes:
        for aspect in {str(dated.value) for dated in code.properties.get("aspect", ())}:
            found.setdefault(aspect, []).append(code.id)
    return {aspect: tuple(benefits) for aspect, benefits in found.items()}


def aspect_of(id_: str, known: tuple[str, ...]) -> Drawn:
    """Draw an aspect that is due on some days."""
    return _statement(id_, {"due": _some(written_tests(known))})


@st.composite
def entitlements_of(draw: st.DrawFn, known: tuple[str, ...], aspects: list[str]) -> list[Document]:
    """Draw entitlements of some aspects, which yield to one another, stand in and follow without a circle."""
    found: list[Document] = []
    for number in range(1, draw(st.integers(0, 3)) + 1) if aspects else ():
        rank = draw(st.integers(0, len(aspects) - 1))
        alike = [each["id"] for each in found if each["aspect"] == aspects[rank]]
        before = tuple(each["id"] for each in found if each["aspect"] in aspects[:rank])
        others = {key: _some(st.sampled_from(alike)) for key in ("yields_to", "stands_in_for") if alike}
        fields = {
            "aspect": st.just(aspects[rank]),
            "benefit": st.sampled_from(_benefits()[aspects[rank]]),
            "claim": _claims(known, before),
        }
        names = (*known, *(each["id"] for each in found))
        optional = {"act_from": st.sampled_from(LENGTHS), **others}
        found.append(draw(_conditional(f"claim.benefit_{number}", _when(names), fields, optional)))
    return found


@cache
def _claims(known: tuple[str, ...], before: tuple[str, ...]) -> Drawn:
    filed = st.fixed_dictionaries({"on": days, "basis": _bases()}, optional={"when": _entries(known)})
    applied = {
        "by": st.just("application"),
        "matter": _codes("matter"),
        "reaches_back": st.sampled_from((*REACHES, *LENGTHS)),
    }
    together = {"one_for": st.just("community_of_need")}
    ways = [
        st.just({"by": "office"}),
        st.fixed_dictionaries(applied, optional={"one_for": st.just("person"), "deemed_filed": _some(filed)}),
        st.fixed_dictionaries({**applied, **together}, optional={"child": st.sampled_from(known)}),
    ]
    follows = {"by": st.just("follows"), "of": st.sampled_from(before)} if before else None
    return st.one_of(*ways, *([st.fixed_dictionaries(follows)] * 2 if follows else ()))


# ---------------------------------------------------------------------------------------- what is done


@cache
def _papers() -> Drawn:
    documents = _codes("document")
    return _some(documents | st.fixed_dictionaries({"any": _some(documents)}))


@cache
def _needless() -> Drawn:
    return _some(st.fixed_dictionaries({"document": _codes("document"), "basis": _bases()}), 1)


@cache
def _dues(claimed: tuple[str, ...]) -> Drawn:
    table = st.fixed_dictionaries(
        {"day": day_texts()},
        optional={"otherwise": day_texts(), "shifts": st.booleans(), "lead": st.sampled_from(LEADS)},
    )
    saved = st.fixed_dictionaries({"act_by": st.sampled_from(claimed)}) if claimed else st.nothing()
    return day_texts() | table | saved


@st.composite
def transitions_of(draw: st.DrawFn, names: tuple[str, ...], aspects: list[str]) -> list[Document]:
    """Draw what passes over between two benefits."""
    optional = {
        **_when(names),
        "needs": _papers(),
        "does_not_need": _needless(),
        "confirm_within": st.sampled_from(LENGTHS),
        "typical_gaps": _some(texts),
        **({"brings_along": _some(st.sampled_from(aspects))} if aspects else {}),
    }
    fields = {"from": _some(_codes("benefit")), "to": _codes("benefit")}
    return [draw(_statement(f"passage.way_{number}", fields, optional)) for number in range(draw(st.integers(0, 2)))]


@st.composite
def steps_of(draw: st.DrawFn, names: tuple[str, ...], claimed: tuple[str, ...]) -> list[Document]:
    """Draw steps, of which later ones wait for earlier ones."""
    optional = {
        **_when(names),
        "offer": st.sampled_from(OFFERS),
        "answers": _some(_codes("concern")),
        "matter": _codes("matter"),
        "by": _some(st.sampled_from(ACTORS)),
        "one_for": st.sampled_from(CLAIM_UNITS),
        "requires": _papers(),
        "issues": _papers(),
        "does_not_need": _needless(),
        "done_if": _some(written_tests(names)),
        "due": _dues(claimed),
        "takes": st.sampled_from(LENGTHS),
        "severity": st.sampled_from(SEVERITIES),
        "field": _codes("field_of_action"),
    }
    found: list[Document] = []
    for number in range(draw(st.integers(0, 2))):
        earlier = st.sampled_from([step["id"] for step in found]) if found else st.nothing()
        waits = st.fixed_dictionaries({"step": earlier, "reason": st.sampled_from(REASONS), "basis": _bases()})
        after = {"after": _some(waits, 1)} if found else {}
        found.append(draw(_statement(f"step.do_{number}", after, optional)))
    return found


@st.composite
def gaps_of(draw: st.DrawFn, names: tuple[str, ...], claimed: tuple[str, ...], steps: list[str]) -> list[Document]:
    """Draw named gaps, of which later ones may yield to earlier ones."""
    fields = {"nature": st.sampled_from(GAP_NATURES), "severity": st.sampled_from(SEVERITIES), "says": sentences}
    found: list[Document] = []
    for number in range(draw(st.integers(0, 2))):
        earlier = [gap["id"] for gap in found]
        optional = {
            "matter": _codes("matter"),
            "act_by": _dues(claimed),
            "act_from": st.sampled_from(LENGTHS),
            **({"remedies": _some(st.sampled_from(steps))} if steps else {}),
            **({"yields_to": _some(st.sampled_from(earlier))} if earlier else {}),
        }
        mechanism = draw(st.sampled_from(Mechanism))
        breaks = {"mechanism": st.just(mechanism.value), "cause": st.sampled_from(mechanism.causes)}
        found.append(draw(_conditional(f"gap.hole_{number}", _when(names), {**fields, **breaks}, optional)))
    return found


@st.composite
def chains_of(draw: st.DrawFn, names: tuple[str, ...], steps: list[str]) -> list[Document]:
    """Draw a way over some of the steps, to one of them or to what tests say; without steps there is none."""
    if not steps or draw(st.booleans()):
        return []
    optional = {
        "for": _entries(names),
        "within": st.fixed_dictionaries({"length": st.sampled_from(LENGTHS), "from": day_texts()}),
        "owner": _codes("agency_kind"),
        "agreed": st.fixed_dictionaries({}, optional={"on": days, "says": texts}),
    }
    to_a_step = {"goal": st.sampled_from(steps)}
    by_tests = {"goal": _entries(names), "steps": _some(st.sampled_from(steps), len(steps))}
    return [draw(_statement("chain.way_1", draw(st.sampled_from((to_a_step, by_tests))), optional))]


@st.composite
def left_out_of(draw: st.DrawFn, names: tuple[str, ...]) -> list[Document]:
    """Draw what is not modelled."""
    optional = {**_when(names), "matters": _some(_codes("matter"))}
    return [
        draw(_statement(f"left.out_{number}", {"says": texts}, optional)) for number in range(draw(st.integers(0, 1)))
    ]
